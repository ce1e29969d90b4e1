//! What a print costs, as data that a manager changes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::money::Money;
use crate::print_size::PrintSize;
use crate::product::Product;

/// Price of one sheet of each product. What has no price is not sold.
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
    /// A 6-inch sheet of an index print.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub index_print: Option<Money>,
}

impl PriceList {
    /// The price of one sheet of a product; `None` where it is not sold.
    pub fn of(&self, product: impl Into<Product>) -> Option<Money> {
        match product.into() {
            Product::Photo(PrintSize::FiveInch) => self.five_inch,
            Product::Photo(PrintSize::SixInch) => Some(self.six_inch),
            Product::Photo(PrintSize::EightInch) => Some(self.eight_inch),
            Product::Photo(PrintSize::FourSmall) => self.four_small,
            Product::IndexPrint => self.index_print,
        }
    }

    /// The same list with another price of one product. What always has a price keeps it when it
    /// is given none.
    #[must_use]
    pub fn with(mut self, product: impl Into<Product>, price: Option<Money>) -> Self {
        match product.into() {
            Product::Photo(PrintSize::FiveInch) => self.five_inch = price,
            Product::Photo(PrintSize::SixInch) => {
                self.six_inch = price.unwrap_or(self.six_inch);
            }
            Product::Photo(PrintSize::EightInch) => {
                self.eight_inch = price.unwrap_or(self.eight_inch);
            }
            Product::Photo(PrintSize::FourSmall) => self.four_small = price,
            Product::IndexPrint => self.index_print = price,
        }
        self
    }

    /// All that is sold, with its price, in the order of [`Product::ALL`].
    pub fn sold(&self) -> impl Iterator<Item = (Product, Money)> {
        Product::ALL
            .into_iter()
            .filter_map(|product| Some((product, self.of(product)?)))
    }

    /// The sizes that a photo can be had in, with their prices, in the order in which they are
    /// offered.
    pub fn sizes_sold(&self) -> impl Iterator<Item = (PrintSize, Money)> {
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
