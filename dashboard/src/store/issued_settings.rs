//! Settings documents that were handed to kiosks. A quote names the version it was priced by, and
//! is checked against exactly what that kiosk was told.

use order::{KioskId, Settings, Timestamp};

use sqlx::Row as _;
use wire::settings::SettingsDocument;

use super::column::{json, stored, to_json};
use super::{Store, StoreResult};

/// Remembers that `kiosk` was told `settings`; older versions count as replaced from now on.
pub async fn issue(
    store: &Store,
    kiosk: &KioskId,
    settings: &Settings,
    now: Timestamp,
) -> StoreResult<()> {
    let told = SettingsDocument {
        kiosk: kiosk.clone(),
        settings: settings.clone(),
    };
    let mut work = store.writer().begin().await?;
    sqlx::query(
        "insert into issued_settings (kiosk, version, document, issued_at, signed_document)
         values ($1, $2, $3, $4, $5) on conflict (kiosk, version) do update
         set signed_document = coalesce(issued_settings.signed_document, excluded.signed_document)",
    )
    .bind(kiosk.as_str())
    .bind(stored(settings.version))
    .bind(to_json("issued_settings.document", settings)?)
    .bind(now.ms())
    .bind(to_json("issued_settings.signed_document", &told)?)
    .execute(&mut *work)
    .await?;
    sqlx::query(
        "update issued_settings set replaced_at = $3
         where kiosk = $1 and version < $2 and replaced_at is null",
    )
    .bind(kiosk.as_str())
    .bind(stored(settings.version))
    .bind(now.ms())
    .execute(&mut *work)
    .await?;
    work.commit().await?;
    Ok(())
}

/// The settings of `version`, if `kiosk` was told them and they were not replaced before
/// `replaced_since`.
pub async fn find(
    store: &Store,
    kiosk: &KioskId,
    version: u64,
    replaced_since: Timestamp,
) -> StoreResult<Option<Settings>> {
    let row = sqlx::query(
        "select document from issued_settings
         where kiosk = $1 and version = $2 and (replaced_at is null or replaced_at >= $3)",
    )
    .bind(kiosk.as_str())
    .bind(stored(version))
    .bind(replaced_since.ms())
    .fetch_optional(store.reader())
    .await?;
    row.as_ref().map(|row| json(row, "document")).transpose()
}

/// The document of `version` that `kiosk` was told, byte for byte as it was signed. None of those
/// that were told before documents were kept.
pub async fn document(store: &Store, kiosk: &KioskId, version: u64) -> StoreResult<Option<String>> {
    let row = sqlx::query(
        "select signed_document from issued_settings where kiosk = $1 and version = $2",
    )
    .bind(kiosk.as_str())
    .bind(stored(version))
    .fetch_optional(store.reader())
    .await?;
    match row {
        Some(row) => Ok(row.try_get("signed_document")?),
        None => Ok(None),
    }
}
