//! Reconciliation of paper: the printers' counters beside the sheets that kiosks delivered.

use dashboard::App;
use dashboard::store::{facts, printer_readings};
use order::{Fact, FactRecord, KioskId, Money, OrderId, PrintSize, Product, Timestamp};
use payment::BillDay;
use wire::heartbeat::PrinterCounter;

use crate::browser::Browser;
use crate::seed;

const HOUR_MS: i64 = 3_600_000;

/// The printer of `kiosk` is read at `at`.
async fn read(app: &App, kiosk: &KioskId, at: Timestamp, printer: &str, impressions: u32) {
    let counter = PrinterCounter {
        printer: printer.to_owned(),
        impressions,
    };
    printer_readings::record(app.store(), kiosk, at, &counter, app.now())
        .await
        .expect("keeps the reading");
}

/// `kiosk` says that it delivered `sheets` at `at`.
async fn delivered(app: &App, kiosk: &KioskId, at: Timestamp, sheets: u32) {
    let order = OrderId::parse("01JD3F7Q4W9K2M5N8P0R1S3T01").expect("an order's id");
    let said: Vec<FactRecord> = (1..=sheets)
        .map(|sheet| FactRecord {
            kiosk: kiosk.clone(),
            seq: sheet.into(),
            order: order.clone(),
            at,
            fact: Fact::SheetPrinted {
                sheet,
                product: Product::Photo(PrintSize::SixInch),
                share: Money::from_minor(250),
            },
        })
        .collect();
    facts::append(app.store(), kiosk, &said, app.now())
        .await
        .expect("stores the facts");
}

#[tokio::test]
async fn each_kiosk_whose_printer_disagrees_is_named_on_the_page_and_in_the_file() {
    let mut browser = Browser::signed_in().await;
    let app = browser.app().clone();
    let day = BillDay::containing(app.now())
        .expect("a day of this age")
        .previous();
    let hour = |hours: i64| day.start().plus_ms(hours * HOUR_MS);
    // What each printer counted before and after the three sheets that its kiosk delivered.
    let cases = [
        ("k-000000000001", "Agrees", Some(("one", 103)), None),
        (
            "k-000000000002",
            "Torn",
            Some(("one", 105)),
            Some(("printer_counted_more", "5")),
        ),
        (
            "k-000000000003",
            "Paperless",
            Some(("one", 102)),
            Some(("printer_counted_fewer", "2")),
        ),
        (
            "k-000000000004",
            "Swapped",
            Some(("two", 9)),
            Some(("printer_replaced", "")),
        ),
        (
            "k-000000000005",
            "Reset",
            Some(("one", 2)),
            Some(("printer_counter_went_back", "")),
        ),
        (
            "k-000000000006",
            "Mute",
            None,
            Some(("printer_not_read", "")),
        ),
        // Its printer has no counter: nothing to compare, today as on any day.
        ("k-000000000007", "Countless", None, None),
    ];
    for (id, name, after, _) in cases {
        let kiosk = seed::kiosk(&app, id, name, "Library", "North").await;
        if name == "Mute" {
            read(&app, &kiosk, hour(-48), "one", 100).await;
        }
        if let Some((printer, impressions)) = after {
            read(&app, &kiosk, hour(-2), "one", 100).await;
            read(&app, &kiosk, hour(20), printer, impressions).await;
        }
        delivered(&app, &kiosk, hour(12), 3).await;
    }
    let page = browser.get(&format!("/reconciliation?day={day}")).await;
    for phrase in [
        "The printer counted more sheets than were delivered",
        "The printer counted fewer sheets than were delivered",
        "The printer was replaced",
        "counter went back",
        "counter was not read",
        "5 sheets",
    ] {
        assert!(page.says(phrase), "{phrase:?} stands on the page");
    }
    assert!(
        !page.says("Agrees"),
        "a kiosk whose printer agrees is not in the table"
    );
    let file = browser
        .get(&format!("/reconciliation.csv?day={day}"))
        .await
        .text;
    for (id, name, _, difference) in cases {
        let line = file.lines().find(|line| line.contains(id));
        let cells: Option<Vec<&str>> =
            line.map(|line| line.split(',').map(|cell| cell.trim_matches('"')).collect());
        let found = cells
            .as_ref()
            .map(|cells| (cells[3], cells[6], cells[7], cells[8]));
        let wanted = difference.map(|(kind, counted)| (kind, "3", counted, "sheets"));
        assert_eq!(found, wanted, "{name}: one line, or none: {file}");
    }
}

#[tokio::test]
async fn a_reading_that_came_late_or_from_the_future_changes_nothing() {
    let mut browser = Browser::signed_in().await;
    let app = browser.app().clone();
    let day = BillDay::containing(app.now())
        .expect("a day of this age")
        .previous();
    let hour = |hours: i64| day.start().plus_ms(hours * HOUR_MS);
    let kiosk = seed::kiosk(&app, "k-000000000001", "Main hall", "Library", "North").await;
    read(&app, &kiosk, hour(1), "one", 100).await;
    read(&app, &kiosk, hour(400), "one", 999).await;
    read(&app, &kiosk, hour(20), "one", 103).await;
    read(&app, &kiosk, hour(13), "one", 50).await;
    read(&app, &kiosk, hour(21), "", 7).await;
    delivered(&app, &kiosk, hour(12), 3).await;
    let file = browser
        .get(&format!("/reconciliation.csv?day={day}"))
        .await
        .text;
    assert!(
        !file.contains("k-000000000001"),
        "the two good readings agree with the facts: {file}"
    );
}
