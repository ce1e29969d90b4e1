//! Notifications: told until acknowledged with one word, and refused when they are not what they
//! claim.

use payment::{Foreign, Refused, Reply, TransactionState};
use sandbox::alipay::{Acknowledged, Fault};

use crate::support::{PATIENCE, Stage, fen_of};

#[tokio::test]
async fn a_notification_is_repeated_until_it_is_answered_with_success() {
    let mut stage = Stage::set().await;
    for answer in ["SUCCESS", "success\n", "<html>success</html>"] {
        stage.answer_next(answer);
    }
    let number = stage.open("NOTIFY-AGAIN-1", 600).await;
    stage.till().pay(number.as_str()).expect("paid");
    for _ in 0..4 {
        assert_eq!(fen_of(&stage.told().await), 600, "the same news again");
    }
    let deliveries = tokio::time::timeout(PATIENCE, async {
        loop {
            let deliveries = stage.till().deliveries();
            if deliveries.len() == 4 {
                return deliveries;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    })
    .await
    .expect("four attempts");
    let answers: Vec<Acknowledged> = deliveries
        .iter()
        .map(|delivery| delivery.acknowledged)
        .collect();
    assert_eq!(
        answers,
        [
            Acknowledged::No,
            Acknowledged::No,
            Acknowledged::No,
            Acknowledged::Yes
        ],
        "only the seven bytes count"
    );
    assert!(
        deliveries.iter().all(|one| one.id == deliveries[0].id),
        "notify_id stays the same over repeats"
    );
}

#[tokio::test]
async fn a_forged_notification_is_rejected_and_the_true_one_follows() {
    let mut stage = Stage::set().await;
    stage.till().fault(Fault::BadNotificationSignature);
    stage.answer_next("failure");
    let number = stage.open("NOTIFY-FORGED-1", 600).await;
    stage.till().pay(number.as_str()).expect("paid");
    let refused = stage.notification().await.expect_err("it is not Alipay's");
    assert_eq!(refused, Refused::Signature, "by its signature");
    assert_eq!(refused.reply(), Reply::Reject, "so nothing is acknowledged");
    assert_eq!(fen_of(&stage.told().await), 600, "the true one");
}

#[tokio::test]
async fn a_notification_for_somebody_else_is_acknowledged_with_an_alarm() {
    let mut stage = Stage::set().await;
    for (number, fault, foreign) in [
        ("NOTIFY-OTHER-1", Fault::WrongSeller, Foreign::Merchant),
        (
            "NOTIFY-OTHER-2",
            Fault::WrongApplication,
            Foreign::Application,
        ),
    ] {
        stage.till().fault(fault);
        let number = stage.open(number, 600).await;
        stage.till().pay(number.as_str()).expect("paid");
        let refused = stage.notification().await.expect_err("not ours");
        assert_eq!(refused, Refused::NotOurs(foreign), "it says whose");
        assert_eq!(
            refused.reply(),
            Reply::AcknowledgeAndAlarm,
            "repeating it makes nothing better"
        );
    }
}

#[tokio::test]
async fn a_lost_notification_is_found_by_asking() {
    let mut stage = Stage::set().await;
    stage.till().fault(Fault::DropNotification);
    let number = stage.open("NOTIFY-LOST-1", 600).await;
    stage.till().pay(number.as_str()).expect("paid");
    let state = stage.state(&number).await;
    assert!(
        matches!(state, TransactionState::Success(_)),
        "the query knows: {state:?}"
    );
    stage.till().fault(Fault::DuplicateNotification);
    let next = stage.open("NOTIFY-TWICE-1", 700).await;
    stage.till().pay(next.as_str()).expect("paid");
    for _ in 0..2 {
        assert_eq!(fen_of(&stage.told().await), 700, "and this one comes twice");
    }
}

#[tokio::test]
async fn a_whole_refund_is_told_as_a_closed_trade_that_was_paid() {
    use payment::Provider as _;
    let mut stage = Stage::set().await;
    let number = stage.paid("NOTIFY-REFUND-1", 600).await;
    stage
        .merchant
        .refund(&crate::support::refund(&number, 1, 600, 600))
        .await
        .expect("given back");
    let told = stage.told().await;
    assert!(
        matches!(told, TransactionState::Refunded(_)),
        "TRADE_CLOSED with a time of payment: {told:?}"
    );
}
