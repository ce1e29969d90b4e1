//! The pages over real HTTP, on a real database.

mod books;
mod browser;
mod codes;
mod discounts;
mod paper;
mod receipts;
mod regions;
mod seed;
mod undecided;

use browser::{Browser, PASSWORD};
use dashboard::pages::account;
use dashboard::store::{facts, settings};
use order::ledger::Ledger;
use order::{KioskId, Money, PrintSize};
use reqwest::StatusCode;

#[tokio::test]
async fn nobody_sees_a_page_before_signing_in() {
    let mut browser = Browser::fresh().await;
    for path in ["/", "/kiosks", "/sales", "/sales.csv", "/prices", "/pair"] {
        let page = browser.get(path).await;
        assert!(
            page.status == StatusCode::SEE_OTHER && page.location.starts_with("/sign-in?next="),
            "{path} leads to the door, got {} {}",
            page.status,
            page.location
        );
    }
}

#[tokio::test]
async fn a_set_up_link_lets_the_first_manager_in_once() {
    let mut browser = Browser::fresh().await;
    let app = browser.app().clone();
    let set_up_path = async || account::set_up_path(app.store(), app.now()).await;
    let older = set_up_path().await.expect("asks").expect("nobody yet");
    let path = set_up_path().await.expect("asks").expect("nobody yet");
    assert_eq!(
        browser.get(&older).await.status,
        StatusCode::NOT_FOUND,
        "a newer link takes the older one's place"
    );
    let short = [("name", "ada"), ("password", "short"), ("again", "short")];
    let page = browser.submit(&path, &path, &short).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "too short");
    let fine = [("name", "ada"), ("password", PASSWORD), ("again", PASSWORD)];
    let page = browser.submit(&path, &path, &fine).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "the manager is made");
    assert!(
        browser.get("/").await.says("Pair your first kiosk"),
        "and is signed in, on a page that says how to begin"
    );
    assert_eq!(
        browser.get(&path).await.status,
        StatusCode::NOT_FOUND,
        "the link is used up"
    );
    assert_eq!(
        set_up_path().await.expect("asks"),
        None,
        "no second link is ever made"
    );
}

#[tokio::test]
async fn signing_in_rotates_the_cookie_and_signing_out_ends_it() {
    let mut browser = Browser::signed_in().await;
    let first = browser
        .cookie("minilab_session")
        .expect("a cookie")
        .to_owned();
    let page = browser.submit("/prices", "/sign-out", &[]).await;
    assert_eq!(page.location, "/sign-in", "out");
    assert_eq!(
        browser.get("/").await.status,
        StatusCode::SEE_OTHER,
        "and stays out"
    );
    let page = browser.sign_in("ada", "not the right password").await;
    assert!(
        page.status == StatusCode::UNPROCESSABLE_ENTITY && page.says("Name or password is wrong"),
        "a wrong password says so, not which of the two it was"
    );
    assert_eq!(
        browser.sign_in("ada", PASSWORD).await.location,
        "/",
        "in again"
    );
    assert_ne!(
        browser.cookie("minilab_session"),
        Some(first.as_str()),
        "under another token"
    );
}

#[tokio::test]
async fn guesses_are_slowed_down() {
    let mut browser = Browser::signed_in().await;
    browser.submit("/prices", "/sign-out", &[]).await;
    for _ in 0..3 {
        let page = browser.sign_in("ada", "a guess of a password").await;
        assert_eq!(
            page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "a free guess"
        );
    }
    let page = browser.sign_in("ada", PASSWORD).await;
    assert!(
        page.status == StatusCode::TOO_MANY_REQUESTS && page.says("Too many tries"),
        "then even the right password has to wait"
    );
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let mut browser = Browser::signed_in().await;
    let token = browser.get("/prices").await.token();
    let prices = [
        ("based_on", "1"),
        ("six_inch", "0.01"),
        ("eight_inch", "0.01"),
        ("payment_window_s", "180"),
        ("heartbeat_interval_s", "180"),
    ];
    let mut with_token = prices.to_vec();
    with_token.push(("csrf", &token));
    let foreign = browser.post("/prices", "cross-site", &with_token).await;
    assert_eq!(
        foreign.status,
        StatusCode::FORBIDDEN,
        "another site, even with the token"
    );
    let bare = browser.post("/prices", "same-origin", &prices).await;
    assert_eq!(
        bare.status,
        StatusCode::FORBIDDEN,
        "our site without the token"
    );
    let saved = settings::fleet(browser.app().store()).await.expect("reads");
    assert_eq!(saved.saved_at, None, "nothing was saved");
}

#[tokio::test]
async fn wrong_prices_are_explained_field_by_field_and_right_ones_raise_the_version() {
    let mut browser = Browser::signed_in().await;
    let app = browser.app().clone();
    let kiosk = seed::kiosk(&app, "k-hall-1", "Hall", "Library", "Haidian").await;
    let hints = &mut app.hints().listen(kiosk.clone());
    let form = |six_inch, percent_off| {
        [
            ("based_on", "1"),
            ("six_inch", six_inch),
            ("eight_inch", "5.00"),
            ("four_small", "4.00"),
            ("percent_off", percent_off),
            ("from_sheets", "10"),
            ("payment_window_s", "180"),
            ("heartbeat_interval_s", "60"),
            ("service_password", "open sesame"),
        ]
    };
    let page = browser.submit("/prices", "/prices", &form("0", "95")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "refused");
    assert!(
        page.says("id=\"six_inch-note\">Allowed is 0.01 to 1000.00")
            && page.says("id=\"percent_off-note\">Allowed is 1 to 90")
            && page.says("value=\"95\""),
        "both mistakes are named beside their fields, which keep what was typed: {}",
        page.text
    );
    let before = settings::of(app.store(), &kiosk).await.expect("settings");
    let page = browser
        .submit("/prices", "/prices", &form("3.00", "20"))
        .await;
    assert_eq!(page.location, "/prices?saved=1", "saved: {}", page.text);
    let after = settings::of(app.store(), &kiosk).await.expect("settings");
    assert!(after.version > before.version, "the version rises");
    assert_eq!(
        after.prices.six_inch,
        Money::from_minor(300),
        "the price holds"
    );
    assert_eq!(
        (after.prices.four_small, after.prices.five_inch),
        (Some(Money::from_minor(400)), None),
        "a size with a price is sold, one whose field is empty is not"
    );
    assert_eq!(after.heartbeat_interval_s, 60, "and the interval");
    let hash = after
        .service_password_hash
        .as_deref()
        .expect("a service password");
    assert!(hash.starts_with("$argon2id$"), "only its hash is kept");
    after.check().expect("a kiosk takes what was saved");
    assert!(hints.try_recv().is_ok(), "the kiosk is told");
    let stale = browser
        .submit("/prices", "/prices", &form("9.00", "20"))
        .await;
    assert_eq!(
        stale.status,
        StatusCode::CONFLICT,
        "prices made by looking at older ones do not overwrite newer ones"
    );
}

#[tokio::test]
async fn the_sales_page_adds_up_to_the_ledger_of_the_facts() {
    let mut browser = Browser::signed_in().await;
    let app = browser.app().clone();
    let kiosk = seed::kiosk(&app, "k-hall-1", "Hall", "Library", "Haidian").await;
    let past = seed::past(app.now(), &kiosk, 1, 8, 5, &mut seed::Dice(3));
    for part in past.chunks(200) {
        facts::append(app.store(), &kiosk, part, app.now())
            .await
            .expect("stores");
    }
    let ledger = Ledger::of(past.iter().map(|record| &record.fact));
    let csv = browser.get("/sales.csv?by=kiosk").await.text;
    let line = csv.lines().nth(1).expect("one kiosk");
    let expected = format!(
        "k-hall-1,Hall,Library,Haidian,{},{},{},{},{},{},{},{},0,0,0",
        ledger.orders_paid,
        ledger.sheets.of(PrintSize::SixInch),
        ledger.sheets.of(PrintSize::EightInch),
        ledger.paid,
        ledger.delivered,
        ledger.refunded,
        ledger.earned(),
        ledger.open()
    );
    assert_eq!(
        line, expected,
        "the same figures as the fold over all facts"
    );
    let days = browser.get("/sales.csv?by=day").await.text;
    let paid: i64 = days
        .lines()
        .skip(1)
        .map(|line| {
            let cell = line.split(',').nth(4).expect("paid");
            cell.replace('.', "").parse::<i64>().expect("an amount")
        })
        .sum();
    assert_eq!(paid, ledger.paid.minor(), "the days add up to it too");
    for by in ["day", "kiosk", "size", "orders"] {
        let page = browser.get(&format!("/sales?by={by}")).await;
        assert_eq!(page.status, StatusCode::OK, "grouped by {by}");
    }
    let order = &past[0].order;
    let page = browser.get(&format!("/orders/{order}")).await;
    assert!(
        page.says(&order.receipt_code().to_string()) && page.says("Order placed"),
        "an order tells what happened"
    );
}

#[tokio::test]
async fn two_hundred_kiosks_are_shown_page_by_page() {
    let mut browser = Browser::signed_in().await;
    let app = browser.app().clone();
    seed::fleet(&app, 200, 0, 1).await;
    let home = browser.get("/").await;
    assert!(home.says("200 kiosks"), "all are counted");
    assert_eq!(
        home.text.matches("<th scope=\"row\">").count(),
        50,
        "and not all are listed"
    );
    let third = browser.get("/kiosks?page=4").await;
    assert!(third.says("4 / 4"), "the rest is on further pages");
    let silent = browser.get("/kiosks?status=silent&region=Chaoyang").await;
    assert!(
        silent.says("17 kiosks") && silent.says("value=\"silent\" selected"),
        "the filter stands in the address and in the form"
    );
    assert!(
        browser
            .get("/kiosks?q=drum%20tower")
            .await
            .says("16 kiosks"),
        "a search finds sites too"
    );
}

#[tokio::test]
async fn a_hostile_kiosk_name_is_shown_as_text() {
    let mut browser = Browser::signed_in().await;
    let app = browser.app().clone();
    let hostile = "<script>alert(1)</script>\"'";
    let kiosk = seed::kiosk(&app, "k-hall-1", hostile, hostile, hostile).await;
    seed::beat(&app, &kiosk, 3 * 60 * 60 * 1000, seed::working(Some(3))).await;
    for path in ["/", "/kiosks", "/kiosks/k-hall-1", "/sales", "/pair"] {
        let page = browser.get(path).await;
        assert!(!page.says("<script>alert"), "{path} escapes the name");
        assert!(
            page.policy.contains("script-src 'self'") && !page.policy.contains("unsafe"),
            "{path} forbids scripts inside the page"
        );
        assert!(
            !page.says(" style=\"") && !page.says("onclick="),
            "{path} has nothing inline"
        );
    }
}

#[tokio::test]
async fn a_kiosk_gets_another_name_and_newer_settings() {
    let mut browser = Browser::signed_in().await;
    let app = browser.app().clone();
    let kiosk: KioskId = seed::kiosk(&app, "k-hall-1", "Hall", "Library", "Haidian").await;
    let before = settings::of(app.store(), &kiosk).await.expect("settings");
    let place = [("name", "Arcade"), ("site", "Mall"), ("region", "Xicheng")];
    let page = browser
        .submit("/kiosks/k-hall-1", "/kiosks/k-hall-1", &place)
        .await;
    assert_eq!(page.location, "/kiosks/k-hall-1?saved=place", "saved");
    let after = settings::of(app.store(), &kiosk).await.expect("settings");
    assert_eq!(
        (after.kiosk_name.as_str(), after.site_name.as_str()),
        ("Arcade", "Mall"),
        "the kiosk will show its new name"
    );
    assert!(after.version > before.version, "as a newer version");
    let empty = [("name", " "), ("site", "Mall"), ("region", "Xicheng")];
    let page = browser
        .submit("/kiosks/k-hall-1", "/kiosks/k-hall-1", &empty)
        .await;
    assert_eq!(
        page.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a name is needed"
    );
    let unknown = [
        ("code", "AB34CD"),
        ("name", "A"),
        ("site", "B"),
        ("region", "C"),
    ];
    let page = browser.submit("/pair", "/pair", &unknown).await;
    assert!(
        page.says("No kiosk shows this code now"),
        "a code that nobody shows"
    );
}

#[tokio::test]
async fn the_language_is_the_readers_choice_and_leads_nowhere_else() {
    let mut browser = Browser::signed_in().await;
    let page = browser
        .get("/language?to=zh&back=https://evil.example")
        .await;
    assert_eq!(page.location, "/", "it stays in this dashboard");
    assert!(
        browser.get("/").await.says("配对第一台自助机"),
        "and speaks Chinese"
    );
}
