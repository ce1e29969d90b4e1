//! Our WeChat Pay adapter against the sandbox: opening, paying, querying, closing, and answers
//! that get lost.

use order::Money;
use payment::{Call, CloseOutcome, Error, Provider, Refusal, TransactionState, UnknownCause};
use sandbox::wechat_pay::{Call as SandboxCall, Fault};

use crate::support::{Stage, now, paid_fen, request};

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
async fn a_customer_pays_while_the_order_is_being_closed() {
    let mut stage = Stage::set().await;
    let number = stage.open("ORDER-RACE-1", 600).await;
    stage.sandbox.fault(Fault::PaidBeforeClose);
    assert_eq!(
        stage.merchant.close(&number).await,
        Ok(CloseOutcome::AlreadyPaid),
        "the customer was a moment faster"
    );
    assert_eq!(
        paid_fen(stage.notification().await),
        600,
        "and the notification comes as ever"
    );

    let number = stage.open("ORDER-RACE-2", 700).await;
    stage.sandbox.fault(Fault::PaidDespiteClose);
    assert_eq!(
        stage.merchant.close(&number).await,
        Ok(CloseOutcome::Closed),
        "the provider lost the race and does not know yet"
    );
    let read = stage.merchant.query(&number).await.expect("it is known");
    assert!(
        read.state.capture().is_some(),
        "so one queries once more after closing: {read:?}"
    );
    assert_eq!(
        paid_fen(stage.notification().await),
        700,
        "late, and to be given back"
    );
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
async fn the_backup_address_takes_over_when_the_line_breaks() {
    let stage = Stage::set_with(|config| config.backup_base = Some(config.api_base.clone())).await;
    stage.sandbox.fault(Fault::LoseAnswer {
        on: SandboxCall::Native,
    });
    let asked = request("ORDER-BACKUP-3", 600);
    stage
        .merchant
        .open(&asked)
        .await
        .expect("the same parameters under a fresh signature are the same order");
    assert_eq!(stage.sandbox.orders().len(), 1, "one order, opened twice");
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
