//! Orders that a code leaves nothing to pay of: the dashboard takes the code, and no provider is
//! asked.

use dashboard::store::codes::{self, Campaign};
use order::machine::{CancelReason, PaymentStatus};
use order::{Fact, FactRecord, Money};
use reqwest::StatusCode;
use wire::fact::FactUpload;

use crate::codes::{campaign, close, issue, open, order, path, percent, status, uses};
use crate::stage::{Kiosk, Stage, assert_problem};

async fn say(kiosk: &Kiosk<'_>, nth: u32, seq: u64, fact: Fact) {
    let fact = FactRecord {
        kiosk: kiosk.id.clone(),
        seq,
        order: order(nth),
        at: kiosk.stage.now(),
        fact,
    };
    let upload = FactUpload { facts: vec![fact] };
    let answer = kiosk.post("/api/v1/kiosk/facts", &upload).await;
    assert_eq!(answer.status(), StatusCode::OK, "the fact is stored");
}

#[tokio::test]
async fn an_order_that_its_code_makes_free_prints_once_the_code_was_taken() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let once = Campaign {
        most_uses: Some(1),
        ..campaign(&stage, percent(100))
    };
    let code = issue(&stage, &once).await;
    for _ in 0..2 {
        let granted = status(open(&kiosk, 1, &code).await).await;
        assert_eq!(granted, PaymentStatus::NothingToPay, "it may print");
    }
    let opened = stage.provider.calls().contains(&payment::Call::Open);
    assert!(!opened, "no provider is asked");
    let second = open(&kiosk, 2, &code).await;
    let used_up = StatusCode::CONFLICT;
    assert_problem(second, used_up, "code_used_up", "one use, one order").await;

    let worth = Money::from_minor(1000);
    say(&kiosk, 1, 1, Fact::Free { worth }).await;
    stage
        .eventually("the use counts for good", async || {
            let store = stage.running.app().store();
            let all = codes::campaigns(store).await.unwrap();
            (all[0].taken_off == worth).then_some(())
        })
        .await;
    assert_eq!(close(&kiosk, 1).await, PaymentStatus::Closed, "too late");
    assert_eq!(uses(&stage).await, 1, "what is printed is not given back");
}

#[tokio::test]
async fn a_free_order_that_never_printed_gives_its_use_back() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let code = issue(&stage, &campaign(&stage, percent(100))).await;
    for nth in [1, 2, 3] {
        let granted = status(open(&kiosk, nth, &code).await).await;
        assert_eq!(granted, PaymentStatus::NothingToPay, "order {nth}");
    }
    assert_eq!(close(&kiosk, 1).await, PaymentStatus::Closed, "given up");
    assert_eq!(uses(&stage).await, 2, "at once");
    let detour = status(open(&kiosk, 1, &code).await).await;
    assert_eq!(
        detour,
        PaymentStatus::Closed,
        "a request that took a detour does not take it again"
    );
    let reason = CancelReason::CodeRefused;
    say(&kiosk, 2, 1, Fact::Cancelled { reason }).await;
    stage
        .eventually("a cancelled order gives it back", async || {
            (uses(&stage).await == 1).then_some(())
        })
        .await;
    stage.turn_clock_ms(25 * 3_600_000);
    stage
        .eventually("a silent kiosk's, too, after a day", async || {
            (uses(&stage).await == 0).then_some(())
        })
        .await;
}

#[tokio::test]
async fn one_kiosk_cannot_touch_the_free_order_of_another() {
    let stage = Stage::new().await;
    let (kiosk, other) = (stage.kiosk(1).await, stage.kiosk(2).await);
    let code = issue(&stage, &campaign(&stage, percent(100))).await;
    let granted = status(open(&kiosk, 1, &code).await).await;
    assert_eq!(granted, PaymentStatus::NothingToPay, "it may print");
    let taken = StatusCode::CONFLICT;
    let hijack = open(&other, 1, &code).await;
    assert_problem(hijack, taken, "payment_differs", "it is not its order").await;
    let close = format!("{}/close", path(1));
    let hijack = other.post(&close, &serde_json::json!({})).await;
    let unknown = StatusCode::NOT_FOUND;
    assert_problem(hijack, unknown, "not_found", "nor can it end it").await;
    assert_eq!(uses(&stage).await, 1, "the use is where it was");
}
