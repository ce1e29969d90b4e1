//! Money: whoever brings the news, whatever is lost, however often it is said.

use order::machine::{PaymentStatus, RefundStatus};
use order::{
    IndexPrint, Money, OrderId, OutRefundNo, OutTradeNo, PriceList, PrintSize, ProviderId, Quote,
    Settings,
};
use payment::fake::TRUSTED_HEADER;
use payment::{Call, Capture, Error, RefundState, TransactionState, UnknownCause};
use reqwest::{Response, StatusCode};
use serde_json::json;
use wire::payment::{OpenPayment, PaymentReading, PricedLine, RefundReading};
use wire::settings::SignedSettings;

use crate::stage::{Kiosk, Stage, assert_problem};

/// Five 6-inch prints at 2.50.
pub(crate) const TOTAL: Money = Money::from_minor(1250);

pub(crate) fn order() -> OrderId {
    OrderId::parse("01JD3F7Q4W9K2M5N8P0R1S3T5V").unwrap()
}

pub(crate) fn number() -> OutTradeNo {
    order().out_trade_no(1)
}

pub(crate) fn path() -> String {
    format!("/api/v1/kiosk/payments/{}", number())
}

fn unknown(call: Call) -> Error {
    Error::Unknown {
        call,
        cause: UnknownCause::TimedOut,
    }
}

/// What the kiosk asks after it fetched its settings.
pub(crate) async fn opening(kiosk: &Kiosk<'_>) -> OpenPayment {
    let signed: SignedSettings = kiosk
        .get("/api/v1/kiosk/settings")
        .await
        .json()
        .await
        .unwrap();
    let key = kiosk.stage.running.app().key().signing().verifying_key();
    let settings = signed.open(&key, &kiosk.id, kiosk.stage.now()).unwrap();
    opening_by(&settings)
}

fn opening_by(settings: &Settings) -> OpenPayment {
    let lines = vec![order::OrderLine {
        photo: order::PhotoId::parse("photo-0001").unwrap(),
        size: PrintSize::SixInch,
        copies: 5,
        recipe: order::Recipe::cover((4032, 3024), PrintSize::SixInch),
    }];
    OpenPayment {
        order: order(),
        provider: ProviderId::WechatPay,
        lines: lines.iter().map(PricedLine::from).collect(),
        index_print: IndexPrint::Without,
        quote: Quote::of(&lines, IndexPrint::Without, settings).unwrap(),
        way: wire::payment::PaymentWay::QrCode,
        sealed: None,
    }
}

pub(crate) async fn status(answer: Response) -> PaymentStatus {
    assert_eq!(
        answer.status(),
        StatusCode::OK,
        "the dashboard says how it stands"
    );
    answer.json::<PaymentReading>().await.unwrap().status
}

pub(crate) async fn opened(kiosk: &Kiosk<'_>) {
    let status = status(kiosk.put(&path(), &opening(kiosk).await).await).await;
    assert!(
        matches!(&status, PaymentStatus::Waiting { code_url, .. } if code_url.starts_with("fake://")),
        "the customer can pay: {status:?}"
    );
}

pub(crate) async fn eventually_paid(kiosk: &Kiosk<'_>) -> Money {
    kiosk
        .stage
        .eventually("the payment is paid", async || {
            match status(kiosk.get(&path()).await).await {
                PaymentStatus::Paid { amount, .. } => Some(amount),
                _ => None,
            }
        })
        .await
}

#[tokio::test]
async fn with_every_notification_lost_a_payment_is_found_by_polling() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let mut hints = stage.running.app().hints().listen(kiosk.id.clone());
    opened(&kiosk).await;
    stage.provider.pay(&number(), stage.now());
    // The kiosk asks nothing: only the poller can find it.
    let hint = tokio::time::timeout(std::time::Duration::from_secs(10), hints.recv()).await;
    let told = wire::kiosk::Hint::Payment {
        out_trade_no: number(),
    };
    assert_eq!(
        hint.expect("in time").unwrap(),
        told,
        "and the kiosk is told"
    );
    assert_eq!(eventually_paid(&kiosk).await, TOTAL, "all of it");
}

#[tokio::test]
async fn with_polling_dead_a_payment_is_found_by_its_notification() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    opened(&kiosk).await;
    for _ in 0..1000 {
        stage.provider.fail_next(unknown(Call::Query));
    }
    stage.provider.pay(&number(), stage.now());
    let forged = stage
        .client
        .post(stage.url("/pay/wechat/notify"))
        .body(number().to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(
        forged.status(),
        StatusCode::UNAUTHORIZED,
        "a forged one is refused"
    );
    let notify = || {
        stage
            .client
            .post(stage.url("/pay/wechat/notify"))
            .header(TRUSTED_HEADER, "yes")
            .body(number().to_string())
            .send()
    };
    for answer in futures_util::future::join_all((0..20).map(|_| notify())).await {
        assert_eq!(
            answer.unwrap().status(),
            StatusCode::NO_CONTENT,
            "kept, however often"
        );
    }
    assert_eq!(eventually_paid(&kiosk).await, TOTAL, "one effect");
}

#[tokio::test]
async fn a_payment_whose_opening_got_no_answer_is_opened_by_asking_again() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    stage.provider.fail_next(unknown(Call::Open));
    let body = opening(&kiosk).await;
    let first = status(kiosk.put(&path(), &body).await).await;
    assert_eq!(first, PaymentStatus::Unknown, "nobody knows yet");
    let second = status(kiosk.put(&path(), &body).await).await;
    assert!(
        matches!(second, PaymentStatus::Waiting { .. }),
        "the same number again: {second:?}"
    );
}

#[tokio::test]
async fn a_wrong_quote_and_a_reused_number_are_refused() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let honest = opening(&kiosk).await;
    let mut cheap = honest.clone();
    cheap.quote.total = Money::from_minor(1);
    let answer = kiosk.put(&path(), &cheap).await;
    assert_problem(
        answer,
        StatusCode::UNPROCESSABLE_ENTITY,
        "quote_wrong",
        "a price of one's own",
    )
    .await;

    let mut invented = Settings::out_of_the_box();
    invented.version = 99;
    invented.prices = PriceList {
        six_inch: Money::from_minor(1),
        eight_inch: Money::from_minor(1),
        ..PriceList::default()
    };
    let answer = kiosk.put(&path(), &opening_by(&invented)).await;
    assert_problem(
        answer,
        StatusCode::UNPROCESSABLE_ENTITY,
        "quote_wrong",
        "settings nobody issued",
    )
    .await;

    opened(&kiosk).await;
    let mut other = honest.clone();
    other.order = OrderId::parse("01JD3F7Q4W9K2M5N8P0R1S3T5W").unwrap();
    let answer = kiosk.put(&path(), &other).await;
    assert_problem(
        answer,
        StatusCode::CONFLICT,
        "payment_differs",
        "one number, one payment",
    )
    .await;

    let stranger = stage.kiosk(2).await;
    let answer = stranger.get(&path()).await;
    assert_problem(
        answer,
        StatusCode::NOT_FOUND,
        "not_found",
        "another kiosk's payment",
    )
    .await;
}

#[tokio::test]
async fn an_unpaid_attempt_that_is_given_up_is_closed_for_good() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    opened(&kiosk).await;
    let closed = status(kiosk.post(&format!("{}/close", path()), &json!({})).await).await;
    assert_eq!(closed, PaymentStatus::Closed, "nobody can pay it any more");
    let again = status(kiosk.put(&path(), &opening(&kiosk).await).await).await;
    assert_eq!(again, PaymentStatus::Closed, "and it is never opened again");
}

#[tokio::test]
async fn what_was_paid_before_the_kiosk_gave_up_is_the_kiosks_to_decide() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    opened(&kiosk).await;
    stage.provider.pay(&number(), stage.now().plus_ms(-1_000));
    let closed = status(kiosk.post(&format!("{}/close", path()), &json!({})).await).await;
    assert!(
        matches!(closed, PaymentStatus::Paid { .. }),
        "paid in time: {closed:?}"
    );
    assert_eq!(stage.provider.refunds(), [], "nothing goes back by itself");
}

#[tokio::test]
async fn what_is_paid_after_the_kiosk_gave_up_goes_back_by_itself() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    opened(&kiosk).await;
    // The provider does not let the attempt be closed while the customer types the password.
    stage
        .provider
        .set_state(&number(), TransactionState::InProgress);
    let closing = status(kiosk.post(&format!("{}/close", path()), &json!({})).await).await;
    assert!(
        matches!(closing, PaymentStatus::Waiting { .. }),
        "not decided yet: {closing:?}"
    );
    stage.provider.refunds_become(RefundState::Success);
    let capture = Capture {
        transaction_id: "4200001".to_owned(),
        amount: TOTAL,
        paid_at: stage.now().plus_ms(5_000),
    };
    stage
        .provider
        .set_state(&number(), TransactionState::Success(capture));
    let refund = stage
        .eventually("the money is back", async || {
            match status(kiosk.get(&path()).await).await {
                PaymentStatus::PaidLate {
                    out_refund_no,
                    refund: RefundStatus::Success,
                    amount,
                    ..
                } => Some((out_refund_no, amount)),
                _ => None,
            }
        })
        .await;
    assert_eq!(
        refund,
        (number().out_refund_no(1), TOTAL),
        "all of it, under our number"
    );
    assert_eq!(stage.provider.refunds().len(), 1, "once");
}

#[tokio::test]
async fn an_attempt_whose_kiosk_died_is_closed_by_the_dashboard() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    opened(&kiosk).await;
    stage.turn_clock_ms(4 * 60_000);
    stage
        .eventually("the dashboard closes it", async || {
            stage.provider.calls().contains(&Call::Close).then_some(())
        })
        .await;
    let closed = status(kiosk.get(&path()).await).await;
    assert_eq!(closed, PaymentStatus::Closed, "every attempt ends");
}

async fn refund(kiosk: &Kiosk<'_>, refund: &OutRefundNo, minor: i64) -> Response {
    let path = format!("{}/refunds/{refund}", path());
    kiosk.put(&path, &json!({ "amount": minor })).await
}

#[tokio::test]
async fn refunds_never_exceed_what_was_paid_and_end_only_at_the_providers_word() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    opened(&kiosk).await;
    let first = number().out_refund_no(1);
    let early = refund(&kiosk, &first, 500).await;
    assert_problem(
        early,
        StatusCode::CONFLICT,
        "payment_not_paid",
        "nothing was paid yet",
    )
    .await;
    stage.provider.pay(&number(), stage.now());
    eventually_paid(&kiosk).await;

    let too_much = refund(&kiosk, &first, 1251).await;
    assert_problem(
        too_much,
        StatusCode::UNPROCESSABLE_ENTITY,
        "refund_too_much",
        "more than all",
    )
    .await;
    stage.provider.fail_next(unknown(Call::Refund));
    for _ in 0..2 {
        let reading: RefundReading = refund(&kiosk, &first, 1000).await.json().await.unwrap();
        assert_eq!(
            reading.status,
            RefundStatus::Processing,
            "asked for, not done"
        );
    }
    let other = refund(&kiosk, &first, 999).await;
    assert_problem(
        other,
        StatusCode::CONFLICT,
        "refund_differs",
        "one number, one refund",
    )
    .await;
    let second = refund(&kiosk, &number().out_refund_no(2), 251).await;
    assert_problem(
        second,
        StatusCode::UNPROCESSABLE_ENTITY,
        "refund_too_much",
        "250 are left",
    )
    .await;

    stage
        .eventually(
            "the refund reaches the provider after a lost call",
            async || (stage.provider.refunds().len() == 1).then_some(()),
        )
        .await;
    stage.provider.decide_refund(&first, RefundState::Success);
    stage
        .eventually("the refund is done", async || {
            let reading: RefundReading = refund(&kiosk, &first, 1000).await.json().await.unwrap();
            (reading.status == RefundStatus::Success).then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_refund_that_the_payers_account_cannot_take_needs_a_person() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    opened(&kiosk).await;
    stage.provider.pay(&number(), stage.now());
    eventually_paid(&kiosk).await;
    stage.provider.refunds_become(RefundState::Abnormal);
    let reading: RefundReading = refund(&kiosk, &number().out_refund_no(1), 1250)
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(
        reading.status,
        RefundStatus::Stuck,
        "only a person can help"
    );
}

#[tokio::test]
async fn an_order_paid_twice_is_paid_once_and_the_second_payment_goes_back() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    stage.provider.refunds_become(RefundState::Success);
    let second = order().out_trade_no(2);
    let second_path = format!("/api/v1/kiosk/payments/{second}");
    opened(&kiosk).await;
    status(kiosk.put(&second_path, &opening(&kiosk).await).await).await;
    // A friend's phone scanned the other code in the same second.
    stage.provider.pay(&number(), stage.now());
    stage.provider.pay(&second, stage.now());
    let statuses = stage
        .eventually("both attempts are decided", async || {
            let first = status(kiosk.get(&path()).await).await;
            let second = status(kiosk.get(&second_path).await).await;
            let refunded = |status: &PaymentStatus| {
                matches!(status, PaymentStatus::PaidLate { refund, .. } if *refund == RefundStatus::Success)
            };
            let paid = |status: &PaymentStatus| matches!(status, PaymentStatus::Paid { .. });
            let decided = [&first, &second]
                .into_iter()
                .all(|status| paid(status) || refunded(status));
            decided.then(|| [first, second].iter().filter(|status| paid(status)).count())
        })
        .await;
    assert_eq!(statuses, 1, "one payment counts");
    let back: Money = stage
        .provider
        .refunds()
        .iter()
        .map(|refund| refund.amount)
        .sum();
    assert_eq!(back, TOTAL, "and the other went back whole");
}

#[tokio::test]
async fn a_code_that_nobody_scanned_is_closed_watched_and_paid_back_when_it_is_paid_after_all() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    opened(&kiosk).await;
    // As Alipay answers: it knows no payment before somebody scans the code.
    stage.provider.fail_next(Error::NotFound {
        call: Call::Close,
        code: "ACQ.TRADE_NOT_EXIST".to_owned(),
    });
    let closing = status(kiosk.post(&format!("{}/close", path()), &json!({})).await).await;
    assert_eq!(closing, PaymentStatus::Closed, "the kiosk may go on");
    stage.provider.refunds_become(RefundState::Success);
    stage.turn_clock_ms(2_000);
    stage.provider.pay(&number(), stage.now());
    stage.turn_clock_ms(61_000);
    let refund = stage
        .eventually("the late payment goes back", async || {
            match status(kiosk.get(&path()).await).await {
                PaymentStatus::PaidLate { refund, .. } => {
                    (refund == RefundStatus::Success).then_some(refund)
                }
                _ => None,
            }
        })
        .await;
    assert_eq!(refund, RefundStatus::Success, "whole");
}
