//! What discounts take off: the rule by examples, and what holds whatever they are.

mod always;
mod rule;
mod sense;

use super::*;
use crate::ids::{CodeId, PhotoId};
use crate::index_print::IndexPrint;
use crate::line::OrderLine;
use crate::money::Money;
use crate::price::PriceList;
use crate::print_size::PrintSize;
use crate::quote::{Circumstances, Quote, QuoteError, ReductionKind};
use crate::recipe::Recipe;
use crate::settings::Settings;
use crate::time::Timestamp;

const SIX: Product = Product::Photo(PrintSize::SixInch);
const EIGHT: Product = Product::Photo(PrintSize::EightInch);

/// Wednesday the 25th of November 2026, 19:30 in Beijing.
const WEDNESDAY_EVENING: Timestamp = Timestamp::from_ms(1_795_606_200_000);

const HOUR_MS: i64 = 3_600_000;

fn fen(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// 6-inch at 2.50, 8-inch at 5.00, 5-inch at 1.80.
fn settings(discounts: Discounts) -> Settings {
    Settings {
        prices: PriceList {
            five_inch: Some(fen(180)),
            ..Settings::out_of_the_box().prices
        },
        discounts,
        ..Settings::out_of_the_box()
    }
}

fn line(size: PrintSize, copies: u32) -> OrderLine {
    OrderLine {
        photo: PhotoId::parse("photo-0001").expect("a photo id"),
        size,
        copies,
        recipe: Recipe::cover((4032, 3024), size),
    }
}

fn basket(six: u32, eight: u32) -> Vec<OrderLine> {
    let all = [(PrintSize::SixInch, six), (PrintSize::EightInch, eight)];
    let some = all.into_iter().filter(|(_, copies)| *copies > 0);
    some.map(|(size, copies)| line(size, copies)).collect()
}

fn quote(
    lines: &[OrderLine],
    settings: &Settings,
    now: Timestamp,
    code: Option<&CodeTerms>,
) -> Result<Quote, QuoteError> {
    let circumstances = Circumstances {
        now,
        settings_hash: None,
        code,
    };
    Quote::at(lines, IndexPrint::Without, settings, &circumstances)
}

fn priced(six: u32, eight: u32, discounts: Discounts, code: Option<&CodeTerms>) -> Quote {
    let settings = settings(discounts);
    settings.check().expect("these discounts are sense");
    quote(&basket(six, eight), &settings, WEDNESDAY_EVENING, code).expect("a price")
}

fn code(off: CodeOff) -> CodeTerms {
    CodeTerms {
        id: CodeId::parse("code-0001").expect("a code id"),
        name: "Autumn".to_owned(),
        off,
    }
}

fn evening() -> TimeWindow {
    TimeWindow {
        name: "Happy hour".to_owned(),
        days: vec![Weekday::Monday, Weekday::Wednesday],
        from_minute: 18 * 60,
        until_minute: 21 * 60,
        percent_off: 20,
    }
}

fn party() -> FreeEvent {
    FreeEvent {
        name: "Opening day".to_owned(),
        from: WEDNESDAY_EVENING.plus_ms(-HOUR_MS),
        until: WEDNESDAY_EVENING.plus_ms(HOUR_MS),
        most_sheets: 3,
    }
}

fn step(product: Product, from_sheets: u32, off: VolumeOff) -> VolumeStep {
    VolumeStep {
        product,
        from_sheets,
        off,
    }
}
