//! What an order costs, frozen when the customer chooses to pay.
//!
//! **Rounding.** Every line is a whole multiple of a price. A discount is taken from the sum and
//! rounded *up* to the next minor unit, so the customer never pays more than the sign says. A
//! provider takes no payment of nothing, so an order costs at least one minor unit.
//!
//! **Shares.** Each sheet carries its share of the total, so that a sheet that did not print can
//! be refunded exactly: the shares of all sheets add up to the total, always.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::index_print::{FEWEST_PHOTOS, IndexPrint};
use crate::line::{MOST_COPIES, MOST_SHEETS, OrderLine};
use crate::money::Money;
use crate::product::Product;
use crate::settings::Settings;

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
    /// What the discount took off; zero without one.
    pub discount: Money,
    /// What the customer pays.
    pub total: Money,
    /// Version of the settings whose prices these are.
    #[ts(type = "number")]
    pub settings_version: u64,
}

impl Quote {
    /// Prices `lines` and their index print, if there is one, by `settings`.
    pub fn of(
        lines: &[OrderLine],
        index_print: IndexPrint,
        settings: &Settings,
    ) -> Result<Self, QuoteError> {
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
        let subtotal: Money = priced.iter().map(|line| line.amount).sum();
        let discount = discount_on(subtotal, sheets, settings);
        Ok(Self {
            lines: priced,
            subtotal,
            discount,
            total: subtotal.minus(discount),
            settings_version: settings.version,
        })
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
    let percent = i64::from(discount.percent_off.min(90));
    let taken = subtotal.minor().saturating_mul(percent).saturating_add(99) / 100;
    Money::from_minor(taken.clamp(0, (subtotal.minor() - 1).max(0)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ids::PhotoId;
    use crate::price::{Discount, PriceList};
    use crate::print_size::PrintSize;
    use crate::recipe::Recipe;

    fn settings(six: i64, eight: i64, discount: Option<Discount>) -> Settings {
        Settings {
            prices: PriceList {
                six_inch: Money::from_minor(six),
                eight_inch: Money::from_minor(eight),
                ..PriceList::default()
            },
            discount,
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

    #[test]
    fn a_discount_is_rounded_in_the_customers_favour() {
        let ten_off_from_three = Discount {
            percent_off: 10,
            from_sheets: 3,
        };
        let settings = settings(333, 500, Some(ten_off_from_three));
        let quote = Quote::of(
            &[line(PrintSize::SixInch, 3)],
            IndexPrint::Without,
            &settings,
        )
        .expect("a quote");
        assert_eq!(
            quote.subtotal,
            Money::from_minor(999),
            "three prints of 3.33"
        );
        assert_eq!(
            quote.discount,
            Money::from_minor(100),
            "99.9 fen off is 1.00 off"
        );
        let two = Quote::of(
            &[line(PrintSize::SixInch, 2)],
            IndexPrint::Without,
            &settings,
        )
        .expect("a quote");
        assert_eq!(two.discount, Money::ZERO, "two prints do not earn it");
    }

    #[test]
    fn an_order_of_nothing_or_of_too_much_has_no_price() {
        let settings = settings(250, 500, None);
        assert_eq!(
            Quote::of(&[], IndexPrint::Without, &settings),
            Err(QuoteError::Empty)
        );
        let none = [line(PrintSize::SixInch, 0)];
        assert_eq!(
            Quote::of(&none, IndexPrint::Without, &settings),
            Err(QuoteError::Copies)
        );
        let many: Vec<OrderLine> = (0..5).map(|_| line(PrintSize::SixInch, 50)).collect();
        assert_eq!(
            Quote::of(&many, IndexPrint::Without, &settings),
            Err(QuoteError::TooManySheets)
        );
        let unsold = [line(PrintSize::SixInch, 1), line(PrintSize::FourSmall, 1)];
        assert_eq!(
            Quote::of(&unsold, IndexPrint::Without, &settings),
            Err(QuoteError::NotSold(PrintSize::FourSmall.into())),
            "what has no price is not given away"
        );
    }

    #[test]
    fn an_index_print_has_a_line_of_its_own_and_only_where_it_is_sold() {
        let settings = |index_print| Settings {
            prices: PriceList {
                index_print,
                ..Settings::out_of_the_box().prices
            },
            ..Settings::out_of_the_box()
        };
        let sold = settings(Some(Money::from_minor(300)));
        let photos = |count| vec![line(PrintSize::SixInch, 1); count];
        let quote = Quote::of(&photos(31), IndexPrint::With, &sold).expect("a quote");
        let index = quote.line(Product::IndexPrint).expect("a line of its own");
        assert_eq!(
            (index.sheets, index.amount),
            (2, Money::from_minor(600)),
            "31 photos do not fit on one sheet"
        );
        assert_eq!(quote.sheets(), 33, "its sheets are sheets");
        assert_eq!(
            Quote::of(&photos(1), IndexPrint::With, &sold),
            Err(QuoteError::NothingToIndex),
            "one photo needs no index"
        );
        assert_eq!(
            Quote::of(&photos(2), IndexPrint::With, &settings(None)),
            Err(QuoteError::NotSold(Product::IndexPrint)),
            "and it is not given away"
        );
    }

    proptest! {
        #[test]
        fn the_shares_of_all_sheets_add_up_to_the_total(
            prices in prop::array::uniform5(1_i64..100_000),
            index_print in prop::sample::select(&[IndexPrint::Without, IndexPrint::With]),
            percent_off in 1_u32..=90,
            copies in prop::collection::vec((prop::sample::select(&PrintSize::ALL), 1_u32..=20), 2..10),
        ) {
            let [five, six, eight, four_small, index] = prices.map(Money::from_minor);
            let settings = Settings {
                prices: PriceList {
                    five_inch: Some(five),
                    six_inch: six,
                    eight_inch: eight,
                    four_small: Some(four_small),
                    index_print: Some(index),
                },
                discount: Some(Discount { percent_off, from_sheets: 2 }),
                ..Settings::out_of_the_box()
            };
            let lines: Vec<OrderLine> =
                copies.into_iter().map(|(size, copies)| line(size, copies)).collect();
            let quote = Quote::of(&lines, index_print, &settings).expect("at most 200 sheets");
            let shares = quote.shares(&lines);
            prop_assert_eq!(shares.len(), quote.sheets() as usize, "one share a sheet");
            let ordered: u32 = lines.iter().map(|line| line.copies).sum();
            let indexed = u32::from(index_print == IndexPrint::With);
            prop_assert_eq!(quote.sheets(), ordered + indexed, "and the index is a sheet");
            prop_assert_eq!(shares.iter().copied().sum::<Money>(), quote.total);
            prop_assert!(shares.iter().all(|share| share.minor() >= 0), "no sheet costs less than nothing");
            prop_assert!(quote.total.minor() > 0, "nothing is free by rounding");
        }
    }
}
