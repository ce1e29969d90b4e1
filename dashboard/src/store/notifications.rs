//! Notifications of payment providers, as received: a copy that comes twice is one row.

use order::{ProviderId, Timestamp};

use super::column::words;
use super::{Change, Store, StoreResult};

words! {
    /// What a notification was found to be.
    Verdict {
        /// About a payment.
        Payment = "payment",
        /// About a refund.
        Refund = "refund",
        /// Genuine, but not for us or not understood: a person looks at it.
        Alarm = "alarm",
    }
}

/// Keeps a genuine notification; not made when a copy is kept already.
pub async fn record(
    store: &Store,
    body_hash: &str,
    provider: ProviderId,
    received_at: Timestamp,
    verdict: Verdict,
    body: &str,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "insert into notifications (body_hash, provider, received_at, verdict, body)
         values ($1, $2, $3, $4, $5) on conflict do nothing",
    )
    .bind(body_hash)
    .bind(provider.as_str())
    .bind(received_at.ms())
    .bind(verdict.as_str())
    .bind(body)
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// Forgets notifications older than `before`; the payments they told of stay.
pub async fn sweep(store: &Store, before: Timestamp) -> StoreResult<()> {
    sqlx::query("delete from notifications where received_at < $1")
        .bind(before.ms())
        .execute(store.writer())
        .await?;
    Ok(())
}
