//! What a few baskets cost, before and after: the same quote that a kiosk makes.

use order::{OrderLine, PhotoId, PrintSize, Quote, Recipe, Settings};

use crate::store::settings::FleetSettings;

use super::health::Tone;
use super::words::Words;
use super::words::money::shown;

/// The baskets shown: prints of each size.
const BASKETS: [&[(u32, PrintSize)]; 7] = [
    &[(1, PrintSize::FiveInch)],
    &[(1, PrintSize::SixInch)],
    &[(1, PrintSize::EightInch)],
    &[(1, PrintSize::FourSmall)],
    &[(6, PrintSize::SixInch)],
    &[(10, PrintSize::SixInch), (2, PrintSize::EightInch)],
    &[(30, PrintSize::SixInch)],
];

/// The table of baskets.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    /// Why there is none.
    pub(crate) problem: Option<String>,
    /// One for each basket.
    pub(crate) rows: Vec<SampleRow>,
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
    pub(crate) fn of(words: &Words, before: &FleetSettings, after: &FleetSettings) -> Self {
        let (before, after) = (before.applied_to("", ""), after.applied_to("", ""));
        let rows = BASKETS
            .into_iter()
            .filter_map(|basket| row(words, basket, &before, &after))
            .collect();
        let changed = before.prices != after.prices || before.discount != after.discount;
        Self {
            problem: None,
            rows,
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
    basket: &[(u32, PrintSize)],
    before: &Settings,
    after: &Settings,
) -> Option<SampleRow> {
    let (before, after) = (cost(basket, before), cost(basket, after));
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

fn contents(words: &Words, basket: &[(u32, PrintSize)]) -> String {
    let parts = basket.iter();
    parts
        .map(|(count, size)| format!("{count} × {}", words.size_name(*size)))
        .collect::<Vec<_>>()
        .join(" + ")
}

fn cost(basket: &[(u32, PrintSize)], settings: &Settings) -> Option<String> {
    let lines = basket.iter().map(|(copies, size)| {
        Some(OrderLine {
            photo: PhotoId::parse("sample-photo").ok()?,
            size: *size,
            copies: *copies,
            recipe: Recipe::cover((1, 1), *size),
        })
    });
    let lines: Vec<OrderLine> = lines.collect::<Option<_>>()?;
    let quote = Quote::of(&lines, settings).ok()?;
    Some(shown(quote.total))
}
