//! Printers' life counters, as kiosks read them.

use order::{KioskId, Timestamp};
use sqlx::any::AnyRow;
use wire::heartbeat::PrinterCounter;

use super::column::{count, moment, name};
use super::reports::Span;
use super::{Store, StoreResult};

/// The longest name of a printer that is kept, in bytes: IPP allows 127 (RFC 8011, 5.4.4).
const MOST_NAME_BYTES: usize = 127;

/// How far a kiosk's clock may run ahead of ours. A reading from the far future would hide all
/// that follow.
const MOST_AHEAD_MS: i64 = 10 * 60_000;

/// A span in which a counter stood still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Whose printer.
    pub kiosk: KioskId,
    /// First read so, by the kiosk's clock.
    pub from: Timestamp,
    /// Last read so.
    pub until: Timestamp,
    /// Which machine.
    pub printer: String,
    /// Sides printed in its life.
    pub impressions: u32,
}

fn read(row: &AnyRow) -> StoreResult<Reading> {
    Ok(Reading {
        kiosk: name(row, "kiosk")?,
        from: moment(row, "from_at")?,
        until: moment(row, "until_at")?,
        printer: sqlx::Row::try_get(row, "printer")?,
        impressions: count(row, "impressions")?,
    })
}

/// Keeps what a counter said. What is older than the newest reading, from the future or without a
/// printer's name is passed over: it could not be compared.
pub async fn record(
    store: &Store,
    kiosk: &KioskId,
    at: Timestamp,
    counter: &PrinterCounter,
    now: Timestamp,
) -> StoreResult<()> {
    let named = (1..=MOST_NAME_BYTES).contains(&counter.printer.len());
    if !named || at.ms_since(now) > MOST_AHEAD_MS {
        tracing::warn!(kiosk.id = %kiosk, "a printer's reading cannot be compared and is not kept");
        return Ok(());
    }
    let mut work = store.writer().begin().await?;
    let row = sqlx::query(
        "select kiosk, from_at, until_at, printer, impressions from printer_readings
         where kiosk = $1 order by from_at desc limit 1",
    )
    .bind(kiosk.as_str())
    .fetch_optional(&mut *work)
    .await?;
    let last = row.as_ref().map(read).transpose()?;
    match last {
        Some(last) if at <= last.until => return Ok(()),
        Some(last)
            if last.printer == counter.printer && last.impressions == counter.impressions =>
        {
            sqlx::query(
                "update printer_readings set until_at = $3 where kiosk = $1 and from_at = $2",
            )
            .bind(kiosk.as_str())
            .bind(last.from.ms())
            .bind(at.ms())
            .execute(&mut *work)
            .await?
        }
        _ => {
            sqlx::query(
                "insert into printer_readings (kiosk, from_at, until_at, printer, impressions)
                 values ($1, $2, $2, $3, $4)",
            )
            .bind(kiosk.as_str())
            .bind(at.ms())
            .bind(&counter.printer)
            .bind(i64::from(counter.impressions))
            .execute(&mut *work)
            .await?
        }
    };
    work.commit().await?;
    Ok(())
}

/// The readings that tell of `span`: those that began in it, and of each kiosk the last before.
/// In order of kiosk and time.
pub async fn around(store: &Store, span: Span) -> StoreResult<Vec<Reading>> {
    let rows = sqlx::query(
        "select kiosk, from_at, until_at, printer, impressions from printer_readings
         where from_at < $2 and from_at >= coalesce(
             (select max(earlier.from_at) from printer_readings earlier
              where earlier.kiosk = printer_readings.kiosk and earlier.from_at < $1), $1)
         order by kiosk, from_at",
    )
    .bind(span.from.ms())
    .bind(span.to.ms())
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read).collect()
}
