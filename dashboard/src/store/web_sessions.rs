//! Signed-in browsers. A browser holds a random token; the table holds its hash only.

use order::Timestamp;
use sqlx::Row as _;

use super::users::User;
use super::{Store, StoreResult};

/// How long a browser may be left alone, ms.
pub const IDLE_LIMIT_MS: i64 = 60 * 60 * 1000;

/// How long a sign-in lasts, whatever is done, ms.
pub const ABSOLUTE_LIMIT_MS: i64 = 12 * 60 * 60 * 1000;

/// The time of the last request is written at most this often, ms: reading a page must not cost
/// a write.
const SEEN_EVERY_MS: i64 = 60 * 1000;

/// Whether a request means that somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// A person asked.
    Person,
    /// A page that was left open asked by itself.
    OpenPage,
}

/// Remembers a browser that signed in, and sweeps out those that are long over.
pub async fn open(
    store: &Store,
    token_hash: &str,
    user_id: &str,
    now: Timestamp,
) -> StoreResult<()> {
    let mut transaction = store.writer().begin().await?;
    sqlx::query("delete from web_sessions where signed_in_at < $1")
        .bind(now.plus_ms(-ABSOLUTE_LIMIT_MS).ms())
        .execute(&mut *transaction)
        .await?;
    sqlx::query(
        "insert into web_sessions (token_hash, user_id, signed_in_at, seen_at) \
         values ($1, $2, $3, $3)",
    )
    .bind(token_hash)
    .bind(user_id)
    .bind(now.ms())
    .execute(&mut *transaction)
    .await?;
    Ok(transaction.commit().await?)
}

/// Who is signed in with that token at `now`, if anybody.
pub async fn who(
    store: &Store,
    token_hash: &str,
    presence: Presence,
    now: Timestamp,
) -> StoreResult<Option<User>> {
    let row = sqlx::query(
        "select users.user_id, users.name, web_sessions.seen_at from web_sessions \
         join users on users.user_id = web_sessions.user_id \
         where token_hash = $1 and signed_in_at > $2 and seen_at > $3",
    )
    .bind(token_hash)
    .bind(now.plus_ms(-ABSOLUTE_LIMIT_MS).ms())
    .bind(now.plus_ms(-IDLE_LIMIT_MS).ms())
    .fetch_optional(store.reader())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let seen_at: i64 = row.try_get(2)?;
    if presence == Presence::Person && now.ms() - seen_at >= SEEN_EVERY_MS {
        sqlx::query("update web_sessions set seen_at = $1 where token_hash = $2 and seen_at < $1")
            .bind(now.ms())
            .bind(token_hash)
            .execute(store.writer())
            .await?;
    }
    Ok(Some(User {
        user_id: row.try_get(0)?,
        name: row.try_get(1)?,
    }))
}

/// Signs that browser out.
pub async fn close(store: &Store, token_hash: &str) -> StoreResult<()> {
    sqlx::query("delete from web_sessions where token_hash = $1")
        .bind(token_hash)
        .execute(store.writer())
        .await?;
    Ok(())
}
