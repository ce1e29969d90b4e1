//! The database: SQLite by default, PostgreSQL when `database_url` says so, from one SQL text that
//! both accept.
//!
//! **Conventions.** One file per table with its row, reads and writes. Lower case SQL, `$1`
//! parameters. Moments are `bigint` milliseconds, money is `bigint` minor units, names and JSON
//! are `text`, flags are `bigint` 0 or 1; sums are `cast(coalesce(sum(x), 0) as bigint)`. Writes go
//! through [`Store::writer`], which on SQLite is the one writing connection. A row changes by
//! compare-and-set: the `where` names the state it comes from, and the number of rows says who won.

pub mod bills;
pub mod charges;
pub mod codes;
mod column;
mod connect;
mod connections;
pub mod counts;
pub mod error;
pub mod facts;
pub mod heartbeats;
pub mod interventions;
pub mod issued_settings;
pub mod kiosks;
pub mod notifications;
pub mod pairings;
pub mod payments;
pub mod phones;
pub mod photos;
pub mod printer_readings;
pub mod provider_words;
pub mod receipts;
pub mod redemptions;
pub mod refunds;
pub mod regional_settings;
pub mod reports;
pub mod sessions;
pub mod settings;
pub mod undecided;
pub mod users;
pub mod web_sessions;
mod work;
pub mod worries;

pub use connections::Connections;
pub use error::{StoreError, StoreResult};

/// The database. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Store {
    reader: Connections,
    writer: Connections,
}

impl Store {
    /// Connections for reading.
    pub fn reader(&self) -> &Connections {
        &self.reader
    }

    /// Connections for writing: one on SQLite, so that writers queue instead of failing.
    pub fn writer(&self) -> &Connections {
        &self.writer
    }

    /// Ends all connections, the write-ahead log folded back into the file.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

/// Whether a change found the row as it expected it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Change {
    /// The row changed.
    Made,
    /// Somebody else was first, or there is no such row.
    NotMade,
}

impl Change {
    fn of(result: &sqlx::any::AnyQueryResult) -> Self {
        match result.rows_affected() {
            0 => Self::NotMade,
            _ => Self::Made,
        }
    }
}
