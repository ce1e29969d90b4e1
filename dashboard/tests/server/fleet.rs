//! Pairing, settings, heartbeats, facts and hints.

use futures_util::StreamExt as _;
use order::{KioskId, Timestamp};
use reqwest::StatusCode;
use serde_json::{Value, json};
use wire::settings::SignedSettings;

use crate::stage::{Kiosk, Stage, assert_problem};

const FACTS: &str = "/api/v1/kiosk/facts";
const HEARTBEATS: &str = "/api/v1/kiosk/heartbeats";

#[tokio::test]
async fn a_pairing_code_that_ran_out_pairs_nobody() {
    let stage = Stage::new().await;
    let key = ed25519_dalek::SigningKey::from_bytes(&[5; 32]).verifying_key();
    let request = json!({"public_key": base64_url(key.as_bytes()), "software_version": "1"});
    let offer: Value = stage
        .client
        .post(stage.url("/api/v1/pairing"))
        .json(&request)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let read = async || -> Value {
        let id = offer["pairing_id"].as_str().unwrap();
        let url = stage.url(&format!("/api/v1/pairing/{id}"));
        stage
            .client
            .get(url)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    };
    assert_eq!(
        read().await["pairing"],
        "waiting",
        "nobody typed the code yet"
    );
    stage.turn_clock_ms(10 * 60_000);
    assert_eq!(read().await["pairing"], "expired", "codes last ten minutes");
    let code = offer["code"].as_str().unwrap();
    dashboard::pairing::claim(stage.running.app(), code, "K", "S", "R")
        .await
        .expect_err("a code that ran out pairs nobody");
}

#[tokio::test]
async fn settings_come_signed_for_this_kiosk_and_only_when_they_changed() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let answer = kiosk.get("/api/v1/kiosk/settings").await;
    let etag = answer.headers()["etag"].to_str().unwrap().to_owned();
    let signed: SignedSettings = answer.json().await.unwrap();
    let key = stage.running.app().key().signing().verifying_key();
    let settings = signed
        .open(&key, &kiosk.id, stage.now())
        .expect("genuine, for this kiosk, in range and unexpired");
    assert_eq!(settings.kiosk_name, "Kiosk 1", "as the manager called it");
    assert_eq!(
        etag,
        format!("\"{}\"", settings.version),
        "the ETag is the version"
    );

    let unchanged = kiosk
        .request(reqwest::Method::GET, "/api/v1/kiosk/settings", Vec::new())
        .header("if-none-match", etag)
        .send()
        .await
        .unwrap();
    assert_eq!(
        unchanged.status(),
        StatusCode::NOT_MODIFIED,
        "nothing is sent twice"
    );
}

#[tokio::test]
async fn a_repeated_heartbeat_does_not_make_an_older_word_the_last_one() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let answer = kiosk.post(HEARTBEATS, &heartbeat(2, "stopped")).await;
    assert_eq!(answer.status(), StatusCode::OK, "a heartbeat is taken");
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(answer["next_in_s"], 180, "the interval is the settings'");
    assert_eq!(
        answer["hints"][0]["hint"], "settings",
        "version 0 is out of date"
    );

    kiosk.post(HEARTBEATS, &heartbeat(1, "working")).await;
    let store = stage.running.app().store();
    let last = dashboard::store::heartbeats::find(store, &kiosk.id)
        .await
        .unwrap()
        .expect("it is stored");
    assert_eq!(last.heartbeat.seq, 2, "the older one was dropped");
}

#[tokio::test]
async fn what_the_printer_counted_is_kept_once_for_as_long_as_it_stands_still() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    for (seq, at, impressions) in [(1, 1_000, 7), (2, 2_000, 7), (2, 3_000, 9), (3, 4_000, 8)] {
        let mut beat = heartbeat(seq, "working");
        beat["at"] = json!(at);
        beat["printer"]["counter"] = json!({"printer": "urn:uuid:1", "impressions": impressions});
        let answer = kiosk.post(HEARTBEATS, &beat).await;
        assert_eq!(answer.status(), StatusCode::OK, "a heartbeat is taken");
    }
    kiosk.post(HEARTBEATS, &heartbeat(4, "working")).await;
    let whole = dashboard::store::reports::Span {
        from: Timestamp::from_ms(0),
        to: Timestamp::from_ms(10_000),
    };
    let kept: Vec<_> =
        dashboard::store::printer_readings::around(stage.running.app().store(), whole)
            .await
            .unwrap()
            .into_iter()
            .map(|one| (one.from.ms(), one.until.ms(), one.impressions))
            .collect();
    assert_eq!(
        kept,
        [(1_000, 2_000, 7), (4_000, 4_000, 8)],
        "one span a count; a repeated heartbeat and one without a count add nothing"
    );
}

#[tokio::test]
async fn facts_are_stored_once_in_order_and_without_gaps() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    for _ in 0..2 {
        let answer = kiosk.post(FACTS, &facts(&kiosk.id, 1..=3)).await;
        let receipt: Value = answer.json().await.unwrap();
        assert_eq!(
            receipt["stored_up_to"], 3,
            "a repeated upload is the same upload"
        );
    }
    let gap = kiosk.post(FACTS, &facts(&kiosk.id, 5..=6)).await;
    assert_problem(
        gap,
        StatusCode::CONFLICT,
        "facts_missing",
        "fact 4 is missing",
    )
    .await;
    let receipt: Value = kiosk
        .post(FACTS, &facts(&kiosk.id, 3..=6))
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(receipt["stored_up_to"], 6, "an overlap fills the gap");

    let other = KioskId::parse("another-kiosk").unwrap();
    let foreign = kiosk.post(FACTS, &facts(&other, 7..=7)).await;
    assert_problem(
        foreign,
        StatusCode::FORBIDDEN,
        "not_your_fact",
        "of another kiosk",
    )
    .await;
    let metrics = stage
        .client
        .get(stage.url("/metrics"))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        metrics.contains("minilab_facts 6"),
        "each is there once: {metrics}"
    );
}

#[tokio::test]
async fn a_hint_reaches_the_kiosk_that_listens() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let events = kiosk.get("/api/v1/kiosk/events").await;
    assert_eq!(
        events.headers()["content-type"],
        "text/event-stream",
        "it is a stream"
    );
    let hint = wire::kiosk::Hint::Settings { version: 7 };
    stage.running.app().hints().tell(&kiosk.id, hint);
    let mut parts = events.bytes_stream();
    let first = tokio::time::timeout(std::time::Duration::from_secs(10), parts.next())
        .await
        .expect("within ten seconds")
        .unwrap()
        .unwrap();
    let text = String::from_utf8_lossy(&first).into_owned();
    assert!(
        text.contains("event: hint") && text.contains(r#"{"hint":"settings","version":7}"#),
        "the hint as it was told: {text}"
    );
}

#[tokio::test]
async fn the_server_stops_while_a_kiosk_listens() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let events = kiosk.get("/api/v1/kiosk/events").await;
    let Kiosk { .. } = kiosk;
    let Stage {
        running, folder, ..
    } = stage;
    let stopping = tokio::time::timeout(std::time::Duration::from_secs(8), running.stop());
    stopping.await.expect("listeners are let go at once");
    drop((events, folder));
}

#[tokio::test]
async fn the_server_says_that_it_is_well_and_describes_itself() {
    let stage = Stage::new().await;
    for path in ["/healthz", "/readyz", "/metrics", "/api/openapi.json"] {
        let answer = stage.client.get(stage.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path} answers");
    }
}

fn base64_url(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

fn heartbeat(seq: u64, condition: &str) -> Value {
    json!({
        "boot_id": "boot-1", "seq": seq, "at": Timestamp::from_ms(1), "software_version": "1.0.0",
        "settings_version": 0,
        "printer": {"condition": condition, "reasons": [], "sizes_ready": ["six_inch"], "prints_left": null},
        "facts_pending": 0, "orders_open": 0, "disk_free_bytes": null
    })
}

fn facts(kiosk: &KioskId, numbers: std::ops::RangeInclusive<u64>) -> Value {
    let facts: Vec<Value> = numbers
        .map(|seq| {
            json!({
                "kiosk": kiosk, "seq": seq, "order": "01JD3F7Q4W9K2M5N8P0R1S3T5V", "at": 1000 + seq,
                "fact": "refunded", "out_refund_no": "01JD3F7Q4W9K2M5N8P0R1S3T5V-1-R1", "amount": 5
            })
        })
        .collect();
    json!({ "facts": facts })
}
