//! What can go wrong on the line.

use thiserror::Error;

/// Why a call gave no answer that can be used.
#[derive(Debug, Error)]
pub enum UplinkError {
    /// Nobody answered in time, or the line broke; whether the dashboard heard is unknown.
    #[error("the dashboard cannot be reached: {0}")]
    Unreachable(#[source] reqwest::Error),
    /// The dashboard cannot serve just now.
    #[error("the dashboard is busy (HTTP {status})")]
    Busy {
        /// The HTTP status.
        status: u16,
    },
    /// The dashboard understood and refused; asking again will not help.
    #[error("the dashboard refused: {title} ({code}, HTTP {status})")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The problem's stable code.
        code: String,
        /// The problem's sentence.
        title: String,
    },
    /// An answer that is not what the contract says.
    #[error("the dashboard's answer to {call} cannot be read")]
    Unreadable {
        /// Which call.
        call: &'static str,
    },
    /// The request could not be built or signed.
    #[error("the request cannot be made: {0}")]
    Unsendable(String),
}

impl UplinkError {
    /// Whether asking again later may help.
    pub const fn may_pass(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Busy { .. })
    }
}
