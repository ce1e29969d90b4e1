//! Opening the database safely.

use std::sync::Once;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, AnyPool, Connection as _, Executor as _, Row as _};

use super::{Store, StoreError, StoreResult};

/// The first SQLite without the WAL-reset race.
const SQLITE_SAFE_FROM: (u32, u32, u32) = (3, 51, 3);

/// How long a request waits for a connection before it is told to come back.
const ACQUIRE_LIMIT: Duration = Duration::from_secs(5);

/// Foreign keys and full durability; readers and the writer do not wait for each other.
const SQLITE_PRAGMAS: &str = "pragma busy_timeout = 5000; pragma journal_mode = wal; \
     pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory;";

const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;

static DRIVERS: Once = Once::new();

impl Store {
    /// Opens the database at `url`: `sqlite:FILE` (made when missing) or `postgres://...`.
    pub async fn connect(url: &str) -> StoreResult<Self> {
        DRIVERS.call_once(sqlx::any::install_default_drivers);
        if let Some(file) = url.strip_prefix("sqlite:") {
            return open_sqlite(file.trim_start_matches("//")).await;
        }
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let pool = options(POSTGRES_CONNECTIONS).connect(url).await?;
            return Ok(Self {
                reader: pool.clone(),
                writer: pool,
            });
        }
        Err(StoreError::Address)
    }

    /// Brings the tables up to date. Safe to run at every start and on a running database.
    pub async fn migrate(&self) -> StoreResult<()> {
        Ok(sqlx::migrate!("../migrations/dashboard")
            .run(&self.writer)
            .await?)
    }
}

async fn open_sqlite(file: &str) -> StoreResult<Store> {
    let url = format!("sqlite:{file}?mode=rwc");
    let mut first = AnyConnection::connect(&url).await?;
    let found: String = sqlx::query("select sqlite_version()")
        .fetch_one(&mut first)
        .await?
        .try_get(0)?;
    first.close().await?;
    if version(&found) < SQLITE_SAFE_FROM {
        return Err(StoreError::SqliteTooOld { found });
    }
    let writer = sqlite_pool(1, &url).await?;
    let reader = sqlite_pool(READERS, &url).await?;
    Ok(Store { reader, writer })
}

async fn sqlite_pool(connections: u32, url: &str) -> StoreResult<AnyPool> {
    let pool = options(connections)
        .after_connect(|connection, _| {
            Box::pin(async move { connection.execute(SQLITE_PRAGMAS).await.map(drop) })
        })
        .connect(url)
        .await?;
    Ok(pool)
}

fn options(connections: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_LIMIT)
}

fn version(text: &str) -> (u32, u32, u32) {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(version("3.46.0") < SQLITE_SAFE_FROM, "3.46 loses commits");
        assert!(version("3.51.10") > SQLITE_SAFE_FROM, "10 is after 3");
        assert!(version("nonsense") < SQLITE_SAFE_FROM, "unknown is unsafe");
    }
}
