use proptest::prelude::*;

use super::*;
use crate::price::Discount;

fn any_off() -> impl Strategy<Value = VolumeOff> {
    prop_oneof![
        (1_u32..=90).prop_map(VolumeOff::Percent),
        (1_i64..180).prop_map(|price| VolumeOff::UnitPrice(fen(price))),
    ]
}

fn any_sold() -> impl Strategy<Value = Product> {
    prop::sample::select(vec![SIX, EIGHT, Product::Photo(PrintSize::FiveInch)])
}

fn any_discounts() -> impl Strategy<Value = Discounts> {
    (
        prop::collection::vec((any_sold(), 2_u32..30, any_off()), 0..6),
        prop::option::of(1_u32..=90),
        prop::option::of((1_u32..=20, prop::option::of(any_sold()))),
    )
        .prop_map(|(volume, window, first)| Discounts {
            volume: volume
                .into_iter()
                .map(|(product, from, off)| step(product, from, off))
                .collect(),
            windows: window
                .map(|percent_off| TimeWindow {
                    percent_off,
                    ..evening()
                })
                .into_iter()
                .collect(),
            first_free: first.map(|(sheets, product)| FirstFree { sheets, product }),
            ..Discounts::default()
        })
}

fn any_code() -> impl Strategy<Value = Option<CodeTerms>> {
    let off = prop_oneof![
        (1_u32..=100).prop_map(|percent_off| CodeOff::Percent { percent_off }),
        (1_i64..=100_000).prop_map(|minor| CodeOff::Amount { amount: fen(minor) }),
        (1_u32..=20, prop::option::of(any_sold()))
            .prop_map(|(sheets, product)| CodeOff::FreePrints { sheets, product }),
    ];
    prop::option::of(off.prop_map(code))
}

fn any_settings() -> impl Strategy<Value = Settings> {
    let whole = prop::option::of((1_u32..=90, 1_u32..=30));
    (any_discounts(), whole, 1_i64..2_000).prop_map(|(discounts, whole, six)| {
        let settings = settings(discounts);
        Settings {
            discount: whole.map(|(percent_off, from_sheets)| Discount {
                percent_off,
                from_sheets,
            }),
            prices: settings.prices.with(PrintSize::SixInch, Some(fen(six))),
            ..settings
        }
    })
}

fn any_lines() -> impl Strategy<Value = Vec<OrderLine>> {
    let size = prop::sample::select(vec![
        PrintSize::FiveInch,
        PrintSize::SixInch,
        PrintSize::EightInch,
    ]);
    prop::collection::vec((size, 1_u32..=20), 1..9).prop_map(|lines| {
        lines
            .into_iter()
            .map(|(size, copies)| line(size, copies))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn nobody_pays_less_than_nothing_or_more_than_the_list(
        lines in any_lines(), settings in any_settings(), code in any_code(),
    ) {
        let quote = quote(&lines, &settings, WEDNESDAY_EVENING, code.as_ref()).expect("a price");
        prop_assert!(quote.total >= Money::ZERO, "nobody is paid for printing");
        prop_assert!(quote.total <= quote.subtotal, "a discount is no surcharge");
        let named: Money = quote.reductions.iter().map(|reduction| reduction.amount).sum();
        prop_assert_eq!(named, quote.discount, "what is named adds up to what is taken off");
        prop_assert_eq!(quote.subtotal.minus(quote.discount), quote.total);
        prop_assert!(
            quote.reductions.iter().all(|reduction| reduction.amount > Money::ZERO),
            "a reduction of nothing is not named"
        );
    }

    #[test]
    fn the_shares_of_all_sheets_add_up_to_the_total_however_little_it_is(
        lines in any_lines(), settings in any_settings(), code in any_code(),
    ) {
        let quote = quote(&lines, &settings, WEDNESDAY_EVENING, code.as_ref()).expect("a price");
        let shares = quote.shares(&lines);
        prop_assert_eq!(shares.len(), quote.sheets() as usize, "one share a sheet");
        prop_assert_eq!(shares.iter().copied().sum::<Money>(), quote.total);
        prop_assert!(shares.iter().all(|share| *share >= Money::ZERO), "no sheet costs less than nothing");
    }

    #[test]
    fn the_order_of_the_lines_costs_nothing(
        lines in any_lines(), settings in any_settings(), code in any_code(), turn in 0_usize..9,
    ) {
        let mut turned = lines.clone();
        turned.rotate_left(turn % lines.len());
        let one = quote(&lines, &settings, WEDNESDAY_EVENING, code.as_ref());
        let other = quote(&turned, &settings, WEDNESDAY_EVENING, code.as_ref());
        prop_assert_eq!(one, other, "the same prints are the same quote");
    }

    #[test]
    fn what_the_house_or_a_code_adds_never_makes_an_order_dearer(
        lines in any_lines(), settings in any_settings(), code in any_code(),
    ) {
        let total = |settings: &Settings, code: Option<&CodeTerms>| {
            quote(&lines, settings, WEDNESDAY_EVENING, code).expect("a price").total
        };
        let all = total(&settings, code.as_ref());
        prop_assert!(all <= total(&settings, None), "a code is worth something or nothing");
        let no_window = Settings {
            discounts: Discounts { windows: Vec::new(), ..settings.discounts.clone() },
            ..settings.clone()
        };
        prop_assert!(total(&settings, None) <= total(&no_window, None), "a window takes off");
        let first_release = Quote::of(&lines, IndexPrint::Without, &settings).expect("a price");
        let plain = Settings { discounts: Discounts::default(), ..settings.clone() };
        prop_assert_eq!(first_release.total, total(&plain, None), "both rules know the old discount");
    }

    #[test]
    fn without_steps_one_more_print_never_makes_an_order_cheaper(
        lines in any_lines(), settings in any_settings(), code in any_code(), grown in 0_usize..9,
    ) {
        let settings = Settings {
            discount: None,
            discounts: Discounts { volume: Vec::new(), ..settings.discounts },
            ..settings
        };
        let mut more = lines.clone();
        more[grown % lines.len()].copies += 1;
        let total = |lines: &[OrderLine]| {
            quote(lines, &settings, WEDNESDAY_EVENING, code.as_ref()).expect("a price").total
        };
        prop_assert!(total(&more) >= total(&lines), "a print is worth something or nothing");
    }
}
