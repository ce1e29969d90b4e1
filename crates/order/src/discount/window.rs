//! Less at some hours of some days.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::time::Timestamp;

const MINUTE_MS: i64 = 60_000;
const DAY_MINUTES: i64 = 24 * 60;

/// Some hours of some days at which the whole order costs less. It begins and ends on one day: a
/// night is two windows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TimeWindow {
    /// What customers see beside what is taken off, 1 to 40 characters.
    pub name: String,
    /// On which days, each once.
    pub days: Vec<Weekday>,
    /// The first minute of the day at which it is open, 0 to 1439, by the clock on the wall.
    pub from_minute: u32,
    /// The minute of the day at which it closes, up to 1440, later than `from_minute`.
    pub until_minute: u32,
    /// Per cent off, 1 to 90.
    pub percent_off: u32,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// The week, as calendars in China print it.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];
}

impl TimeWindow {
    /// Whether it is open at `now` by a clock `utc_offset_minutes` east of Greenwich.
    pub fn is_open(&self, now: Timestamp, utc_offset_minutes: i32) -> bool {
        let local = now.ms().div_euclid(MINUTE_MS) + i64::from(utc_offset_minutes);
        let minute = local.rem_euclid(DAY_MINUTES);
        // The first of January 1970 was a Thursday.
        let day = usize::try_from((local.div_euclid(DAY_MINUTES) + 3).rem_euclid(7)).unwrap_or(0);
        self.days.contains(&Weekday::ALL[day])
            && (i64::from(self.from_minute)..i64::from(self.until_minute)).contains(&minute)
    }

    /// Whether both are ever open at once.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.days.iter().any(|day| other.days.contains(day))
            && self.from_minute < other.until_minute
            && other.from_minute < self.until_minute
    }
}
