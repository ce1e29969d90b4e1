//! Customers' visits, as long as they last.

use std::fmt;

use order::{KioskId, SessionId, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};
use wire::session::{OpenSession, Stage};

use super::column::{count, json, moment, name, to_json};
use super::{Change, Store, StoreResult};

/// One visit.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id, made by the kiosk.
    pub session: SessionId,
    /// Whose it is.
    pub kiosk: KioskId,
    /// SHA-256 of the phone link's token, in hex.
    pub token_hash: String,
    /// What the token was made from, with the server's key.
    pub link_salt: String,
    /// How the kiosk opened it.
    pub opening: OpenSession,
    /// Where it stands.
    pub stage: Stage,
    /// Rises with every change.
    pub revision: u64,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("session", &self.session)
            .field("kiosk", &self.kiosk)
            .field("revision", &self.revision)
            .finish_non_exhaustive()
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "select session, kiosk, token_hash, link_salt, opening, stage, revision, expires_at
             from sessions ",
            $tail
        )
    };
}

fn read(row: &AnyRow) -> StoreResult<Session> {
    Ok(Session {
        session: name(row, "session")?,
        kiosk: name(row, "kiosk")?,
        token_hash: row.try_get("token_hash")?,
        link_salt: row.try_get("link_salt")?,
        opening: json(row, "opening")?,
        stage: json(row, "stage")?,
        revision: count(row, "revision")?,
        expires_at: moment(row, "expires_at")?,
    })
}

/// Opens a visit; not made when there is one with this id already.
pub async fn insert(store: &Store, session: &Session) -> StoreResult<Change> {
    let done = sqlx::query(
        "insert into sessions (session, kiosk, token_hash, link_salt, opening, most_photos, stage,
             revision, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, 1, $8) on conflict do nothing",
    )
    .bind(session.session.as_str())
    .bind(session.kiosk.as_str())
    .bind(&session.token_hash)
    .bind(&session.link_salt)
    .bind(to_json("sessions.opening", &session.opening)?)
    .bind(i64::from(session.opening.most_photos))
    .bind(to_json("sessions.stage", &session.stage)?)
    .bind(session.expires_at.ms())
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// The visit `session`, expired or not.
pub async fn find(store: &Store, session: &SessionId) -> StoreResult<Option<Session>> {
    let row = sqlx::query(select!("where session = $1"))
        .bind(session.as_str())
        .fetch_optional(store.reader())
        .await?;
    row.as_ref().map(read).transpose()
}

/// The living visit whose phone link carries the token with this hash.
pub async fn find_by_token(
    store: &Store,
    token_hash: &str,
    now: Timestamp,
) -> StoreResult<Option<Session>> {
    let row = sqlx::query(select!("where token_hash = $1 and expires_at > $2"))
        .bind(token_hash)
        .bind(now.ms())
        .fetch_optional(store.reader())
        .await?;
    row.as_ref().map(read).transpose()
}

/// The living visits of a kiosk, `most` at most.
pub async fn of_kiosk(
    store: &Store,
    kiosk: &KioskId,
    now: Timestamp,
    most: i64,
) -> StoreResult<Vec<SessionId>> {
    let rows = sqlx::query(
        "select session from sessions where kiosk = $1 and expires_at > $2
         order by expires_at desc limit $3",
    )
    .bind(kiosk.as_str())
    .bind(now.ms())
    .bind(most)
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(|row| name(row, "session")).collect()
}

/// Visits that ran out, `most` at most.
pub async fn expired(store: &Store, now: Timestamp, most: i64) -> StoreResult<Vec<SessionId>> {
    let rows = sqlx::query(
        "select session from sessions where expires_at <= $1 order by expires_at limit $2",
    )
    .bind(now.ms())
    .bind(most)
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(|row| name(row, "session")).collect()
}

/// Says where the visit stands.
pub async fn set_stage(store: &Store, session: &SessionId, stage: &Stage) -> StoreResult<Change> {
    let done =
        sqlx::query("update sessions set stage = $2, revision = revision + 1 where session = $1")
            .bind(session.as_str())
            .bind(to_json("sessions.stage", stage)?)
            .execute(store.writer())
            .await?;
    Ok(Change::of(&done))
}

/// The kiosk opens the visit otherwise than before: more time, more photos.
pub async fn set_opening(
    store: &Store,
    session: &SessionId,
    opening: &OpenSession,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "update sessions set opening = $2, most_photos = $3, expires_at = $4,
             revision = revision + 1
         where session = $1",
    )
    .bind(session.as_str())
    .bind(to_json("sessions.opening", opening)?)
    .bind(i64::from(opening.most_photos))
    .bind(opening.expires_at.ms())
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// One revision more. Inside a transaction it also holds the visit, so that two phones' changes
/// queue.
pub async fn touch(connection: &mut AnyConnection, session: &SessionId) -> StoreResult<Change> {
    let done = sqlx::query("update sessions set revision = revision + 1 where session = $1")
        .bind(session.as_str())
        .execute(connection)
        .await?;
    Ok(Change::of(&done))
}

/// Forgets the visit, its phones and the names of its photos. The photos' bytes are the photo
/// store's.
pub async fn delete(store: &Store, session: &SessionId) -> StoreResult<Change> {
    let done = sqlx::query("delete from sessions where session = $1")
        .bind(session.as_str())
        .execute(store.writer())
        .await?;
    Ok(Change::of(&done))
}
