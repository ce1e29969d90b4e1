//! Our WeChat Pay adapter against the sandbox, over loopback: paying, closing, being notified,
//! and every way in which that goes wrong.

use crate::support::{Stage, now, request};
use axum::http::StatusCode;
use order::Money;
use payment::{
    Call, CloseOutcome, Error, Foreign, Notification, Provider, Refusal, Refused, TransactionState,
    UnknownCause,
};
use sandbox::wechat_pay::{Call as SandboxCall, Fault, SigningMode};

fn paid_fen(notification: Result<Notification, Refused>) -> i64 {
    match notification {
        Ok(Notification::Payment(transaction)) => match transaction.state {
            TransactionState::Success(capture) => capture.amount.minor(),
            other => panic!("a payment notification must say success, not {other:?}"),
        },
        other => panic!("this should be a payment notification: {other:?}"),
    }
}

#[tokio::test]
async fn a_customer_scans_and_pays() {
    let mut stage = Stage::set().await;
    let asked = request("ORDER-PAYS-1", 1200);
    let code = stage
        .merchant
        .open(&asked)
        .await
        .expect("the order is sound");
    assert!(
        code.as_str().starts_with("weixin://wxpay/bizpayurl?pr="),
        "the code is what the WeChat app understands, not {}",
        code.as_str()
    );
    let before = stage
        .merchant
        .query(&asked.out_trade_no)
        .await
        .expect("it is known");
    assert_eq!(before.state, TransactionState::NotPaid, "nobody paid yet");

    stage.sandbox.pay("ORDER-PAYS-1").expect("it can be paid");

    assert_eq!(
        paid_fen(stage.notification().await),
        1200,
        "the notification says the price"
    );
    let after = stage
        .merchant
        .query(&asked.out_trade_no)
        .await
        .expect("it is known");
    let capture = after.state.capture().expect("the query says paid");
    assert_eq!(
        capture.amount,
        Money::from_minor(1200),
        "the query says the price"
    );
    assert!(
        capture.paid_at.ms_since(now()).abs() < 60_000,
        "paid just now"
    );
}

#[tokio::test]
async fn opening_twice_gives_a_fresh_code_and_opening_differently_is_refused() {
    let stage = Stage::set().await;
    let mut asked = request("ORDER-TWICE-1", 1200);
    let first = stage.merchant.open(&asked).await.expect("new");
    let second = stage.merchant.open(&asked).await.expect("the same again");
    assert_ne!(first, second, "the same order gets a fresh code");
    asked.amount = Money::from_minor(1);
    let refused = stage.merchant.open(&asked).await;
    assert!(
        matches!(
            refused,
            Err(Error::Refused {
                reason: Refusal::NumberTaken,
                ..
            })
        ),
        "a number cannot change its price: {refused:?}"
    );
}

#[tokio::test]
async fn a_closed_order_cannot_be_paid_and_a_paid_one_cannot_be_closed() {
    let stage = Stage::set().await;
    let gone = stage.open("ORDER-GONE-1", 600).await;
    let kept = stage.open("ORDER-KEPT-1", 600).await;

    let closed = stage.merchant.close(&gone).await;
    assert_eq!(
        closed,
        Ok(CloseOutcome::Closed),
        "204, verified without a body"
    );
    let state = stage
        .merchant
        .query(&gone)
        .await
        .expect("it is known")
        .state;
    assert_eq!(state, TransactionState::Closed, "the query confirms it");
    stage
        .sandbox
        .pay("ORDER-GONE-1")
        .expect_err("the customer comes too late");

    stage.sandbox.pay("ORDER-KEPT-1").expect("it can be paid");
    let closed = stage.merchant.close(&kept).await;
    assert_eq!(
        closed,
        Ok(CloseOutcome::AlreadyPaid),
        "the customer was faster"
    );
}

#[tokio::test]
async fn closing_while_the_customer_pays_must_wait() {
    let stage = Stage::set().await;
    let number = stage.open("ORDER-BUSY-1", 600).await;
    for fault in [
        Fault::CustomerIsPaying,
        Fault::TooFast {
            on: SandboxCall::Close,
        },
        Fault::FailBefore {
            on: SandboxCall::Close,
        },
    ] {
        stage.sandbox.fault(fault.clone());
        let closed = stage.merchant.close(&number).await;
        assert_eq!(
            closed,
            Ok(CloseOutcome::TryLater),
            "{fault:?} decides nothing"
        );
    }
    let state = stage
        .merchant
        .query(&number)
        .await
        .expect("it is known")
        .state;
    assert_eq!(state, TransactionState::NotPaid, "and nothing was decided");
}

#[tokio::test]
async fn an_unknown_number_is_not_found() {
    let stage = Stage::set().await;
    let stranger = request("ORDER-NOBODY", 600).out_trade_no;
    let asked = stage.merchant.query(&stranger).await;
    assert!(
        matches!(
            asked,
            Err(Error::NotFound {
                call: Call::Query,
                ..
            })
        ),
        "{asked:?}"
    );
    let closed = stage.merchant.close(&stranger).await;
    assert!(
        matches!(
            closed,
            Err(Error::NotFound {
                call: Call::Close,
                ..
            })
        ),
        "{closed:?}"
    );
}

#[tokio::test]
async fn a_lost_answer_leaves_the_outcome_unknown_and_the_same_call_finds_it() {
    let stage = Stage::set().await;
    for (fault, number) in [
        (
            Fault::LoseAnswer {
                on: SandboxCall::Native,
            },
            "ORDER-LOST-1",
        ),
        (
            Fault::FailAfter {
                on: SandboxCall::Native,
            },
            "ORDER-LOST-2",
        ),
    ] {
        stage.sandbox.fault(fault.clone());
        let asked = request(number, 600);
        let lost = stage.merchant.open(&asked).await;
        assert!(
            matches!(lost, Err(Error::Unknown { .. })),
            "{fault:?} gave {lost:?}"
        );
        let state = stage
            .merchant
            .query(&asked.out_trade_no)
            .await
            .expect("it was opened")
            .state;
        assert_eq!(
            state,
            TransactionState::NotPaid,
            "{fault:?} struck after the work was done"
        );
        stage
            .merchant
            .open(&asked)
            .await
            .expect("the same call again brings the code");
    }
    assert_eq!(stage.sandbox.faults(), [], "each fault struck once");
}

#[tokio::test]
async fn an_answer_that_is_not_proven_is_not_believed() {
    let stage = Stage::set().await;
    let number = stage.open("ORDER-PROOF-1", 600).await;
    let on = SandboxCall::Query;
    for fault in [
        Fault::BadAnswerSignature { on },
        Fault::UnknownAnswerSerial { on },
        Fault::StaleAnswer { on },
    ] {
        stage.sandbox.fault(fault.clone());
        let asked = stage.merchant.query(&number).await;
        let why = match asked {
            Err(Error::Unknown {
                cause: UnknownCause::Unverified(why),
                ..
            }) => why,
            other => panic!("{fault:?} was answered with {other:?}"),
        };
        let expected = match fault {
            Fault::BadAnswerSignature { .. } => matches!(why, Refused::Signature),
            Fault::UnknownAnswerSerial { .. } => matches!(why, Refused::UnknownKey { .. }),
            _ => matches!(
                why,
                Refused::Stale {
                    skew_seconds: 599..=620
                }
            ),
        };
        assert!(
            expected,
            "{fault:?} was refused for another reason: {why:?}"
        );
    }
    stage
        .merchant
        .query(&number)
        .await
        .expect("the next answer is sound");
}

#[tokio::test]
async fn an_error_answer_says_what_can_be_done() {
    let stage = Stage::set().await;
    let number = stage.open("ORDER-ERROR-1", 600).await;
    stage.sandbox.fault(Fault::TooFast {
        on: SandboxCall::Query,
    });
    let busy = stage.merchant.query(&number).await;
    assert!(matches!(busy, Err(Error::TryLater { .. })), "{busy:?}");
    stage.sandbox.fault(Fault::FailBefore {
        on: SandboxCall::Query,
    });
    let broken = stage.merchant.query(&number).await;
    assert!(
        matches!(
            broken,
            Err(Error::Unknown {
                cause: UnknownCause::ProviderFault { status: 500, .. },
                ..
            })
        ),
        "{broken:?}"
    );
    let zero = stage.merchant.open(&request("ORDER-ERROR-2", 0)).await;
    assert!(
        matches!(
            zero,
            Err(Error::Refused {
                reason: Refusal::Request,
                ..
            })
        ),
        "an order over nothing is refused: {zero:?}"
    );
}

#[tokio::test]
async fn a_wrong_serial_is_refused_as_a_matter_of_the_account() {
    let stage = Stage::set_with(|config| config.merchant_serial = "0".repeat(40)).await;
    let refused = stage.merchant.open(&request("ORDER-SERIAL-1", 600)).await;
    assert!(
        matches!(
            refused,
            Err(Error::Refused {
                reason: Refusal::Account,
                ..
            })
        ),
        "401 SIGN_ERROR: {refused:?}"
    );
}

#[tokio::test]
async fn the_backup_address_takes_over_when_the_first_is_dead() {
    let stage = Stage::set_with(|config| {
        config.backup_base = Some(config.api_base.clone());
        // Port 9 (discard) is reserved and nothing listens there.
        config.api_base = "http://127.0.0.1:9".to_owned();
    })
    .await;
    let number = stage.open("ORDER-BACKUP-1", 600).await;
    assert_eq!(
        stage.merchant.close(&number).await,
        Ok(CloseOutcome::Closed),
        "a freshly signed copy reached the backup"
    );
}

#[tokio::test]
async fn the_backup_address_does_not_repeat_what_was_refused() {
    let stage = Stage::set_with(|config| config.backup_base = Some(config.api_base.clone())).await;
    stage.sandbox.fault(Fault::TooFast {
        on: SandboxCall::Native,
    });
    let busy = stage.merchant.open(&request("ORDER-BACKUP-2", 600)).await;
    assert!(
        matches!(busy, Err(Error::TryLater { .. })),
        "an answer is an answer, and only a broken line goes to the backup: {busy:?}"
    );
}

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

#[tokio::test]
async fn a_merchant_with_certificates_only_works_and_survives_a_rolled_one() {
    let stage = Stage::set_with(|config| {
        config.public_key_id = None;
        config.public_key_file = None;
    })
    .await;
    stage.sandbox.sign_with(SigningMode::Certificate);
    let number = stage.open("ORDER-CERT-1", 800).await;
    stage
        .sandbox
        .roll_certificate()
        .expect("a new certificate is made");
    let asked = stage.merchant.query(&number).await;
    assert!(
        matches!(
            asked,
            Err(Error::Unknown {
                cause: UnknownCause::Unverified(Refused::UnknownKey { .. }),
                ..
            })
        ),
        "a second download within a minute is not made for a stranger's serial: {asked:?}"
    );

    stage.set_clock_ahead(61_000);
    let asked = stage
        .merchant
        .query(&number)
        .await
        .expect("downloaded again by now");
    assert_eq!(
        asked.state,
        TransactionState::NotPaid,
        "the new certificate proves the answer"
    );
}

#[tokio::test]
async fn a_merchant_whose_clock_is_wrong_is_refused() {
    let stage = Stage::set().await;
    stage.set_clock_ahead(301_000);
    let refused = stage.merchant.open(&request("ORDER-CLOCK-1", 600)).await;
    assert!(
        matches!(
            refused,
            Err(Error::Refused {
                reason: Refusal::Account,
                ..
            })
        ),
        "a signature is good for five minutes: {refused:?}"
    );
}

#[tokio::test]
async fn the_keys_and_their_names_survive_a_restart() {
    let dir = tempfile::TempDir::new().expect("a temporary directory");
    let start = || async {
        let running = sandbox::Sandbox::start(sandbox::Options::new(dir.path()))
            .await
            .expect("the sandbox starts");
        let mut config = running.merchant_config().clone();
        config.api_base.clear();
        running.stop().await;
        config
    };
    let first = start().await;
    assert_eq!(
        first,
        start().await,
        "only the port differs after a restart"
    );
}
