//! Opening what WeChat Pay encrypts for us: AES-256-GCM under the APIv3 key.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use serde::Deserialize;

use super::ConfigError;
use crate::Refused;

/// The APIv3 key: 32 ASCII characters that both sides hold.
pub struct ApiV3Key(LessSafeKey);

/// An encrypted part of a message.
#[derive(Debug, Deserialize)]
pub(super) struct Sealed {
    /// Only `AEAD_AES_256_GCM` is known.
    algorithm: String,
    nonce: String,
    /// May be empty or missing.
    #[serde(default)]
    associated_data: String,
    /// Base64 of ciphertext and tag.
    ciphertext: String,
}

impl ApiV3Key {
    /// Takes the key as the merchant portal shows it.
    pub fn parse(text: &[u8]) -> Result<Self, ConfigError> {
        let wrong = ConfigError::Key {
            key: "api_v3_key_file",
            problem: "must hold exactly 32 ASCII letters and digits",
        };
        if text.len() != 32 || !text.iter().all(u8::is_ascii_alphanumeric) {
            return Err(wrong);
        }
        let key = UnboundKey::new(&AES_256_GCM, text).map_err(|_| wrong)?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// The plaintext, or a refusal if it was not sealed with this key.
    pub(super) fn open(&self, sealed: &Sealed) -> Result<Vec<u8>, Refused> {
        if sealed.algorithm != "AEAD_AES_256_GCM" {
            return Err(Refused::Malformed("the resource names an unknown cipher"));
        }
        let nonce = Nonce::try_assume_unique_for_key(sealed.nonce.as_bytes())
            .map_err(|_| Refused::Resource)?;
        let mut joined = STANDARD
            .decode(&sealed.ciphertext)
            .map_err(|_| Refused::Resource)?;
        let length = self
            .0
            .open_in_place(nonce, Aad::from(&sealed.associated_data), &mut joined)
            .map_err(|_| Refused::Resource)?
            .len();
        joined.truncate(length);
        Ok(joined)
    }
}

impl fmt::Debug for ApiV3Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiV3Key(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published with WeChat Pay's Java client (core/src/test).
    #[test]
    fn the_published_resource_opens() {
        let key = ApiV3Key::parse(b"a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb").expect("32 characters");
        let mut sealed = Sealed {
            algorithm: "AEAD_AES_256_GCM".to_owned(),
            nonce: "uluk4a9R25RW".to_owned(),
            associated_data: "associatedData".to_owned(),
            ciphertext: "ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI=".to_owned(),
        };
        let opened = key.open(&sealed).expect("the published ciphertext opens");
        assert_eq!(opened, b"message", "the published plaintext");

        sealed.associated_data.push('x');
        assert_eq!(
            key.open(&sealed),
            Err(Refused::Resource),
            "the associated data is bound to the ciphertext"
        );
        sealed.nonce = "short".to_owned();
        assert_eq!(
            key.open(&sealed),
            Err(Refused::Resource),
            "a nonce of the wrong length is refused, not a crash"
        );
    }

    #[test]
    fn a_key_of_the_wrong_length_is_refused() {
        assert!(
            ApiV3Key::parse(b"testMchAPIv3Key0").is_err(),
            "16 characters would silently mean AES-128"
        );
    }
}
