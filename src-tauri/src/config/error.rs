//! What can be wrong with the configuration.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why the kiosk does not start with this configuration.
#[derive(Debug, Error)]
pub(crate) enum ConfigError {
    /// The file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not TOML.
    #[error("{place} is not TOML: {problem}")]
    Syntax {
        /// File and line.
        place: String,
        /// What the parser said.
        problem: String,
    },
    /// A key that does not exist.
    #[error("{place}: there is no key {key}; known keys are {known}")]
    UnknownKey {
        /// File and line.
        place: String,
        /// The key.
        key: String,
        /// Every key.
        known: String,
    },
    /// A value that is not allowed.
    #[error("{place}: {key} is {found:?}; allowed is {allowed}")]
    Value {
        /// File and line, or the environment variable.
        place: String,
        /// The key.
        key: &'static str,
        /// What stands there.
        found: String,
        /// What may stand there.
        allowed: &'static str,
    },
    /// A key without a value.
    #[error("{key} is missing; set it in {} or by {variable}. Allowed is {allowed}", file.display())]
    Missing {
        /// The key.
        key: &'static str,
        /// The file that was read, or that would have been.
        file: PathBuf,
        /// The environment variable.
        variable: String,
        /// What may stand there.
        allowed: &'static str,
    },
}
