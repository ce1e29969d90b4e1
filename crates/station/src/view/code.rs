//! A discount code on the review: none, asked about, counting, or refused.

use order::{CodeRefusal, Money};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How the customer's code stands. What was typed is never in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum CodeView {
    /// One can be typed.
    None,
    /// The dashboard is being asked.
    Checking,
    /// It counts.
    Counts {
        /// What its campaign is called.
        name: String,
        /// What it takes off; nothing where it does not fit to these prints.
        off: Money,
    },
    /// It does not count; another can be typed.
    Refused {
        /// Why.
        refusal: CodeRefusal,
    },
    /// Nobody could say; it can be typed again.
    Unanswered,
}
