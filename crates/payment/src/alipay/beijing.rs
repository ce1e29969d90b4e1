//! Times at Alipay's edge: `2026-11-22 18:00:20`, always Beijing time, never saying so.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use order::Timestamp;

/// Beijing is this far ahead of UTC, in milliseconds: one time zone, no summer time.
const AHEAD_MS: i64 = 8 * 3_600_000;
/// Length of a time without fractions.
const LENGTH: usize = "2026-11-22 18:00:20".len();

/// As Alipay writes it, or nothing outside the calendar.
pub(super) fn written(moment: Timestamp) -> Option<String> {
    let moment = jiff::Timestamp::from_millisecond(moment.ms()).ok()?;
    let zoned = moment.to_zoned(TimeZone::fixed(Offset::constant(8)));
    Some(zoned.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

/// Reads what Alipay wrote. Some fields carry fractions of a second, which are dropped.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = text.split_at_checked(LENGTH)?;
    if !fraction.is_empty() && !fraction.starts_with('.') {
        return None;
    }
    let civil = DateTime::strptime("%Y-%m-%d %H:%M:%S", whole).ok()?;
    let elapsed = civil.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0));
    Some(Timestamp::from_ms(elapsed.as_secs() * 1000 - AHEAD_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_beijing_times() {
        let moment = Timestamp::from_ms(1_795_341_600_000);
        assert_eq!(
            written(moment).as_deref(),
            Some("2026-11-22 18:00:00"),
            "10:00 UTC is 18:00 in Beijing"
        );
        for text in ["2026-11-22 18:00:00", "2026-11-22 18:00:00.320"] {
            assert_eq!(read(text), Some(moment), "{text} is that moment");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "2026-11-22",
            "2026-11-22T18:00:00",
            "2026-13-22 18:00:00",
            "2026-11-22 18:00:00+08:00",
            "照片照片照片照片",
        ] {
            assert_eq!(read(text), None, "{text:?} says no moment");
        }
    }
}
