//! What a few baskets cost, before and after: the same quote that a kiosk makes.

use order::{IndexPrint, OrderLine, PhotoId, PrintSize, Product, Quote, Recipe, Settings};

use crate::store::settings::FleetSettings;

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
    basket: &[(u32, Product)],
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

fn contents(words: &Words, basket: &[(u32, Product)]) -> String {
    let parts = basket.iter();
    parts
        .map(|(count, product)| format!("{count} × {}", words.product_name(*product)))
        .collect::<Vec<_>>()
        .join(" + ")
}

/// Each print is a photo of its own, as in the orders that an index is for.
fn cost(basket: &[(u32, Product)], settings: &Settings) -> Option<String> {
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
    let quote = Quote::of(&lines, index_print, settings).ok()?;
    Some(shown(quote.total))
}
