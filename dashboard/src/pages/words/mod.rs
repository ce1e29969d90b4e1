//! Every word of the pages, in both languages side by side, so that neither is forgotten: a word
//! that is missing in one language does not compile. Sentences with numbers in them are in
//! [`phrases`] and [`money`].

pub(crate) mod money;
pub(crate) mod phrases;
mod receipt;
mod table;

use order::Language;

pub(crate) use table::{EN, Words, ZH};

impl Words {
    /// The words of a language.
    pub(crate) const fn of(language: Language) -> &'static Self {
        match language {
            Language::Zh => &ZH,
            Language::En => &EN,
        }
    }

    /// One of two sentences, for the few that are built from parts.
    pub(crate) fn pick<T>(&self, en: T, zh: T) -> T {
        match self.language {
            Language::En => en,
            Language::Zh => zh,
        }
    }
}
