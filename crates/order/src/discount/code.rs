//! A code that the customer types. The dashboard alone knows which codes there are: a kiosk asks
//! about one and is told what it is worth.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::CodeId;
use crate::money::Money;
use crate::product::Product;

/// What a code is worth: all that a price needs to know of it. The code itself is not in it, so
/// that receipts and logs give nobody a discount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CodeTerms {
    /// The code's name among ours.
    pub id: CodeId,
    /// What customers see beside what is taken off, 1 to 40 characters.
    pub name: String,
    /// What is taken off.
    pub off: CodeOff,
}

/// What a code takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "off", rename_all = "snake_case")]
pub enum CodeOff {
    /// Per cent of the order, 1 to 100.
    Percent {
        /// How many.
        percent_off: u32,
    },
    /// So much, and no more than the order costs.
    Amount {
        /// How much, 0.01 to 1000.00.
        amount: Money,
    },
    /// So many prints for nothing.
    FreePrints {
        /// How many, 1 to 20.
        sheets: u32,
        /// Of what; of anything where nothing is said, the dearest first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        product: Option<Product>,
    },
}

/// Why a code does not count. Each is a sentence on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CodeRefusal {
    /// There is none like this, or not here.
    Unknown,
    /// It does not count yet.
    NotYet,
    /// It does not count any more.
    Expired,
    /// As many as may have used it.
    UsedUp,
    /// Too many codes were tried at this kiosk; later ones are heard again.
    TooManyTries,
}
