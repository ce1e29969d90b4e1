//! What a few baskets cost, before and after: the same quote that a kiosk makes.

use order::{OrderLine, PhotoId, PrintSize, Quote, Recipe, Settings};

use crate::store::settings::FleetSettings;

use super::health::Tone;
use super::words::Words;
use super::words::money::shown;

/// 6-inch and 8-inch prints of the baskets shown.
const BASKETS: [(u32, u32); 5] = [(1, 0), (0, 1), (6, 0), (10, 2), (30, 0)];

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
            .map(|basket| {
                let (before, after) = (cost(basket, &before), cost(basket, &after));
                SampleRow {
                    basket: contents(words, basket),
                    tone: if before == after {
                        Tone::Plain
                    } else {
                        Tone::Warn
                    },
                    before,
                    after,
                }
            })
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

fn contents(words: &Words, (six_inch, eight_inch): (u32, u32)) -> String {
    [
        (six_inch, PrintSize::SixInch),
        (eight_inch, PrintSize::EightInch),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, size)| format!("{count} × {}", words.size_name(size)))
    .collect::<Vec<_>>()
    .join(" + ")
}

fn cost((six_inch, eight_inch): (u32, u32), settings: &Settings) -> String {
    let lines: Vec<OrderLine> = [
        (six_inch, PrintSize::SixInch),
        (eight_inch, PrintSize::EightInch),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .filter_map(|(copies, size)| {
        Some(OrderLine {
            photo: PhotoId::parse("sample-photo").ok()?,
            size,
            copies,
            recipe: Recipe::cover((1, 1), size),
        })
    })
    .collect();
    Quote::of(&lines, settings).map_or("—".to_owned(), |quote| shown(quote.total))
}
