//! Refunds, whole and in part, and their repeats.

use payment::{Error, Provider, RefundState, Refusal, TransactionState};
use sandbox::alipay::{Call as SandboxCall, Fault};

use crate::support::{Stage, fen_of, refund};

#[tokio::test]
async fn refunds_in_part_add_up_and_the_last_one_closes_the_trade() {
    let mut stage = Stage::set().await;
    let number = stage.paid("REFUND-PARTS-1", 1000).await;
    let first = stage
        .merchant
        .refund(&refund(&number, 1, 400, 1000))
        .await
        .expect("a part");
    assert_eq!(
        (first.state, first.amount.minor()),
        (RefundState::Success, 400),
        "this refund's amount, not the sum"
    );
    let told = stage.told().await;
    assert!(
        matches!(told, TransactionState::Refunded(_)),
        "a partial refund is told as a paid trade with a refund, so that nothing prints: {told:?}"
    );
    assert_eq!(fen_of(&told), 1000, "what was paid stays what was paid");
    let second = stage
        .merchant
        .refund(&refund(&number, 2, 600, 1000))
        .await
        .expect("the rest");
    assert_eq!(
        (second.state, second.amount.minor()),
        (RefundState::Success, 600),
        "refund_fee says 10.00 here, the sum of both"
    );
    for (sequence, fen) in [(1, 400), (2, 600)] {
        let reading = stage
            .merchant
            .query_refund(&number.out_refund_no(sequence))
            .await
            .expect("it is known");
        assert_eq!(
            (reading.state, reading.amount.minor()),
            (RefundState::Success, fen),
            "each by its own number"
        );
        assert_eq!(reading.out_trade_no, number, "beside its payment");
    }
    let state = stage.state(&number).await;
    assert!(
        matches!(state, TransactionState::Refunded(_)),
        "closed because it was given back, not because nobody paid: {state:?}"
    );
}

#[tokio::test]
async fn the_same_refund_again_moves_nothing_and_is_asked_after() {
    let mut stage = Stage::set().await;
    let number = stage.paid("REFUND-AGAIN-1", 1000).await;
    let asked = refund(&number, 1, 400, 1000);
    stage.merchant.refund(&asked).await.expect("accepted");
    let again = stage.merchant.refund(&asked).await.expect("known");
    assert_eq!(
        again.state,
        RefundState::Processing,
        "fund_change N says nothing about an earlier call"
    );
    let reading = stage.merchant.query_refund(&asked.out_refund_no).await;
    assert_eq!(
        reading.map(|reading| reading.state),
        Ok(RefundState::Success),
        "the query does"
    );
    let other = stage.merchant.refund(&refund(&number, 1, 500, 1000)).await;
    assert!(
        matches!(
            other,
            Err(Error::Refused {
                reason: Refusal::NumberTaken,
                ..
            })
        ),
        "the same number is the same refund: {other:?}"
    );
    assert_eq!(
        stage.till().trades()[0].refunds.len(),
        1,
        "the customer got it once"
    );
}

#[tokio::test]
async fn a_refund_whose_answer_is_lost_is_found_by_its_number() {
    let mut stage = Stage::set().await;
    let number = stage.paid("REFUND-LOST-1", 1000).await;
    let asked = refund(&number, 1, 1000, 1000);
    let nothing = stage.merchant.query_refund(&asked.out_refund_no).await;
    assert!(
        matches!(nothing, Err(Error::NotFound { .. })),
        "nothing was asked yet: {nothing:?}"
    );
    stage.till().fault(Fault::LoseAnswer {
        on: SandboxCall::Refund,
    });
    let lost = stage.merchant.refund(&asked).await;
    assert!(matches!(lost, Err(Error::Unknown { .. })), "{lost:?}");
    let reading = stage.merchant.query_refund(&asked.out_refund_no).await;
    assert_eq!(
        reading.map(|reading| reading.state),
        Ok(RefundState::Success),
        "it went through"
    );
}

#[tokio::test]
async fn a_refund_that_takes_its_time_is_not_taken_for_failed() {
    let mut stage = Stage::set().await;
    let number = stage.paid("REFUND-SLOW-1", 1000).await;
    stage.till().fault(Fault::RefundStays { polls: 1 });
    let asked = refund(&number, 1, 1000, 1000);
    let accepted = stage.merchant.refund(&asked).await.expect("accepted");
    assert_eq!(accepted.state, RefundState::Processing, "fund_change N");
    let silent = stage.merchant.query_refund(&asked.out_refund_no).await;
    assert!(
        matches!(silent, Err(Error::NotFound { .. })),
        "no refund_status: ask for it again under the same number: {silent:?}"
    );
    let reading = stage.merchant.query_refund(&asked.out_refund_no).await;
    assert_eq!(
        reading.map(|reading| reading.state),
        Ok(RefundState::Success),
        "it came"
    );
}

#[tokio::test]
async fn what_cannot_be_given_back_says_why() {
    let mut stage = Stage::set().await;
    let number = stage.paid("REFUND-NO-1", 1000).await;
    let reason = |refused: Result<payment::RefundReading, Error>| match refused {
        Err(Error::Refused { reason, .. }) => reason,
        other => panic!("this is refused: {other:?}"),
    };
    stage.till().fault(Fault::BalanceShort);
    let short = stage.merchant.refund(&refund(&number, 1, 400, 1000)).await;
    assert_eq!(reason(short), Refusal::BalanceShort, "somebody tops it up");
    let retried = stage.merchant.refund(&refund(&number, 1, 400, 1000)).await;
    assert_eq!(
        retried.map(|reading| reading.state),
        Ok(RefundState::Success),
        "the same number again"
    );
    let much = stage.merchant.refund(&refund(&number, 2, 601, 1000)).await;
    assert_eq!(reason(much), Refusal::Rule, "more than was paid");
    let unpaid = stage.open("REFUND-NO-2", 500).await;
    stage.till().scan(unpaid.as_str()).expect("scanned");
    let early = stage.merchant.refund(&refund(&unpaid, 1, 500, 500)).await;
    assert_eq!(reason(early), Refusal::Rule, "nobody paid");
    let unheard = stage.open("REFUND-NO-3", 500).await;
    let unheard = stage.merchant.refund(&refund(&unheard, 1, 500, 500)).await;
    assert!(
        matches!(unheard, Err(Error::NotFound { .. })),
        "no trade at all: {unheard:?}"
    );
}
