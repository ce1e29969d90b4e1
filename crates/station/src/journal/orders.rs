//! Orders as they are now, and the printer's counters before each sheet.

use order::Timestamp;
use order::machine::Order;
use printing::CounterBaseline;
use sqlx::SqliteConnection;

use super::{Journal, JournalError};

pub(super) async fn save(
    connection: &mut SqliteConnection,
    order: &Order,
    now: Timestamp,
) -> Result<(), JournalError> {
    sqlx::query(
        "insert into orders (id, finished, body, updated_at) values (?1, ?2, ?3, ?4)
         on conflict (id) do update set finished = ?2, body = ?3, updated_at = ?4",
    )
    .bind(order.id.as_str())
    .bind(i64::from(order.is_finished()))
    .bind(serde_json::to_string(order)?)
    .bind(now.ms())
    .execute(connection)
    .await?;
    Ok(())
}

impl Journal {
    pub(super) async fn open_orders(&self) -> Result<Vec<Order>, JournalError> {
        let bodies: Vec<String> =
            sqlx::query_scalar("select body from orders where finished = 0 order by id")
                .fetch_all(&self.pool)
                .await?;
        bodies
            .iter()
            .map(|body| serde_json::from_str(body).map_err(JournalError::from))
            .collect()
    }

    /// Remembers what the printer's counters said before a sheet was sent.
    pub(crate) async fn keep_baseline(
        &self,
        job_name: &str,
        counters: CounterBaseline,
    ) -> Result<(), JournalError> {
        sqlx::query(
            "insert into sheet_baselines (job_name, counters) values (?1, ?2)
             on conflict (job_name) do update set counters = ?2",
        )
        .bind(job_name)
        .bind(serde_json::to_string(&counters)?)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// What the printer's counters said before a sheet was sent.
    pub(crate) async fn baseline(
        &self,
        job_name: &str,
    ) -> Result<Option<CounterBaseline>, JournalError> {
        let counters: Option<String> =
            sqlx::query_scalar("select counters from sheet_baselines where job_name = ?1")
                .bind(job_name)
                .fetch_optional(&self.pool)
                .await?;
        Ok(counters
            .map(|text| serde_json::from_str(&text))
            .transpose()?)
    }
}
