//! The languages the three faces speak. Sentences live with the faces; this is only the choice.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A language a person can choose on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    Zh,
    /// English.
    En,
}
