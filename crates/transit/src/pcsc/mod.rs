//! Readers and their slots through the system's PC/SC service (`pcscd`).
//!
//! [`Readers`] finds slots by parts of their names and waits for cards; [`Line`] is the
//! [`Link`](crate::Link) to what lies in one. Everything blocks, with a limit: use it on a thread
//! of its own.

mod line;
mod readers;

pub use line::Line;
pub use readers::{Presence, Readers};

use ::pcsc::Error;

/// What can go wrong with readers, split by what a caller does next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReaderError {
    /// The service does not run, or ended: make new [`Readers`] in a while.
    #[error("the card reader service does not answer")]
    NoService,
    /// No reader's name has this part: it is not plugged in, or the settings are wrong.
    #[error("no card reader is called {0:?}")]
    NotFound(String),
    /// More than one reader's name has this part: the settings must say more of it.
    #[error("more than one card reader is called {0:?}")]
    Ambiguous(String),
    /// Nothing lies in the slot, or nothing that answers to a reset.
    #[error("there is no card in the reader")]
    NoCard,
    /// Another program holds the card.
    #[error("another program uses the card reader")]
    Busy,
    /// Anything else; trying again can help.
    #[error("the card reader failed: {0}")]
    Failed(Error),
}

impl From<Error> for ReaderError {
    fn from(error: Error) -> Self {
        match error {
            Error::NoService | Error::ServiceStopped | Error::InvalidHandle => Self::NoService,
            Error::NoSmartcard
            | Error::RemovedCard
            | Error::UnresponsiveCard
            | Error::UnpoweredCard => Self::NoCard,
            Error::SharingViolation => Self::Busy,
            other => Self::Failed(other),
        }
    }
}
