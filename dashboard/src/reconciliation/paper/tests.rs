use order::Timestamp;
use proptest::prelude::*;

use super::*;

const DAY: Span = Span {
    from: Timestamp::from_ms(1_000_000),
    to: Timestamp::from_ms(2_000_000),
};

fn reading(from: i64, until: i64, printer: &str, impressions: u32) -> Reading {
    Reading {
        kiosk: KioskId::parse("kiosk-0001").expect("a kiosk's id"),
        from: Timestamp::from_ms(from),
        until: Timestamp::from_ms(until),
        printer: printer.to_owned(),
        impressions,
    }
}

#[test]
fn a_new_printer_or_a_count_that_went_back_is_not_minus_ten_thousand_sheets() {
    let before = reading(900_000, 1_100_000, "one", 10_000);
    let replaced = [before.clone(), reading(1_200_000, 1_900_000, "two", 3)];
    assert_eq!(
        count(&replaced, DAY),
        Count::Replaced,
        "another machine's count is no difference of this one's"
    );
    let reset = [before, reading(1_200_000, 1_900_000, "one", 3)];
    assert_eq!(
        count(&reset, DAY),
        Count::WentBack,
        "no printer takes sheets back"
    );
}

#[test]
fn a_day_without_a_reading_is_an_alarm_only_if_something_was_sold() {
    let stale = [reading(100_000, 200_000, "one", 7)];
    for readings in [&stale[..], &[]] {
        assert_eq!(
            count(readings, DAY),
            Count::NotRead,
            "what was read before the day says nothing of it"
        );
    }
    assert_eq!(
        (differs(Count::NotRead, 0), differs(Count::NotRead, 2)),
        (None, Some((PaperKind::NotRead, None))),
        "a kiosk that sold nothing has nothing to prove"
    );
}

#[test]
fn a_count_that_stood_still_speaks_for_the_whole_day() {
    let still = [reading(900_000, 2_500_000, "one", 7)];
    assert_eq!(
        count(&still, DAY),
        Count::Sheets {
            span: DAY,
            counted: 0
        },
        "no sheet from midnight to midnight"
    );
}

proptest! {
    /// Sheets fall anywhere on three days, readings are lost at random: a printer and a kiosk that
    /// agree never differ, and `torn` sheets more or `kept` sheets fewer are found, each once.
    #[test]
    fn agreement_is_never_a_difference_and_a_lost_sheet_always_is(
        steps in proptest::collection::vec((1_i64..90_000, any::<bool>(), 0_u32..4), 1..80),
        torn in 0_usize..80,
    ) {
        let mut at = 0;
        let mut impressions = 10_000;
        let mut sheets: Vec<i64> = Vec::new();
        let mut readings: Vec<Reading> = Vec::new();
        let mut torn_between = None;
        for (index, (pause, heard, printed)) in steps.iter().enumerate() {
            for _ in 0..*printed {
                at += pause;
                impressions += 1;
                if index == torn && torn_between.is_none() {
                    torn_between = Some(readings.len());
                } else {
                    sheets.push(at);
                }
            }
            at += pause;
            if *heard {
                match readings.last_mut() {
                    Some(last) if last.impressions == impressions => last.until = Timestamp::from_ms(at),
                    _ => readings.push(reading(at, at, "one", impressions)),
                }
            }
        }
        let mut missing = 0;
        for number in 0..=(at / 1_000_000) {
            let day = Span {
                from: Timestamp::from_ms(number * 1_000_000),
                to: Timestamp::from_ms((number + 1) * 1_000_000),
            };
            let first = readings.iter().rposition(|one| one.from < day.from).unwrap_or(0);
            let around: Vec<Reading> = readings[first..]
                .iter()
                .filter(|one| one.from < day.to)
                .cloned()
                .collect();
            if let Count::Sheets { span, counted } = count(&around, day) {
                let told = |at: &&i64| (span.from.ms()..span.to.ms()).contains(*at);
                let delivered = sheets.iter().filter(told).count() as u64;
                prop_assert!(counted >= delivered, "every sheet told was counted");
                missing += counted - delivered;
            }
        }
        // A sheet before the first reading or after the last is nobody's to compare.
        let seen = torn_between.is_some_and(|before| (1..readings.len()).contains(&before));
        prop_assert_eq!(missing, u64::from(seen), "the torn sheet is found on one day, and nothing else");
    }
}
