//! Which discounts are sense: asked by the dashboard's form, by its interface and by the kiosk.

use crate::discount::{CodeOff, CodeTerms};
use crate::discount::{
    Discounts, FirstFree, FreeEvent, MOST_ROWS, TimeWindow, VolumeOff, VolumeStep,
};
use crate::line::MOST_SHEETS;
use crate::money::Money;
use crate::price::PriceList;
use crate::settings::{SettingsError, within};

/// The longest event, in ms: what is meant to end is not forgotten.
const LONGEST_EVENT_MS: i64 = 31 * 24 * 60 * 60 * 1000;

/// The most prints that are given away to one visit outside an event.
const MOST_FREE: i64 = 20;

impl Discounts {
    /// Whether every value is within its range beside these prices.
    pub fn check(&self, prices: &PriceList) -> Result<(), SettingsError> {
        let offset = i64::from(self.utc_offset_minutes);
        let allowed = "-720 to 840 minutes";
        within("discounts.utc_offset_minutes", offset, -720, 840, allowed)?;
        rows("discounts.volume", self.volume.len())?;
        for (row, step) in self.volume.iter().enumerate() {
            step.check(prices)?;
            let again = |other: &&VolumeStep| {
                (other.product, other.from_sheets) == (step.product, step.from_sheets)
            };
            if self.volume[..row].iter().any(|other| again(&other)) {
                return Err(SettingsError {
                    field: "discounts.volume",
                    found: format!("a second step from {} sheets", step.from_sheets),
                    allowed: "one step for each product and number",
                });
            }
        }
        rows("discounts.windows", self.windows.len())?;
        for (row, window) in self.windows.iter().enumerate() {
            window.check()?;
            if let Some(other) = self.windows[..row].iter().find(|one| one.overlaps(window)) {
                return Err(SettingsError {
                    field: "discounts.windows",
                    found: format!("{:?} while {:?} is open", window.name, other.name),
                    allowed: "windows that do not overlap",
                });
            }
        }
        if let Some(first) = self.first_free {
            first.check()?;
        }
        self.event.as_ref().map_or(Ok(()), FreeEvent::check)
    }
}

impl VolumeStep {
    /// Whether the step is one beside these prices.
    pub fn check(&self, prices: &PriceList) -> Result<(), SettingsError> {
        let from = i64::from(self.from_sheets);
        let most = i64::from(MOST_SHEETS);
        within(
            "discounts.volume.from_sheets",
            from,
            2,
            most,
            "2 to 200 sheets",
        )?;
        let Some(list) = prices.of(self.product) else {
            return Err(SettingsError {
                field: "discounts.volume.product",
                found: self.product.as_str().to_owned(),
                allowed: "a product that has a price",
            });
        };
        match self.off {
            VolumeOff::Percent(percent) => percentage("discounts.volume.percent", percent),
            VolumeOff::UnitPrice(price) => {
                let below = list.minor() - 1;
                let allowed = "0.01 up to less than the price of one";
                within(
                    "discounts.volume.unit_price",
                    price.minor(),
                    1,
                    below,
                    allowed,
                )
            }
        }
    }
}

impl TimeWindow {
    /// Whether it is ever open, and for how much.
    pub fn check(&self) -> Result<(), SettingsError> {
        named("discounts.windows.name", &self.name)?;
        let once = |(place, day)| !self.days[..place].contains(day);
        if self.days.is_empty() || !self.days.iter().enumerate().all(once) {
            return Err(SettingsError {
                field: "discounts.windows.days",
                found: format!("{} days", self.days.len()),
                allowed: "at least one day, each once",
            });
        }
        let (from, until) = (i64::from(self.from_minute), i64::from(self.until_minute));
        let allowed = "00:00 to 24:00, the end after the start";
        within("discounts.windows.from_minute", from, 0, 1439, allowed)?;
        within(
            "discounts.windows.until_minute",
            until,
            from + 1,
            1440,
            allowed,
        )?;
        percentage("discounts.windows.percent_off", self.percent_off)
    }
}

impl FirstFree {
    /// Whether the number is one that a shop can give away.
    pub fn check(&self) -> Result<(), SettingsError> {
        let sheets = i64::from(self.sheets);
        within(
            "discounts.first_free",
            sheets,
            1,
            MOST_FREE,
            "1 to 20 sheets",
        )
    }
}

impl FreeEvent {
    /// Whether it has a name, an end and a limit.
    pub fn check(&self) -> Result<(), SettingsError> {
        named("discounts.event.name", &self.name)?;
        let lasts = self.until.ms_since(self.from);
        let allowed = "an end after the start, within 31 days";
        within("discounts.event.until", lasts, 1, LONGEST_EVENT_MS, allowed)?;
        let (most, all) = (i64::from(self.most_sheets), i64::from(MOST_SHEETS));
        within(
            "discounts.event.most_sheets",
            most,
            1,
            all,
            "1 to 200 sheets",
        )
    }
}

impl CodeTerms {
    /// Whether the terms are ones that a shop can mean.
    pub fn check(&self) -> Result<(), SettingsError> {
        named("code.name", &self.name)?;
        match self.off {
            CodeOff::Percent { percent_off } => {
                let percent = i64::from(percent_off);
                within("code.percent_off", percent, 1, 100, "1 to 100 per cent")
            }
            CodeOff::Amount { amount } => {
                let most = Money::from_minor(100_000).minor();
                within("code.amount", amount.minor(), 1, most, "0.01 to 1000.00")
            }
            CodeOff::FreePrints { sheets, .. } => {
                let sheets = i64::from(sheets);
                within("code.sheets", sheets, 1, MOST_FREE, "1 to 20 sheets")
            }
        }
    }
}

fn rows(field: &'static str, count: usize) -> Result<(), SettingsError> {
    if count <= MOST_ROWS {
        return Ok(());
    }
    Err(SettingsError {
        field,
        found: format!("{count} rows"),
        allowed: "at most 20 rows",
    })
}

fn percentage(field: &'static str, percent: u32) -> Result<(), SettingsError> {
    within(field, i64::from(percent), 1, 90, "1 to 90 per cent")
}

/// A name that customers read.
fn named(field: &'static str, name: &str) -> Result<(), SettingsError> {
    let length = name.trim().chars().count();
    if (1..=40).contains(&length) && !name.chars().any(char::is_control) {
        return Ok(());
    }
    Err(SettingsError {
        field,
        found: format!("{length} characters"),
        allowed: "1 to 40 characters, none of them a control character",
    })
}
