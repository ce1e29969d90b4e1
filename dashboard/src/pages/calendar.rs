//! Days and times as the people of the fleet live them: in the dashboard's time zone.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{ToSpan as _, Zoned};
use order::{Language, Timestamp};

use crate::store::reports::Span;

use super::words::Words;

/// The clock on the wall at a moment.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    zone: TimeZone,
    now: Timestamp,
}

impl Calendar {
    /// The calendar of `zone` at `now`.
    pub(crate) const fn new(zone: TimeZone, now: Timestamp) -> Self {
        Self { zone, now }
    }

    /// The moment it is.
    pub(crate) const fn now(&self) -> Timestamp {
        self.now
    }

    /// Today.
    pub(crate) fn today(&self) -> Date {
        self.local(self.now).date()
    }

    /// From midnight to midnight, also on the days that are 23 or 25 hours long.
    pub(crate) fn day(&self, date: Date) -> Span {
        Span {
            from: self.midnight(date),
            to: self.midnight(date.saturating_add(1.day())),
        }
    }

    /// From the first day's midnight to the midnight after the last.
    pub(crate) fn days(&self, first: Date, last: Date) -> Span {
        Span {
            from: self.midnight(first),
            to: self.midnight(last.saturating_add(1.day())),
        }
    }

    /// The same day of last week, until the same time on the wall.
    pub(crate) fn a_week_ago_until_now(&self) -> Span {
        let date = self.today().saturating_sub(7.days());
        let time = self.local(self.now).time();
        Span {
            from: self.midnight(date),
            to: moment(&date.to_datetime(time), &self.zone).unwrap_or(self.now),
        }
    }

    /// The `count` days that end today, oldest first.
    pub(crate) fn last_days(&self, count: i64) -> Vec<Date> {
        (0..count)
            .rev()
            .map(|back| self.today().saturating_sub(back.days()))
            .collect()
    }

    /// Every day from the first to the last, oldest first.
    pub(crate) fn each_day(first: Date, last: Date) -> impl Iterator<Item = Date> {
        first.series(1.day()).take_while(move |day| *day <= last)
    }

    /// `22 Nov`, `11月22日`.
    pub(crate) fn day_name(&self, words: &Words, date: Date) -> String {
        match words.language {
            Language::En => date.strftime("%-d %b").to_string(),
            Language::Zh => format!("{}月{}日", date.month(), date.day()),
        }
    }

    /// `Sunday`, `周日`.
    pub(crate) fn weekday(&self, words: &Words, date: Date) -> &'static str {
        let index = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
        const EN: [&str; 7] = [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ];
        const ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
        words.pick(EN, ZH)[index]
    }

    /// `Sunday 22 Nov, 20:03`.
    pub(crate) fn long(&self, words: &Words, at: Timestamp) -> String {
        let local = self.local(at);
        let day = self.day_name(words, local.date());
        let weekday = self.weekday(words, local.date());
        let time = local.strftime("%H:%M");
        words.pick(
            format!("{weekday} {day}, {time}"),
            format!("{day} {weekday} {time}"),
        )
    }

    /// `20:03` today, `22 Nov 20:03` before, with the year in other years.
    pub(crate) fn short(&self, words: &Words, at: Timestamp) -> String {
        let local = self.local(at);
        let time = local.strftime("%H:%M");
        let today = self.today();
        if local.date() == today {
            return time.to_string();
        }
        let day = self.day_name(words, local.date());
        if local.year() == today.year() {
            return format!("{day} {time}");
        }
        words.pick(
            format!("{day} {} {time}", local.year()),
            format!("{}年{day} {time}", local.year()),
        )
    }

    /// `20:03:27`.
    pub(crate) fn to_the_second(&self, at: Timestamp) -> String {
        self.local(at).strftime("%H:%M:%S").to_string()
    }

    /// `2026-11-22 20:03:27`, for files.
    pub(crate) fn for_files(&self, at: Timestamp) -> String {
        self.local(at).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// Minutes east of Greenwich at this moment.
    pub(crate) fn utc_offset_minutes(&self) -> i32 {
        self.local(self.now).offset().seconds() / 60
    }

    /// A moment as a browser's field for one gives it: `2026-11-25T18:30`.
    pub(crate) fn typed(&self, text: &str) -> Option<Timestamp> {
        moment(&text.parse().ok()?, &self.zone)
    }

    /// A moment as a browser's field for one wants it.
    pub(crate) fn to_type(&self, at: Timestamp) -> String {
        self.local(at).strftime("%Y-%m-%dT%H:%M").to_string()
    }

    fn local(&self, at: Timestamp) -> Zoned {
        jiff::Timestamp::from_millisecond(at.ms())
            .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
            .to_zoned(self.zone.clone())
    }

    fn midnight(&self, date: Date) -> Timestamp {
        moment(&date.at(0, 0, 0, 0), &self.zone).unwrap_or(self.now)
    }
}

fn moment(local: &jiff::civil::DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let zoned = local.to_zoned(zone.clone()).ok()?;
    Some(Timestamp::from_ms(zoned.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::super::words::{EN, ZH};
    use super::*;

    fn calendar(zone: &str, at: &str) -> Calendar {
        let at: jiff::Timestamp = at.parse().expect("a moment");
        let zone = TimeZone::get(zone).expect("a zone");
        Calendar::new(zone, Timestamp::from_ms(at.as_millisecond()))
    }

    #[test]
    fn a_day_is_cut_at_the_places_own_midnight() {
        let calendar = calendar("Asia/Shanghai", "2026-11-22T17:00:00Z");
        let day = calendar.day(calendar.today());
        assert_eq!(
            (
                calendar.today().to_string().as_str(),
                day.to.ms_since(day.from)
            ),
            ("2026-11-23", 24 * 3_600_000),
            "one in the morning in Shanghai is the next day"
        );
        assert_eq!(
            calendar.long(&EN, calendar.now()),
            "Monday 23 Nov, 01:00",
            "in English"
        );
        assert_eq!(
            calendar.long(&ZH, calendar.now()),
            "11月23日 周一 01:00",
            "in Chinese"
        );
    }

    #[test]
    fn the_day_on_which_clocks_go_back_has_25_hours() {
        let calendar = calendar("Europe/Berlin", "2026-10-25T12:00:00Z");
        let day = calendar.day(calendar.today());
        assert_eq!(day.to.ms_since(day.from), 25 * 3_600_000, "no hour is lost");
    }

    #[test]
    fn last_week_is_compared_until_the_same_time_of_day() {
        let calendar = calendar("Asia/Shanghai", "2026-11-22T04:00:00Z");
        let span = calendar.a_week_ago_until_now();
        assert_eq!(
            (
                span.to.ms_since(span.from),
                calendar.now().ms_since(span.to)
            ),
            (12 * 3_600_000, 7 * 24 * 3_600_000),
            "noon is compared with noon"
        );
    }
}
