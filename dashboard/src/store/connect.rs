//! Opening the database safely.

use std::sync::Once;

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, Connection as _, Executor as _, Row as _};

use super::connections::{ACQUIRE_LIMIT, Connections};
use super::{Store, StoreError, StoreResult};

/// The first SQLite without the WAL-reset race.
const SQLITE_SAFE_FROM: (u32, u32, u32) = (3, 51, 3);

/// Foreign keys and full durability; readers and the writer do not wait for each other.
const SQLITE_PRAGMAS: &str = "pragma busy_timeout = 5000; pragma journal_mode = wal; \
     pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory;";

const READERS: usize = 4;
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
            let pool = AnyPoolOptions::new()
                .max_connections(POSTGRES_CONNECTIONS)
                .acquire_timeout(ACQUIRE_LIMIT)
                .connect(url)
                .await?;
            let server = Connections::Pooled(pool);
            return Ok(Self {
                reader: server.clone(),
                writer: server,
            });
        }
        Err(StoreError::Address)
    }

    /// Brings the tables up to date. Safe to run at every start and on a running database.
    pub async fn migrate(&self) -> StoreResult<()> {
        let mut connection = self.writer.acquire().await?;
        Ok(sqlx::migrate!("../migrations/dashboard")
            .run_direct(None, &mut *connection, false)
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
    let writer = to_file(&url, 1).await?;
    let reader = to_file(&url, READERS).await?;
    Ok(Store { reader, writer })
}

async fn to_file(url: &str, count: usize) -> StoreResult<Connections> {
    let mut connections = Vec::with_capacity(count);
    for _ in 0..count {
        let mut connection = AnyConnection::connect(url).await?;
        connection.execute(SQLITE_PRAGMAS).await?;
        connections.push(connection);
    }
    Ok(Connections::kept(connections))
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
