//! What the kiosk must remember through a crash, in SQLite: one writer, write-ahead log, every
//! commit on disk before anything is done (`synchronous = full`).

mod facts;
mod fleet;
mod orders;
mod sessions;

use std::path::Path;

use order::Timestamp;
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use thiserror::Error;

use crate::brain::{Boot, Record};

pub use fleet::Identity;

/// The oldest SQLite whose write-ahead log does not lose commits.
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];

/// The journal cannot be used. The kiosk stops rather than sell without remembering.
#[derive(Debug, Error)]
pub enum JournalError {
    /// The database refused.
    #[error("the journal cannot be used: {0}")]
    Database(#[from] sqlx::Error),
    /// Its tables could not be brought up to date.
    #[error("the journal's tables cannot be made: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// What was written cannot be read any more.
    #[error("the journal holds what cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// The linked SQLite may lose commits.
    #[error("SQLite {found} may lose commits; at least 3.51.3 is needed")]
    OldSqlite {
        /// What is linked.
        found: String,
    },
    /// The disk returned something else than was written.
    #[error("the journal is damaged: {0}")]
    Damaged(String),
}

/// The kiosk's memory.
#[derive(Clone, Debug)]
pub struct Journal {
    pool: SqlitePool,
}

impl Journal {
    /// Opens the journal at `path`, making it and its tables where needed.
    pub async fn open(path: &Path) -> Result<Self, JournalError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true);
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options)
            .await?;
        let journal = Self { pool };
        journal.check_version().await?;
        sqlx::migrate!("../../migrations/kiosk")
            .run(&journal.pool)
            .await?;
        journal.check_health().await?;
        Ok(journal)
    }

    /// What was written down before this start.
    pub async fn boot(&self) -> Result<Boot, JournalError> {
        Ok(Boot {
            orders: self.open_orders().await?,
            sessions_open: self.open_sessions().await?,
            facts_pending: self.facts_pending().await?,
            ..Boot::default()
        })
    }

    /// Writes all of `records` in one durable transaction.
    pub async fn write(&self, records: &[Record], now: Timestamp) -> Result<(), JournalError> {
        let mut transaction = self.pool.begin().await?;
        for record in records {
            match record {
                Record::Order(order) => orders::save(&mut transaction, order, now).await?,
                Record::Facts { order, facts, at } => {
                    facts::append(&mut transaction, order, facts, *at).await?;
                }
                Record::SessionBegun(session) => {
                    sessions::begin(&mut transaction, session, now).await?;
                }
                Record::SessionEnded { session, at } => {
                    sessions::end(&mut transaction, session, *at).await?;
                }
            }
        }
        transaction.commit().await?;
        Ok(())
    }

    async fn check_version(&self) -> Result<(), JournalError> {
        let found: String = sqlx::query_scalar("select sqlite_version()")
            .fetch_one(&self.pool)
            .await?;
        let parts: Vec<u32> = found
            .split('.')
            .filter_map(|part| part.parse().ok())
            .collect();
        if parts.as_slice() < OLDEST_SQLITE.as_slice() {
            return Err(JournalError::OldSqlite { found });
        }
        Ok(())
    }

    async fn check_health(&self) -> Result<(), JournalError> {
        let health: String = sqlx::query_scalar("pragma quick_check(1)")
            .fetch_one(&self.pool)
            .await?;
        if health == "ok" {
            Ok(())
        } else {
            Err(JournalError::Damaged(health))
        }
    }
}
