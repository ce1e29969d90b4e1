//! Sales as a fold over facts. There are no counters anywhere: asking again gives the same
//! answer, and every figure can be opened into the facts it is made of.

use serde::{Deserialize, Serialize};

use crate::fact::Fact;
use crate::money::Money;
use crate::product::ByProduct;

/// What some facts add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Orders that were paid.
    pub orders_paid: u64,
    /// Money taken.
    pub paid: Money,
    /// Worth of the sheets proven printed.
    pub delivered: Money,
    /// Money given back.
    pub refunded: Money,
    /// Money that a person must give back by hand.
    pub stuck: Money,
    /// Sheets printed, by product.
    pub sheets: ByProduct<u64>,
}

impl Ledger {
    /// The ledger of `facts`.
    pub fn of<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        facts.into_iter().fold(Self::default(), Self::with)
    }

    /// Money taken that is neither delivered nor given back yet.
    pub const fn open(&self) -> Money {
        self.paid.minus(self.delivered).minus(self.refunded)
    }

    /// Sheets printed, of all products.
    pub fn all_sheets(&self) -> u64 {
        self.sheets.values().sum()
    }

    /// Money that stays: taken and not given back.
    pub const fn earned(&self) -> Money {
        self.paid.minus(self.refunded)
    }

    fn with(mut self, fact: &Fact) -> Self {
        match fact {
            Fact::Paid { amount, .. } => {
                self.orders_paid += 1;
                self.paid = self.paid.plus(*amount);
            }
            Fact::SheetPrinted { product, share, .. } => {
                self.delivered = self.delivered.plus(*share);
                *self.sheets.of_mut(*product) += 1;
            }
            Fact::Refunded { amount, .. } => self.refunded = self.refunded.plus(*amount),
            Fact::RefundStuck { amount, .. } => self.stuck = self.stuck.plus(*amount),
            Fact::OrderPlaced { .. }
            | Fact::Free { .. }
            | Fact::SheetNotPrinted { .. }
            | Fact::RefundRequested { .. }
            | Fact::Cancelled { .. }
            | Fact::Settled { .. } => {}
        }
        self
    }
}
