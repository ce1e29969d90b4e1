//! Names and places of sealed photos on their way from a phone to a kiosk.

use order::{PhotoId, SessionId, Timestamp};
use sqlx::Row as _;
use sqlx::any::AnyRow;
use wire::session::PhotoOutcome;

use super::column::{count, json_or_none, moment, name, stored, to_json, words};
use super::sessions;
use super::{Change, Store, StoreResult};

/// A photo that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Its id, made by the phone.
    pub photo: PhotoId,
    /// The phone that sent it, by its public name.
    pub phone: String,
    /// Where it stands.
    pub state: PhotoState,
    /// Its place in the photo store, while it is there.
    pub blob: Option<String>,
    /// Bytes of its sealed form.
    pub sealed_bytes: u64,
    /// When its last byte arrived.
    pub landed_at: Timestamp,
    /// What the kiosk made of it.
    pub outcome: Option<PhotoOutcome>,
}

words! {
    /// Where a photo stands.
    PhotoState {
        /// Its bytes are coming in.
        Arriving = "arriving",
        /// It waits for the kiosk.
        Landed = "landed",
        /// The kiosk said what it made of it; the bytes are gone.
        Settled = "settled",
    }
}

/// Whether a photo may come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// It may.
    Welcome,
    /// It is here already.
    Known,
    /// Another phone used this name.
    NameTaken,
    /// The visit has as many photos as it may have.
    TooMany,
    /// There is no such visit any more.
    NoSession,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "select photo, phone, state, blob, sealed_bytes, landed_at, outcome from photos ",
            $tail
        )
    };
}

fn read(row: &AnyRow) -> StoreResult<Photo> {
    Ok(Photo {
        photo: name(row, "photo")?,
        phone: row.try_get("phone")?,
        state: name(row, "state")?,
        blob: row.try_get("blob")?,
        sealed_bytes: count(row, "sealed_bytes")?,
        landed_at: moment(row, "landed_at")?,
        outcome: json_or_none(row, "outcome")?,
    })
}

/// Keeps a place for a photo before its bytes are taken. Refused photos free their place, but
/// twice `most` photos are the end of any visit.
pub async fn expect(
    store: &Store,
    session: &SessionId,
    photo: &PhotoId,
    phone: &str,
    most: u32,
) -> StoreResult<Expected> {
    let mut work = store.writer().begin().await?;
    if sessions::touch(&mut work, session).await? == Change::NotMade {
        return Ok(Expected::NoSession);
    }
    let known = sqlx::query(select!("where session = $1 and photo = $2"))
        .bind(session.as_str())
        .bind(photo.as_str())
        .fetch_optional(&mut *work)
        .await?;
    if let Some(known) = known.as_ref().map(read).transpose()? {
        return Ok(if known.phone != phone {
            Expected::NameTaken
        } else if known.state == PhotoState::Arriving {
            // An earlier try broke off, or another runs beside this one: the first to land wins.
            Expected::Welcome
        } else {
            Expected::Known
        });
    }
    let done = sqlx::query(
        "insert into photos (session, photo, phone, state, sealed_bytes, landed_at)
         select $1, $2, $3, $4, 0, 0
         where (select count(*) from photos where session = $1) < 2 * $5
           and (select count(*) from photos where session = $1
                and (outcome is null or outcome not like '%\"refused\"%')) < $5",
    )
    .bind(session.as_str())
    .bind(photo.as_str())
    .bind(phone)
    .bind(PhotoState::Arriving.as_str())
    .bind(i64::from(most))
    .execute(&mut *work)
    .await?;
    match Change::of(&done) {
        Change::Made => {
            work.commit().await?;
            Ok(Expected::Welcome)
        }
        Change::NotMade => Ok(Expected::TooMany),
    }
}

/// The photo's bytes are at `blob`; not made when another try landed first or the visit is over.
pub async fn land(
    store: &Store,
    session: &SessionId,
    photo: &PhotoId,
    blob: &str,
    sealed_bytes: u64,
    now: Timestamp,
) -> StoreResult<Change> {
    let mut work = store.writer().begin().await?;
    let done = sqlx::query(
        "update photos set state = $3, blob = $4, sealed_bytes = $5, landed_at = $6
         where session = $1 and photo = $2 and state = $7",
    )
    .bind(session.as_str())
    .bind(photo.as_str())
    .bind(PhotoState::Landed.as_str())
    .bind(blob)
    .bind(stored(sealed_bytes))
    .bind(now.ms())
    .bind(PhotoState::Arriving.as_str())
    .execute(&mut *work)
    .await?;
    let _ = sessions::touch(&mut work, session).await?;
    work.commit().await?;
    Ok(Change::of(&done))
}

/// Gives up the place of a photo that did not arrive.
pub async fn give_up(store: &Store, session: &SessionId, photo: &PhotoId) -> StoreResult<()> {
    sqlx::query("delete from photos where session = $1 and photo = $2 and state = $3")
        .bind(session.as_str())
        .bind(photo.as_str())
        .bind(PhotoState::Arriving.as_str())
        .execute(store.writer())
        .await?;
    Ok(())
}

/// The kiosk says what it made of a photo. The first word counts.
pub async fn settle(
    store: &Store,
    session: &SessionId,
    photo: &PhotoId,
    outcome: &PhotoOutcome,
) -> StoreResult<Change> {
    let mut work = store.writer().begin().await?;
    let done = sqlx::query(
        "update photos set state = $3, outcome = $4, blob = null
         where session = $1 and photo = $2 and state = $5",
    )
    .bind(session.as_str())
    .bind(photo.as_str())
    .bind(PhotoState::Settled.as_str())
    .bind(to_json("photos.outcome", outcome)?)
    .bind(PhotoState::Landed.as_str())
    .execute(&mut *work)
    .await?;
    let _ = sessions::touch(&mut work, session).await?;
    work.commit().await?;
    Ok(Change::of(&done))
}

/// One photo.
pub async fn find(
    store: &Store,
    session: &SessionId,
    photo: &PhotoId,
) -> StoreResult<Option<Photo>> {
    let row = sqlx::query(select!("where session = $1 and photo = $2"))
        .bind(session.as_str())
        .bind(photo.as_str())
        .fetch_optional(store.reader())
        .await?;
    row.as_ref().map(read).transpose()
}

/// The photos of a visit that arrived, in that order.
pub async fn arrived(store: &Store, session: &SessionId) -> StoreResult<Vec<Photo>> {
    let rows = sqlx::query(select!(
        "where session = $1 and state <> 'arriving' order by landed_at, photo"
    ))
    .bind(session.as_str())
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read).collect()
}
