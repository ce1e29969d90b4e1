//! Less for many of one product.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::money::Money;
use crate::product::Product;

/// From so many sheets of a product on, each of them costs less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VolumeStep {
    /// Of what.
    pub product: Product,
    /// The smallest number of sheets that earns it, 2 to 200.
    pub from_sheets: u32,
    /// What is taken off.
    pub off: VolumeOff,
}

/// How a step makes a sheet cheaper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VolumeOff {
    /// Per cent off the product's line, 1 to 90.
    Percent(u32),
    /// Another price for each sheet, lower than the list's.
    UnitPrice(Money),
}
