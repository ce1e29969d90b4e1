//! Everything for nothing, for a while: somebody else pays for the party.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::time::Timestamp;

/// An event at which the kiosk gives prints away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FreeEvent {
    /// What customers see beside the price that they do not pay, 1 to 40 characters.
    pub name: String,
    /// The first moment.
    pub from: Timestamp,
    /// The moment when it is over; at most 31 days later.
    pub until: Timestamp,
    /// The most sheets one visit may have, 1 to 200.
    pub most_sheets: u32,
}

impl FreeEvent {
    /// Whether it is going on at `now`.
    pub fn is_on(&self, now: Timestamp) -> bool {
        self.from <= now && now < self.until
    }
}
