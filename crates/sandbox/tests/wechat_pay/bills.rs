//! Our WeChat Pay adapter against the sandbox: the bill of a day, whole, strange and damaged.

use order::{Money, OutTradeNo};
use payment::{
    AuthCode, BillDay, BillEntry, BillLine, Call, ChargeRequest, Error, Provider, RefundRequest,
    RefundState, UnknownCause,
};
use sandbox::wechat_pay::{Barcode, Call as SandboxCall, Fault, RefundEnd};

use crate::support::{Stage, now, request};

/// The bill of the day on which the sandbox's only payments were made, just now.
async fn bill(stage: &Stage) -> Result<Vec<BillLine>, Error> {
    let today = BillDay::containing(now()).expect("today is a day");
    match stage.merchant.bill(today).await {
        // Midnight in Beijing has passed between the payment and now.
        Ok(lines) if lines.is_empty() => stage.merchant.bill(today.previous()).await,
        other => other,
    }
}

async fn pay(stage: &Stage, number: &str, fen: i64) -> OutTradeNo {
    let number = stage.open(number, fen).await;
    stage.sandbox.pay(number.as_str()).expect("it can be paid");
    number
}

#[tokio::test]
async fn a_day_without_trades_is_an_empty_bill() {
    let stage = Stage::set().await;
    stage.open("BILL-UNPAID-1", 600).await;
    assert_eq!(
        bill(&stage).await,
        Ok(Vec::new()),
        "400 NO_STATEMENT_EXIST: nothing was paid"
    );
}

#[tokio::test]
async fn a_bill_names_payments_refunds_and_reversals() {
    let stage = Stage::set().await;
    let mut asked = request("BILL-PAID-1", 1210);
    asked.description = "2 prints, matte, \"6 inch\"".to_owned();
    stage.merchant.open(&asked).await.expect("sound");
    stage.sandbox.pay("BILL-PAID-1").expect("it can be paid");
    stage.sandbox.fault(Fault::RefundStays {
        polls: 0,
        then: RefundEnd::Abnormal,
    });
    let refund = RefundRequest {
        out_trade_no: asked.out_trade_no.clone(),
        out_refund_no: asked.out_trade_no.out_refund_no(1),
        amount: Money::from_minor(10),
        total: Money::from_minor(1210),
        reason: String::new(),
    };
    stage.merchant.refund(&refund).await.expect("accepted");
    let charged = ChargeRequest {
        out_trade_no: OutTradeNo::parse("BILL-REVERSED-1").expect("a number"),
        amount: Money::from_minor(999),
        description: "x".to_owned(),
        auth_code: AuthCode::parse(&stage.sandbox.hand_out_barcode(Barcode::Pays))
            .expect("a barcode"),
        terminal: None,
    };
    stage.merchant.charge(&charged).await.expect("paid");
    stage.set_clock_ahead(15_000);
    stage
        .merchant
        .reverse(&charged.out_trade_no)
        .await
        .expect("reversed");

    let lines = bill(&stage).await.expect("the bill is whole");
    let said: Vec<(&str, &BillEntry)> = lines
        .iter()
        .map(|line| (line.out_trade_no.as_str(), &line.entry))
        .collect();
    let amount = Money::from_minor;
    let expected = [
        (
            "BILL-PAID-1",
            BillEntry::Payment {
                amount: amount(1210),
            },
        ),
        (
            "BILL-PAID-1",
            BillEntry::Refund {
                out_refund_no: "BILL-PAID-1-R1".to_owned(),
                amount: amount(10),
                state: RefundState::Processing,
            },
        ),
        (
            "BILL-REVERSED-1",
            BillEntry::Payment {
                amount: amount(999),
            },
        ),
        (
            "BILL-REVERSED-1",
            BillEntry::Reversal {
                amount: amount(999),
            },
        ),
    ];
    for entry in &expected {
        assert!(
            said.contains(&(entry.0, &entry.1)),
            "the bill lacks {entry:?}: {said:?}"
        );
    }
    assert_eq!(said.len(), expected.len(), "and nothing else: {said:?}");
    for line in &lines {
        let at = line.at.expect("the bill says when");
        assert!(
            at.ms_since(now()).abs() < 60_000,
            "Beijing's clock was read as Beijing's: {line:?}"
        );
        assert!(
            line.transaction_id.starts_with("4200"),
            "WeChat Pay's own number: {line:?}"
        );
    }
    stage
        .merchant
        .query_refund(&refund.out_refund_no)
        .await
        .expect("decided by now");
    let lines = bill(&stage).await.expect("a later bill");
    assert!(
        lines.iter().any(|line| matches!(
            line.entry,
            BillEntry::Refund {
                state: RefundState::Abnormal,
                ..
            }
        )),
        "a stuck refund shows in the bill: {lines:?}"
    );
}

#[tokio::test]
async fn a_bill_that_is_not_ready_is_asked_for_later() {
    let stage = Stage::set().await;
    pay(&stage, "BILL-EARLY-1", 600).await;
    stage.sandbox.fault(Fault::BillNotReady);
    let early = bill(&stage).await;
    assert!(
        matches!(
            early,
            Err(Error::TryLater {
                call: Call::Bill,
                ..
            })
        ),
        "STATEMENT_CREATING: {early:?}"
    );
    assert_eq!(
        bill(&stage).await.map(|lines| lines.len()),
        Ok(1),
        "later it is there"
    );
}

#[tokio::test]
async fn a_bill_with_a_stranger_or_without_one_of_ours_is_read_as_it_is() {
    let stage = Stage::set().await;
    pay(&stage, "BILL-ODD-1", 600).await;
    pay(&stage, "BILL-ODD-2", 700).await;
    stage.sandbox.fault(Fault::BillMissingRow);
    let short = bill(&stage).await.expect("a whole bill");
    assert_eq!(
        short.len(),
        1,
        "finding what lacks is reconciliation's work"
    );
    stage.sandbox.fault(Fault::BillExtraRow);
    let long = bill(&stage).await.expect("a whole bill");
    let stranger = long
        .iter()
        .find(|line| line.out_trade_no.starts_with("STRANGER"))
        .expect("the stranger's payment is in it");
    assert_eq!(
        stranger.entry,
        BillEntry::Payment {
            amount: Money::from_minor(10)
        },
        "`0.10 is ten fen"
    );
}

#[tokio::test]
async fn a_bill_that_is_not_proven_is_not_read() {
    let stage = Stage::set().await;
    pay(&stage, "BILL-DAMAGED-1", 600).await;
    for fault in [
        Fault::BillDamaged,
        Fault::BillElsewhere,
        Fault::BadAnswerSignature {
            on: SandboxCall::Bill,
        },
        Fault::LoseAnswer {
            on: SandboxCall::BillFile,
        },
        Fault::FailBefore {
            on: SandboxCall::BillFile,
        },
    ] {
        stage.sandbox.fault(fault.clone());
        let doubtful = bill(&stage).await;
        assert!(
            matches!(
                doubtful,
                Err(Error::Unknown {
                    call: Call::Bill,
                    ..
                })
            ),
            "{fault:?} must not pass for a bill: {doubtful:?}"
        );
        if fault == Fault::BillElsewhere {
            assert!(
                matches!(
                    doubtful,
                    Err(Error::Unknown {
                        cause: UnknownCause::Unintelligible(_),
                        ..
                    })
                ),
                "our signature is never shown to another host: {doubtful:?}"
            );
        }
    }
    assert_eq!(
        bill(&stage).await.map(|lines| lines.len()),
        Ok(1),
        "the next one is sound"
    );
}
