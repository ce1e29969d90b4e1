//! Barcodes: charging them, and undoing charges nobody can be sure of.

use payment::{AuthCode, Error, Provider, Refusal, ReverseOutcome, TransactionState, UnknownCause};
use sandbox::alipay::{Barcode, Call as SandboxCall, Fault};

use crate::support::{Stage, charge, fen_of};

#[tokio::test]
async fn a_barcode_pays_at_once_and_a_repeat_says_the_same() {
    let stage = Stage::set().await;
    let barcode = stage.till().hand_out_barcode(Barcode::Pays);
    let asked = charge("CHARGE-PAYS-1", 950, &barcode);
    let first = stage.merchant.charge(&asked).await.expect("it pays");
    assert_eq!(fen_of(&first.state), 950, "the price");
    let second = stage
        .merchant
        .charge(&asked)
        .await
        .expect("the same charge");
    assert_eq!(second, first, "money is taken once");
}

#[tokio::test]
async fn a_customer_confirms_on_the_phone() {
    let stage = Stage::set().await;
    let barcode = stage.till().hand_out_barcode(Barcode::AsksPassword);
    let asked = charge("CHARGE-ASKS-1", 950, &barcode);
    let charged = stage.merchant.charge(&asked).await.expect("under way");
    assert_eq!(charged.state, TransactionState::InProgress, "10003");
    assert_eq!(
        stage.state(&asked.out_trade_no).await,
        TransactionState::NotPaid,
        "not yet"
    );
    stage.till().pay("CHARGE-ASKS-1").expect("confirmed");
    assert_eq!(fen_of(&stage.state(&asked.out_trade_no).await), 950, "paid");
}

#[tokio::test]
async fn a_barcode_that_cannot_pay_says_why() {
    let stage = Stage::set().await;
    for (index, (fate, expected)) in [
        (Barcode::NotEnough, Refusal::PayerFunds),
        (Barcode::NotAllowed, Refusal::PayerNotAllowed),
        (Barcode::Expired, Refusal::AuthCodeExpired),
    ]
    .into_iter()
    .enumerate()
    {
        let barcode = stage.till().hand_out_barcode(fate);
        let asked = charge(&format!("CHARGE-NO-{index}"), 950, &barcode);
        let refused = stage.merchant.charge(&asked).await;
        assert!(
            matches!(&refused, Err(Error::Refused { reason, .. }) if *reason == expected),
            "{fate:?} was answered with {refused:?}"
        );
    }
    let mut foreign = charge("CHARGE-WECHAT-1", 950, "2800000000000000");
    foreign.auth_code = AuthCode::parse("134567890123456789").expect("WeChat's");
    let refused = stage.merchant.charge(&foreign).await;
    assert!(
        matches!(
            &refused,
            Err(Error::Refused { reason: Refusal::AuthCodeInvalid, code, .. }) if code.is_empty()
        ),
        "another provider's barcode is shown to nobody: {refused:?}"
    );
}

#[tokio::test]
async fn a_charge_whose_answer_is_lost_is_undone_whole() {
    let stage = Stage::set().await;
    for (number, on) in [
        (
            "CHARGE-LOST-1",
            Fault::LoseAnswer {
                on: SandboxCall::Pay,
            },
        ),
        (
            "CHARGE-LOST-2",
            Fault::FailAfter {
                on: SandboxCall::Pay,
            },
        ),
        (
            "CHARGE-LOST-3",
            Fault::UnsignedError {
                on: SandboxCall::Pay,
            },
        ),
    ] {
        let barcode = stage.till().hand_out_barcode(Barcode::Pays);
        let asked = charge(number, 950, &barcode);
        stage.till().fault(on);
        let unknown = stage.merchant.charge(&asked).await;
        assert!(
            matches!(unknown, Err(Error::Unknown { .. })),
            "nobody knows: {unknown:?}"
        );
        stage.till().fault(Fault::CancelAgain);
        assert_eq!(
            stage.merchant.reverse(&asked.out_trade_no).await,
            Ok(ReverseOutcome::TryLater),
            "retry_flag Y: not undone yet"
        );
        for _ in 0..2 {
            assert_eq!(
                stage.merchant.reverse(&asked.out_trade_no).await,
                Ok(ReverseOutcome::Reversed),
                "undone, and undoing it again does no harm"
            );
        }
        let state = stage.state(&asked.out_trade_no).await;
        assert!(
            matches!(state, TransactionState::Refunded(_)),
            "what was taken went back: {state:?}"
        );
        let refund = stage
            .merchant
            .refund(&crate::support::refund(&asked.out_trade_no, 1, 950, 950))
            .await
            .expect("everything is back already");
        assert_eq!(
            refund.state,
            payment::RefundState::Success,
            "a refund of what was undone has nothing left to do"
        );
    }
}

#[tokio::test]
async fn a_charge_that_never_arrived_can_be_undone_too() {
    let stage = Stage::set().await;
    let barcode = stage.till().hand_out_barcode(Barcode::Pays);
    let asked = charge("CHARGE-NEVER-1", 950, &barcode);
    stage.till().fault(Fault::BadGateway {
        on: SandboxCall::Pay,
    });
    let unknown = stage.merchant.charge(&asked).await;
    assert!(
        matches!(
            unknown,
            Err(Error::Unknown {
                cause: UnknownCause::ProviderFault { status: 502, .. },
                ..
            })
        ),
        "a box on the way answered: {unknown:?}"
    );
    assert_eq!(
        stage.merchant.reverse(&asked.out_trade_no).await,
        Ok(ReverseOutcome::Reversed),
        "Alipay says success of numbers it never heard of"
    );
}
