//! Prices of one region: inherited or its own, part by part, and told to its kiosks only.

use dashboard::App;
use dashboard::store::settings;
use order::{KioskId, Money, Settings};
use reqwest::StatusCode;

use crate::browser::Browser;
use crate::seed;

const NORTH: &str = "/prices?region=North";

async fn stage() -> (Browser, KioskId, KioskId) {
    let browser = Browser::signed_in().await;
    let app = browser.app().clone();
    let north = seed::kiosk(&app, "k-hall-1", "Hall", "Library", "North").await;
    let south = seed::kiosk(&app, "k-hall-2", "Arcade", "Mall", "South").await;
    (browser, north, south)
}

async fn told(app: &App, kiosk: &KioskId) -> Settings {
    let settings = settings::of(app.store(), kiosk).await.expect("settings");
    settings.check().expect("a kiosk takes it");
    settings
}

/// Fields of a region's page: prices and discounts, and whose they are.
fn region(
    based_on: &'static str,
    six_inch: &'static str,
    own: [&'static str; 2],
) -> Vec<(&'static str, &'static str)> {
    vec![
        ("region", "North"),
        ("based_on", based_on),
        ("own_prices", own[0]),
        ("own_discounts", own[1]),
        ("six_inch", six_inch),
        ("eight_inch", "5.00"),
        ("percent_off", "30"),
        ("from_sheets", "4"),
    ]
}

fn fleet(based_on: &'static str, six_inch: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("based_on", based_on),
        ("six_inch", six_inch),
        ("eight_inch", "6.00"),
        ("payment_window_s", "180"),
        ("heartbeat_interval_s", "180"),
    ]
}

#[tokio::test]
async fn a_region_has_prices_of_its_own_and_inherits_the_rest() {
    let (mut browser, north, south) = stage().await;
    let app = browser.app().clone();
    let before = [told(&app, &north).await, told(&app, &south).await];
    let mut northern = app.hints().listen(north.clone());
    let mut southern = app.hints().listen(south.clone());
    let page = browser.get(NORTH).await;
    assert!(
        page.says("North has nothing of its own yet") && page.says("From the fleet"),
        "all of it is inherited: {}",
        page.text
    );
    let fields = region("1", "3.00", ["own", "fleet"]);
    let page = browser.submit(NORTH, "/prices", &fields).await;
    assert_eq!(
        page.location, "/prices?region=North&saved=1",
        "saved: {}",
        page.text
    );
    let (here, there) = (told(&app, &north).await, told(&app, &south).await);
    assert_eq!(here.prices.six_inch, Money::from_minor(300), "its own");
    assert_eq!(
        here.discount, None,
        "what was typed and is inherited is not"
    );
    assert!(here.version > before[0].version, "as a newer version");
    assert_eq!(there, before[1], "the other region is told nothing new");
    assert!(
        northern.try_recv().is_ok() && southern.try_recv().is_err(),
        "only the region's kiosks are hinted at"
    );
    let page = browser.get("/prices?region=North&saved=1").await;
    for phrase in [
        "Own (fleet: ¥2.50)",
        "0 of 1 kiosks have it already",
        "<small>own</small>",
    ] {
        assert!(page.says(phrase), "{phrase:?}: {}", page.text);
    }
    // The fleet changes: the region follows in what it inherits only.
    let page = browser
        .submit("/prices", "/prices", &fleet("1", "2.00"))
        .await;
    assert_eq!(
        page.status,
        StatusCode::CONFLICT,
        "a region's change counts as a change under the fleet's eyes"
    );
    let page = browser
        .submit("/prices", "/prices", &fleet("2", "2.00"))
        .await;
    assert_eq!(page.location, "/prices?saved=1", "saved: {}", page.text);
    assert_eq!(
        [
            told(&app, &north).await.prices.six_inch,
            told(&app, &south).await.prices.six_inch
        ],
        [Money::from_minor(300), Money::from_minor(200)],
        "each by its own"
    );
    // Back to what the fleet has.
    let fields = region("3", "9.00", ["fleet", "fleet"]);
    let page = browser.submit(NORTH, "/prices", &fields).await;
    assert!(page.location.contains("saved"), "reset: {}", page.text);
    assert_eq!(
        told(&app, &north).await.prices,
        told(&app, &south).await.prices,
        "nothing is its own any more"
    );
}

#[tokio::test]
async fn a_kiosk_that_moves_follows_its_new_region() {
    let (mut browser, north, south) = stage().await;
    let app = browser.app().clone();
    let fields = region("1", "3.00", ["own", "own"]);
    browser.submit(NORTH, "/prices", &fields).await;
    let before = told(&app, &north).await;
    assert!(before.discount.is_some(), "its own discount");
    let place = [("name", "Hall"), ("site", "Library"), ("region", "South")];
    browser
        .submit("/kiosks/k-hall-1", "/kiosks/k-hall-1", &place)
        .await;
    let after = told(&app, &north).await;
    assert_eq!(
        (after.prices, after.discount),
        (
            told(&app, &south).await.prices,
            told(&app, &south).await.discount
        ),
        "as its new neighbours"
    );
    assert!(
        after.version > before.version,
        "although its new region was never changed"
    );
    let versions = settings::versions(app.store()).await.expect("reads");
    assert_eq!(
        versions.of(&north),
        after.version,
        "and every page knows which version that is"
    );
}

#[tokio::test]
async fn what_would_not_fit_together_is_refused_on_either_page() {
    let (mut browser, north, _) = stage().await;
    let app = browser.app().clone();
    // North sells ten prints at 2.20 each, by its own rule, on the fleet's price of 2.50.
    let mut fields = region("1", "2.50", ["fleet", "own"]);
    fields.extend([
        ("volume-1-product", "six_inch"),
        ("volume-1-from", "10"),
        ("volume-1-kind", "price"),
        ("volume-1-off", "2.20"),
    ]);
    let page = browser.submit(NORTH, "/prices", &fields).await;
    assert!(page.location.contains("saved"), "it fits: {}", page.text);
    let page = browser
        .submit("/prices", "/prices", &fleet("2", "2.00"))
        .await;
    assert!(
        page.status == StatusCode::UNPROCESSABLE_ENTITY
            && page.says("it does not fit to what North has of its own"),
        "a fleet's price below the region's price for many: {}",
        page.text
    );
    assert_eq!(
        told(&app, &north).await.prices.six_inch,
        Money::from_minor(250),
        "nothing was saved"
    );
    let unknown = browser.get("/prices?region=Nowhere").await;
    assert_eq!(
        unknown.status,
        StatusCode::NOT_FOUND,
        "a region without kiosks is a slip"
    );
}

#[tokio::test]
async fn a_basket_is_tried_in_the_region_before_anything_is_saved() {
    let (mut browser, _, _) = stage().await;
    let fields = region("1", "4.00", ["own", "fleet"]);
    let page = browser.submit(NORTH, "/prices/sample", &fields).await;
    assert!(
        page.says("¥4.00") && page.says("Not saved yet."),
        "what customers there would pay: {}",
        page.text
    );
    let fields = region("1", "4.00", ["fleet", "fleet"]);
    let page = browser.submit(NORTH, "/prices/sample", &fields).await;
    assert!(
        !page.says("¥4.00"),
        "what is inherited counts, whatever was typed: {}",
        page.text
    );
    let mut fields = region("1", "4.00", ["own", "fleet"]);
    fields.push(("add", "volume"));
    let page = browser.submit(NORTH, "/prices/rows", &fields).await;
    assert!(
        page.says("name=\"volume-1-product\"")
            && page.says("name=\"own_discounts\" value=\"own\" checked"),
        "who adds a row wants discounts of their own: {}",
        page.text
    );
}
