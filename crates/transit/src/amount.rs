//! What a purse can be asked for.

use std::fmt;

use order::Money;
use serde::{Deserialize, Serialize};

/// An amount in fen that a purse can pay: more than nothing, and within the purse's 31 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Money", into = "Money")]
pub struct Amount(u32);

/// A purse cannot be asked for such an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a purse cannot pay {0}")]
pub struct AmountError(pub Money);

impl Amount {
    /// One fen, the least that can be asked for.
    pub(crate) const LEAST: Self = Self(1);

    /// As four bytes, most significant first.
    pub const fn bytes(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }
}

impl TryFrom<Money> for Amount {
    type Error = AmountError;

    fn try_from(money: Money) -> Result<Self, AmountError> {
        i32::try_from(money.minor())
            .ok()
            .and_then(|fen| u32::try_from(fen).ok())
            .filter(|fen| *fen > 0)
            .map(Self)
            .ok_or(AmountError(money))
    }
}

impl From<Amount> for Money {
    fn from(amount: Amount) -> Self {
        Self::from_minor(i64::from(amount.0))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Money::from(*self), f)
    }
}
