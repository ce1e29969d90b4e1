//! Our WeChat Pay adapter against the sandbox: giving money back.

use crate::support::{PATIENCE, Stage};
use order::{Money, OutRefundNo, OutTradeNo};
use payment::{
    Error, Notification, Provider, RefundReading, RefundRequest, RefundState, Refusal, Retry,
    TransactionState,
};
use sandbox::wechat_pay::{Call, Fault, RefundEnd};

fn refund(payment: &OutTradeNo, number: u32, fen: i64, total: i64) -> RefundRequest {
    RefundRequest {
        out_trade_no: payment.clone(),
        out_refund_no: payment.out_refund_no(number),
        amount: Money::from_minor(fen),
        total: Money::from_minor(total),
        reason: "打印失败".to_owned(),
    }
}

/// A stage on which `number` was opened and paid, and the notification of that has been taken.
async fn paid(number: &str, fen: i64) -> (Stage, OutTradeNo) {
    let mut stage = Stage::set().await;
    let number = stage.open(number, fen).await;
    stage.sandbox.pay(number.as_str()).expect("it can be paid");
    stage.notification().await.expect("the payment is notified");
    (stage, number)
}

async fn until(stage: &Stage, number: &OutRefundNo, state: RefundState) -> RefundReading {
    tokio::time::timeout(PATIENCE, async {
        loop {
            let reading = stage
                .merchant
                .query_refund(number)
                .await
                .expect("it is known");
            if reading.state == state {
                return reading;
            }
            tokio::task::yield_now().await;
        }
    })
    .await
    .unwrap_or_else(|_| panic!("the refund never became {state:?}"))
}

#[tokio::test]
async fn part_of_a_payment_goes_back_and_is_notified() {
    let (mut stage, number) = paid("REFUND-PART-1", 1000).await;
    let asked = refund(&number, 1, 300, 1000);
    let accepted = stage.merchant.refund(&asked).await.expect("it is sound");
    assert_eq!(
        accepted.state,
        RefundState::Processing,
        "accepted is not returned"
    );

    let told = stage.notification().await.expect("the refund is notified");
    let Notification::Refund(told) = told else {
        panic!("this should be about the refund: {told:?}");
    };
    assert_eq!(told.state, RefundState::Success, "now the money is back");
    assert_eq!(told.amount, Money::from_minor(300), "as much as was asked");
    let asked_again = until(&stage, &asked.out_refund_no, RefundState::Success).await;
    assert_eq!(asked_again, told, "the query and the notification agree");
    let state = stage
        .merchant
        .query(&number)
        .await
        .expect("it is known")
        .state;
    assert!(
        matches!(&state, TransactionState::Refunded(capture) if capture.amount.minor() == 1000),
        "the payment was paid in full and has a refund: {state:?}"
    );
}

#[tokio::test]
async fn the_same_number_is_the_same_refund_however_often_it_is_asked() {
    let (stage, number) = paid("REFUND-SAME-1", 1000).await;
    let asked = refund(&number, 1, 1000, 1000);
    stage.sandbox.fault(Fault::LoseAnswer { on: Call::Refund });
    let lost = stage.merchant.refund(&asked).await;
    assert_eq!(
        lost.expect_err("the answer is lost").retry(),
        Retry::SameParameters,
        "unknown is asked again under the same number"
    );
    let first = stage.merchant.refund(&asked).await.expect("the same again");
    let second = stage.merchant.refund(&asked).await.expect("and again");
    assert_eq!(first.refund_id, second.refund_id, "one refund");
    let order = &stage.sandbox.orders()[0];
    assert_eq!(order.refunds.len(), 1, "the sandbox gave money back once");
}

#[tokio::test]
async fn more_than_was_paid_never_goes_back() {
    let (stage, number) = paid("REFUND-SUM-1", 1000).await;
    stage
        .merchant
        .refund(&refund(&number, 1, 700, 1000))
        .await
        .expect("within");
    for (asked, why) in [
        (
            refund(&number, 2, 301, 1000),
            "the sum would exceed what was paid",
        ),
        (
            refund(&number, 1, 200, 1000),
            "a number cannot change its amount",
        ),
        (
            refund(&number, 3, 100, 999),
            "the total is not what was paid",
        ),
    ] {
        let refused = stage.merchant.refund(&asked).await;
        assert!(
            matches!(
                refused,
                Err(Error::Refused {
                    reason: Refusal::Request,
                    ..
                })
            ),
            "{why}: {refused:?}"
        );
    }
    stage
        .merchant
        .refund(&refund(&number, 2, 300, 1000))
        .await
        .expect("the rest may go back");
}

#[tokio::test]
async fn an_unpaid_order_has_nothing_to_give_back() {
    let stage = Stage::set().await;
    let number = stage.open("REFUND-NONE-1", 1000).await;
    let refused = stage.merchant.refund(&refund(&number, 1, 1000, 1000)).await;
    assert!(matches!(refused, Err(Error::Refused { .. })), "{refused:?}");
    let unknown = stage.merchant.query_refund(&number.out_refund_no(1)).await;
    assert!(
        matches!(unknown, Err(Error::NotFound { .. })),
        "{unknown:?}"
    );
}

#[tokio::test]
async fn a_refund_stays_on_its_way_and_ends_as_scripted() {
    for (number, then, expected) in [
        ("REFUND-STAY-1", RefundEnd::Success, RefundState::Success),
        ("REFUND-STAY-2", RefundEnd::Abnormal, RefundState::Abnormal),
        ("REFUND-STAY-3", RefundEnd::Closed, RefundState::Closed),
    ] {
        let (mut stage, number) = paid(number, 1000).await;
        stage.sandbox.fault(Fault::RefundStays { polls: 3, then });
        let asked = refund(&number, 1, 1000, 1000);
        stage.merchant.refund(&asked).await.expect("accepted");
        for poll in 1..=3 {
            let reading = stage.merchant.query_refund(&asked.out_refund_no).await;
            assert_eq!(
                reading.expect("it is known").state,
                RefundState::Processing,
                "poll {poll} of 3"
            );
        }
        let reading = stage.merchant.query_refund(&asked.out_refund_no).await;
        assert_eq!(
            reading.expect("it is known").state,
            expected,
            "the fourth poll decides"
        );
        let told = stage.notification().await.expect("it is notified");
        assert!(
            matches!(told, Notification::Refund(ref reading) if reading.state == expected),
            "the notification agrees: {told:?}"
        );
    }
}

#[tokio::test]
async fn a_short_balance_waits_for_a_person_and_then_the_same_number() {
    let (stage, number) = paid("REFUND-SHORT-1", 1000).await;
    let asked = refund(&number, 1, 1000, 1000);
    stage.sandbox.fault(Fault::BalanceShort);
    let short = stage
        .merchant
        .refund(&asked)
        .await
        .expect_err("there is no money");
    assert_eq!(
        short.retry(),
        Retry::AfterAPerson,
        "somebody tops up: {short}"
    );
    stage
        .merchant
        .refund(&asked)
        .await
        .expect("the same number again");
}
