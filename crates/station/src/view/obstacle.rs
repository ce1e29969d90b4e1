//! What keeps a review from being paid.

use order::PrintSize;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why an order cannot be paid now: nothing is sold that cannot be delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "obstacle", rename_all = "snake_case")]
pub enum Obstacle {
    /// There is no paper for a size in the order.
    SizeOut {
        /// Which.
        size: PrintSize,
    },
    /// The loaded paper is not enough for all sheets.
    TooFewPrintsLeft {
        /// How many can be printed.
        left: u32,
    },
    /// Everything is free for a while, and this is more than one visit may have.
    FreeLimit {
        /// How many prints it may have.
        most: u32,
    },
    /// The dashboard cannot be reached.
    Offline,
    /// The printer does not print.
    PrinterDown,
    /// Photos of which it is not known yet where the heads are. It goes by itself, in moments.
    Unstudied {
        /// How many.
        photos: u32,
    },
    /// The dashboard is being asked what the code is worth. It goes by itself, in moments.
    CodeChecked,
    /// The code is still with a payment that the customer went back from. It goes by itself.
    CodeHeld,
}
