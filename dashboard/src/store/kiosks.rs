//! Kiosks of the fleet.

use order::{KioskId, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::column::{moment, moment_or_none, name};
use super::{Change, Store, StoreResult};

/// One kiosk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kiosk {
    /// Its id.
    pub kiosk: KioskId,
    /// Its Ed25519 public key, base64url without padding.
    pub public_key: String,
    /// What it is called.
    pub name: String,
    /// Where it stands.
    pub site: String,
    /// The site's region.
    pub region: String,
    /// When it was taken in.
    pub paired_at: Timestamp,
    /// When its key stopped counting, if it did.
    pub revoked_at: Option<Timestamp>,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "select kiosk, public_key, name, site, region, paired_at, revoked_at from kiosks ",
            $tail
        )
    };
}

fn read(row: &AnyRow) -> StoreResult<Kiosk> {
    Ok(Kiosk {
        kiosk: name(row, "kiosk")?,
        public_key: row.try_get("public_key")?,
        name: row.try_get("name")?,
        site: row.try_get("site")?,
        region: row.try_get("region")?,
        paired_at: moment(row, "paired_at")?,
        revoked_at: moment_or_none(row, "revoked_at")?,
    })
}

/// The kiosk `kiosk`.
pub async fn find(store: &Store, kiosk: &KioskId) -> StoreResult<Option<Kiosk>> {
    let row = sqlx::query(select!("where kiosk = $1"))
        .bind(kiosk.as_str())
        .fetch_optional(store.reader())
        .await?;
    row.as_ref().map(read).transpose()
}

/// Every kiosk, by region, site and name.
pub async fn all(store: &Store) -> StoreResult<Vec<Kiosk>> {
    let rows = sqlx::query(select!("order by region, site, name, kiosk"))
        .fetch_all(store.reader())
        .await?;
    rows.iter().map(read).collect()
}

/// Takes a kiosk in; the one that holds this key already stays who it is, under its new name.
/// Returns who it is.
pub async fn pair(connection: &mut AnyConnection, kiosk: &Kiosk) -> StoreResult<KioskId> {
    let row = sqlx::query(
        "insert into kiosks (kiosk, public_key, name, site, region, paired_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (public_key) do update set
             name = excluded.name, site = excluded.site, region = excluded.region,
             paired_at = excluded.paired_at, revoked_at = null
         returning kiosk",
    )
    .bind(kiosk.kiosk.as_str())
    .bind(&kiosk.public_key)
    .bind(&kiosk.name)
    .bind(&kiosk.site)
    .bind(&kiosk.region)
    .bind(kiosk.paired_at.ms())
    .fetch_one(connection)
    .await?;
    name(&row, "kiosk")
}

/// From now on the kiosk's key counts no more.
pub async fn revoke(store: &Store, kiosk: &KioskId, now: Timestamp) -> StoreResult<Change> {
    let done =
        sqlx::query("update kiosks set revoked_at = $2 where kiosk = $1 and revoked_at is null")
            .bind(kiosk.as_str())
            .bind(now.ms())
            .execute(store.writer())
            .await?;
    Ok(Change::of(&done))
}
