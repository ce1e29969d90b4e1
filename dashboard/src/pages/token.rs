//! Random tokens for cookies and links. Browsers and people hold the token; the database holds its
//! hash, so that a stolen copy of it opens nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// Bytes of a token: 256 random bits.
const TOKEN_BYTES: usize = 32;

/// A secret text. Its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(***)")
    }
}

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub(crate) fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; TOKEN_BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// What a browser or a link brought; nothing when it cannot be one of ours.
    pub(crate) fn brought(text: &str) -> Option<Self> {
        let ours = URL_SAFE_NO_PAD.decode(text).ok()?.len() == TOKEN_BYTES;
        ours.then(|| Self(text.to_owned()))
    }

    /// The token itself, for the cookie or the link.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// What the database holds.
    pub(crate) fn hash(&self) -> String {
        digest("minilab token", &self.0)
    }

    /// The token that every form of this browser carries: a page of another site cannot know it,
    /// and it opens nothing by itself.
    pub(crate) fn form_token(&self) -> String {
        digest("minilab form", &self.0)
    }

    /// Whether `brought` is the token of this browser's forms.
    pub(crate) fn is_form_token(&self, brought: &str) -> bool {
        self.form_token()
            .as_bytes()
            .ct_eq(brought.as_bytes())
            .into()
    }
}

/// SHA-256 of `text` for one purpose, base64url.
pub(crate) fn digest(purpose: &str, text: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(purpose.as_bytes());
    hasher.update(b"\n");
    hasher.update(text.as_bytes());
    URL_SAFE_NO_PAD.encode(hasher.finalize())
}
