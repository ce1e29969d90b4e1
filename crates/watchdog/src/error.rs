//! Why the watchdog cannot work.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why the watchdog does not start, or ends. What goes wrong with the kiosk is no error.
#[derive(Debug)]
pub enum GuardError {
    /// It is process 1, whose children are everybody's orphans.
    Process1,
    /// A folder or a file in it cannot be used.
    Folder {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another watchdog works in the folder.
    Taken {
        /// Which.
        folder: PathBuf,
    },
    /// Processes of an earlier run cannot be killed. Two kiosks must not work side by side.
    EarlierKiosk {
        /// How many.
        left: usize,
    },
    /// The system refuses what always works.
    System(io::Error),
}

impl GuardError {
    pub(crate) fn folder(path: &Path, source: io::Error) -> Self {
        Self::Folder {
            path: path.to_owned(),
            source,
        }
    }
}

impl fmt::Display for GuardError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Process1 => write!(out, "it may not be process 1; start it below an init"),
            Self::Folder { path, source } => {
                write!(out, "{} cannot be used: {source}", path.display())
            }
            Self::Taken { folder } => {
                write!(out, "another watchdog works in {}", folder.display())
            }
            Self::EarlierKiosk { left } => {
                write!(out, "{left} processes of an earlier kiosk cannot be killed")
            }
            Self::System(source) => write!(out, "the system refused: {source}"),
        }
    }
}

impl std::error::Error for GuardError {}
