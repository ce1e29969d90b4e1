//! Pairings on their way: a code on a kiosk's screen, waiting to be typed by a manager.

use order::{KioskId, Timestamp};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::column::{moment, name};
use super::kiosks::{self, Kiosk};
use super::{Change, Store, StoreResult, settings};

/// How often a change of the kiosk's own is noted anew when another took its number.
const NOTING_TRIES: u32 = 5;

/// Who changed a kiosk's place by pairing it again.
const PAIRED_BY: &str = "Minilab";

/// One pairing.
#[derive(Clone, PartialEq, Eq)]
pub struct Pairing {
    /// SHA-256 of its secret id, in hex.
    pub pairing_hash: String,
    /// The code on the screen.
    pub code: String,
    /// The kiosk's public key, base64url.
    pub public_key: String,
    /// The kiosk's software version.
    pub software_version: String,
    /// When the code stops working.
    pub expires_at: Timestamp,
    /// Who it became, once a manager typed the code.
    pub kiosk: Option<KioskId>,
}

impl std::fmt::Debug for Pairing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pairing")
            .field("kiosk", &self.kiosk)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "select pairing_hash, code, public_key, software_version, expires_at, kiosk
             from pairings ",
            $tail
        )
    };
}

fn read(row: &AnyRow) -> StoreResult<Pairing> {
    let taken_in = row.try_get::<Option<String>, _>("kiosk")?.is_some();
    Ok(Pairing {
        pairing_hash: row.try_get("pairing_hash")?,
        code: row.try_get("code")?,
        public_key: row.try_get("public_key")?,
        software_version: row.try_get("software_version")?,
        expires_at: moment(row, "expires_at")?,
        kiosk: taken_in.then(|| name(row, "kiosk")).transpose()?,
    })
}

/// Stores a new pairing unless its code is in use or `most` are waiting already.
pub async fn insert(store: &Store, pairing: &Pairing, most: i64) -> StoreResult<Change> {
    let done = sqlx::query(
        "insert into pairings (pairing_hash, code, public_key, software_version, expires_at)
         select $1, $2, $3, $4, $5
         where (select count(*) from pairings) < $6
         on conflict do nothing",
    )
    .bind(&pairing.pairing_hash)
    .bind(&pairing.code)
    .bind(&pairing.public_key)
    .bind(&pairing.software_version)
    .bind(pairing.expires_at.ms())
    .bind(most)
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// The pairing with this hash.
pub async fn find(store: &Store, pairing_hash: &str) -> StoreResult<Option<Pairing>> {
    let row = sqlx::query(select!("where pairing_hash = $1"))
        .bind(pairing_hash)
        .fetch_optional(store.reader())
        .await?;
    row.as_ref().map(read).transpose()
}

/// Takes in the kiosk that shows `code`, as `kiosk` says (its public key is the pairing's); none
/// when no such code is waiting.
pub async fn claim(
    store: &Store,
    code: &str,
    mut kiosk: Kiosk,
    now: Timestamp,
) -> StoreResult<Option<KioskId>> {
    let mut work = store.writer().begin().await?;
    let waiting = sqlx::query(select!(
        "where code = $1 and expires_at > $2 and kiosk is null"
    ))
    .bind(code)
    .bind(now.ms())
    .fetch_optional(&mut *work)
    .await?;
    let Some(row) = waiting else {
        return Ok(None);
    };
    let pairing = read(&row)?;
    kiosk.public_key = pairing.public_key;
    let taken_in = kiosks::pair(&mut work, &kiosk).await?;
    if taken_in != kiosk.kiosk {
        // One that was here before may stand in another region now: what it is told next is newer
        // than what it knows.
        let mut change = Change::NotMade;
        for _ in 0..NOTING_TRIES {
            if change == Change::NotMade {
                change = settings::note_own_change(&mut work, &taken_in, PAIRED_BY, now).await?;
            }
        }
        if change == Change::NotMade {
            return Ok(None);
        }
    }
    let done =
        sqlx::query("update pairings set kiosk = $2 where pairing_hash = $1 and kiosk is null")
            .bind(&pairing.pairing_hash)
            .bind(taken_in.as_str())
            .execute(&mut *work)
            .await?;
    match Change::of(&done) {
        Change::Made => {
            work.commit().await?;
            Ok(Some(taken_in))
        }
        Change::NotMade => Ok(None),
    }
}

/// Forgets pairings that ran out before `before`.
pub async fn sweep(store: &Store, before: Timestamp) -> StoreResult<()> {
    sqlx::query("delete from pairings where expires_at < $1")
        .bind(before.ms())
        .execute(store.writer())
        .await?;
    Ok(())
}
