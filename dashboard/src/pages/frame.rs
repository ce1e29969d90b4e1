//! What surrounds every page: its language, its forms' token, the menu.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use order::Language;

use super::words::Words;
use super::{cookie, icons};

/// What a template needs of its surroundings, as `page`.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// The words of the reader's language.
    pub(crate) words: &'static Words,
    /// The token of this browser's forms.
    pub(crate) csrf: String,
    /// Who is signed in; empty at the door.
    pub(crate) user_name: String,
    /// Path and query of this page, to come back to.
    pub(crate) here: String,
}

/// One entry of the menu.
#[derive(Debug)]
pub(crate) struct Tab {
    /// Where it leads.
    pub(crate) href: &'static str,
    /// What it says.
    pub(crate) name: &'static str,
    /// Its icon, SVG.
    pub(crate) icon: &'static str,
    /// Whether this page belongs to it.
    pub(crate) here: bool,
}

impl Frame {
    /// The menu.
    pub(crate) fn tabs(&self) -> [Tab; 4] {
        let path = self.here.split('?').next().unwrap_or("/");
        let under = |roots: &[&str]| roots.iter().any(|root| path.starts_with(root));
        let tab = |href, name, icon, here| Tab {
            href,
            name,
            icon,
            here,
        };
        let words = self.words;
        [
            tab("/", words.home, icons::HOME, path == "/"),
            tab(
                "/kiosks",
                words.kiosks,
                icons::KIOSKS,
                under(&["/kiosks", "/pair"]),
            ),
            tab(
                "/sales",
                words.sales,
                icons::SALES,
                under(&["/sales", "/orders", "/reconciliation", "/undecided"]),
            ),
            tab(
                "/prices",
                words.prices,
                icons::PRICES,
                under(&["/prices", "/codes"]),
            ),
        ]
    }

    /// This page in the other language.
    pub(crate) fn other_language_href(&self) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("to", self.words.other_lang)
            .append_pair("back", &self.here)
            .finish();
        format!("/language?{query}")
    }
}

/// The words of the reader's language: the one they chose, else the first of theirs that we speak.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Speech(pub(crate) &'static Words);

impl<S: Sync> FromRequestParts<S> for Speech {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(Words::of(language(&parts.headers))))
    }
}

/// The reader's language.
pub(crate) fn language(headers: &HeaderMap) -> Language {
    let chosen = cookie::read(headers, cookie::LANGUAGE).and_then(spoken);
    let accepted = || {
        let line = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        // Browsers list them in the reader's order; the weights repeat that order.
        line.split(',').find_map(|tag| spoken(tag.trim()))
    };
    chosen.or_else(accepted).unwrap_or_default()
}

/// The language of a tag such as `zh-CN;q=0.9`, if we speak it.
pub(crate) fn spoken(tag: &str) -> Option<Language> {
    let primary = tag.split(['-', ';', '_']).next()?;
    if primary.eq_ignore_ascii_case("zh") {
        Some(Language::Zh)
    } else if primary.eq_ignore_ascii_case("en") {
        Some(Language::En)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use axum::http::header::COOKIE;

    use super::*;

    #[test]
    fn the_readers_choice_counts_more_than_the_browsers() {
        let mut headers = HeaderMap::new();
        assert_eq!(language(&headers), Language::Zh, "nothing said");
        headers.insert(
            ACCEPT_LANGUAGE,
            HeaderValue::from_static("fr-FR, en-GB;q=0.9, zh;q=0.8"),
        );
        assert_eq!(language(&headers), Language::En, "the first that we speak");
        headers.insert(COOKIE, HeaderValue::from_static("a=b; minilab_language=zh"));
        assert_eq!(language(&headers), Language::Zh, "what the reader chose");
    }
}
