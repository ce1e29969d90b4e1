//! The customer's receipt: what it says at each turn of an order, and who gets to see it.

use std::sync::Arc;

use dashboard::App;
use dashboard::store::facts;
use dashboard::store::payments::{self, PaymentState};
use dashboard::store::refunds::{self, AskedBy, Refund, RefundState};
use order::machine::NotPrintedReason;
use order::{Fact, FactRecord, KioskId, Money, PrintSize, Product, ProviderId, SessionId};
use payment::Capture;
use payment::Provider;
use payment::fake::FakeProvider;
use reqwest::StatusCode;

use crate::books::{attempt, number};
use crate::browser::Browser;
use crate::seed;

const TRANSACTION: &str = "4200002345202611230001234567";

async fn stage() -> (Browser, KioskId, String) {
    // A provider that never heard of it: nothing is decided behind the test's back.
    let provider = Arc::new(FakeProvider::new()) as Arc<dyn Provider>;
    let browser = Browser::signed_in_with([provider].into_iter().collect()).await;
    let app = browser.app().clone();
    let kiosk = seed::kiosk(&app, "k-000000000001", "Main hall", "Library", "North").await;
    attempt(&app, &kiosk, 1).await;
    let address = format!("/r/{}", number(1).order().expect("an order"));
    (browser, kiosk, address)
}

async fn pay(app: &App) {
    let capture = Capture {
        transaction_id: TRANSACTION.to_owned(),
        amount: Money::from_minor(250),
        paid_at: app.now().plus_ms(-60_000),
    };
    let mut work = app.store().writer().begin().await.expect("begins");
    let (from, to) = (PaymentState::Created, PaymentState::Paid);
    let _ = payments::set_paid(&mut work, &number(1), from, to, &capture)
        .await
        .expect("pays");
    work.commit().await.expect("commits");
}

async fn report(app: &App, kiosk: &KioskId, told: Vec<Fact>) {
    let order = number(1).order().expect("an order");
    let records: Vec<FactRecord> = (1..)
        .zip(told)
        .map(|(seq, fact)| FactRecord {
            kiosk: kiosk.clone(),
            seq,
            order: order.clone(),
            at: app.now(),
            fact,
        })
        .collect();
    facts::append(app.store(), kiosk, &records, app.now())
        .await
        .expect("stores");
}

fn jammed() -> Vec<Fact> {
    vec![
        Fact::OrderPlaced {
            session: SessionId::parse("session-1").expect("an id"),
            total: Money::from_minor(250),
            discount: Money::ZERO,
            sheets: 1,
            settings_version: 1,
        },
        Fact::Paid {
            provider: ProviderId::WechatPay,
            out_trade_no: number(1),
            transaction_id: TRANSACTION.to_owned(),
            amount: Money::from_minor(250),
        },
        Fact::SheetNotPrinted {
            sheet: 1,
            product: Product::Photo(PrintSize::SixInch),
            share: Money::from_minor(250),
            reason: NotPrintedReason::PrinterFailed,
        },
    ]
}

#[tokio::test]
async fn a_receipt_tells_each_turn_of_an_order_in_plain_words() {
    let (mut browser, kiosk, address) = stage().await;
    let app = browser.app().clone();
    let page = browser.get(&address).await;
    assert!(
        page.says("We do not know yet whether your payment went through."),
        "unknown is said as such: {}",
        page.text
    );
    pay(&app).await;
    let page = browser.get(&address).await;
    for phrase in [
        "Paid. The machine has not reported yet.",
        "If it stays silent until",
        "¥2.50 paid with WeChat",
        "6-inch × 1",
        "Main hall",
        "Library",
        "hx-trigger",
    ] {
        assert!(page.says(phrase), "{phrase:?}: {}", page.text);
    }
    report(&app, &kiosk, jammed()).await;
    let page = browser.get(&address).await;
    for phrase in [
        "Printed 0 of 1.",
        "not printed: the printer gave it up. ¥2.50 goes back.",
        "¥2.50 for what did not print is refunded after the last print.",
    ] {
        assert!(page.says(phrase), "{phrase:?}: {}", page.text);
    }
    let refund = Refund {
        out_refund_no: number(1).out_refund_no(1),
        out_trade_no: number(1),
        amount: Money::from_minor(250),
        reason: "not printed".to_owned(),
        asked_by: AskedBy::Kiosk,
        state: RefundState::Processing,
        tries: 1,
        created_at: app.now(),
        next_poll_at: None,
    };
    let _ = refunds::insert_holding_payment(app.store(), &refund)
        .await
        .expect("asks");
    let code = number(1).order().expect("an order").receipt_code();
    let page = browser.get(&address).await;
    let promise = format!("We are refunding ¥2.50 to your WeChat. Receipt {code}.");
    assert!(
        page.says(&promise) && page.says("What has not arrived by"),
        "on its way, with a deadline: {}",
        page.text
    );
    let (from, to) = (RefundState::Processing, RefundState::Success);
    let _ = refunds::set_state(app.store(), &refund.out_refund_no, from, to)
        .await
        .expect("arrives");
    let mut all = jammed();
    all.push(Fact::RefundRequested {
        out_refund_no: refund.out_refund_no.clone(),
        amount: refund.amount,
    });
    all.push(Fact::Refunded {
        out_refund_no: refund.out_refund_no,
        amount: refund.amount,
    });
    all.push(Fact::Settled {
        delivered: Money::ZERO,
        refunded: Money::from_minor(250),
    });
    report(&app, &kiosk, all).await;
    let page = browser.get(&address).await;
    assert!(
        page.says("¥2.50 is back in your WeChat. Refunded on") && !page.says("hx-trigger"),
        "done, and nothing is asked again: {}",
        page.text
    );
    assert!(
        !page.says(TRANSACTION) && page.policy.contains("script-src 'self'"),
        "the transaction's number stays with its owner"
    );
}

#[tokio::test]
async fn an_unknown_receipt_is_answered_kindly_and_guesses_are_slowed_down() {
    let (mut browser, _, _) = stage().await;
    for unknown in ["/r/01JD3F7Q4W9K2M5N8P0R1S3T99", "/r/none"] {
        let page = browser.get(unknown).await;
        assert!(
            page.status == StatusCode::NOT_FOUND && page.says("We do not know this receipt"),
            "{unknown}: {}",
            page.text
        );
    }
    let mut last = StatusCode::OK;
    for _ in 0..40 {
        last = browser.get("/r/none").await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "guessing is slow");
}

#[tokio::test]
async fn a_lost_receipt_is_found_by_its_code_and_the_customers_own_bill_only() {
    let (mut browser, _, address) = stage().await;
    let app = browser.app().clone();
    pay(&app).await;
    let code = number(1)
        .order()
        .expect("an order")
        .receipt_code()
        .to_string();
    let mut find = async |code: &str, number: &str| {
        let fields = [("code", code), ("number", number)];
        let page = browser.post("/r", "same-origin", &fields).await;
        (page.status, page.location, page.text)
    };
    let ours = number(1).to_string();
    for known in [TRANSACTION, &ours, &format!(" {} ", ours.to_lowercase())] {
        assert_eq!(
            find(&code, known).await.1,
            address,
            "the bill says {known:?}"
        );
    }
    let wrong = find("AAAAAA", TRANSACTION).await;
    let unknown = find(&code, "4200000000000000000000000000").await;
    assert_eq!(
        wrong, unknown,
        "nobody learns which of the two was wrong, or whether there is such an order"
    );
    assert_eq!(wrong.0, StatusCode::NOT_FOUND, "and nothing is shown");
    let mut last = wrong.0;
    for _ in 0..30 {
        last = find("AAAAAA", TRANSACTION).await.0;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "guessing is slow");
    assert_eq!(
        find(&code, TRANSACTION).await.0,
        StatusCode::TOO_MANY_REQUESTS,
        "also for a right answer, or a guesser would find out by going on"
    );
}

#[tokio::test]
async fn a_manager_reads_on_the_order_whether_its_price_is_proven() {
    let (mut browser, _, address) = stage().await;
    let order = address.trim_start_matches("/r/").to_owned();
    let page = browser.get(&format!("/orders/{order}")).await;
    assert!(
        page.says("Proof") && page.says(&address) && page.says("<dt>Version</dt>"),
        "the proof, the settings' version and the customer's own page: {}",
        page.text
    );
}
