//! Discounts on the prices page: typed in rows, tried on a basket, refused where they are no sense.

use order::discount::{FirstFree, VolumeOff, Weekday};
use order::{Money, PrintSize, Product};
use reqwest::StatusCode;

use crate::browser::Browser;
use crate::seed;

/// What every form of the page carries.
const REST: [(&str, &str); 5] = [
    ("based_on", "1"),
    ("six_inch", "2.50"),
    ("eight_inch", "5.00"),
    ("payment_window_s", "180"),
    ("heartbeat_interval_s", "180"),
];

/// Five or more 6-inch prints 10 % off, a happy hour, one print free, and a party.
const ALL: [(&str, &str); 16] = [
    ("volume-1-product", "six_inch"),
    ("volume-1-from", "5"),
    ("volume-1-kind", "percent"),
    ("volume-1-off", "10"),
    ("volume-2-product", "six_inch"),
    ("volume-2-from", "10"),
    ("volume-2-kind", "price"),
    ("volume-2-off", "2.00"),
    ("window-1-name", "Happy hour"),
    ("window-1-from", "18:00"),
    ("window-1-until", "21:00"),
    ("window-1-percent", "20"),
    ("window-1-wednesday", "on"),
    ("first-sheets", "1"),
    ("first-product", ""),
    ("event-name", ""),
];

fn form(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    REST.iter().chain(more).copied().collect()
}

#[tokio::test]
async fn discounts_that_were_typed_reach_the_kiosks() {
    let mut browser = Browser::signed_in().await;
    let app = browser.app().clone();
    let kiosk = seed::kiosk(&app, "k-hall-1", "Hall", "Library", "Haidian").await;
    let page = browser.submit("/prices", "/prices", &form(&ALL)).await;
    assert_eq!(page.location, "/prices?saved=1", "saved: {}", page.text);
    let settings = dashboard::store::settings::of(app.store(), &kiosk)
        .await
        .expect("settings");
    settings.check().expect("a kiosk takes what was saved");
    let discounts = settings.discounts;
    assert_eq!(discounts.volume.len(), 2, "both steps are kept");
    assert_eq!(
        discounts.volume[1].off,
        VolumeOff::UnitPrice(Money::from_minor(200)),
        "one by a lower price"
    );
    let window = &discounts.windows[0];
    assert_eq!(
        (window.from_minute, window.until_minute, &window.days[..]),
        (18 * 60, 21 * 60, &[Weekday::Wednesday][..]),
        "the hours are kept"
    );
    assert_eq!(
        discounts.first_free,
        Some(FirstFree {
            sheets: 1,
            product: None
        })
    );
    assert_eq!(discounts.event, None, "an event without a name is none");
    assert_eq!(discounts.utc_offset_minutes, 480, "by Beijing's clock");
    let page = browser.get("/prices").await;
    assert!(
        page.says("value=\"Happy hour\"") && page.says("value=\"18:00\""),
        "what is saved stands in the form again"
    );
}

#[tokio::test]
async fn discounts_that_no_shop_means_are_refused_beside_their_row() {
    let mut browser = Browser::signed_in().await;
    let overlapping = [
        ("window-2-name", "Late"),
        ("window-2-from", "20:00"),
        ("window-2-until", "22:00"),
        ("window-2-percent", "30"),
        ("window-2-wednesday", "on"),
    ];
    let both: Vec<_> = ALL.iter().chain(&overlapping).copied().collect();
    let wrong: [(&str, Vec<_>); 5] = [
        ("windows that do not overlap", both),
        (
            "0.01 up to less than the price of one",
            vec![
                ("volume-1-product", "six_inch"),
                ("volume-1-from", "5"),
                ("volume-1-kind", "price"),
                ("volume-1-off", "2.60"),
            ],
        ),
        (
            "1 to 90 per cent",
            vec![("volume-1-product", "six_inch"), ("volume-1-from", "5")],
        ),
        ("1 to 20 sheets", vec![("first-sheets", "many")]),
        (
            "an end after the start, within 31 days",
            vec![("event-name", "Party"), ("event-most", "3")],
        ),
    ];
    for (allowed, fields) in wrong {
        let page = browser.submit("/prices", "/prices", &form(&fields)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{allowed}");
        assert!(page.says(allowed), "{allowed} is said: {}", page.text);
    }
    let saved = dashboard::store::settings::fleet(browser.app().store())
        .await
        .expect("settings");
    assert_eq!(saved.version, 1, "nothing of it was saved");
}

#[tokio::test]
async fn a_row_comes_and_goes_and_keeps_what_was_typed() {
    let mut browser = Browser::signed_in().await;
    let mut fields = form(&ALL);
    fields.push(("add", "volume"));
    let page = browser.submit("/prices", "/prices/rows", &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(
        page.says("name=\"volume-4-from\"") && page.says("value=\"Happy hour\""),
        "there is one more empty row, and the rest stands: {}",
        page.text
    );
    let mut fields = form(&ALL);
    fields.push(("remove", "window-1-"));
    let page = browser.submit("/prices", "/prices/rows", &fields).await;
    assert!(
        !page.says("value=\"Happy hour\"") && page.says("value=\"2.00\""),
        "the row is gone, the others are not"
    );
}

#[tokio::test]
async fn a_basket_shows_what_is_taken_off_before_anything_is_saved() {
    let mut browser = Browser::signed_in().await;
    let mut fields = form(&ALL);
    // A Wednesday evening: 5 x 2.50 less 10 %, one 8-inch print free, 20 % off the rest.
    fields.extend([
        ("try_six", "5"),
        ("try_eight", "1"),
        ("try_at", "2026-11-25T19:30"),
    ]);
    let page = browser.submit("/prices", "/prices/sample", &fields).await;
    for said in [
        "¥17.50",
        "−¥1.25",
        "−¥5.00",
        "−¥2.25",
        "Happy hour",
        "¥9.00",
    ] {
        assert!(page.says(said), "{said} is shown: {}", page.text);
    }
    let six = Product::Photo(PrintSize::SixInch);
    let saved = dashboard::store::settings::fleet(browser.app().store())
        .await
        .expect("settings");
    assert_eq!(
        saved.settings.prices.of(six),
        Some(Money::from_minor(250)),
        "trying saves nothing"
    );
    assert!(saved.settings.discounts.is_none());
}
