//! What can go wrong at the database.

use std::fmt;

use thiserror::Error;

/// The result of a read or a write.
pub type StoreResult<T> = Result<T, StoreError>;

/// Why the database did not do it.
#[derive(Debug, Error)]
pub enum StoreError {
    /// It cannot be reached, is busy, or refused the statement. Trying again may help.
    #[error("the database did not do it: {0}")]
    Database(#[from] sqlx::Error),
    /// Its tables could not be brought up to date.
    #[error("the database's tables could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// `database_url` names no database that this server knows.
    #[error("database_url must begin with sqlite: or postgres:")]
    Address,
    /// The SQLite linked in can lose commits (WAL-reset race, fixed in 3.51.3).
    #[error("SQLite {found} can lose commits; 3.51.3 or later is required")]
    SqliteTooOld {
        /// Its version.
        found: String,
    },
    /// A stored value is not what this version writes.
    #[error("{column} holds what this version cannot read: {problem}")]
    Unreadable {
        /// Table and column.
        column: &'static str,
        /// Why.
        problem: String,
    },
}

impl StoreError {
    /// Whether a row that must be the only one of its kind exists already.
    pub(crate) fn is_second(&self) -> bool {
        match self {
            Self::Database(error) => error
                .as_database_error()
                .is_some_and(sqlx::error::DatabaseError::is_unique_violation),
            Self::Migration(_)
            | Self::Address
            | Self::SqliteTooOld { .. }
            | Self::Unreadable { .. } => false,
        }
    }
}

/// For `map_err`: the stored value of `column` cannot be read.
pub(super) fn unreadable<E: fmt::Display>(column: &'static str) -> impl FnOnce(E) -> StoreError {
    move |error| StoreError::Unreadable {
        column,
        problem: error.to_string(),
    }
}
