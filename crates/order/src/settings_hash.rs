//! Which settings document a price comes from. This floor does not compute it: whoever holds the
//! document's bytes does.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

/// SHA-256 of a settings document, byte for byte as it was signed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(as = "String")]
pub struct SettingsHash([u8; 32]);

/// Why a text is no hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a settings hash is 64 characters of 0-9 a-f")]
pub struct NotAHash;

impl SettingsHash {
    /// The hash of these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, NotAHash> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(NotAHash);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

const fn digit(character: u8) -> Result<u8, NotAHash> {
    match character {
        b'0'..=b'9' => Ok(character - b'0'),
        b'a'..=b'f' => Ok(character - b'a' + 10),
        _ => Err(NotAHash),
    }
}

impl fmt::Display for SettingsHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for SettingsHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SettingsHash({self})")
    }
}

impl TryFrom<String> for SettingsHash {
    type Error = NotAHash;

    fn try_from(text: String) -> Result<Self, NotAHash> {
        Self::parse(&text)
    }
}

impl From<SettingsHash> for String {
    fn from(hash: SettingsHash) -> Self {
        hash.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_reads_back_as_it_was_written_and_nothing_else_is_one() {
        let hash = SettingsHash::from_bytes(std::array::from_fn(|place| place as u8 * 7));
        assert_eq!(
            SettingsHash::parse(&hash.to_string()),
            Ok(hash),
            "what is written is read"
        );
        let capitals = "A".repeat(64);
        let (short, wide) = ("0".repeat(63), "照".repeat(32));
        for wrong in ["", &capitals, &short, &wide] {
            assert_eq!(SettingsHash::parse(wrong), Err(NotAHash), "{wrong:?}");
        }
    }
}
