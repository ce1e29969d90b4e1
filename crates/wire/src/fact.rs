//! Facts on their way from the kiosk's journal to the dashboard: oldest first, in batches,
//! repeated until acknowledged.

use order::FactRecord;
use serde::{Deserialize, Serialize};

/// The most facts of one upload.
pub const MOST_FACTS: usize = 200;

/// Facts of one kiosk, in order, without gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactUpload {
    /// 1 to [`MOST_FACTS`] facts.
    pub facts: Vec<FactRecord>,
}

/// What the dashboard has stored for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactReceipt {
    /// Every fact up to this number is stored; the kiosk may forget them and sends what follows.
    pub stored_up_to: u64,
}
