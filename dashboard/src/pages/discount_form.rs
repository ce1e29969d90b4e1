//! The rows of the prices page in which discounts are typed: steps, hours, first prints, an event.
//! A row that is left empty is no row; one that is half filled or makes no sense is shown again
//! with what is wrong.

use std::collections::BTreeMap;

use order::discount::{
    Discounts, FirstFree, FreeEvent, MOST_ROWS, TimeWindow, VolumeOff, VolumeStep, Weekday,
};
use order::settings::SettingsError;
use order::{Money, PriceList, Product};
use serde::Deserialize;

use super::calendar::Calendar;
use super::words::Words;
use super::words::money::{half_width, typed};

/// What was typed, by field.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct DiscountInput(BTreeMap<String, String>);

/// One row of the form.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Before the name of each of its fields.
    pub(crate) prefix: String,
    /// Its number, from 1, for people.
    pub(crate) number: usize,
    fields: BTreeMap<String, String>,
    /// What is wrong.
    pub(crate) problem: Option<String>,
}

/// All rows.
#[derive(Clone, Debug)]
pub(crate) struct DiscountForm {
    /// Steps.
    pub(crate) volume: Vec<Row>,
    /// Hours.
    pub(crate) windows: Vec<Row>,
    /// The first prints of a visit.
    pub(crate) first: Row,
    /// The event.
    pub(crate) event: Row,
    /// What can be chosen, with its name.
    pub(crate) products: Vec<(&'static str, &'static str)>,
    /// The days of the week, with their names.
    pub(crate) days: Vec<(&'static str, &'static str)>,
    /// What is wrong with several rows together.
    pub(crate) problem: Option<String>,
}

impl Row {
    fn of(prefix: &str, number: usize, input: &BTreeMap<String, String>) -> Self {
        let prefix = if number == 0 {
            format!("{prefix}-")
        } else {
            format!("{prefix}-{number}-")
        };
        let fields = input
            .range(prefix.clone()..)
            .take_while(|(name, _)| name.starts_with(&prefix))
            .map(|(name, value)| (name[prefix.len()..].to_owned(), value.trim().to_owned()))
            .collect();
        Self {
            prefix,
            number,
            fields,
            problem: None,
        }
    }

    /// What stands in a field.
    pub(crate) fn value(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }

    /// Whether a choice is made.
    pub(crate) fn has(&self, field: &str, choice: &str) -> bool {
        self.value(field) == choice
    }

    /// Whether nothing was typed. What is chosen from a list, or ticked, counts only beside
    /// something typed: an empty row has all days ticked.
    fn is_empty(&self) -> bool {
        let chosen = |field: &str| {
            matches!(field, "product" | "kind")
                || Weekday::ALL.into_iter().any(|day| name_of(day) == field)
        };
        self.fields
            .iter()
            .all(|(field, value)| value.is_empty() || chosen(field))
    }

    fn number(&self, field: &str) -> u32 {
        let plain: String = self.value(field).chars().map(half_width).collect();
        plain.trim_end_matches('%').parse().unwrap_or(0)
    }

    /// `18:30` as a minute of the day; what is none is no minute of any day.
    fn minute(&self, field: &str) -> u32 {
        let plain: String = self.value(field).chars().map(half_width).collect();
        let read = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 2);
        let parts = plain.split_once(':').and_then(|(hour, minute)| {
            let minute = minute.split(':').next().unwrap_or(minute);
            Some((read(hour)?, read(minute).filter(|minute| *minute < 60)?))
        });
        parts.map_or(u32::MAX, |(hour, minute)| hour * 60 + minute)
    }

    fn note(&mut self, words: &Words, checked: Result<(), SettingsError>) {
        if let Err(error) = checked {
            self.problem
                .get_or_insert_with(|| words.not_allowed(&error));
        }
    }
}

impl DiscountForm {
    /// The form of what was typed.
    pub(crate) fn of(words: &Words, input: &DiscountInput) -> Self {
        let products = Product::ALL.map(|product| (product.as_str(), words.product_name(product)));
        let days = Weekday::ALL.map(|day| (name_of(day), words.weekday(day)));
        Self {
            volume: input.rows("volume"),
            windows: input.rows("window"),
            first: Row::of("first", 0, &input.0),
            event: Row::of("event", 0, &input.0),
            products: products.to_vec(),
            days: days.to_vec(),
            problem: None,
        }
    }

    /// The first thing that is wrong.
    pub(crate) fn first_problem(&self) -> Option<String> {
        let rows = self.volume.iter().chain(&self.windows);
        rows.chain([&self.first, &self.event])
            .find_map(|row| row.problem.clone())
            .or_else(|| self.problem.clone())
    }

    /// The discounts that stand in the form; what is wrong is noted beside its row.
    pub(crate) fn read(
        &mut self,
        words: &Words,
        calendar: &Calendar,
        prices: &PriceList,
    ) -> Discounts {
        let discounts = Discounts {
            utc_offset_minutes: calendar.utc_offset_minutes(),
            volume: filled(&mut self.volume)
                .map(|row| {
                    let step = row.step();
                    row.note(words, step.check(prices));
                    step
                })
                .collect(),
            windows: filled(&mut self.windows)
                .map(|row| {
                    let window = row.window();
                    row.note(words, window.check());
                    window
                })
                .collect(),
            first_free: (!self.first.is_empty()).then(|| {
                let first = FirstFree {
                    sheets: self.first.number("sheets"),
                    product: product(self.first.value("product")),
                };
                self.first.note(words, first.check());
                first
            }),
            event: (!self.event.is_empty()).then(|| {
                let event = self.event.event(calendar);
                self.event.note(words, event.check());
                event
            }),
        };
        // Each row by itself is noted beside the row; what is left concerns several.
        if self.first_problem().is_none()
            && let Err(error) = discounts.check(prices)
        {
            self.problem = Some(words.not_allowed(&error));
        }
        discounts
    }
}

impl Row {
    fn step(&self) -> VolumeStep {
        VolumeStep {
            product: product(self.value("product")).unwrap_or(Product::ALL[1]),
            from_sheets: self.number("from"),
            off: if self.has("kind", "price") {
                VolumeOff::UnitPrice(typed(self.value("off")).unwrap_or(Money::ZERO))
            } else {
                VolumeOff::Percent(self.number("off"))
            },
        }
    }

    fn window(&self) -> TimeWindow {
        let on = |day: &Weekday| !self.value(name_of(*day)).is_empty();
        TimeWindow {
            name: self.value("name").to_owned(),
            days: Weekday::ALL.into_iter().filter(on).collect(),
            from_minute: self.minute("from"),
            until_minute: self.minute("until"),
            percent_off: self.number("percent"),
        }
    }

    fn event(&self, calendar: &Calendar) -> FreeEvent {
        let at = |field| calendar.typed(self.value(field));
        let from = at("from").unwrap_or_else(|| calendar.now());
        FreeEvent {
            name: self.value("name").to_owned(),
            from,
            // What is no moment is no end, and an event without an end is refused.
            until: at("until").unwrap_or(from),
            most_sheets: self.number("most"),
        }
    }
}

impl DiscountInput {
    /// What is typed where these discounts are saved.
    pub(crate) fn of(calendar: &Calendar, discounts: &Discounts) -> Self {
        let mut input = Self::default();
        for (number, step) in (1..).zip(&discounts.volume) {
            let (kind, off) = match step.off {
                VolumeOff::Percent(percent) => ("percent", percent.to_string()),
                VolumeOff::UnitPrice(price) => ("price", price.to_string()),
            };
            let row = format!("volume-{number}-");
            input.put(&row, "product", step.product.as_str());
            input.put(&row, "from", &step.from_sheets.to_string());
            input.put(&row, "kind", kind);
            input.put(&row, "off", &off);
        }
        for (number, window) in (1..).zip(&discounts.windows) {
            let row = format!("window-{number}-");
            input.put(&row, "name", &window.name);
            input.put(&row, "from", &clock(window.from_minute));
            input.put(&row, "until", &clock(window.until_minute));
            input.put(&row, "percent", &window.percent_off.to_string());
            for day in &window.days {
                input.put(&row, name_of(*day), "on");
            }
        }
        if let Some(first) = discounts.first_free {
            input.put("first-", "sheets", &first.sheets.to_string());
            let product = first.product.map_or("", Product::as_str);
            input.put("first-", "product", product);
        }
        if let Some(event) = &discounts.event {
            input.put("event-", "name", &event.name);
            input.put("event-", "from", &calendar.to_type(event.from));
            input.put("event-", "until", &calendar.to_type(event.until));
            input.put("event-", "most", &event.most_sheets.to_string());
        }
        input
    }

    /// One more empty row of a kind, as the button asks.
    pub(crate) fn with_one_more(mut self, kind: &str) -> Self {
        if matches!(kind, "volume" | "window") {
            let next = self.last(kind) + 2;
            if next <= MOST_ROWS {
                self.put(&format!("{kind}-{next}-"), "from", "");
            }
        }
        self
    }

    /// Without the row of this name, as its button asks.
    pub(crate) fn without(mut self, row: &str) -> Self {
        self.0.retain(|name, _| !name.starts_with(row));
        self
    }

    fn put(&mut self, row: &str, field: &str, value: &str) {
        self.0.insert(format!("{row}{field}"), value.to_owned());
    }

    /// The highest number of a row that was typed.
    fn last(&self, kind: &str) -> usize {
        let numbers = self.0.keys().filter_map(|name| {
            let (number, _) = name
                .strip_prefix(kind)?
                .strip_prefix('-')?
                .split_once('-')?;
            number.parse::<usize>().ok()
        });
        numbers
            .filter(|number| *number <= MOST_ROWS)
            .max()
            .unwrap_or(0)
    }

    /// Every row that was typed and an empty one after them.
    fn rows(&self, kind: &str) -> Vec<Row> {
        let last = self.last(kind).clamp(1, MOST_ROWS);
        let mut rows: Vec<Row> = (1..=last).map(|n| Row::of(kind, n, &self.0)).collect();
        let open = rows.last().is_some_and(|row| !row.is_empty());
        if open && last < MOST_ROWS {
            rows.push(Row::of(kind, last + 1, &self.0));
        }
        rows
    }
}

fn filled(rows: &mut [Row]) -> impl Iterator<Item = &mut Row> {
    rows.iter_mut().filter(|row| !row.is_empty())
}

fn product(name: &str) -> Option<Product> {
    Product::ALL
        .into_iter()
        .find(|product| product.as_str() == name)
}

/// `1110` as `18:30`.
fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

const fn name_of(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    }
}
