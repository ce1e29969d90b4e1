//! Sheets on the screen: what is on sale, and what comes out of the printer.

use order::{IndexPrint, Money, PhotoId, PrintSize, Recipe};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A size on sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Offer {
    /// The size.
    pub size: PrintSize,
    /// Price of one.
    pub price: Money,
    /// Whether there is paper for it.
    pub available: bool,
}

/// An index print on sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IndexOffer {
    /// Whether it is in the order.
    pub ordered: IndexPrint,
    /// How many sheets it takes.
    pub sheets: u32,
    /// Price of all of them.
    pub amount: Money,
    /// Whether there is paper for it.
    pub available: bool,
}

/// What is on a sheet that is being printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "shows", rename_all = "snake_case")]
pub enum SheetView {
    /// One photo.
    Photo {
        /// The photo.
        photo: PhotoId,
        /// How it is cut.
        recipe: Recipe,
        /// What it is printed as.
        size: PrintSize,
    },
    /// Photos in small.
    Index {
        /// The photos.
        photos: Vec<SmallPhoto>,
        /// The number of the first.
        first: u32,
    },
}

/// A photo of an index print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SmallPhoto {
    /// The photo.
    pub photo: PhotoId,
    /// How it is cut.
    pub recipe: Recipe,
}

/// Whether further sheets of an order will come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrintCourse {
    /// They will.
    GoingOn,
    /// They will not: the sheet in hand is waited for, and the rest is paid back.
    Stopping,
}

/// What the printer waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// Paper.
    OutOfPaper,
    /// Ribbon or ink.
    OutOfSupply,
    /// A jam to be cleared.
    Jam,
    /// A cover to be closed.
    CoverOpen,
    /// It does not answer.
    Offline,
    /// Somebody paused it, or it does not say.
    Paused,
}
