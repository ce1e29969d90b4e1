//! Nobody is believed who is not the holder of a kiosk's key, here and now.

use reqwest::{Method, StatusCode};

use crate::stage::{Kiosk, Stage, assert_problem};

const SETTINGS: &str = "/api/v1/kiosk/settings";

#[tokio::test]
async fn a_request_without_signature_or_with_anothers_is_refused() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    assert_eq!(
        kiosk.get(SETTINGS).await.status(),
        StatusCode::OK,
        "the kiosk itself is served"
    );

    let bare = stage.client.get(stage.url(SETTINGS)).send().await.unwrap();
    assert_problem(
        bare,
        StatusCode::UNAUTHORIZED,
        "signature_refused",
        "no signature",
    )
    .await;

    let forger = Kiosk {
        stage: &stage,
        id: kiosk.id.clone(),
        seed: [9; 32],
    };
    let forged = forger.get(SETTINGS).await;
    assert_problem(
        forged,
        StatusCode::UNAUTHORIZED,
        "signature_refused",
        "another key",
    )
    .await;

    let moved = kiosk
        .request(Method::GET, SETTINGS, Vec::new())
        .build()
        .unwrap();
    let mut elsewhere = stage.client.get(stage.url("/api/v1/kiosk/events"));
    for (name, value) in moved.headers() {
        elsewhere = elsewhere.header(name, value);
    }
    let moved = elsewhere.send().await.unwrap();
    assert_problem(
        moved,
        StatusCode::UNAUTHORIZED,
        "signature_refused",
        "another path",
    )
    .await;
}

#[tokio::test]
async fn a_replayed_and_a_stale_request_are_refused() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let request = kiosk.request(Method::GET, SETTINGS, Vec::new());
    let replay = request.try_clone().unwrap();
    assert_eq!(
        request.send().await.unwrap().status(),
        StatusCode::OK,
        "the first time counts"
    );
    let replay = replay.send().await.unwrap();
    assert_problem(
        replay,
        StatusCode::UNAUTHORIZED,
        "signature_refused",
        "a nonce counts once",
    )
    .await;

    let long_ago = u64::try_from(stage.now().ms() / 1000).unwrap() - 301;
    let stale = kiosk
        .request_signed(Method::GET, SETTINGS, Vec::new(), "stale", long_ago)
        .send()
        .await
        .unwrap();
    assert_problem(
        stale,
        StatusCode::UNAUTHORIZED,
        "signature_refused",
        "five minutes are over",
    )
    .await;
}

#[tokio::test]
async fn a_kiosk_that_was_taken_out_of_the_fleet_is_refused_and_may_come_back_as_itself() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let store = stage.running.app().store();
    let _ = dashboard::store::kiosks::revoke(store, &kiosk.id, stage.now())
        .await
        .unwrap();
    let answer = kiosk.get(SETTINGS).await;
    assert_problem(
        answer,
        StatusCode::UNAUTHORIZED,
        "kiosk_unknown",
        "its key was revoked",
    )
    .await;

    let again = stage.kiosk(1).await;
    assert_eq!(again.id, kiosk.id, "the same key is the same kiosk");
    assert_eq!(
        again.get(SETTINGS).await.status(),
        StatusCode::OK,
        "and is served again"
    );
}

#[tokio::test]
async fn every_answer_forbids_framing_sniffing_and_foreign_scripts() {
    let stage = Stage::new().await;
    for path in [
        "/",
        "/p/guess",
        "/api/v1/phone/guess",
        "/healthz",
        "/nowhere",
    ] {
        let answer = stage.client.get(stage.url(path)).send().await.unwrap();
        let headers = answer.headers();
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"),
            "{path}: {policy}"
        );
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(
            headers["referrer-policy"], "no-referrer",
            "{path}: links hold tokens"
        );
    }
    let api = stage
        .client
        .get(stage.url("/api/v1/phone/guess"))
        .send()
        .await
        .unwrap();
    assert_eq!(
        api.headers()["cache-control"],
        "no-store",
        "answers are nobody else's"
    );
}

#[tokio::test]
async fn the_dashboards_key_is_its_own_and_stays_the_same() {
    use std::os::unix::fs::PermissionsExt as _;
    let stage = Stage::new().await;
    let data = stage.folder.path().join("data");
    let mode = std::fs::metadata(data.join("signing-key"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600, "only its owner reads the key");
    let again = dashboard::secrets::DashboardKey::open(&data).unwrap();
    assert_eq!(
        again.public_text(),
        stage.running.app().key().public_text(),
        "kiosks believe the key they were paired with"
    );
}

#[tokio::test]
async fn guessing_links_gets_slow() {
    let stage = Stage::new().await;
    let mut last = StatusCode::OK;
    for guess in 0..40 {
        let url = stage.url(&format!("/api/v1/phone/guess-{guess}"));
        last = stage.client.get(url).send().await.unwrap().status();
    }
    assert_eq!(
        last,
        StatusCode::TOO_MANY_REQUESTS,
        "forty wrong links are guessing"
    );
}
