//! The terminal's wall clock as cards write it.

use std::fmt;

use crate::octets::octets;

octets!(
    /// Date and time in binary-coded decimals: `yyyymmdd hhmmss`, seven bytes, local time of the
    /// terminal (JR/T 0025: terminal transaction date and time).
    TerminalTime, 7, open
);

/// A calendar day and time as the host's clock gives it.
#[derive(Clone, Copy, Debug)]
pub struct WallClock {
    /// 0 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

/// These numbers are no date and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("that is no date and time")]
pub struct NoSuchTime;

impl TryFrom<WallClock> for TerminalTime {
    type Error = NoSuchTime;

    fn try_from(clock: WallClock) -> Result<Self, NoSuchTime> {
        let right = clock.year <= 9999
            && (1..=12).contains(&clock.month)
            && (1..=31).contains(&clock.day)
            && clock.hour <= 23
            && clock.minute <= 59
            && clock.second <= 59;
        if !right {
            return Err(NoSuchTime);
        }
        let bcd = |number: u8| ((number / 10) << 4) | (number % 10);
        let century = u8::try_from(clock.year / 100).map_err(|_| NoSuchTime)?;
        let year = u8::try_from(clock.year % 100).map_err(|_| NoSuchTime)?;
        let parts = [
            century,
            year,
            clock.month,
            clock.day,
            clock.hour,
            clock.minute,
            clock.second,
        ];
        Ok(Self::new(parts.map(bcd)))
    }
}

impl TerminalTime {
    /// The day alone, `yyyymmdd`, comparable with the days on a card.
    pub fn day(&self) -> Day {
        let [century, year, month, day, ..] = self.0;
        Day::new([century, year, month, day])
    }
}

octets!(
    /// A calendar day in binary-coded decimals: `yyyymmdd`.
    Day, 4, open
);

impl Day {
    /// Whether this day lies before the other.
    pub fn is_before(self, other: Self) -> bool {
        self.0 < other.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = crate::octets::to_hex(&self.0);
        let (year, rest) = text.split_at(4);
        let (month, day) = rest.split_at(2);
        write!(f, "{year}-{month}-{day}")
    }
}
