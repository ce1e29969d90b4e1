//! The database: SQLite by default, PostgreSQL when `database_url` says so, from one SQL text that
//! both accept.
//!
//! **Conventions.** One file per table with its row, reads and writes. Lower case SQL, `$1`
//! parameters. Moments are `bigint` milliseconds, money is `bigint` minor units, names and JSON
//! are `text`, flags are `bigint` 0 or 1; sums are `cast(coalesce(sum(x), 0) as bigint)`. Writes go
//! through [`Store::writer`], which on SQLite is the one writing connection.

pub mod reports;
pub mod settings;
pub mod users;
pub mod web_sessions;

use sqlx::AnyPool;

/// The database. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Store {
    reader: AnyPool,
    writer: AnyPool,
}

impl Store {
    /// Connections for reading.
    pub fn reader(&self) -> &AnyPool {
        &self.reader
    }

    /// Connections for writing: one on SQLite, so that writers queue instead of failing.
    pub fn writer(&self) -> &AnyPool {
        &self.writer
    }
}
