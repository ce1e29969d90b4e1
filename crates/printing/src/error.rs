//! What can go wrong between us and a printer, split by what a caller does next.

use crate::media::MediaSize;

/// A question to the printer that got no usable answer.
#[derive(Debug, thiserror::Error)]
pub enum PrinterError {
    /// Nobody listens at the address (refused, no route, name unknown). Trying later can help.
    #[error("the printer cannot be reached")]
    Offline,
    /// The connection stood, but no whole answer came in time. Trying later can help.
    #[error("the printer did not answer in time")]
    NoAnswer,
    /// What came back is not an IPP answer. Trying again rarely helps: look at the address.
    #[error("the printer's answer could not be understood: {0}")]
    Malformed(&'static str),
    /// The printer knows no job of this number (any more).
    #[error("the printer knows no such job")]
    NoSuchJob,
    /// The printer wants a login, or this user may not do this. A person must change its set-up.
    #[error("the printer does not let us do this (status {status:#06x})")]
    NotAllowed {
        /// IPP status code (RFC 8011, appendix B) or HTTP status.
        status: u16,
    },
    /// The printer refused for another reason.
    #[error("the printer refused (status {status:#06x})")]
    Refused {
        /// IPP status code (RFC 8011, appendix B) or HTTP status.
        status: u16,
    },
    /// Our own HTTP client could not be built.
    #[error("the printer client could not be set up")]
    Setup(#[source] reqwest::Error),
}

/// A sheet that was not, or not certainly, handed over.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// The printer has its hands full and did not take the sheet: send it again in a moment.
    #[error("the printer is busy")]
    Busy,
    /// The printer was not reached, so it does not have the sheet: send it again later.
    #[error("the printer cannot be reached")]
    Offline,
    /// The sheet was (partly) sent and the answer was lost. The printer may or may not have it:
    /// look for it by name before doing anything else.
    #[error("the printer may or may not have taken the sheet")]
    Unknown,
    /// The medium for this sheet is not loaded. The sheet was not sent.
    #[error("no {0} medium is loaded")]
    MediaNotReady(MediaSize),
    /// The printer takes no jobs until a person lets it.
    #[error("the printer is not accepting jobs")]
    NotAccepting,
    /// The printer refused this sheet for good: sending it again gives the same answer.
    #[error("the printer refused the sheet (status {status:#06x})")]
    Refused {
        /// IPP status code (RFC 8011, appendix B) or HTTP status.
        status: u16,
    },
    /// The printer was reached, but could not be asked what is loaded; nothing was sent. The
    /// cause says whether trying again can help.
    #[error("the printer could not be asked about its media")]
    Unsent(#[source] PrinterError),
    /// The sheet breaks this port's own rules; nothing was sent.
    #[error("the sheet cannot be sent: {0}")]
    BadSheet(&'static str),
}
