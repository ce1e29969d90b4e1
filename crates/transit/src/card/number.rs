//! The printed number of a card.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A card's number, 1 to 20 decimal digits without leading zeros.
///
/// `Debug` and `Display` show the last four digits only. Serialised it is whole, because the
/// journal must know the card again and the card company must be told which one paid.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CardNumber(String);

/// This is no card's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a card's number has 1 to 20 decimal digits")]
pub struct NoCardNumber;

impl CardNumber {
    /// From binary-coded decimals; leading zeros are dropped. `None` where a half byte is no digit
    /// or nothing but zeros is there (an empty card).
    pub fn from_bcd(bytes: &[u8]) -> Option<Self> {
        let text = crate::octets::to_hex(bytes);
        let digits = text.trim_start_matches('0');
        Self::try_from(digits.to_owned()).ok()
    }

    /// The whole number, for the journal and the settlement file. Never for a log or a page.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for CardNumber {
    type Error = NoCardNumber;

    fn try_from(digits: String) -> Result<Self, NoCardNumber> {
        let right = (1..=20).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        right.then_some(Self(digits)).ok_or(NoCardNumber)
    }
}

impl From<CardNumber> for String {
    fn from(number: CardNumber) -> Self {
        number.0
    }
}

impl fmt::Display for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = self.0.len().saturating_sub(4);
        write!(f, "****{}", &self.0[hidden..])
    }
}

impl fmt::Debug for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_shows_its_last_four_digits_only() {
        let number = CardNumber::from_bcd(&[0x00, 0x31, 0x07, 0x51, 0x23, 0x45]).expect("digits");
        assert_eq!(number.to_string(), "****2345", "a page may show this");
        assert_eq!(format!("{number:?}"), "****2345", "and so may a log");
        assert_eq!(number.reveal(), "3107512345", "leading zeros are dropped");
    }

    #[test]
    fn bytes_that_are_no_digits_are_no_number() {
        assert_eq!(CardNumber::from_bcd(&[0x1A]), None, "A is no decimal digit");
        assert_eq!(
            CardNumber::from_bcd(&[0; 10]),
            None,
            "an empty card has none"
        );
        assert_eq!(CardNumber::from_bcd(&[]), None, "nothing is none");
    }
}
