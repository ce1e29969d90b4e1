//! How the customer finds an order again.

use order::ReceiptCode;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where an order can be looked up after the visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReceiptView {
    /// What to say to support.
    pub code: ReceiptCode,
    /// The address of its page, for the customer's own phone; none before the dashboard was first
    /// reached.
    pub url: Option<String>,
}
