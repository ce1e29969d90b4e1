//! A customer's visit: phones, photos, and that nothing is left of it.

use std::path::Path;

use order::SessionId;
use reqwest::StatusCode;
use serde_json::{Value, json};
use wire::phone::{MOST_PHOTO_BYTES, MOST_SEALING_BYTES};

use crate::stage::{Kiosk, Phone, Stage, assert_problem, sealed};

fn session() -> SessionId {
    SessionId::parse("visit-0001").unwrap()
}

async fn joined<'a>(kiosk: &Kiosk<'a>, most_photos: u32) -> Phone<'a> {
    let phone = Phone {
        stage: kiosk.stage,
        token: kiosk.open_session(&session(), most_photos).await,
        secret: "first-phone-secret-22".to_owned(),
    };
    let view: Value = phone.join().await.json().await.unwrap();
    assert_eq!(view["admission"], "admitted", "the first phone is let in");
    phone
}

async fn reading(kiosk: &Kiosk<'_>) -> Value {
    let path = format!("/api/v1/kiosk/sessions/{}", session());
    kiosk.get(&path).await.json().await.unwrap()
}

fn photo_path(photo: &str) -> String {
    format!("/api/v1/kiosk/sessions/{}/photos/{photo}", session())
}

fn files_in(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { files_in(&path) } else { 1 })
        .sum()
}

#[tokio::test]
async fn a_photo_goes_from_phone_to_kiosk_and_nothing_is_left() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let phone = joined(&kiosk, 10).await;
    let photo = sealed(3_000_000);
    for _ in 0..2 {
        let sent = phone.send("photo-0001", photo.clone()).await;
        assert_eq!(
            sent.status(),
            StatusCode::NO_CONTENT,
            "a repeat is the same photo"
        );
    }
    let visit = reading(&kiosk).await;
    assert_eq!(
        visit["photos"].as_array().unwrap().len(),
        1,
        "one photo arrived: {visit}"
    );
    assert_eq!(visit["photos"][0]["sealed_bytes"], 3_000_000, "all of it");
    let fetched = kiosk
        .get(&photo_path("photo-0001"))
        .await
        .bytes()
        .await
        .unwrap();
    assert!(fetched.as_ref() == photo.as_slice(), "byte for byte");

    let outcome = format!("{}/outcome", photo_path("photo-0001"));
    for _ in 0..2 {
        let told = kiosk.put(&outcome, &json!({"outcome": "shown"})).await;
        assert_eq!(
            told.status(),
            StatusCode::NO_CONTENT,
            "an outcome may be told twice"
        );
    }
    let gone = kiosk.get(&photo_path("photo-0001")).await;
    assert_problem(
        gone,
        StatusCode::NOT_FOUND,
        "not_found",
        "the copy was deleted",
    )
    .await;
    assert_eq!(
        files_in(&stage.folder.path().join("photos")),
        0,
        "no byte is left"
    );
    let view: Value = phone.view("").await.json().await.unwrap();
    assert_eq!(
        view["photos"][0]["outcome"]["outcome"], "shown",
        "the phone hears of it"
    );
}

#[tokio::test]
async fn the_end_of_a_visit_deletes_its_photos_and_kills_its_link() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let phone = joined(&kiosk, 10).await;
    phone.send("photo-0001", sealed(1000)).await;
    assert_eq!(
        files_in(&stage.folder.path().join("photos")),
        1,
        "it waits for the kiosk"
    );
    let path = format!("/api/v1/kiosk/sessions/{}", session());
    for _ in 0..2 {
        assert_eq!(
            kiosk.delete(&path).await.status(),
            StatusCode::NO_CONTENT,
            "ended is ended"
        );
    }
    assert_eq!(
        files_in(&stage.folder.path().join("photos")),
        0,
        "no byte is left"
    );
    let dead = phone.view("").await;
    assert_problem(
        dead,
        StatusCode::NOT_FOUND,
        "link_dead",
        "the visit is over",
    )
    .await;
    let late = phone.send("photo-0002", sealed(1000)).await;
    assert_problem(
        late,
        StatusCode::NOT_FOUND,
        "link_dead",
        "nothing comes in any more",
    )
    .await;
}

#[tokio::test]
async fn a_visit_that_ran_out_is_swept_away() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let phone = joined(&kiosk, 10).await;
    phone.send("photo-0001", sealed(1000)).await;
    stage.turn_clock_ms(600_001);
    let dead = phone.view("").await;
    assert_problem(dead, StatusCode::NOT_FOUND, "link_dead", "the link ran out").await;
    stage
        .eventually("the sweeper deletes the photo", async || {
            (files_in(&stage.folder.path().join("photos")) == 0).then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_second_phone_waits_for_the_customers_word() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let first = joined(&kiosk, 10).await;
    let second = Phone {
        stage: &stage,
        token: first.token.clone(),
        secret: "second-phone-secret-2".to_owned(),
    };
    let early = second.send("photo-0002", sealed(100)).await;
    assert_problem(
        early,
        StatusCode::FORBIDDEN,
        "phone_not_admitted",
        "it never joined",
    )
    .await;
    let view: Value = second.join().await.json().await.unwrap();
    assert_eq!(view["admission"], "waiting", "the customer decides");
    let early = second.send("photo-0002", sealed(100)).await;
    assert_problem(
        early,
        StatusCode::FORBIDDEN,
        "phone_not_admitted",
        "not yet",
    )
    .await;

    let after = format!("?after={}", view["revision"]);
    let waits = second.view(&after);
    let decides = async {
        let visit = reading(&kiosk).await;
        assert_eq!(
            visit["phones"][0]["admission"], "admitted",
            "the first came first"
        );
        let phone = visit["phones"][1]["phone"].as_str().unwrap();
        let path = format!("/api/v1/kiosk/sessions/{}/phones/{phone}", session());
        kiosk.put(&path, &json!({"admission": "admitted"})).await
    };
    let (view, decided) = tokio::join!(waits, decides);
    assert_eq!(
        decided.status(),
        StatusCode::NO_CONTENT,
        "the customer said yes"
    );
    let view: Value = view.json().await.unwrap();
    assert_eq!(view["admission"], "admitted", "the wait ends with the news");
    let sent = second.send("photo-0002", sealed(100)).await;
    assert_eq!(sent.status(), StatusCode::NO_CONTENT, "now it may send");
    let view: Value = first.view("").await.json().await.unwrap();
    assert_eq!(
        view["photos"],
        json!([]),
        "a phone sees its own photos only"
    );
}

#[tokio::test]
async fn a_photo_too_large_is_refused_whether_it_says_so_or_not() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let phone = joined(&kiosk, 10).await;
    let most = usize::try_from(MOST_PHOTO_BYTES + MOST_SEALING_BYTES).unwrap();
    let whole = phone.send("photo-0001", sealed(most)).await;
    assert_eq!(whole.status(), StatusCode::NO_CONTENT, "40 MB is allowed");

    let url = stage.url(&format!("/api/v1/phone/{}/photos/photo-0002", phone.token));
    let announced = stage
        .client
        .put(&url)
        .header("minilab-phone", &phone.secret)
        .header("expect", "100-continue")
        .body(sealed(most + 1))
        .send()
        .await;
    // The server may close the line on a sender that does not listen.
    if let Ok(answer) = announced {
        assert_problem(
            answer,
            StatusCode::PAYLOAD_TOO_LARGE,
            "photo_too_large",
            "announced",
        )
        .await;
    }
    let chunks: Vec<Result<Vec<u8>, std::io::Error>> = sealed(most + 1)
        .chunks(1 << 20)
        .map(|chunk| Ok(chunk.to_vec()))
        .collect();
    let stream = reqwest::Body::wrap_stream(futures_util::stream::iter(chunks));
    let secretly = phone.send("photo-0003", stream).await;
    assert_problem(
        secretly,
        StatusCode::PAYLOAD_TOO_LARGE,
        "photo_too_large",
        "found while reading",
    )
    .await;
    let visit = reading(&kiosk).await;
    assert_eq!(
        visit["photos"].as_array().unwrap().len(),
        1,
        "only the first is there"
    );
    assert_eq!(
        files_in(&stage.folder.path().join("photos")),
        1,
        "and no part of the others"
    );
}

#[tokio::test]
async fn a_photo_too_many_and_a_photo_in_the_clear_are_refused() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let phone = joined(&kiosk, 2).await;
    let clear = phone
        .send("photo-0000", vec![0xff, 0xd8, 0xff, 0xe0, 0, 0])
        .await;
    assert_problem(
        clear,
        StatusCode::UNPROCESSABLE_ENTITY,
        "photo_not_sealed",
        "a bare JPEG",
    )
    .await;
    for photo in ["photo-0001", "photo-0002"] {
        phone.send(photo, sealed(100)).await;
    }
    let third = phone.send("photo-0003", sealed(100)).await;
    assert_problem(
        third,
        StatusCode::CONFLICT,
        "too_many_photos",
        "two were agreed",
    )
    .await;
    let outcome = format!("{}/outcome", photo_path("photo-0001"));
    kiosk
        .put(&outcome, &json!({"outcome": "refused", "refusal": "heic"}))
        .await;
    let third = phone.send("photo-0003", sealed(100)).await;
    assert_eq!(
        third.status(),
        StatusCode::NO_CONTENT,
        "a refused photo frees its place"
    );
}

#[tokio::test]
async fn a_visit_is_its_kiosks_alone() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let token = kiosk.open_session(&session(), 10).await;
    assert_eq!(
        kiosk.open_session(&session(), 10).await,
        token,
        "the same visit keeps its link"
    );
    let other = stage.kiosk(2).await;
    let path = format!("/api/v1/kiosk/sessions/{}", session());
    let read = other.get(&path).await;
    assert_problem(read, StatusCode::NOT_FOUND, "not_found", "another's visit").await;
    other.delete(&path).await;
    assert_eq!(
        kiosk.get(&path).await.status(),
        StatusCode::OK,
        "nor ended by another"
    );
}

#[tokio::test]
async fn the_phone_hears_how_the_order_goes_on() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let phone = joined(&kiosk, 10).await;
    let before: Value = phone.view("").await.json().await.unwrap();
    let after = format!("?after={}", before["revision"]);
    let waits = phone.view(&after);
    let path = format!("/api/v1/kiosk/sessions/{}/stage", session());
    let stage_now = json!({"stage": "printing", "sheet": 1, "of": 3});
    let (after, _) = tokio::join!(waits, kiosk.put(&path, &stage_now));
    let after: Value = after.json().await.unwrap();
    assert_eq!(after["stage"], stage_now, "the wait ends with the news");
}

#[tokio::test]
async fn an_ended_visit_has_no_photos_and_its_phone_can_still_read_so() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let phone = joined(&kiosk, 10).await;
    phone.send("photo-0001", sealed(1000)).await;
    let path = format!("/api/v1/kiosk/sessions/{}/stage", session());
    let ended = json!({"stage": "ended", "deleted_at": 1_800_000_000_000_i64, "sheets": 3});
    kiosk.put(&path, &ended).await;
    assert_eq!(
        files_in(&stage.folder.path().join("photos")),
        0,
        "no byte is left"
    );
    let view: Value = phone.view("").await.json().await.unwrap();
    assert_eq!(
        view["stage"], ended,
        "the phone can still read that it is over"
    );
    let late = phone.send("photo-0002", sealed(1000)).await;
    assert_problem(
        late,
        StatusCode::NOT_FOUND,
        "link_dead",
        "but nothing comes in any more",
    )
    .await;
}
