//! Barcodes that customers show: charged once, followed until decided, and undone when nobody can
//! be sure.

use order::machine::{ChargeRefusal, PaymentStatus, RefundStatus};
use order::{AuthCode, Money, OutTradeNo};
use payment::{Call, Error, RefundState, Refusal, UnknownCause};
use reqwest::StatusCode;
use wire::payment::{ChargeBarcode, OpenPayment, PaymentWay};

use crate::broker::{TOTAL, opening, order, status};
use crate::stage::{Kiosk, Stage, assert_problem};

const BARCODE: &str = "134567890123456789";

/// The attempt after the two codes.
fn number() -> OutTradeNo {
    order().out_trade_no(3)
}

fn path() -> String {
    format!("/api/v1/kiosk/payments/{}", number())
}

fn barcode() -> ChargeBarcode {
    ChargeBarcode {
        barcode: AuthCode::parse(BARCODE).unwrap(),
    }
}

async fn written_down(kiosk: &Kiosk<'_>) {
    let opening = OpenPayment {
        way: PaymentWay::Barcode,
        ..opening(kiosk).await
    };
    let status = status(kiosk.put(&path(), &opening).await).await;
    assert_eq!(
        status,
        PaymentStatus::Unknown,
        "nothing was asked of anyone"
    );
}

async fn charge(kiosk: &Kiosk<'_>) -> PaymentStatus {
    status(kiosk.post(&format!("{}/charge", path()), &barcode()).await).await
}

async fn read(kiosk: &Kiosk<'_>) -> PaymentStatus {
    status(kiosk.get(&path()).await).await
}

async fn becomes(kiosk: &Kiosk<'_>, wanted: PaymentStatus) {
    kiosk
        .stage
        .eventually(&format!("the payment is {wanted:?}"), async || {
            (read(kiosk).await == wanted).then_some(())
        })
        .await;
}

fn calls(stage: &Stage, wanted: Call) -> usize {
    let calls = stage.provider.calls();
    calls.into_iter().filter(|call| *call == wanted).count()
}

fn refused(reason: Refusal) -> Error {
    Error::Refused {
        call: Call::Charge,
        reason,
        code: "FAKE".to_owned(),
    }
}

const fn declined(refusal: ChargeRefusal) -> PaymentStatus {
    PaymentStatus::Declined { refusal }
}

#[tokio::test]
async fn a_barcode_that_pays_is_paid_in_one_answer_and_charged_once() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    stage.provider.charges_are_paid(stage.now());
    written_down(&kiosk).await;
    assert_eq!(calls(&stage, Call::Open), 0, "no code is asked for");
    for time in ["first", "second"] {
        let status = charge(&kiosk).await;
        assert!(
            matches!(status, PaymentStatus::Paid { amount, .. } if amount == TOTAL),
            "paid, the {time} time: {status:?}"
        );
    }
    assert_eq!(calls(&stage, Call::Charge), 1, "and taken once");
}

#[tokio::test]
async fn the_barcode_is_kept_nowhere() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    written_down(&kiosk).await;
    charge(&kiosk).await;
    for entry in std::fs::read_dir(stage.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_file() {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let found = bytes
            .windows(BARCODE.len())
            .any(|part| part == BARCODE.as_bytes());
        assert!(!found, "whoever reads {} could pay with it", path.display());
    }
}

#[tokio::test]
async fn a_customer_who_confirms_on_the_phone_has_paid() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    written_down(&kiosk).await;
    assert_eq!(charge(&kiosk).await, PaymentStatus::Confirming, "not yet");
    stage.provider.pay(&number(), stage.now());
    stage.turn_clock_ms(6_000);
    stage
        .eventually("the payment is paid", async || {
            matches!(read(&kiosk).await, PaymentStatus::Paid { .. }).then_some(())
        })
        .await;
}

#[tokio::test]
async fn every_refusal_says_what_the_customer_can_do() {
    for (reason, wanted) in [
        (Refusal::AuthCodeExpired, ChargeRefusal::CodeStale),
        (Refusal::AuthCodeUsed, ChargeRefusal::CodeStale),
        (Refusal::PayerFunds, ChargeRefusal::Funds),
        (Refusal::PayerNotAllowed, ChargeRefusal::NotAllowed),
        (Refusal::Account, ChargeRefusal::Unable),
    ] {
        let stage = Stage::new().await;
        let kiosk = stage.kiosk(1).await;
        written_down(&kiosk).await;
        stage.provider.fail_next(refused(reason));
        assert_eq!(charge(&kiosk).await, declined(wanted), "for {reason:?}");
    }
}

#[tokio::test]
async fn a_charge_without_an_answer_is_asked_about_and_never_repeated() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    written_down(&kiosk).await;
    stage.provider.fail_next(Error::Unknown {
        call: Call::Charge,
        cause: UnknownCause::TimedOut,
    });
    assert_eq!(charge(&kiosk).await, PaymentStatus::Confirming, "who knows");
    charge(&kiosk).await;
    assert_eq!(calls(&stage, Call::Charge), 1, "a barcode pays once");
    stage.turn_clock_ms(61_000);
    becomes(&kiosk, declined(ChargeRefusal::Unable)).await;
}

#[tokio::test]
async fn a_charge_that_nobody_confirms_is_undone_after_45_seconds() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    written_down(&kiosk).await;
    charge(&kiosk).await;
    stage.turn_clock_ms(40_000);
    assert_eq!(read(&kiosk).await, PaymentStatus::Confirming, "still time");
    assert_eq!(calls(&stage, Call::Reverse), 0, "nothing is undone yet");
    stage.turn_clock_ms(6_000);
    becomes(&kiosk, declined(ChargeRefusal::Unconfirmed)).await;
    assert_eq!(
        calls(&stage, Call::Close),
        0,
        "a charge is reversed, not closed"
    );
}

#[tokio::test]
async fn no_reversal_comes_sooner_than_15_seconds_after_the_charge() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    written_down(&kiosk).await;
    charge(&kiosk).await;
    stage.turn_clock_ms(6_000);
    let close = format!("{}/close", path());
    let closing = status(kiosk.post(&close, &()).await).await;
    assert_eq!(
        closing,
        PaymentStatus::Confirming,
        "the customer left, and WeChat Pay wants 15 seconds"
    );
    assert_eq!(calls(&stage, Call::Reverse), 0, "so it waits");
    stage.turn_clock_ms(10_000);
    becomes(&kiosk, declined(ChargeRefusal::Unconfirmed)).await;
}

#[tokio::test]
async fn a_payment_confirmed_after_the_reversal_began_never_counts() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    written_down(&kiosk).await;
    charge(&kiosk).await;
    for _ in 0..3 {
        stage.provider.fail_next(Error::Unknown {
            call: Call::Reverse,
            cause: UnknownCause::TimedOut,
        });
    }
    stage.turn_clock_ms(46_000);
    stage
        .eventually("the reversal is tried", async || {
            read(&kiosk).await;
            (calls(&stage, Call::Reverse) > 0).then_some(())
        })
        .await;
    stage.provider.pay(&number(), stage.now());
    for _ in 0..5 {
        stage.turn_clock_ms(6_000);
        let status = read(&kiosk).await;
        assert!(
            !matches!(status, PaymentStatus::Paid { .. }),
            "the reversal gives this money back, so nothing may be printed for it: {status:?}"
        );
    }
    becomes(&kiosk, declined(ChargeRefusal::Unconfirmed)).await;
    assert!(
        stage.provider.refunds().is_empty(),
        "and nothing goes back twice"
    );
}

#[tokio::test]
async fn a_barcode_that_comes_after_its_attempt_was_given_up_is_not_charged() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    written_down(&kiosk).await;
    let close = format!("{}/close", path());
    let closed = status(kiosk.post(&close, &()).await).await;
    assert_eq!(closed, PaymentStatus::Closed, "nobody was asked for money");
    assert_eq!(charge(&kiosk).await, PaymentStatus::Closed, "too late");
    assert_eq!(calls(&stage, Call::Charge), 0, "nothing is taken");
}

#[tokio::test]
async fn a_barcode_for_an_order_that_is_paid_already_is_not_charged() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let code = format!("/api/v1/kiosk/payments/{}", order().out_trade_no(1));
    status(kiosk.put(&code, &opening(&kiosk).await).await).await;
    written_down(&kiosk).await;
    stage.provider.pay(&order().out_trade_no(1), stage.now());
    stage
        .eventually("the code is paid", async || {
            let status = status(kiosk.get(&code).await).await;
            matches!(status, PaymentStatus::Paid { .. }).then_some(())
        })
        .await;
    charge(&kiosk).await;
    assert_eq!(calls(&stage, Call::Charge), 0, "one payment is enough");
}

#[tokio::test]
async fn a_code_and_a_barcode_paid_at_once_are_one_payment_and_one_refund() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    stage.provider.refunds_become(RefundState::Success);
    let code = format!("/api/v1/kiosk/payments/{}", order().out_trade_no(1));
    status(kiosk.put(&code, &opening(&kiosk).await).await).await;
    written_down(&kiosk).await;
    charge(&kiosk).await;
    stage.provider.pay(&order().out_trade_no(1), stage.now());
    stage.provider.pay(&number(), stage.now());
    stage.turn_clock_ms(6_000);
    stage
        .eventually("both are decided", async || {
            let both = [
                status(kiosk.get(&code).await).await,
                read(&kiosk).await,
            ];
            let paid = |status: &PaymentStatus| matches!(status, PaymentStatus::Paid { .. });
            let back = |status: &PaymentStatus| {
                matches!(status, PaymentStatus::PaidLate { refund, .. } if *refund == RefundStatus::Success)
            };
            (both.iter().any(paid) && both.iter().any(back)).then_some(())
        })
        .await;
    let back: Money = stage
        .provider
        .refunds()
        .iter()
        .map(|refund| refund.amount)
        .sum();
    assert_eq!(back, TOTAL, "the second one, whole");
}

#[tokio::test]
async fn a_barcode_is_charged_only_for_a_payment_that_was_opened_for_it() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let code = format!("/api/v1/kiosk/payments/{}", order().out_trade_no(1));
    status(kiosk.put(&code, &opening(&kiosk).await).await).await;
    let answer = kiosk.post(&format!("{code}/charge"), &barcode()).await;
    assert_problem(
        answer,
        StatusCode::CONFLICT,
        "payment_differs",
        "it is a code",
    )
    .await;

    written_down(&kiosk).await;
    let other = ChargeBarcode {
        barcode: AuthCode::parse("28763443825664394").unwrap(),
    };
    let answer = kiosk.post(&format!("{}/charge", path()), &other).await;
    assert_problem(answer, StatusCode::CONFLICT, "payment_differs", "Alipay's").await;
    let thief = stage.kiosk(2).await;
    let answer = thief.post(&format!("{}/charge", path()), &barcode()).await;
    assert_eq!(
        answer.status(),
        StatusCode::NOT_FOUND,
        "another kiosk's payment is nobody's business"
    );
    for odd in [
        "1",
        "not digits at all!",
        "134567890123456789012345678901234567890",
    ] {
        let body = serde_json::json!({"barcode": odd});
        let answer = kiosk.post(&format!("{}/charge", path()), &body).await;
        assert!(
            answer.status().is_client_error(),
            "{odd:?} is refused: {}",
            answer.status()
        );
    }
    assert_eq!(calls(&stage, Call::Charge), 0, "nobody was charged");
}
