//! Our WeChat Pay adapter against the sandbox: charging the customer's barcode, and undoing it.

use order::{Money, OutTradeNo};
use payment::{
    AuthCode, Call, ChargeRequest, CloseOutcome, Error, Provider, Refusal, ReverseOutcome,
    Terminal, Transaction, TransactionState, UnknownCause,
};
use sandbox::wechat_pay::{Barcode, Call as SandboxCall, Fault, OrderState};

use crate::support::Stage;

/// WeChat Pay wants 15 seconds between a charge and its reversal.
const LATE_ENOUGH_MS: i64 = 15_000;

fn charge_of(code: &str, number: &str, fen: i64) -> ChargeRequest {
    ChargeRequest {
        out_trade_no: OutTradeNo::parse(number).expect("a merchant order number"),
        amount: Money::from_minor(fen),
        description: "照片打印 6寸 x2".to_owned(),
        auth_code: AuthCode::parse(code).expect("the sandbox hands out barcodes of WeChat"),
        terminal: Some(Terminal {
            client_ip: [127, 0, 0, 1].into(),
            device_id: "K001".to_owned(),
        }),
    }
}

/// Charges a fresh barcode with that fate.
async fn charge(stage: &Stage, fate: Barcode, number: &str) -> Result<Transaction, Error> {
    let code = stage.sandbox.hand_out_barcode(fate);
    stage.merchant.charge(&charge_of(&code, number, 1200)).await
}

async fn state(stage: &Stage, number: &str) -> TransactionState {
    let number = OutTradeNo::parse(number).expect("a number");
    let read = stage.merchant.query(&number).await;
    read.expect("the order is known").state
}

#[tokio::test]
async fn a_barcode_is_charged_at_once() {
    let stage = Stage::set().await;
    let charged = charge(&stage, Barcode::Pays, "BARCODE-PAYS-1")
        .await
        .expect("paid");
    let TransactionState::Success(capture) = &charged.state else {
        panic!("a customer with money pays at once: {charged:?}");
    };
    assert_eq!(
        capture.amount,
        Money::from_minor(1200),
        "the price that was asked"
    );
    assert_eq!(
        state(&stage, "BARCODE-PAYS-1").await,
        charged.state,
        "the query says the same"
    );
    assert_eq!(
        stage.sandbox.deliveries(),
        [],
        "nobody is notified of a charge: the answer is all there is"
    );
}

#[tokio::test]
async fn a_customer_types_the_password_or_turns_away() {
    let stage = Stage::set().await;
    for number in ["BARCODE-ASKS-1", "BARCODE-ASKS-2"] {
        let charged = charge(&stage, Barcode::AsksPassword, number)
            .await
            .expect("202 is no failure");
        assert_eq!(
            charged.state,
            TransactionState::InProgress,
            "202 USERPAYING means that the customer is typing"
        );
        assert_eq!(
            state(&stage, number).await,
            TransactionState::InProgress,
            "and so says the query"
        );
    }
    let number = OutTradeNo::parse("BARCODE-ASKS-1").expect("a number");
    assert_eq!(
        stage.merchant.close(&number).await,
        Ok(CloseOutcome::TryLater),
        "an order cannot be closed under the customer's thumb"
    );
    stage.sandbox.pay("BARCODE-ASKS-1").expect("the password");
    assert!(
        state(&stage, "BARCODE-ASKS-1").await.capture().is_some(),
        "the next query says paid"
    );
    stage
        .sandbox
        .decline("BARCODE-ASKS-2")
        .expect("one may turn away");
    assert_eq!(
        state(&stage, "BARCODE-ASKS-2").await,
        TransactionState::Failed,
        "PAYERROR: another try needs another number"
    );
}

#[tokio::test]
async fn a_barcode_that_cannot_pay_says_why() {
    let stage = Stage::set().await;
    for (fate, number, expected) in [
        (Barcode::NotEnough, "BARCODE-POOR-1", Refusal::PayerFunds),
        (
            Barcode::NotAllowed,
            "BARCODE-CARD-1",
            Refusal::PayerNotAllowed,
        ),
        (Barcode::Expired, "BARCODE-OLD-1", Refusal::AuthCodeExpired),
        (Barcode::Used, "BARCODE-USED-1", Refusal::AuthCodeUsed),
    ] {
        let refused = charge(&stage, fate, number).await;
        match refused {
            Err(Error::Refused {
                call: Call::Charge,
                reason,
                ..
            }) => assert_eq!(reason, expected, "{fate:?} is told apart for the screen"),
            other => panic!("{fate:?} cannot be charged, but was answered with {other:?}"),
        }
    }
    let stranger = charge_of("100000000000000001", "BARCODE-GUESS-1", 600);
    let refused = stage.merchant.charge(&stranger).await;
    assert!(
        matches!(
            refused,
            Err(Error::Refused {
                reason: Refusal::AuthCodeInvalid,
                ..
            })
        ),
        "a barcode that nobody was given is not valid: {refused:?}"
    );
}

#[tokio::test]
async fn a_barcode_of_another_provider_is_never_sent() {
    let stage = Stage::set().await;
    let alipay = charge_of("287634438256643941", "BARCODE-ALIPAY-1", 600);
    let refused = stage.merchant.charge(&alipay).await;
    assert!(
        matches!(
            refused,
            Err(Error::Refused {
                reason: Refusal::AuthCodeInvalid,
                ..
            })
        ),
        "Alipay's barcode is no business of WeChat Pay's: {refused:?}"
    );
    assert!(
        stage.sandbox.orders().is_empty(),
        "and WeChat Pay never hears of it"
    );
}

#[tokio::test]
async fn one_barcode_pays_for_one_order() {
    let stage = Stage::set().await;
    let code = stage.sandbox.hand_out_barcode(Barcode::Pays);
    let first = charge_of(&code, "BARCODE-ONCE-1", 600);
    stage.merchant.charge(&first).await.expect("paid");
    let second = charge_of(&code, "BARCODE-ONCE-2", 600);
    let refused = stage.merchant.charge(&second).await;
    assert!(
        matches!(
            refused,
            Err(Error::Refused {
                reason: Refusal::AuthCodeUsed,
                ..
            })
        ),
        "the customer must not pay twice: {refused:?}"
    );
    let again = stage.merchant.charge(&first).await;
    assert!(
        matches!(
            again,
            Err(Error::Refused {
                reason: Refusal::AlreadyPaid,
                ..
            })
        ),
        "the same charge again is told that it is paid: {again:?}"
    );
}

#[tokio::test]
async fn a_charge_whose_answer_is_lost_is_unknown_until_it_is_asked_for() {
    let stage = Stage::set().await;
    let on = SandboxCall::Codepay;
    for (fault, number) in [
        (Fault::LoseAnswer { on }, "BARCODE-LOST-1"),
        (Fault::FailAfter { on }, "BARCODE-LOST-2"),
        (Fault::BadAnswerSignature { on }, "BARCODE-LOST-3"),
        (Fault::StaleAnswer { on }, "BARCODE-LOST-4"),
    ] {
        stage.sandbox.fault(fault.clone());
        let lost = charge(&stage, Barcode::Pays, number).await;
        assert!(
            matches!(lost, Err(Error::Unknown { .. })),
            "{fault:?} leaves the outcome unknown: {lost:?}"
        );
        assert!(
            state(&stage, number).await.capture().is_some(),
            "{fault:?} struck after the money was taken"
        );
    }
}

#[tokio::test]
async fn a_lost_charge_is_not_repeated_at_the_backup_address() {
    let stage = Stage::set_with(|config| config.backup_base = Some(config.api_base.clone())).await;
    stage.sandbox.fault(Fault::LoseAnswer {
        on: SandboxCall::Codepay,
    });
    let lost = charge(&stage, Barcode::Pays, "BARCODE-BACKUP-1").await;
    assert!(
        matches!(
            lost,
            Err(Error::Unknown {
                cause: UnknownCause::Line,
                ..
            })
        ),
        "a second copy would be told that the barcode was used, as if nothing was paid: {lost:?}"
    );
}

#[tokio::test]
async fn a_charge_reaches_the_backup_address_when_the_first_is_dead() {
    let stage = Stage::set_with(|config| {
        config.backup_base = Some(config.api_base.clone());
        // Port 9 (discard) is reserved and nothing listens there.
        config.api_base = "http://127.0.0.1:9".to_owned();
    })
    .await;
    let charged = charge(&stage, Barcode::Pays, "BARCODE-BACKUP-2").await;
    assert!(
        charged.is_ok_and(|charged| charged.state.capture().is_some()),
        "no connection, no first copy: the backup may have it"
    );
}

#[tokio::test]
async fn a_wrong_amount_shows_in_the_answer() {
    let stage = Stage::set().await;
    stage.sandbox.fault(Fault::WrongAmount { total: 1 });
    let charged = charge(&stage, Barcode::Pays, "BARCODE-WRONG-1")
        .await
        .expect("paid");
    let capture = charged.state.capture().expect("something was taken");
    assert_eq!(
        capture.amount,
        Money::from_minor(1),
        "the caller must see what was taken, not what was asked"
    );
}

#[tokio::test]
async fn a_charge_is_reversed_no_sooner_than_the_rule_and_as_often_as_needed() {
    let stage = Stage::set().await;
    let number = OutTradeNo::parse("BARCODE-BACK-1").expect("a number");
    charge(&stage, Barcode::Pays, "BARCODE-BACK-1")
        .await
        .expect("paid");
    assert_eq!(
        stage.merchant.reverse(&number).await,
        Ok(ReverseOutcome::TryLater),
        "within 15 seconds a reversal could overtake its charge"
    );
    stage.set_clock_ahead(LATE_ENOUGH_MS - 1000);
    assert_eq!(
        stage.merchant.reverse(&number).await,
        Ok(ReverseOutcome::TryLater),
        "nor at the last second"
    );
    assert!(
        matches!(stage.sandbox.orders()[0].state, OrderState::Paid { .. }),
        "WeChat Pay was not even asked"
    );
    stage.set_clock_ahead(LATE_ENOUGH_MS);
    for fault in [
        Fault::TooFast {
            on: SandboxCall::Reverse,
        },
        Fault::FailBefore {
            on: SandboxCall::Reverse,
        },
        Fault::CustomerIsPaying,
    ] {
        stage.sandbox.fault(fault.clone());
        assert_eq!(
            stage.merchant.reverse(&number).await,
            Ok(ReverseOutcome::TryLater),
            "{fault:?} decides nothing"
        );
    }
    for times in 1..=2 {
        assert_eq!(
            stage.merchant.reverse(&number).await,
            Ok(ReverseOutcome::Reversed),
            "reversing time {times}: it may be repeated without harm"
        );
    }
    assert_eq!(
        state(&stage, "BARCODE-BACK-1").await,
        TransactionState::Reversed,
        "REVOKED: the money is back"
    );
}

#[tokio::test]
async fn an_unconfirmed_charge_is_undone_and_cannot_be_paid_any_more() {
    let stage = Stage::set().await;
    charge(&stage, Barcode::AsksPassword, "BARCODE-SLOW-1")
        .await
        .expect("202");
    stage.set_clock_ahead(LATE_ENOUGH_MS);
    let number = OutTradeNo::parse("BARCODE-SLOW-1").expect("a number");
    assert_eq!(
        stage.merchant.reverse(&number).await,
        Ok(ReverseOutcome::Reversed),
        "what was not taken is closed"
    );
    stage
        .sandbox
        .pay("BARCODE-SLOW-1")
        .expect_err("the password comes too late");
}

#[tokio::test]
async fn a_reversal_that_is_not_proven_is_not_believed() {
    let stage = Stage::set().await;
    charge(&stage, Barcode::Pays, "BARCODE-DOUBT-1")
        .await
        .expect("paid");
    stage.set_clock_ahead(LATE_ENOUGH_MS);
    let number = OutTradeNo::parse("BARCODE-DOUBT-1").expect("a number");
    let on = SandboxCall::Reverse;
    for fault in [Fault::BadAnswerSignature { on }, Fault::LoseAnswer { on }] {
        stage.sandbox.fault(fault.clone());
        let doubtful = stage.merchant.reverse(&number).await;
        assert!(
            matches!(
                doubtful,
                Err(Error::Unknown {
                    call: Call::Reverse,
                    ..
                })
            ),
            "{fault:?} must be reversed again: {doubtful:?}"
        );
    }
    assert_eq!(
        stage.merchant.reverse(&number).await,
        Ok(ReverseOutcome::Reversed),
        "again, and now it is proven"
    );
}

#[tokio::test]
async fn what_is_no_charge_cannot_be_reversed() {
    let stage = Stage::set().await;
    let native = stage.open("BARCODE-NATIVE-1", 600).await;
    let refused = stage.merchant.reverse(&native).await;
    assert!(
        matches!(
            refused,
            Err(Error::Refused {
                reason: Refusal::Request,
                ..
            })
        ),
        "a QR code's order is closed, not reversed: {refused:?}"
    );
    let nobody = OutTradeNo::parse("BARCODE-NOBODY").expect("a number");
    let unknown = stage.merchant.reverse(&nobody).await;
    assert!(
        matches!(
            unknown,
            Err(Error::NotFound {
                call: Call::Reverse,
                ..
            })
        ),
        "{unknown:?}"
    );
}
