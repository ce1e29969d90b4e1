use super::*;

fn refused(discounts: Discounts, field: &str) {
    let error = settings(discounts).check().expect_err("this is no sense");
    assert_eq!(error.field, field, "the field is named: {error}");
}

#[test]
fn what_no_shop_means_is_refused_by_name() {
    let volume = |step| Discounts {
        volume: vec![step],
        ..Discounts::default()
    };
    for from in [0, 1, 201] {
        refused(
            volume(step(SIX, from, VolumeOff::Percent(10))),
            "discounts.volume.from_sheets",
        );
    }
    for percent in [0, 91, u32::MAX] {
        refused(
            volume(step(SIX, 5, VolumeOff::Percent(percent))),
            "discounts.volume.percent",
        );
    }
    for price in [-1, 0, 250, 100_000] {
        refused(
            volume(step(SIX, 5, VolumeOff::UnitPrice(fen(price)))),
            "discounts.volume.unit_price",
        );
    }
    let unsold = step(Product::IndexPrint, 5, VolumeOff::Percent(10));
    refused(volume(unsold), "discounts.volume.product");
    let twice = step(SIX, 5, VolumeOff::Percent(10));
    refused(
        Discounts {
            volume: vec![twice, twice],
            ..Discounts::default()
        },
        "discounts.volume",
    );
}

#[test]
fn windows_have_days_and_an_end_and_do_not_overlap() {
    let windows = |windows| Discounts {
        windows,
        ..Discounts::default()
    };
    let never = TimeWindow {
        until_minute: 18 * 60,
        ..evening()
    };
    refused(windows(vec![never]), "discounts.windows.until_minute");
    let no_day = TimeWindow {
        days: Vec::new(),
        ..evening()
    };
    refused(windows(vec![no_day]), "discounts.windows.days");
    let nameless = TimeWindow {
        name: " ".to_owned(),
        ..evening()
    };
    refused(windows(vec![nameless]), "discounts.windows.name");
    let later = TimeWindow {
        from_minute: 20 * 60,
        until_minute: 22 * 60,
        ..evening()
    };
    refused(windows(vec![evening(), later.clone()]), "discounts.windows");
    let after = TimeWindow {
        from_minute: 21 * 60,
        ..later
    };
    settings(windows(vec![evening(), after.clone()]))
        .check()
        .expect("one may begin when another ends");
    let other_day = TimeWindow {
        days: vec![Weekday::Sunday],
        ..evening()
    };
    settings(windows(vec![evening(), other_day]))
        .check()
        .expect("the same hours of another day are no overlap");
    refused(windows(vec![after; 21]), "discounts.windows");
}

#[test]
fn gifts_have_an_end() {
    let event = |event| Discounts {
        event: Some(event),
        ..Discounts::default()
    };
    let endless = FreeEvent {
        until: Timestamp::from_ms(i64::MAX),
        ..party()
    };
    refused(event(endless), "discounts.event.until");
    let greedy = FreeEvent {
        most_sheets: 0,
        ..party()
    };
    refused(event(greedy), "discounts.event.most_sheets");
    for sheets in [0, 21] {
        let first_free = Some(FirstFree {
            sheets,
            product: None,
        });
        let all = Discounts {
            first_free,
            ..Discounts::default()
        };
        refused(all, "discounts.first_free");
    }
    for off in [
        CodeOff::Percent { percent_off: 101 },
        CodeOff::Amount { amount: fen(0) },
        CodeOff::FreePrints {
            sheets: 0,
            product: None,
        },
    ] {
        assert!(code(off).check().is_err(), "{off:?} is no sense");
    }
}

#[test]
fn settings_without_discounts_are_written_as_the_first_release_wrote_them() {
    let plain = serde_json::to_string(&Settings::out_of_the_box()).expect("JSON");
    assert!(
        !plain.contains("discounts"),
        "nothing new is written: {plain}"
    );
    let full = settings(Discounts {
        volume: vec![step(SIX, 5, VolumeOff::Percent(10))],
        windows: vec![evening()],
        first_free: Some(FirstFree {
            sheets: 1,
            product: Some(EIGHT),
        }),
        event: Some(party()),
        ..Discounts::default()
    });
    let written = serde_json::to_string(&full).expect("JSON");
    let read: Settings = serde_json::from_str(&written).expect("settings");
    assert_eq!(read, full, "all of it is read back");
}
