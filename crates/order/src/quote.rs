//! What an order costs, frozen when the customer chooses to pay.
//!
//! **Rounding.** Every line is a whole multiple of a price. Whatever is taken off is rounded *up*
//! to the next minor unit, so the customer never pays more than the sign says, and a percentage
//! below 100 leaves at least one minor unit. Which discounts add up, and in which order, is said
//! in [`crate::discount`].
//!
//! **Shares.** Each sheet carries its share of the total, in proportion to its undiscounted price,
//! so that a sheet that did not print can be refunded exactly: the shares of all sheets add up to
//! the total, always.
//!
//! **Proof.** A quote says when it was made and by which settings document, so that anyone who
//! has that document comes to the same quote for ever.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::discount::{CodeTerms, percent_of, reductions};
use crate::index_print::{FEWEST_PHOTOS, IndexPrint};
use crate::line::{MOST_COPIES, MOST_SHEETS, OrderLine};
use crate::money::Money;
use crate::product::Product;
use crate::settings::Settings;
use crate::settings_hash::SettingsHash;
use crate::time::Timestamp;

/// Why lines cannot be priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum QuoteError {
    /// There is nothing to print.
    #[error("an order needs at least one photo")]
    Empty,
    /// A line's copies are out of range.
    #[error("a photo is printed 1 to {MOST_COPIES} times")]
    Copies,
    /// A product has no price (any more).
    #[error("{0:?} is not sold")]
    NotSold(Product),
    /// An index of next to nothing.
    #[error("an index print needs at least {FEWEST_PHOTOS} photos")]
    NothingToIndex,
    /// More sheets than one order may have.
    #[error("an order has at most {MOST_SHEETS} sheets")]
    TooManySheets,
    /// More sheets than a free event gives to one visit.
    #[error("at this event a visit has at most {0} sheets")]
    TooManyFree(u32),
}

/// What a price depends on beside the basket and the settings.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// When it is asked for: it decides which time windows and events count.
    pub now: Timestamp,
    /// Which document the settings come from, where that is known.
    pub settings_hash: Option<SettingsHash>,
    /// What the code is worth that the customer typed, as the dashboard said.
    pub code: Option<&'a CodeTerms>,
}

/// Something that was taken off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuoteReduction {
    /// Why.
    pub kind: ReductionKind,
    /// How much; more than nothing.
    pub amount: Money,
}

/// Why something was taken off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum ReductionKind {
    /// Many of one product.
    Volume {
        /// Of what.
        product: Product,
        /// The number that was reached.
        from_sheets: u32,
    },
    /// The first prints of the visit are free.
    FirstPrints {
        /// How many of them are in the order.
        sheets: u32,
    },
    /// The discount on the whole order.
    WholeOrder,
    /// The time of day.
    Window {
        /// What the window is called.
        name: String,
    },
    /// A code.
    Code {
        /// What the code's campaign is called.
        name: String,
    },
    /// Everything is free for a while.
    Event {
        /// What the event is called.
        name: String,
    },
}

/// All sheets of one product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuoteLine {
    /// The product. The first release knew sizes only, hence its name on the wire.
    #[serde(rename = "size")]
    pub product: Product,
    /// How many sheets of it.
    pub sheets: u32,
    /// Price of one.
    pub unit_price: Money,
    /// `sheets` times `unit_price`.
    pub amount: Money,
}

/// The price of an order and what it is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Quote {
    /// One entry for each product in the order, as they are offered.
    pub lines: Vec<QuoteLine>,
    /// Sum of the lines.
    pub subtotal: Money,
    /// What was taken off; zero where nothing was.
    pub discount: Money,
    /// What the customer pays.
    pub total: Money,
    /// Version of the settings whose prices these are.
    #[ts(type = "number")]
    pub settings_version: u64,
    /// What was taken off, one by one; they add up to `discount`. The first release named none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<QuoteReduction>>", optional)]
    pub reductions: Vec<QuoteReduction>,
    /// The code that took something off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub code: Option<CodeTerms>,
    /// When the price was asked for. The first release did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub priced_at: Option<Timestamp>,
    /// SHA-256 of the settings document whose prices these are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub settings_hash: Option<SettingsHash>,
}

impl Quote {
    /// Prices `lines` and their index print, if there is one, by `settings`, under
    /// `circumstances`.
    pub fn at(
        lines: &[OrderLine],
        index_print: IndexPrint,
        settings: &Settings,
        circumstances: &Circumstances<'_>,
    ) -> Result<Self, QuoteError> {
        let priced = price_lines(lines, index_print, settings)?;
        let sheets: u32 = priced.iter().map(|line| line.sheets).sum();
        let event = settings.discounts.event.as_ref();
        if let Some(event) = event.filter(|event| event.is_on(circumstances.now))
            && sheets > event.most_sheets
        {
            return Err(QuoteError::TooManyFree(event.most_sheets));
        }
        let reductions = reductions(&priced, settings, circumstances);
        let by_code =
            |reduction: &QuoteReduction| matches!(reduction.kind, ReductionKind::Code { .. });
        let subtotal: Money = priced.iter().map(|line| line.amount).sum();
        let discount: Money = reductions.iter().map(|reduction| reduction.amount).sum();
        Ok(Self {
            lines: priced,
            subtotal,
            discount,
            total: subtotal.minus(discount),
            settings_version: settings.version,
            // A code that takes nothing off is not used up.
            code: circumstances
                .code
                .filter(|_| reductions.iter().any(by_code))
                .cloned(),
            reductions,
            priced_at: Some(circumstances.now),
            settings_hash: circumstances.settings_hash,
        })
    }

    /// Prices by the first release's rule, which knows only the discount on the whole order: what
    /// a kiosk of that release shows, and so what its customers pay.
    pub fn of(
        lines: &[OrderLine],
        index_print: IndexPrint,
        settings: &Settings,
    ) -> Result<Self, QuoteError> {
        let priced = price_lines(lines, index_print, settings)?;
        let sheets = priced.iter().map(|line| line.sheets).sum();
        let subtotal: Money = priced.iter().map(|line| line.amount).sum();
        let discount = discount_on(subtotal, sheets, settings);
        Ok(Self {
            lines: priced,
            subtotal,
            discount,
            total: subtotal.minus(discount),
            settings_version: settings.version,
            reductions: Vec::new(),
            code: None,
            priced_at: None,
            settings_hash: None,
        })
    }

    /// Whether there is nothing to pay.
    pub fn is_free(&self) -> bool {
        self.total == Money::ZERO
    }

    /// How many sheets are printed.
    pub fn sheets(&self) -> u32 {
        self.lines.iter().map(|line| line.sheets).sum()
    }

    /// The share of the total that each sheet carries, in printing order: those of `lines`, then
    /// the index print.
    ///
    /// A sheet's share is its price less its part of the discount; the parts are cut from the
    /// running sum, so that they add up to the discount to the last minor unit.
    pub fn shares(&self, lines: &[OrderLine]) -> Vec<Money> {
        let mut full_price_so_far = 0_i128;
        let mut paid_so_far = 0_i64;
        let mut shares = Vec::new();
        let of_lines = lines.iter().map(|line| (line.size.into(), line.copies));
        let index = self
            .line(Product::IndexPrint)
            .map(|line| (line.product, line.sheets));
        let prices = of_lines.chain(index).flat_map(|(product, sheets)| {
            std::iter::repeat_n(self.unit_price(product), sheets as usize)
        });
        for price in prices {
            full_price_so_far += i128::from(price.minor());
            let total = i128::from(self.total.minor());
            let due = full_price_so_far * total / i128::from(self.subtotal.minor().max(1));
            let due = i64::try_from(due).unwrap_or(i64::MAX);
            shares.push(Money::from_minor(due - paid_so_far));
            paid_so_far = due;
        }
        shares
    }

    /// What is asked for the sheets of one product; `None` if there are none.
    pub fn line(&self, product: Product) -> Option<&QuoteLine> {
        self.lines.iter().find(|line| line.product == product)
    }

    fn unit_price(&self, product: Product) -> Money {
        self.line(product)
            .map_or(Money::ZERO, |line| line.unit_price)
    }
}

/// One line for each product that is ordered.
fn price_lines(
    lines: &[OrderLine],
    index_print: IndexPrint,
    settings: &Settings,
) -> Result<Vec<QuoteLine>, QuoteError> {
    if lines.is_empty() {
        return Err(QuoteError::Empty);
    }
    if lines
        .iter()
        .any(|line| !(1..=MOST_COPIES).contains(&line.copies))
    {
        return Err(QuoteError::Copies);
    }
    if index_print == IndexPrint::With && lines.len() < FEWEST_PHOTOS as usize {
        return Err(QuoteError::NothingToIndex);
    }
    let priced: Vec<QuoteLine> = Product::ALL
        .into_iter()
        .map(|product| (product, sheets_of(lines, index_print, product)))
        .filter(|(_, sheets)| *sheets > 0)
        .map(|(product, sheets)| price(product, sheets, settings))
        .collect::<Result<_, _>>()?;
    let sheets: u32 = priced.iter().map(|line| line.sheets).sum();
    if sheets > MOST_SHEETS {
        return Err(QuoteError::TooManySheets);
    }
    Ok(priced)
}

/// How many sheets of one product there are.
fn sheets_of(lines: &[OrderLine], index_print: IndexPrint, product: Product) -> u32 {
    match product {
        Product::Photo(size) => lines
            .iter()
            .filter(|line| line.size == size)
            .map(|line| line.copies)
            .sum(),
        Product::IndexPrint => index_print.sheets(lines.len()),
    }
}

fn price(product: Product, sheets: u32, settings: &Settings) -> Result<QuoteLine, QuoteError> {
    let unit_price = settings
        .prices
        .of(product)
        .ok_or(QuoteError::NotSold(product))?;
    Ok(QuoteLine {
        product,
        sheets,
        unit_price,
        amount: unit_price.times(sheets),
    })
}

fn discount_on(subtotal: Money, sheets: u32, settings: &Settings) -> Money {
    let Some(discount) = settings
        .discount
        .filter(|discount| sheets >= discount.from_sheets)
    else {
        return Money::ZERO;
    };
    percent_of(subtotal, discount.percent_off.min(90))
}

#[cfg(test)]
mod tests;
