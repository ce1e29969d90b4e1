//! Our WeChat Pay adapter against the sandbox: notifications that come, come twice, come wrong or
//! never come.

use axum::http::StatusCode;
use order::Money;
use payment::{Foreign, Notification, Provider, Refused};
use sandbox::wechat_pay::{Fault, SigningMode};

use crate::support::{Stage, paid_fen};

#[tokio::test]
async fn a_notification_comes_twice_and_reads_the_same() {
    let mut stage = Stage::set().await;
    stage.open("ORDER-DOUBLE-1", 800).await;
    stage.sandbox.fault(Fault::DuplicateNotification);
    stage.sandbox.pay("ORDER-DOUBLE-1").expect("it can be paid");
    let first = stage.notification().await;
    assert_eq!(first, stage.notification().await, "two copies of one truth");
    assert_eq!(paid_fen(first), 800, "and it is the price");
}

#[tokio::test]
async fn a_bad_signature_is_refused_and_the_true_one_follows() {
    let mut stage = Stage::set().await;
    stage.open("ORDER-TEST-1", 800).await;
    stage.sandbox.fault(Fault::BadNotificationSignature);
    stage.answer_next(StatusCode::UNAUTHORIZED);
    stage.sandbox.pay("ORDER-TEST-1").expect("it can be paid");
    assert_eq!(
        stage.notification().await,
        Err(Refused::Signature),
        "the provider tests whether we look"
    );
    assert_eq!(paid_fen(stage.notification().await), 800, "the true one");
}

#[tokio::test]
async fn a_notification_is_repeated_until_it_is_taken() {
    let mut stage = Stage::set().await;
    stage.open("ORDER-REPEAT-1", 800).await;
    for _ in 0..2 {
        stage.answer_next(StatusCode::SERVICE_UNAVAILABLE);
    }
    stage.sandbox.pay("ORDER-REPEAT-1").expect("it can be paid");
    for attempt in 1..=3 {
        assert_eq!(
            paid_fen(stage.notification().await),
            800,
            "attempt {attempt} carries a fresh, true signature"
        );
    }
}

#[tokio::test]
async fn a_lost_notification_is_found_by_asking() {
    let stage = Stage::set().await;
    let number = stage.open("ORDER-SILENT-1", 800).await;
    stage.sandbox.fault(Fault::DropNotification);
    stage.sandbox.pay("ORDER-SILENT-1").expect("it can be paid");
    let state = stage
        .merchant
        .query(&number)
        .await
        .expect("it is known")
        .state;
    assert!(state.capture().is_some(), "the poll finds the payment");
    assert_eq!(stage.sandbox.deliveries(), [], "nothing was sent");
}

#[tokio::test]
async fn a_notification_about_an_order_nobody_opened_is_read_as_it_is() {
    let mut stage = Stage::set().await;
    stage.open("ORDER-STRANGE-1", 800).await;
    stage.sandbox.fault(Fault::WrongNumber);
    stage
        .sandbox
        .pay("ORDER-STRANGE-1")
        .expect("it can be paid");
    let Ok(Notification::Payment(transaction)) = stage.notification().await else {
        panic!("it is signed and ours, whatever it is about");
    };
    assert_eq!(
        transaction.out_trade_no.as_str(),
        "STRANGER0000000001",
        "the caller compares with its own books"
    );
}

#[tokio::test]
async fn a_wrong_amount_is_reported_as_it_is() {
    let mut stage = Stage::set().await;
    let number = stage.open("ORDER-CHEAP-1", 1200).await;
    stage.sandbox.fault(Fault::WrongAmount { total: 1 });
    stage.sandbox.pay("ORDER-CHEAP-1").expect("it can be paid");
    assert_eq!(
        paid_fen(stage.notification().await),
        1,
        "the caller compares"
    );
    let state = stage
        .merchant
        .query(&number)
        .await
        .expect("it is known")
        .state;
    assert_eq!(
        state.capture().expect("paid").amount,
        Money::from_minor(1),
        "the query tells the same"
    );
}

#[tokio::test]
async fn a_notification_for_another_merchant_is_not_ours() {
    let mut stage = Stage::set().await;
    stage.open("ORDER-OTHER-1", 800).await;
    stage.sandbox.fault(Fault::WrongMerchant);
    stage.sandbox.pay("ORDER-OTHER-1").expect("it can be paid");
    assert_eq!(
        stage.notification().await,
        Err(Refused::NotOurs(Foreign::Merchant)),
        "truly signed, and about somebody else"
    );
}

#[tokio::test]
async fn a_merchant_moving_from_certificates_hears_both_keys() {
    let mut stage = Stage::set().await;
    stage.sandbox.sign_with(SigningMode::Certificate);
    stage.open("ORDER-MOVING-1", 800).await;
    stage.sandbox.pay("ORDER-MOVING-1").expect("it can be paid");
    let (headers, _) = stage.letter().await;
    let serial = headers["wechatpay-serial"].to_str().expect("a serial");
    assert!(
        !serial.starts_with("PUB_KEY_ID_"),
        "while answers already use the public key, notifications use the certificate"
    );

    stage.open("ORDER-MOVING-2", 900).await;
    stage.sandbox.pay("ORDER-MOVING-2").expect("it can be paid");
    assert_eq!(
        paid_fen(stage.notification().await),
        900,
        "the certificate is downloaded when it is first named"
    );
}
