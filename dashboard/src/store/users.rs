//! People who may sign in, the link that lets the first of them in, and the slow-down of guesses.

use order::Timestamp;
use sqlx::Row as _;

use super::{Change, Store, StoreResult};

/// Somebody who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Stable name in the database.
    pub user_id: String,
    /// What they sign in with.
    pub name: String,
}

/// A person to add.
#[derive(Clone, Debug)]
pub struct NewUser<'a> {
    /// Made by the caller, random.
    pub user_id: &'a str,
    /// What they sign in with.
    pub name: &'a str,
    /// Argon2id hash, PHC string.
    pub password_hash: &'a str,
}

/// How often a name was tried in vain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// In a row.
    pub count: u32,
    /// The last of them, ms.
    pub last_at: i64,
}

/// How many people may sign in.
pub async fn count(store: &Store) -> StoreResult<i64> {
    let row = sqlx::query("select cast(count(*) as bigint) from users")
        .fetch_one(store.reader())
        .await?;
    Ok(row.try_get(0)?)
}

/// Adds a person. [`Change::NotMade`] when the name is taken.
pub async fn add(store: &Store, user: NewUser<'_>, now: Timestamp) -> StoreResult<Change> {
    let result = sqlx::query(
        "insert into users (user_id, name, password_hash, created_at) values ($1, $2, $3, $4) \
         on conflict (name) do nothing",
    )
    .bind(user.user_id)
    .bind(user.name)
    .bind(user.password_hash)
    .bind(now.ms())
    .execute(store.writer())
    .await?;
    Ok(Change::of(&result))
}

/// The person of that name, with the hash of their password.
pub async fn by_name(store: &Store, name: &str) -> StoreResult<Option<(User, String)>> {
    let row = sqlx::query("select user_id, name, password_hash from users where name = $1")
        .bind(name)
        .fetch_optional(store.reader())
        .await?;
    row.map(|row| {
        let user = User {
            user_id: row.try_get(0)?,
            name: row.try_get(1)?,
        };
        Ok((user, row.try_get(2)?))
    })
    .transpose()
}

/// Makes `token_hash` the one set-up link that works, until `expires_at`.
pub async fn offer_set_up(
    store: &Store,
    token_hash: &str,
    expires_at: Timestamp,
) -> StoreResult<()> {
    let mut transaction = store.writer().begin().await?;
    sqlx::query("delete from set_up_links")
        .execute(&mut *transaction)
        .await?;
    sqlx::query("insert into set_up_links (token_hash, expires_at) values ($1, $2)")
        .bind(token_hash)
        .bind(expires_at.ms())
        .execute(&mut *transaction)
        .await?;
    Ok(transaction.commit().await?)
}

/// Whether the link works at `now`.
pub async fn set_up_is_open(store: &Store, token_hash: &str, now: Timestamp) -> StoreResult<bool> {
    let row = sqlx::query("select 1 from set_up_links where token_hash = $1 and expires_at > $2")
        .bind(token_hash)
        .bind(now.ms())
        .fetch_optional(store.reader())
        .await?;
    Ok(row.is_some())
}

/// Adds the first manager and uses the link up, both or neither. [`Change::NotMade`] when the link
/// is used, expired or was never made.
pub async fn set_up(
    store: &Store,
    token_hash: &str,
    user: NewUser<'_>,
    now: Timestamp,
) -> StoreResult<Change> {
    let mut transaction = store.writer().begin().await?;
    let used = sqlx::query("delete from set_up_links where token_hash = $1 and expires_at > $2")
        .bind(token_hash)
        .bind(now.ms())
        .execute(&mut *transaction)
        .await?;
    if Change::of(&used) == Change::NotMade {
        return Ok(Change::NotMade);
    }
    sqlx::query(
        "insert into users (user_id, name, password_hash, created_at) values ($1, $2, $3, $4)",
    )
    .bind(user.user_id)
    .bind(user.name)
    .bind(user.password_hash)
    .bind(now.ms())
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(Change::Made)
}

/// How often `name_hash` was tried in vain.
pub async fn failures(store: &Store, name_hash: &str) -> StoreResult<Failures> {
    let row = sqlx::query("select failures, last_at from sign_in_failures where name_hash = $1")
        .bind(name_hash)
        .fetch_optional(store.reader())
        .await?;
    let Some(row) = row else {
        return Ok(Failures::default());
    };
    let count: i64 = row.try_get(0)?;
    Ok(Failures {
        count: u32::try_from(count).unwrap_or(u32::MAX),
        last_at: row.try_get(1)?,
    })
}

/// Counts one more try in vain. Counts older than `forget_before` start anew and are swept out.
pub async fn note_failure(
    store: &Store,
    name_hash: &str,
    now: Timestamp,
    forget_before: Timestamp,
) -> StoreResult<()> {
    let mut transaction = store.writer().begin().await?;
    sqlx::query("delete from sign_in_failures where last_at < $1")
        .bind(forget_before.ms())
        .execute(&mut *transaction)
        .await?;
    sqlx::query(
        "insert into sign_in_failures (name_hash, failures, last_at) values ($1, 1, $2) \
         on conflict (name_hash) do update \
         set failures = sign_in_failures.failures + 1, last_at = excluded.last_at",
    )
    .bind(name_hash)
    .bind(now.ms())
    .execute(&mut *transaction)
    .await?;
    Ok(transaction.commit().await?)
}

/// Forgets the tries in vain of a name that got in.
pub async fn forget_failures(store: &Store, name_hash: &str) -> StoreResult<()> {
    sqlx::query("delete from sign_in_failures where name_hash = $1")
        .bind(name_hash)
        .execute(store.writer())
        .await?;
    Ok(())
}
