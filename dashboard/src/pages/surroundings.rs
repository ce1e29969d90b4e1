//! What the pages ask of the running dashboard, in one place.

use jiff::tz::TimeZone;
use order::{KioskId, Timestamp};
use wire::kiosk::Hint;

use crate::App;

use super::calendar::Calendar;

/// Where days begin and end.
const TIME_ZONE: &str = "Asia/Shanghai";

/// The calendar of this moment.
pub(crate) fn calendar(app: &App) -> Calendar {
    // The zone is in the database that is linked in.
    let zone = TimeZone::get(TIME_ZONE).unwrap_or(TimeZone::UTC);
    Calendar::new(zone, now(app))
}

/// The moment it is.
pub(crate) fn now(app: &App) -> Timestamp {
    app.now()
}

/// Tells a kiosk that there is a newer settings document.
pub(crate) fn settings_changed(app: &App, kiosk: &KioskId, version: u64) {
    app.hints().tell(kiosk, Hint::Settings { version });
}

/// Whether browsers reach this dashboard by https.
pub(crate) fn is_https(app: &App) -> bool {
    app.config().public_url.scheme() == "https"
}
