//! What orders cost, by the first release's rule: the rest is tested beside the discounts.

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
