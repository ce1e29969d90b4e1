//! What a provider last said about a payment or refund whose outcome is open.

use order::Timestamp;

use super::{Store, StoreResult};

/// The longest that is kept, in characters.
const LONGEST: usize = 500;

/// Keeps `said` as the last word on `number`.
pub async fn keep(store: &Store, number: &str, said: &str, now: Timestamp) -> StoreResult<()> {
    let said: String = said.chars().take(LONGEST).collect();
    sqlx::query(
        "insert into provider_words (number, said, at) values ($1, $2, $3)
         on conflict (number) do update set said = excluded.said, at = excluded.at",
    )
    .bind(number)
    .bind(said)
    .bind(now.ms())
    .execute(store.writer())
    .await?;
    Ok(())
}
