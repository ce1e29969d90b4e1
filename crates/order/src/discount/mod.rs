//! Discounts as data, and the one rule by which they add up.
//!
//! **The rule.** Each step takes something off what the steps before it left:
//!
//! 1. A [`FreeEvent`] that is going on makes everything free, and nothing else counts.
//! 2. [`VolumeStep`]s, for each product by itself: of those that are reached, the one that takes
//!    most off.
//! 3. [`FirstFree`] prints, then the free prints of a code: the dearest sheets that are left, at
//!    what they cost after step 2.
//! 4. One percentage off what is left of the whole order: that of the
//!    [`Discount`](crate::Discount) on the order or of the open [`TimeWindow`], whichever is
//!    more, never both.
//! 5. The percentage or the amount of a code.
//!
//! Every step is whole minor units, rounded in the customer's favour. Nothing ever costs less
//! than nothing, and a percentage below 100 leaves at least one minor unit: only what is meant to
//! be free is free. A visit pays for one order, so what is granted "per visit" is granted once an
//! order.

mod check;
mod code;
mod event;
mod reduce;
#[cfg(test)]
mod tests;
mod volume;
mod window;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::product::Product;

pub use code::{CodeOff, CodeRefusal, CodeTerms};
pub use event::FreeEvent;
pub use volume::{VolumeOff, VolumeStep};
pub use window::{TimeWindow, Weekday};

pub(crate) use reduce::{percent_of, reductions};

/// The most steps and the most windows that settings may have: all that a page can show.
pub const MOST_ROWS: usize = 20;

/// Minutes east of Greenwich where nothing else is said: China has one time.
const BEIJING_MINUTES: i32 = 480;

/// What is taken off, beside the one [`Discount`](crate::Discount) that the first release knew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Discounts {
    /// Minutes east of Greenwich of the clock on the wall, -720 to 840; it decides when a time
    /// window is open.
    #[serde(default = "beijing", skip_serializing_if = "is_beijing")]
    pub utc_offset_minutes: i32,
    /// Less for many of one product.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub volume: Vec<VolumeStep>,
    /// Less at some hours. No two of them overlap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<TimeWindow>,
    /// The first prints of a visit for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_free: Option<FirstFree>,
    /// Everything for nothing, for a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<FreeEvent>,
}

/// The first prints of a visit cost nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FirstFree {
    /// How many, 1 to 20.
    pub sheets: u32,
    /// Of what; of anything where nothing is said, the dearest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Product>,
}

impl Discounts {
    /// Whether nothing is taken off.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Discounts {
    fn default() -> Self {
        Self {
            utc_offset_minutes: BEIJING_MINUTES,
            volume: Vec::new(),
            windows: Vec::new(),
            first_free: None,
            event: None,
        }
    }
}

const fn beijing() -> i32 {
    BEIJING_MINUTES
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
const fn is_beijing(minutes: &i32) -> bool {
    *minutes == BEIJING_MINUTES
}
