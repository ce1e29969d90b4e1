//! Facts: appended with the order that made them true, handed over oldest first.

use order::{Fact, FactRecord, KioskId, OrderId, Timestamp};
use sqlx::SqliteConnection;

use super::{Journal, JournalError};

pub(super) async fn append(
    connection: &mut SqliteConnection,
    order: &OrderId,
    facts: &[Fact],
    at: Timestamp,
) -> Result<(), JournalError> {
    for fact in facts {
        sqlx::query("insert into facts (order_id, at, fact) values (?1, ?2, ?3)")
            .bind(order.as_str())
            .bind(at.ms())
            .bind(serde_json::to_string(fact)?)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

impl Journal {
    /// Up to `most` facts that the dashboard does not have yet, oldest first.
    pub(crate) async fn pending_facts(
        &self,
        kiosk: &KioskId,
        most: usize,
    ) -> Result<Vec<FactRecord>, JournalError> {
        let rows: Vec<(i64, String, i64, String)> = sqlx::query_as(
            "select seq, order_id, at, fact from facts where stored = 0 order by seq limit ?1",
        )
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|(seq, order, at, fact)| {
                Ok(FactRecord {
                    kiosk: kiosk.clone(),
                    seq: seq.cast_unsigned(),
                    order: OrderId::parse(&order)
                        .map_err(|error| JournalError::Damaged(error.to_string()))?,
                    at: Timestamp::from_ms(at),
                    fact: serde_json::from_str(&fact)?,
                })
            })
            .collect()
    }

    /// The dashboard has every fact up to `seq`.
    pub(crate) async fn facts_stored(&self, seq: u64) -> Result<(), JournalError> {
        sqlx::query("update facts set stored = 1 where stored = 0 and seq <= ?1")
            .bind(i64::try_from(seq).unwrap_or(i64::MAX))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub(crate) async fn facts_pending(&self) -> Result<u64, JournalError> {
        let count: i64 = sqlx::query_scalar("select count(*) from facts where stored = 0")
            .fetch_one(&self.pool)
            .await?;
        Ok(count.cast_unsigned())
    }

    /// Every fact ever written, for whoever checks that the money adds up.
    pub async fn all_facts(&self) -> Result<Vec<Fact>, JournalError> {
        let facts: Vec<String> = sqlx::query_scalar("select fact from facts order by seq")
            .fetch_all(&self.pool)
            .await?;
        facts
            .iter()
            .map(|fact| serde_json::from_str(fact).map_err(JournalError::from))
            .collect()
    }
}
