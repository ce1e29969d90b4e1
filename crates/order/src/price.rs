//! What a print costs, as data that a manager changes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::money::Money;
use crate::print_size::PrintSize;

/// Price of one print of each size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PriceList {
    /// A 6-inch print.
    pub six_inch: Money,
    /// An 8-inch print.
    pub eight_inch: Money,
}

impl PriceList {
    /// The price of one print of `size`.
    pub const fn of(&self, size: PrintSize) -> Money {
        match size {
            PrintSize::SixInch => self.six_inch,
            PrintSize::EightInch => self.eight_inch,
        }
    }
}

/// A share off the whole order, from a number of prints on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Discount {
    /// Per cent taken off, 1 to 90.
    pub percent_off: u32,
    /// The smallest number of prints that earns it; 1 is "always".
    pub from_sheets: u32,
}
