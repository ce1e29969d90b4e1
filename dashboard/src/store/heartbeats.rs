//! The last heartbeat of each kiosk.

use order::{KioskId, Timestamp};
use sqlx::any::AnyRow;
use wire::heartbeat::{Heartbeat, PrinterCondition};

use super::column::{json, moment, name, stored, to_json};
use super::{Change, Store, StoreResult};

/// What a kiosk last said, and when it reached us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastHeartbeat {
    /// Who.
    pub kiosk: KioskId,
    /// When, by the server's clock: the only one that says "alive".
    pub received_at: Timestamp,
    /// What.
    pub heartbeat: Heartbeat,
}

fn read(row: &AnyRow) -> StoreResult<LastHeartbeat> {
    Ok(LastHeartbeat {
        kiosk: name(row, "kiosk")?,
        received_at: moment(row, "received_at")?,
        heartbeat: json(row, "body")?,
    })
}

/// Records a heartbeat; not made when it is a repeat or older than the one that is known.
pub async fn record(
    store: &Store,
    kiosk: &KioskId,
    heartbeat: &Heartbeat,
    received_at: Timestamp,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "insert into heartbeats (kiosk, boot_id, seq, kiosk_at, received_at, software_version,
             settings_version, printer_condition, facts_pending, orders_open, body)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (kiosk) do update set
             boot_id = excluded.boot_id, seq = excluded.seq, kiosk_at = excluded.kiosk_at,
             received_at = excluded.received_at, software_version = excluded.software_version,
             settings_version = excluded.settings_version,
             printer_condition = excluded.printer_condition,
             facts_pending = excluded.facts_pending, orders_open = excluded.orders_open,
             body = excluded.body
         where heartbeats.boot_id <> excluded.boot_id or heartbeats.seq < excluded.seq",
    )
    .bind(kiosk.as_str())
    .bind(&heartbeat.boot_id)
    .bind(stored(heartbeat.seq))
    .bind(heartbeat.at.ms())
    .bind(received_at.ms())
    .bind(&heartbeat.software_version)
    .bind(stored(heartbeat.settings_version))
    .bind(condition_word(heartbeat.printer.condition))
    .bind(stored(heartbeat.facts_pending))
    .bind(i64::from(heartbeat.orders_open))
    .bind(to_json("heartbeats.body", heartbeat)?)
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// The last heartbeat of `kiosk`.
pub async fn find(store: &Store, kiosk: &KioskId) -> StoreResult<Option<LastHeartbeat>> {
    let row = sqlx::query("select kiosk, received_at, body from heartbeats where kiosk = $1")
        .bind(kiosk.as_str())
        .fetch_optional(store.reader())
        .await?;
    row.as_ref().map(read).transpose()
}

/// The last heartbeat of every kiosk that ever sent one.
pub async fn all(store: &Store) -> StoreResult<Vec<LastHeartbeat>> {
    let rows = sqlx::query("select kiosk, received_at, body from heartbeats")
        .fetch_all(store.reader())
        .await?;
    rows.iter().map(read).collect()
}

const fn condition_word(condition: PrinterCondition) -> &'static str {
    match condition {
        PrinterCondition::Working => "working",
        PrinterCondition::Stopped => "stopped",
        PrinterCondition::Offline => "offline",
    }
}
