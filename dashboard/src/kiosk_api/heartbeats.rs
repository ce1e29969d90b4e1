//! "I am well", and what the kiosk may have missed.

use axum::extract::State;
use wire::heartbeat::{Heartbeat, HeartbeatAnswer};
use wire::kiosk::Hint;

use super::authentication::Caller;
use super::settings::desired;
use crate::App;
use crate::extract::Json;
use crate::problem::{Answer, ApiError};
use crate::store::{Change, heartbeats, payments, printer_readings, sessions};

/// Hints of one kind in one answer; the rest follows with the next heartbeat.
const MOST_HINTS: i64 = 8;

/// The longest name of a boot or a version that is kept, in bytes.
const MOST_NAME_BYTES: usize = 64;

pub(super) async fn record(
    State(app): State<App>,
    caller: Caller,
    Json(heartbeat): Json<Heartbeat>,
) -> Answer<axum::Json<HeartbeatAnswer>> {
    for (field, text) in [
        ("boot_id", &heartbeat.boot_id),
        ("software_version", &heartbeat.software_version),
    ] {
        if text.is_empty() || text.len() > MOST_NAME_BYTES {
            return Err(ApiError::malformed("The heartbeat cannot be kept.")
                .detail(format!("{field} must have 1 to {MOST_NAME_BYTES} bytes")));
        }
    }
    let now = app.now();
    let change = heartbeats::record(app.store(), caller.id(), &heartbeat, now).await?;
    if change == Change::NotMade {
        tracing::debug!(kiosk.id = %caller.id(), "a repeated heartbeat was dropped");
    }
    if let (Change::Made, Some(counter)) = (change, &heartbeat.printer.counter) {
        printer_readings::record(app.store(), caller.id(), heartbeat.at, counter, now).await?;
    }
    let settings = desired(&app, &caller).await?;
    let mut hints = Vec::new();
    if settings.version > heartbeat.settings_version {
        hints.push(Hint::Settings {
            version: settings.version,
        });
    }
    let visits = sessions::of_kiosk(app.store(), caller.id(), now, MOST_HINTS).await?;
    hints.extend(visits.into_iter().map(|session| Hint::Session { session }));
    let attempts = payments::open_of_kiosk(app.store(), caller.id(), MOST_HINTS).await?;
    hints.extend(
        attempts
            .into_iter()
            .map(|out_trade_no| Hint::Payment { out_trade_no }),
    );
    Ok(axum::Json(HeartbeatAnswer {
        server_time: now,
        next_in_s: settings.heartbeat_interval_s,
        hints,
    }))
}
