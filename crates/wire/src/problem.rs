//! Errors, as problem details (RFC 9457, `application/problem+json`) with a stable `code`.

use serde::{Deserialize, Serialize};

/// The media type of an error.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// An error answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The HTTP status again.
    pub status: u16,
    /// A stable name that a program may branch on, in snake_case.
    pub code: String,
    /// What is wrong, in one plain sentence.
    pub title: String,
    /// What exactly, where, and what is allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}
