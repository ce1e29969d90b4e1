//! Reconciliation: what the provider's bill knows and we do not, seen and settled.

use std::sync::Arc;

use dashboard::App;
use dashboard::store::payments::{self, Payment, PaymentState};
use order::{
    IndexPrint, KioskId, Money, OrderId, OrderLine, OutTradeNo, PhotoId, PrintSize, ProviderId,
    Quote, Recipe, Settings, Timestamp,
};
use payment::fake::FakeProvider;
use payment::{BillDay, BillEntry, BillLine, Capture, Provider, Transaction, TransactionState};
use reqwest::StatusCode;
use wire::payment::OpenPayment;

use crate::browser::Browser;
use crate::seed;

/// One 6-inch print.
const PRICE: Money = Money::from_minor(250);

fn order(number: u8) -> OrderId {
    OrderId::parse(&format!("01JD3F7Q4W9K2M5N8P0R1S3T{number:02}")).expect("an order's id")
}

pub(crate) fn number(order_number: u8) -> OutTradeNo {
    order(order_number).out_trade_no(1)
}

fn yesterday(app: &App) -> BillDay {
    BillDay::containing(app.now())
        .expect("a day of this age")
        .previous()
}

fn noon(day: BillDay) -> Timestamp {
    day.start().plus_ms(12 * 3_600_000)
}

/// An attempt of yesterday's noon that the customer could have paid.
pub(crate) async fn attempt(app: &App, kiosk: &KioskId, order_number: u8) {
    let line = OrderLine {
        photo: PhotoId::parse("photo-0001").expect("a photo's id"),
        size: PrintSize::SixInch,
        copies: 1,
        recipe: Recipe::cover((3, 2), PrintSize::SixInch),
    };
    let at = noon(yesterday(app));
    let payment = Payment {
        out_trade_no: number(order_number),
        kiosk: kiosk.clone(),
        order: order(order_number),
        opening: OpenPayment {
            order: order(order_number),
            provider: ProviderId::WechatPay,
            lines: vec![(&line).into()],
            index_print: IndexPrint::Without,
            quote: Quote::of(&[line], IndexPrint::Without, &Settings::out_of_the_box())
                .expect("a price"),
            way: wire::payment::PaymentWay::QrCode,
            sealed: None,
        },
        total: PRICE,
        description: "prints".to_owned(),
        pay_by: at.plus_ms(180_000),
        state: PaymentState::Created,
        code_url: None,
        capture: None,
        created_at: at,
        close_requested_at: None,
        polled_at: at,
        next_poll_at: None,
        charged_at: None,
        undo_since: None,
        refusal: None,
    };
    let _ = payments::insert(app.store(), &payment)
        .await
        .expect("writes");
}

fn paid(order_number: u8, at: Timestamp) -> Capture {
    Capture {
        transaction_id: format!("4200{order_number}"),
        amount: PRICE,
        paid_at: at,
    }
}

fn billed(order_number: u8, at: Timestamp) -> BillLine {
    BillLine {
        out_trade_no: number(order_number).to_string(),
        transaction_id: format!("4200{order_number}"),
        at: Some(at),
        entry: BillEntry::Payment { amount: PRICE },
    }
}

#[tokio::test]
async fn a_bill_finds_the_payment_that_everybody_lost_and_names_every_difference() {
    let provider = Arc::new(FakeProvider::new());
    let mut browser = Browser::signed_in_with(
        [provider.clone() as Arc<dyn Provider>]
            .into_iter()
            .collect(),
    )
    .await;
    let app = browser.app().clone();
    let day = yesterday(&app);
    let at = noon(day);
    let kiosk = seed::kiosk(&app, "k-000000000001", "Main hall", "Library", "North").await;
    // 1: paid, and the bill says so. 2: paid, and no bill says so. 3: only the bill knows; it was
    // given up long before. 9: a payment that never was ours.
    for order_number in [1, 2, 3] {
        attempt(&app, &kiosk, order_number).await;
    }
    for order_number in [1, 2] {
        let transaction = Transaction {
            out_trade_no: number(order_number),
            state: TransactionState::Success(paid(order_number, at)),
        };
        app.broker().settle(&transaction).await.expect("settles");
    }
    let _ = payments::set_closed(app.store(), &number(3), None)
        .await
        .expect("closes");
    let mut lines = vec![billed(1, at), billed(3, at), billed(9, at)];
    lines[2].out_trade_no = "SOMEBODYELSES".to_owned();
    provider.set_bill(day, lines);

    let address = format!("/reconciliation?day={day}");
    let day_text = day.to_string();
    let fields = [("day", day_text.as_str()), ("provider", "wechat_pay")];
    let answer = browser
        .submit(&address, "/reconciliation/fetch", &fields)
        .await;
    assert_eq!(
        (answer.status, answer.location.as_str()),
        (StatusCode::SEE_OTHER, address.as_str()),
        "the bill is fetched"
    );
    let lost = payments::find(app.store(), &number(3))
        .await
        .expect("reads")
        .expect("is there");
    assert_eq!(
        lost.state,
        PaymentState::PaidLate,
        "what only the bill knew is settled, and goes back"
    );
    let page = browser.get(&address).await;
    for phrase in [
        "Paid by our books, in no bill",
        "In the bill, but not ours",
        "SOMEBODYELSES",
        "Paid, but the kiosk has not reported it",
        "Main hall",
    ] {
        assert!(page.says(phrase), "{phrase:?} stands on the page");
    }
    let file = browser
        .get(&format!("/reconciliation.csv?day={day}"))
        .await
        .text;
    let differences: Vec<&str> = file
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').nth(3))
        .collect();
    let count = |kind: &str| differences.iter().filter(|found| **found == kind).count();
    assert_eq!(
        (
            count("not_billed"),
            count("unknown_payment"),
            count("kiosk_silent"),
            differences.len()
        ),
        (1, 1, 2, 4),
        "each once, and nothing else: {file}"
    );
}

#[tokio::test]
async fn a_bill_that_is_not_there_yet_is_said_so() {
    let provider = Arc::new(FakeProvider::new());
    let mut browser = Browser::signed_in_with(
        [provider.clone() as Arc<dyn Provider>]
            .into_iter()
            .collect(),
    )
    .await;
    provider.fail_next(payment::Error::TryLater {
        call: payment::Call::Bill,
        code: "STATEMENT_CREATING".to_owned(),
    });
    let day = BillDay::containing(browser.app().now())
        .expect("a day of this age")
        .to_string();
    let address = format!("/reconciliation?day={day}");
    let fields = [("day", day.as_str()), ("provider", "wechat_pay")];
    let answer = browser
        .submit(&address, "/reconciliation/fetch", &fields)
        .await;
    let page = browser.get(&answer.location).await;
    assert!(
        page.says("The provider has no bill for this day yet"),
        "a sentence, and the page stays"
    );
}
