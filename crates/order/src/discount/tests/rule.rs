use super::*;
use crate::price::Discount;

fn steps() -> Discounts {
    Discounts {
        volume: vec![
            step(SIX, 5, VolumeOff::Percent(10)),
            step(SIX, 10, VolumeOff::UnitPrice(fen(200))),
        ],
        ..Discounts::default()
    }
}

#[test]
fn the_best_step_that_is_reached_counts_and_only_for_its_product() {
    let four = priced(4, 1, steps(), None);
    assert_eq!(four.discount, Money::ZERO, "four prints reach no step");
    let five = priced(5, 5, steps(), None);
    assert_eq!(
        five.discount,
        fen(125),
        "10 % off 12.50, and the 8-inch prints neither help nor gain"
    );
    let ten = priced(10, 0, steps(), None);
    assert_eq!(ten.total, fen(2000), "ten prints at 2.00 each");
    assert_eq!(
        ten.reductions[0].kind,
        ReductionKind::Volume {
            product: SIX,
            from_sheets: 10
        },
        "the step is named"
    );
}

#[test]
fn the_first_prints_are_free_at_what_they_would_have_cost() {
    let any = Discounts {
        first_free: Some(FirstFree {
            sheets: 2,
            product: None,
        }),
        ..steps()
    };
    let mixed = priced(10, 1, any.clone(), None);
    // 10 x 2.00 + 5.00, less the 8-inch print and one 6-inch print at 2.00.
    assert_eq!(mixed.total, fen(1800), "the dearest are given away");
    assert_eq!(
        mixed.reductions[1].amount,
        fen(700),
        "at what they cost after the volume step"
    );
    let one = priced(1, 0, any, None);
    assert!(one.is_free(), "one print of two free ones costs nothing");
    assert_eq!(
        one.reductions[0].kind,
        ReductionKind::FirstPrints { sheets: 1 },
        "no more is given away than there is"
    );
    let six_only = Discounts {
        first_free: Some(FirstFree {
            sheets: 1,
            product: Some(SIX),
        }),
        ..Discounts::default()
    };
    assert_eq!(
        priced(1, 1, six_only, None).total,
        fen(500),
        "a 6-inch print"
    );
}

#[test]
fn a_window_is_open_by_the_clock_on_the_wall() {
    let settings = settings(Discounts {
        windows: vec![evening()],
        ..Discounts::default()
    });
    let six = basket(1, 0);
    let total = |now| quote(&six, &settings, now, None).expect("a price").total;
    assert_eq!(total(WEDNESDAY_EVENING), fen(200), "19:30 on a Wednesday");
    let nine = WEDNESDAY_EVENING.plus_ms(3 * HOUR_MS / 2);
    assert_eq!(total(nine.plus_ms(-1)), fen(200), "until the last moment");
    assert_eq!(total(nine), fen(250), "and at 21:00 it is over");
    let thursday = WEDNESDAY_EVENING.plus_ms(24 * HOUR_MS);
    assert_eq!(total(thursday), fen(250), "not on a Thursday");
    let monday = WEDNESDAY_EVENING.plus_ms(-2 * 24 * HOUR_MS);
    assert_eq!(total(monday), fen(200), "but on a Monday");
    for edge in [i64::MIN, i64::MAX] {
        let _ = total(Timestamp::from_ms(edge));
    }
}

#[test]
fn of_two_percentages_of_the_house_the_better_one_counts() {
    let with = |percent_off, window: u32| {
        let settings = Settings {
            discount: Some(Discount {
                percent_off,
                from_sheets: 1,
            }),
            ..settings(Discounts {
                windows: vec![TimeWindow {
                    percent_off: window,
                    ..evening()
                }],
                ..Discounts::default()
            })
        };
        quote(&basket(4, 0), &settings, WEDNESDAY_EVENING, None).expect("a price")
    };
    let window = with(10, 20);
    assert_eq!(window.total, fen(800), "20 % off 10.00, not 30 %");
    assert_eq!(window.reductions.len(), 1, "one percentage is named");
    assert_eq!(
        with(30, 20).reductions[0].kind,
        ReductionKind::WholeOrder,
        "the other way round, too"
    );
}

#[test]
fn a_code_comes_last_and_takes_no_more_than_there_is() {
    let happy = || Discounts {
        windows: vec![evening()],
        ..Discounts::default()
    };
    let half = code(CodeOff::Percent { percent_off: 50 });
    let both = priced(4, 0, happy(), Some(&half));
    assert_eq!(both.total, fen(400), "10.00 less 20 %, less 50 % of that");
    assert_eq!(both.code, Some(half), "the code is in the quote");

    let much = code(CodeOff::Amount { amount: fen(5000) });
    let free = priced(4, 0, happy(), Some(&much));
    assert!(
        free.is_free(),
        "an amount takes the order to nothing, not below"
    );

    let print = code(CodeOff::FreePrints {
        sheets: 1,
        product: None,
    });
    let one_less = priced(2, 1, happy(), Some(&print));
    assert_eq!(
        one_less.total,
        fen(400),
        "the 8-inch print is free, then 20 %"
    );
}

#[test]
fn a_code_that_takes_nothing_off_is_not_used_up() {
    let print = code(CodeOff::FreePrints {
        sheets: 1,
        product: Some(EIGHT),
    });
    let quote = priced(2, 0, Discounts::default(), Some(&print));
    assert_eq!(
        (quote.code, quote.total),
        (None, fen(500)),
        "there is no 8-inch print to give away"
    );
}

#[test]
fn at_an_event_everything_is_free_up_to_its_limit() {
    let half = code(CodeOff::Percent { percent_off: 50 });
    let discounts = Discounts {
        event: Some(party()),
        windows: vec![evening()],
        ..steps()
    };
    let free = priced(2, 1, discounts.clone(), Some(&half));
    assert!(free.is_free(), "nothing is paid");
    assert_eq!(
        (free.reductions.len(), free.code.is_none()),
        (1, true),
        "the event alone is named, and the code is kept for another day"
    );
    let settings = settings(discounts);
    assert_eq!(
        quote(&basket(4, 0), &settings, WEDNESDAY_EVENING, None),
        Err(QuoteError::TooManyFree(3)),
        "a visit has three sheets at most"
    );
    let over = WEDNESDAY_EVENING.plus_ms(HOUR_MS);
    let later = quote(&basket(4, 0), &settings, over, None).expect("a price");
    assert_eq!(
        later.total,
        fen(800),
        "and afterwards it costs what that hour costs"
    );
}

#[test]
fn a_percentage_gives_nothing_away_by_rounding() {
    let settings = Settings {
        prices: PriceList {
            six_inch: fen(1),
            ..Settings::out_of_the_box().prices
        },
        ..settings(Discounts {
            windows: vec![evening()],
            ..Discounts::default()
        })
    };
    let cheap = quote(&basket(1, 0), &settings, WEDNESDAY_EVENING, None).expect("a price");
    assert_eq!(cheap.total, fen(1), "20 % off one fen is still one fen");
    let all = code(CodeOff::Percent { percent_off: 100 });
    let free = quote(&basket(1, 0), &settings, WEDNESDAY_EVENING, Some(&all)).expect("a price");
    assert!(free.is_free(), "100 % off is meant");
}

#[test]
fn the_first_releases_rule_and_the_new_one_agree_where_both_apply() {
    let settings = Settings {
        discount: Some(Discount {
            percent_off: 15,
            from_sheets: 3,
        }),
        ..settings(Discounts::default())
    };
    for copies in 1..20 {
        let lines = basket(copies, 1);
        let old = Quote::of(&lines, IndexPrint::Without, &settings).expect("a price");
        let new = quote(&lines, &settings, WEDNESDAY_EVENING, None).expect("a price");
        assert_eq!(
            (old.subtotal, old.discount, old.total),
            (new.subtotal, new.discount, new.total),
            "{copies} prints cost what they cost before"
        );
    }
}
