//! What a provider says, the day after, about everything it did for us on one day.

use std::fmt;

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp as Moment, ToSpan};
use order::{Money, Timestamp};
use thiserror::Error;

use crate::RefundState;

/// The providers' clock: China has one time zone and no summer time.
const BEIJING: Offset = Offset::constant(8);

/// A calendar day in Beijing time, as providers cut their bills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BillDay(Date);

/// A text that names no day between 2000 and 2999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a day is written like 2026-11-22 and lies between the years 2000 and 2999")]
pub struct BadBillDay;

impl BillDay {
    /// Reads a day written like `2026-11-22`, in the years 2000 to 2999.
    pub fn parse(text: &str) -> Result<Self, BadBillDay> {
        let date: Date = text.parse().map_err(|_| BadBillDay)?;
        let day = Self(date);
        if !(2000..3000).contains(&date.year()) || day.to_string() != text {
            return Err(BadBillDay);
        }
        Ok(day)
    }

    /// The day in Beijing that `moment` falls on, or nothing outside the years 2000 to 2999.
    pub fn containing(moment: Timestamp) -> Option<Self> {
        let date = Moment::from_millisecond(moment.ms())
            .ok()?
            .to_zoned(TimeZone::fixed(BEIJING))
            .date();
        (2000..3000).contains(&date.year()).then_some(Self(date))
    }

    /// The day before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(self.0.saturating_sub(1.day()))
    }

    /// Its first moment: midnight in Beijing.
    pub fn start(self) -> Timestamp {
        midnight(self.0)
    }

    /// The first moment after it: midnight in Beijing, one day later.
    pub fn end(self) -> Timestamp {
        midnight(self.0.saturating_add(1.day()))
    }

    /// Whether `moment` falls on this day.
    pub fn contains(self, moment: Timestamp) -> bool {
        (self.start()..self.end()).contains(&moment)
    }
}

fn midnight(date: Date) -> Timestamp {
    let elapsed = date
        .at(0, 0, 0, 0)
        .duration_since(Date::constant(1970, 1, 1).at(0, 0, 0, 0));
    let beijing_ms = elapsed.as_secs() * 1000;
    Timestamp::from_ms(beijing_ms - i64::from(BEIJING.seconds()) * 1000)
}

/// `2026-11-22`.
impl fmt::Display for BillDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.0;
        write!(
            f,
            "{:04}-{:02}-{:02}",
            date.year(),
            date.month(),
            date.day()
        )
    }
}

/// One line of a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillLine {
    /// Our number for the payment. A text, because a bill may name payments that are not ours.
    pub out_trade_no: String,
    /// The provider's number for the payment.
    pub transaction_id: String,
    /// When it happened, if the bill says so in a way we understand.
    pub at: Option<Timestamp>,
    /// What happened.
    pub entry: BillEntry,
}

/// What a line of a bill says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BillEntry {
    /// A customer paid.
    Payment {
        /// The price, coupons of the provider included.
        amount: Money,
    },
    /// Money was asked back for.
    Refund {
        /// Our number for the refund. A text, because a bill may name refunds that are not ours.
        out_refund_no: String,
        /// What was asked for.
        amount: Money,
        /// How it stood when the bill was made.
        state: RefundState,
    },
    /// A charge to a barcode was undone, whole.
    Reversal {
        /// What had been charged.
        amount: Money,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_lasts_from_midnight_to_midnight_in_beijing() {
        let day = BillDay::parse("2026-11-22").expect("a day");
        // 2026-11-21T16:00:00Z
        assert_eq!(
            day.start(),
            Timestamp::from_ms(1_795_276_800_000),
            "midnight in Beijing is 16:00 UTC the day before"
        );
        assert_eq!(
            day.end().ms_since(day.start()),
            86_400_000,
            "no day in China is longer or shorter"
        );
        assert!(!day.contains(day.end()), "the next day begins at its end");
        assert_eq!(
            BillDay::containing(day.end().plus_ms(-1)),
            Some(day),
            "its last millisecond belongs to it"
        );
        assert_eq!(
            BillDay::containing(day.start().plus_ms(-1)),
            Some(day.previous()),
            "the millisecond before belongs to the day before"
        );
        assert_eq!(day.to_string(), "2026-11-22", "as providers write it");
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "2026-11-31",
            "2026-1-2",
            "20261122",
            "1999-12-31",
            "3000-01-01",
            "0026-11-22",
            "2026-11-22T00:00:00",
            "-2026-11-22",
            "2026-11-22 ",
            "照片",
        ] {
            assert_eq!(
                BillDay::parse(text),
                Err(BadBillDay),
                "{text:?} would end up in a query"
            );
        }
    }
}
