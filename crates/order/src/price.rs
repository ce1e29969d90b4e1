//! What a print costs, as data that a manager changes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::money::Money;
use crate::print_size::PrintSize;

/// Price of one sheet of each size. A size without a price is not sold.
///
/// 6-inch and 8-inch always have one: the first released kiosks read no list without them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PriceList {
    /// A 5-inch print.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub five_inch: Option<Money>,
    /// A 6-inch print.
    pub six_inch: Money,
    /// An 8-inch print.
    pub eight_inch: Money,
    /// A 6-inch sheet of four small photos.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub four_small: Option<Money>,
}

impl PriceList {
    /// The price of one sheet of `size`; `None` where it is not sold.
    pub const fn of(&self, size: PrintSize) -> Option<Money> {
        match size {
            PrintSize::FiveInch => self.five_inch,
            PrintSize::SixInch => Some(self.six_inch),
            PrintSize::EightInch => Some(self.eight_inch),
            PrintSize::FourSmall => self.four_small,
        }
    }

    /// The same list with another price of one size. What always has a price keeps it when it is
    /// given none.
    #[must_use]
    pub const fn with(mut self, size: PrintSize, price: Option<Money>) -> Self {
        match (size, price) {
            (PrintSize::FiveInch, _) => self.five_inch = price,
            (PrintSize::SixInch, Some(price)) => self.six_inch = price,
            (PrintSize::EightInch, Some(price)) => self.eight_inch = price,
            (PrintSize::SixInch | PrintSize::EightInch, None) => {}
            (PrintSize::FourSmall, _) => self.four_small = price,
        }
        self
    }

    /// The sizes that are sold, with their prices, in the order in which they are offered.
    pub fn sold(&self) -> impl Iterator<Item = (PrintSize, Money)> {
        PrintSize::ALL
            .into_iter()
            .filter_map(|size| Some((size, self.of(size)?)))
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
