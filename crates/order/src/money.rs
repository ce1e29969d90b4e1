//! Money as a whole number of minor units (fen). There is no floating-point money anywhere:
//! amounts are added, compared and shared out exactly, and turned into text only at the edge.

use std::fmt;
use std::iter::Sum;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An amount in minor units of the one configured currency (fen for CNY).
///
/// Arithmetic saturates at the ends of `i64`; a price list is validated to stay far below them
/// (see [`crate::settings`]).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS,
)]
#[serde(transparent)]
#[ts(as = "f64")]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// `minor` minor units.
    pub const fn from_minor(minor: i64) -> Self {
        Self(minor)
    }

    /// The amount in minor units.
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// The sum of both.
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// What is left after taking `other` away; may be negative.
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// `count` times this amount.
    pub const fn times(self, count: u32) -> Self {
        Self(self.0.saturating_mul(count as i64))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::plus)
    }
}

/// Major units with two decimals and no currency sign: `12.00`, `-0.05`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let minor = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", minor / 100, minor % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_as_major_units_with_two_decimals() {
        let shown: Vec<String> = [1200, 5, 0, -5, -1234]
            .map(|minor| Money::from_minor(minor).to_string())
            .into();
        assert_eq!(
            shown,
            ["12.00", "0.05", "0.00", "-0.05", "-12.34"],
            "fen become yuan text without floats"
        );
    }
}
