//! Kiosks that take money and are never heard of again.

use order::machine::{PaymentStatus, RefundStatus};
use order::{Fact, FactRecord, Money, Product};
use payment::RefundState;
use reqwest::StatusCode;
use wire::fact::FactUpload;
use wire::payment::RefundReading;

use crate::broker::{TOTAL, eventually_paid, number, opened, order, path, status};
use crate::stage::{Kiosk, Stage};

const DAY_MS: i64 = 24 * 3_600_000;

async fn paid(kiosk: &Kiosk<'_>) {
    opened(kiosk).await;
    kiosk.stage.provider.pay(&number(), kiosk.stage.now());
    assert_eq!(eventually_paid(kiosk).await, TOTAL, "paid in time");
}

#[tokio::test]
async fn what_a_silent_kiosk_was_paid_goes_back_after_a_day_and_it_prints_nothing_later() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    paid(&kiosk).await;
    stage.turn_clock_ms(DAY_MS - 60_000);
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    assert!(
        stage.provider.refunds().is_empty(),
        "a day is a day: nothing goes back before"
    );
    stage.turn_clock_ms(3 * 60_000);
    let asked = stage
        .eventually("all of it is asked back", async || {
            stage.provider.refunds().into_iter().next()
        })
        .await;
    assert_eq!(asked.amount, TOTAL, "the whole");
    let late = status(kiosk.get(&path()).await).await;
    assert!(
        matches!(late, PaymentStatus::PaidLate { amount, .. } if amount == TOTAL),
        "a kiosk that comes back learns that there is nothing to print: {late:?}"
    );
    stage
        .provider
        .decide_refund(&asked.out_refund_no, RefundState::Success);
    let part = format!("{}/refunds/{}", path(), asked.out_refund_no);
    let body = wire::payment::OpenRefund {
        amount: Money::from_minor(250),
    };
    stage.turn_clock_ms(60_000);
    stage
        .eventually("the customer has it", async || {
            let answer = kiosk.put(&part, &body).await;
            assert_eq!(
                answer.status(),
                StatusCode::OK,
                "a kiosk that asks for a part is told how the whole stands"
            );
            let reading: RefundReading = answer.json().await.unwrap();
            (reading.status == RefundStatus::Success).then_some(())
        })
        .await;
    assert_eq!(stage.provider.refunds().len(), 1, "and once is enough");
}

#[tokio::test]
async fn a_kiosk_that_reported_a_sheet_is_not_silent() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    paid(&kiosk).await;
    let upload = FactUpload {
        facts: vec![FactRecord {
            kiosk: kiosk.id.clone(),
            seq: 1,
            order: order(),
            at: stage.now(),
            fact: Fact::SheetPrinted {
                sheet: 1,
                product: Product::Photo(order::PrintSize::SixInch),
                share: Money::from_minor(250),
            },
        }],
    };
    let answer = kiosk.post("/api/v1/kiosk/facts", &upload).await;
    assert_eq!(answer.status(), StatusCode::OK, "the fact is kept");
    stage.turn_clock_ms(2 * DAY_MS);
    tokio::time::sleep(std::time::Duration::from_millis(2_000)).await;
    assert!(
        stage.provider.refunds().is_empty(),
        "what it printed it keeps; the rest is the kiosk's to ask for"
    );
}
