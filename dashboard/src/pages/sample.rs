//! What a few baskets cost, before and after: the same quote that a kiosk makes.

use order::{
    Circumstances, IndexPrint, Money, OrderLine, PhotoId, PrintSize, Product, Quote, Recipe,
    ReductionKind, Settings, Timestamp,
};

use order::line::MOST_SHEETS;
use serde::Deserialize;

use crate::store::settings::FleetSettings;

use super::calendar::Calendar;
use super::health::Tone;
use super::words::Words;
use super::words::money::shown;

const FIVE: Product = Product::Photo(PrintSize::FiveInch);
const SIX: Product = Product::Photo(PrintSize::SixInch);
const EIGHT: Product = Product::Photo(PrintSize::EightInch);
const FOUR_SMALL: Product = Product::Photo(PrintSize::FourSmall);

/// The baskets shown: sheets of each product.
const BASKETS: [&[(u32, Product)]; 8] = [
    &[(1, FIVE)],
    &[(1, SIX)],
    &[(1, EIGHT)],
    &[(1, FOUR_SMALL)],
    &[(6, SIX)],
    &[(6, SIX), (1, Product::IndexPrint)],
    &[(10, SIX), (2, EIGHT)],
    &[(30, SIX)],
];

/// A basket to try, and when it is bought.
#[derive(Clone, Debug)]
pub(crate) struct Basket {
    sheets: [(u32, Product); 2],
    at: Timestamp,
}

/// What was typed of a basket.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BasketInput {
    try_six: String,
    try_eight: String,
    try_at: String,
}

impl Basket {
    /// The basket that is shown first: three 6-inch prints and an 8-inch one, now.
    pub(crate) const fn usual(calendar: &Calendar) -> Self {
        Self {
            sheets: [(3, SIX), (1, EIGHT)],
            at: calendar.now(),
        }
    }
}

impl BasketInput {
    /// The basket; what cannot be read is as it was at first.
    pub(crate) fn basket(&self, calendar: &Calendar) -> Basket {
        let usual = Basket::usual(calendar);
        let sheets = |text: &str, usual: u32| {
            text.trim()
                .parse()
                .ok()
                .filter(|count| *count <= MOST_SHEETS)
                .unwrap_or(usual)
        };
        Basket {
            sheets: [
                (sheets(&self.try_six, usual.sheets[0].0), SIX),
                (sheets(&self.try_eight, usual.sheets[1].0), EIGHT),
            ],
            at: calendar.typed(&self.try_at).unwrap_or(usual.at),
        }
    }
}

/// What a basket costs and why, before and after.
#[derive(Clone, Debug)]
pub(crate) struct SampleBill {
    /// What is in it.
    pub(crate) basket: String,
    /// One for each thing that is taken off before or after, then the sum.
    pub(crate) rows: Vec<SampleRow>,
}

/// The table of baskets.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    /// Why there is none.
    pub(crate) problem: Option<String>,
    /// One for each basket.
    pub(crate) rows: Vec<SampleRow>,
    /// The basket that is tried, line by line.
    pub(crate) bill: Option<SampleBill>,
    /// How to read it.
    pub(crate) note: &'static str,
}

/// One basket.
#[derive(Clone, Debug)]
pub(crate) struct SampleRow {
    /// What is in it.
    pub(crate) basket: String,
    /// What it costs now.
    pub(crate) before: String,
    /// What it would cost.
    pub(crate) after: String,
    /// Whether that is another amount.
    pub(crate) tone: Tone,
}

impl Sample {
    /// The table for two settings.
    pub(crate) fn of(
        words: &Words,
        tried: &Basket,
        before: &FleetSettings,
        after: &FleetSettings,
    ) -> Self {
        let (before, after) = (before.applied_to("", ""), after.applied_to("", ""));
        let rows = BASKETS
            .into_iter()
            .filter_map(|basket| row(words, basket, tried.at, &before, &after))
            .collect();
        let changed = before.prices != after.prices
            || before.discount != after.discount
            || before.discounts != after.discounts;
        Self {
            problem: None,
            rows,
            bill: bill(words, tried, &before, &after),
            note: if changed {
                words.pick("Not saved yet.", "尚未保存。")
            } else {
                words.pick(
                    "Change a price to see what customers would pay.",
                    "修改价格后，这里会显示顾客要付多少。",
                )
            },
        }
    }

    /// No table, because a field cannot be read.
    pub(crate) fn wrong(problem: String) -> Self {
        Self {
            problem: Some(problem),
            rows: Vec::new(),
            bill: None,
            note: "",
        }
    }

    /// No table until the fields are right.
    pub(crate) fn none(words: &Words) -> Self {
        Self::wrong(words.no_sample.to_owned())
    }
}

/// One basket; `None` where it can be had neither before nor after.
fn row(
    words: &Words,
    basket: &[(u32, Product)],
    at: Timestamp,
    before: &Settings,
    after: &Settings,
) -> Option<SampleRow> {
    let (before, after) = (cost(basket, at, before), cost(basket, at, after));
    if before.is_none() && after.is_none() {
        return None;
    }
    let said = |cost: Option<String>| cost.unwrap_or_else(|| "—".to_owned());
    Some(SampleRow {
        basket: contents(words, basket),
        tone: if before == after {
            Tone::Plain
        } else {
            Tone::Warn
        },
        before: said(before),
        after: said(after),
    })
}

/// The basket that is tried; `None` where it can be had neither before nor after.
fn bill(words: &Words, tried: &Basket, before: &Settings, after: &Settings) -> Option<SampleBill> {
    let old = quote(&tried.sheets, tried.at, before);
    let new = quote(&tried.sheets, tried.at, after);
    if old.is_none() && new.is_none() {
        return None;
    }
    let line = |name: String, read: &dyn Fn(&Quote) -> Option<Money>, sign: &str| {
        let said = |quote: &Option<Quote>| {
            let amount = quote.as_ref().and_then(read);
            amount.map_or_else(
                || "—".to_owned(),
                |amount| format!("{sign}{}", shown(amount)),
            )
        };
        let (before, after) = (said(&old), said(&new));
        let tone = if before == after {
            Tone::Plain
        } else {
            Tone::Warn
        };
        SampleRow {
            basket: name,
            before,
            after,
            tone,
        }
    };
    let mut kinds: Vec<ReductionKind> = Vec::new();
    for reduction in old.iter().chain(&new).flat_map(|quote| &quote.reductions) {
        if !kinds.contains(&reduction.kind) {
            kinds.push(reduction.kind.clone());
        }
    }
    let full = words.pick("Without discounts", "原价").to_owned();
    let mut rows = vec![line(full, &|quote| Some(quote.subtotal), "")];
    rows.extend(kinds.iter().map(|kind| {
        let taken = |quote: &Quote| {
            let of_kind = quote.reductions.iter().find(|found| found.kind == *kind);
            of_kind.map(|found| found.amount)
        };
        line(words.reduction(kind), &taken, "−")
    }));
    let pays = words.pick("Customer pays", "顾客实付").to_owned();
    rows.push(line(pays, &|quote| Some(quote.total), ""));
    Some(SampleBill {
        basket: contents(words, &tried.sheets),
        rows,
    })
}

fn contents(words: &Words, basket: &[(u32, Product)]) -> String {
    let parts = basket.iter().filter(|(count, _)| *count > 0);
    parts
        .map(|(count, product)| format!("{count} × {}", words.product_name(*product)))
        .collect::<Vec<_>>()
        .join(" + ")
}

fn cost(basket: &[(u32, Product)], at: Timestamp, settings: &Settings) -> Option<String> {
    Some(shown(quote(basket, at, settings)?.total))
}

/// Each print is a photo of its own, as in the orders that an index is for.
fn quote(basket: &[(u32, Product)], at: Timestamp, settings: &Settings) -> Option<Quote> {
    let photo = PhotoId::parse("sample-photo").ok()?;
    let (mut lines, mut index_print) = (Vec::new(), IndexPrint::Without);
    for (count, product) in basket {
        match product {
            Product::IndexPrint => index_print = IndexPrint::With,
            Product::Photo(size) => lines.extend((0..*count).map(|_| OrderLine {
                photo: photo.clone(),
                size: *size,
                copies: 1,
                recipe: Recipe::cover((1, 1), *size),
            })),
        }
    }
    let circumstances = Circumstances {
        now: at,
        settings_hash: None,
        code: None,
    };
    Quote::at(&lines, index_print, settings, &circumstances).ok()
}
