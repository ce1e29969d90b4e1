//! How much there is, for operators.

use order::Timestamp;
use sqlx::Row as _;

use super::column::count;
use super::{Store, StoreResult};

/// How much there is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Kiosks that are not revoked.
    pub kiosks: u64,
    /// Facts.
    pub facts: u64,
    /// Living visits.
    pub sessions: u64,
    /// Photos that landed and were not settled.
    pub photos_waiting: u64,
    /// Payment attempts by state.
    pub payments: Vec<(String, u64)>,
    /// Refunds by state.
    pub refunds: Vec<(String, u64)>,
}

/// Counts everything.
pub async fn read(store: &Store, now: Timestamp) -> StoreResult<Counts> {
    let row = sqlx::query(
        "select (select count(*) from kiosks where revoked_at is null) as kiosks,
                (select count(*) from facts) as facts,
                (select count(*) from sessions where expires_at > $1) as sessions,
                (select count(*) from photos where state = 'landed') as photos_waiting",
    )
    .bind(now.ms())
    .fetch_one(store.reader())
    .await?;
    Ok(Counts {
        kiosks: count(&row, "kiosks")?,
        facts: count(&row, "facts")?,
        sessions: count(&row, "sessions")?,
        photos_waiting: count(&row, "photos_waiting")?,
        payments: by_state(
            store,
            "select state, count(*) as attempts from payments group by state order by state",
        )
        .await?,
        refunds: by_state(
            store,
            "select state, count(*) as attempts from refunds group by state order by state",
        )
        .await?,
    })
}

/// Whether the database answers.
pub async fn ping(store: &Store) -> StoreResult<()> {
    sqlx::query("select 1").execute(store.reader()).await?;
    Ok(())
}

async fn by_state(store: &Store, sql: &'static str) -> StoreResult<Vec<(String, u64)>> {
    let rows = sqlx::query(sql).fetch_all(store.reader()).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("state")?, count(row, "attempts")?)))
        .collect()
}
