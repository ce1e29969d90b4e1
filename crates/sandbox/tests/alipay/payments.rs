//! QR codes: opening, scanning, paying, querying, closing, in key mode and certificate mode.

use payment::{Call, CloseOutcome, Error, Provider, Refusal, TransactionState};
use sandbox::alipay::{Fault, TradeState};

use crate::support::{KeyMode, Stage, fen_of, now, request};

#[tokio::test]
async fn a_customer_scans_and_pays_in_either_key_mode() {
    for mode in [KeyMode::PublicKey, KeyMode::Certificates] {
        let mut stage = Stage::set_in(mode).await;
        let asked = request("ORDER-PAYS-1", 1200);
        let code = stage.merchant.open(&asked).await.expect("a sound order");
        assert!(
            code.as_str().starts_with("https://qr.alipay.com/bax"),
            "{mode:?}: slashes are escaped on the way and plain in the code: {}",
            code.as_str()
        );
        let number = &asked.out_trade_no;
        assert_eq!(
            stage.state(number).await,
            TransactionState::NotPaid,
            "{mode:?}: nobody scanned, so Alipay knows no trade, and nobody paid"
        );
        stage
            .till()
            .scan("ORDER-PAYS-1")
            .expect("it can be scanned");
        assert_eq!(
            stage.state(number).await,
            TransactionState::NotPaid,
            "{mode:?}: scanned is not paid"
        );
        stage.till().pay("ORDER-PAYS-1").expect("it can be paid");
        assert_eq!(fen_of(&stage.told().await), 1200, "{mode:?}: told");
        let state = stage.state(number).await;
        let TransactionState::Success(capture) = state else {
            panic!("{mode:?}: it is paid, not {state:?}");
        };
        assert_eq!(capture.amount.minor(), 1200, "{mode:?}: asked");
        assert!(
            capture.paid_at.ms_since(now()).abs() < 60_000,
            "{mode:?}: paid just now, by the clocks of Beijing"
        );
    }
}

#[tokio::test]
async fn opening_again_changes_nothing_and_opening_differently_is_refused() {
    let stage = Stage::set().await;
    let mut asked = request("ORDER-TWICE-1", 1200);
    stage.merchant.open(&asked).await.expect("new");
    stage.merchant.open(&asked).await.expect("the same again");
    stage.till().scan("ORDER-TWICE-1").expect("scanned");
    stage
        .merchant
        .open(&asked)
        .await
        .expect("and after the scan");
    asked.amount = order::Money::from_minor(1300);
    let refused = stage.merchant.open(&asked).await;
    assert!(
        matches!(
            refused,
            Err(Error::Refused {
                reason: Refusal::NumberTaken,
                ..
            })
        ),
        "another price is another order: {refused:?}"
    );
    stage.till().pay("ORDER-TWICE-1").expect("paid");
    let paid = stage.merchant.open(&request("ORDER-TWICE-1", 1200)).await;
    assert!(
        matches!(
            paid,
            Err(Error::Refused {
                reason: Refusal::AlreadyPaid,
                ..
            })
        ),
        "nobody shows a code for what is paid: {paid:?}"
    );
}

#[tokio::test]
async fn a_code_that_nobody_scanned_cannot_be_closed_and_can_be_paid_late() {
    let mut stage = Stage::set().await;
    let number = stage.open("ORDER-UNSCANNED-1", 600).await;
    let closed = stage.merchant.close(&number).await;
    assert!(
        matches!(
            closed,
            Err(Error::NotFound {
                call: Call::Close,
                ..
            })
        ),
        "nothing was closed, and nobody may believe it was: {closed:?}"
    );
    stage
        .till()
        .pay(number.as_str())
        .expect("the code lives on");
    assert_eq!(fen_of(&stage.told().await), 600, "the late payment is told");
    assert_eq!(
        stage.merchant.close(&number).await,
        Ok(CloseOutcome::TryLater),
        "what is paid cannot be closed; the next query says so"
    );
}

#[tokio::test]
async fn what_was_scanned_and_not_paid_is_closed_for_ever() {
    let stage = Stage::set().await;
    let number = stage.open("ORDER-CLOSED-1", 600).await;
    stage.till().scan(number.as_str()).expect("scanned");
    assert_eq!(
        stage.merchant.close(&number).await,
        Ok(CloseOutcome::Closed),
        "the customer walked away"
    );
    assert_eq!(
        stage.state(&number).await,
        TransactionState::Closed,
        "closed, and never paid"
    );
    stage
        .till()
        .pay(number.as_str())
        .expect_err("nobody can pay any more");
}

#[tokio::test]
async fn a_customer_who_is_faster_than_the_close_has_paid() {
    let mut stage = Stage::set().await;
    let number = stage.open("ORDER-RACE-1", 600).await;
    stage.till().scan(number.as_str()).expect("scanned");
    stage.till().fault(Fault::PaidBeforeClose);
    assert_eq!(
        stage.merchant.close(&number).await,
        Ok(CloseOutcome::TryLater),
        "it is not closed"
    );
    assert_eq!(fen_of(&stage.state(&number).await), 600, "it is paid");
    assert_eq!(fen_of(&stage.told().await), 600, "and told");
}

#[tokio::test]
async fn a_payment_of_another_amount_is_told_as_it_was() {
    let mut stage = Stage::set().await;
    let number = stage.open("ORDER-WRONG-1", 600).await;
    stage.till().fault(Fault::WrongAmount { total: 1 });
    stage.till().pay(number.as_str()).expect("paid");
    assert_eq!(fen_of(&stage.told().await), 1, "the message says one fen");
    assert_eq!(fen_of(&stage.state(&number).await), 1, "so does the query");
    assert!(
        matches!(
            stage.till().trades()[0].state,
            TradeState::Paid { taken: 1, .. }
        ),
        "and so do the books"
    );
}
