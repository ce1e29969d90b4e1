//! The bill: a zip of GBK files, read to the fen, and refused when it is not whole.

use payment::{BillDay, BillEntry, Error, Provider, RefundState, UnknownCause};
use sandbox::alipay::{Barcode, Call as SandboxCall, Fault};

use crate::support::{Stage, charge, now, refund};

const DAY_MS: i64 = 86_400_000;

fn today() -> BillDay {
    BillDay::containing(now()).expect("today is a day")
}

#[tokio::test]
async fn a_day_with_payments_refunds_and_cancellations_is_read_whole() {
    let mut stage = Stage::set().await;
    let first = stage.paid("BILL-PAID-1", 1205).await;
    stage
        .merchant
        .refund(&refund(&first, 1, 5, 1205))
        .await
        .expect("a part goes back");
    let barcode = stage.till().hand_out_barcode(Barcode::Pays);
    let charged = charge("BILL-CANCEL-1", 990, &barcode);
    stage.till().fault(Fault::LoseAnswer {
        on: SandboxCall::Pay,
    });
    stage
        .merchant
        .charge(&charged)
        .await
        .expect_err("the answer is lost");
    stage
        .merchant
        .reverse(&charged.out_trade_no)
        .await
        .expect("undone");
    stage.open("BILL-UNPAID-1", 100).await;

    let lines = stage.merchant.bill(today()).await.expect("the bill");
    let mut said: Vec<(String, BillEntry)> = lines
        .iter()
        .map(|line| (line.out_trade_no.clone(), line.entry.clone()))
        .collect();
    said.sort_by_key(|(number, entry)| (number.clone(), format!("{entry:?}")));
    let fen = order::Money::from_minor;
    assert_eq!(
        said,
        [
            (
                "BILL-CANCEL-1".to_owned(),
                BillEntry::Payment { amount: fen(990) }
            ),
            (
                "BILL-CANCEL-1".to_owned(),
                BillEntry::Reversal { amount: fen(990) }
            ),
            (
                "BILL-PAID-1".to_owned(),
                BillEntry::Payment { amount: fen(1205) }
            ),
            (
                "BILL-PAID-1".to_owned(),
                BillEntry::Refund {
                    out_refund_no: "BILL-PAID-1-R1".to_owned(),
                    amount: fen(5),
                    state: RefundState::Success,
                }
            ),
        ],
        "every movement of money, and nothing of what nobody paid"
    );
    assert!(
        lines
            .iter()
            .all(|line| line.at.is_some_and(|at| at.ms_since(now()).abs() < 60_000)),
        "each line says when, in Beijing: {lines:?}"
    );
}

#[tokio::test]
async fn a_bill_that_is_damaged_or_lies_elsewhere_is_unknown() {
    let mut stage = Stage::set().await;
    stage.paid("BILL-DAMAGED-1", 1205).await;
    for fault in [Fault::BillDamaged, Fault::BillElsewhere, Fault::BillTooLate] {
        stage.till().fault(fault.clone());
        let bill = stage.merchant.bill(today()).await;
        assert!(
            matches!(bill, Err(Error::Unknown { .. })),
            "{fault:?} was read as {bill:?}"
        );
    }
    stage.till().fault(Fault::BillExtraRow);
    let lines = stage.merchant.bill(today()).await.expect("it is whole");
    assert!(
        lines
            .iter()
            .any(|line| line.out_trade_no.starts_with("STRANGER")),
        "a payment that is not ours is told too: {lines:?}"
    );
}

#[tokio::test]
async fn no_bill_means_no_trades_only_once_it_would_be_there() {
    let stage = Stage::set().await;
    let early = stage.merchant.bill(today().previous()).await;
    stage.set_clock_ahead(2 * DAY_MS);
    let late = stage.merchant.bill(today().previous()).await;
    // Requests stamped two days ahead are refused by the gateway, unsigned.
    assert!(
        matches!(
            late,
            Err(Error::Unknown {
                cause: UnknownCause::ProviderFault { .. },
                ..
            })
        ),
        "our clock is wrong by days: {late:?}"
    );
    stage.set_clock_ahead(0);
    let long_ago = today().previous().previous();
    assert_eq!(
        stage.merchant.bill(long_ago).await,
        Ok(Vec::new()),
        "the day before yesterday nothing was traded"
    );
    // Yesterday's may still be on its way until noon in Beijing.
    let since_midnight_ms = now().ms_since(today().start());
    match early {
        Err(Error::TryLater { .. }) => {
            assert!(since_midnight_ms < DAY_MS / 2 + 60_000, "it is past noon");
        }
        Ok(lines) => {
            assert!(
                since_midnight_ms > DAY_MS / 2 - 60_000,
                "it is not noon yet"
            );
            assert_eq!(lines, [], "nothing was traded");
        }
        other => panic!("neither of the two: {other:?}"),
    }
    stage.till().fault(Fault::BillNotReady);
    let today = stage.merchant.bill(today()).await;
    assert!(
        matches!(today, Err(Error::TryLater { .. })),
        "today's is surely not there yet: {today:?}"
    );
}
