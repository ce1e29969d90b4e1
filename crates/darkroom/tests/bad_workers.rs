//! A worker that a photo has taken over can do no more than spoil that photo. The workers here
//! are scripts that speak the protocol and then lie.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use darkroom::{Darkroom, DarkroomConfig, DarkroomError, IndexPhoto, PixelSize, Print};
use order::recipe::Crop;
use order::{QuarterTurns, Recipe, Refusal};
use tempfile::TempDir;
use tokio::sync::Mutex;

/// A frame as a shell's `printf` writes it.
fn frame(text: &str) -> String {
    let length: String = (text.len() as u32)
        .to_le_bytes()
        .iter()
        .map(|byte| format!("\\{byte:03o}"))
        .collect();
    format!("printf '{length}{text}'\n")
}

/// Beyond the deadline of one photo, with room for a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

struct Liar {
    _folder: TempDir,
    program: PathBuf,
}

/// A worker that greets, waits for the request, and goes on with `script`.
fn liar(script: &str) -> Liar {
    let hello = frame(r#"{"landlock":"full"}"#);
    bare_liar(&format!("{hello}/usr/bin/head -c 4 >/dev/null\n{script}"))
}

fn bare_liar(script: &str) -> Liar {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("worker");
    fs::write(&program, format!("#!/bin/sh\n{script}")).expect("written");
    fs::set_permissions(&program, Permissions::from_mode(0o755)).expect("made runnable");
    Liar {
        _folder: folder,
        program,
    }
}

/// One script at a time: a process that is just being started elsewhere would hold the next
/// script open for writing, and a file open for writing cannot be run.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

fn room_of(liar: &Liar) -> Darkroom {
    let mut config = DarkroomConfig::new(&liar.program);
    config.deadline = Duration::from_secs(2);
    Darkroom::new(config)
}

async fn print_by(liar: impl FnOnce() -> Liar) -> Result<Bytes, DarkroomError> {
    let _turn = ONE_AT_A_TIME.lock().await;
    let liar = liar();
    let recipe = Recipe::plain(QuarterTurns::None, Crop::ALL);
    let size = PixelSize::new(10, 10).expect("a size");
    room_of(&liar)
        .render(Bytes::from_static(&[0; 100]), recipe, Print::plain(size))
        .await
}

#[tokio::test]
async fn an_honest_script_is_believed() {
    let print = frame(r#""print""#);
    let done = frame("null");
    let honest = format!("{print}/usr/bin/head -c 300 /dev/zero; {done}");
    assert!(
        print_by(|| liar(&honest)).await.is_ok(),
        "so the lies below are what is refused"
    );
}

#[tokio::test]
async fn every_lie_is_a_damaged_photo() {
    let print = frame(r#""print""#);
    let preview = frame(
        r#"{"preview":{"header":{"format":"jpeg","width_px":400,"height_px":400,"orientation":1},"size":[10,10]}}"#,
    );
    for (name, script) in [
        (
            "too few pixels",
            format!("{print}/usr/bin/head -c 299 /dev/zero"),
        ),
        (
            "too many pixels",
            format!("{print}/usr/bin/head -c 301 /dev/zero"),
        ),
        (
            "pixels without end",
            format!("{print}exec /bin/cat /dev/zero"),
        ),
        (
            "another kind of answer",
            format!("{preview}/usr/bin/head -c 300 /dev/zero"),
        ),
        ("no answer", String::new()),
        ("no JSON", frame("certainly")),
        (
            "a frame without end",
            "printf '\\377\\377\\377\\377'; exec /bin/cat /dev/zero".to_owned(),
        ),
        (
            "an end without a word",
            format!("{print}/usr/bin/head -c 300 /dev/zero\nexit 1"),
        ),
        ("death", "kill -SEGV $$".to_owned()),
        ("silence", "exec /bin/sleep 60".to_owned()),
    ] {
        let answer = tokio::time::timeout(PATIENCE, print_by(|| liar(&script))).await;
        match answer {
            Ok(Err(DarkroomError::Refused(Refusal::Damaged))) => {}
            other => panic!("{name}: a damaged photo expected, not {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_small_photo_is_believed_only_as_large_as_asked_for() {
    let _turn = ONE_AT_A_TIME.lock().await;
    let paper = PixelSize::new(1200, 1800).expect("a size");
    for (name, size, bytes, believed) in [
        ("as it was asked for", "[600,400]", 720_000, true),
        ("larger than its square", "[1200,100]", 360_000, false),
        ("less than it says", "[600,400]", 719_999, false),
    ] {
        let small = frame(&format!(r#"{{"small":{{"size":{size}}}}}"#));
        let done = frame("null");
        let liar = liar(&format!(
            "{small}/usr/bin/head -c {bytes} /dev/zero; {done}"
        ));
        let photo = IndexPhoto {
            photo: Bytes::from_static(&[0; 100]),
            recipe: Recipe::plain(QuarterTurns::None, Crop::ALL),
        };
        let index = room_of(&liar)
            .render_index(vec![photo], 1, Print::plain(paper))
            .await;
        assert_eq!(index.is_ok(), believed, "{name}: {index:?}");
    }
}

#[tokio::test]
async fn an_opened_photo_is_believed_only_within_reason() {
    let answer = |size: &str, width: u32| {
        let header =
            format!(r#"{{"format":"jpeg","width_px":{width},"height_px":400,"orientation":1}}"#);
        let answer = frame(&format!(
            r#"{{"opened":{{"header":{header},"soundness":"whole","size":{size}}}}}"#
        ));
        let done = frame("null");
        format!("{answer}/usr/bin/head -c 300 /dev/zero; {done}")
    };
    for (name, script, believed) in [
        ("all is well", answer("[10,10]", 400), true),
        ("a picture too large", answer("[1601,1]", 400), false),
        ("a photo too small", answer("[10,10]", 99), false),
        ("a photo too large", answer("[10,10]", 30_001), false),
    ] {
        let _turn = ONE_AT_A_TIME.lock().await;
        let liar = liar(&script);
        let opened = room_of(&liar).open(Bytes::from_static(&[0; 100])).await;
        match opened {
            Ok(_) if believed => {}
            Err(DarkroomError::Refused(Refusal::Damaged)) if !believed => {}
            other => panic!("{name}: believed should be {believed}, not {other:?}"),
        }
    }
}

#[tokio::test]
async fn what_was_seen_in_a_photo_is_believed_only_within_reason() {
    let answer = |heads: &str, exposure: i32| {
        let tone = format!(r#"{{"exposure":{exposure}}}"#);
        let answer = frame(&format!(
            r#"{{"studied":{{"heads":[{heads}],"enhancement":{tone}}}}}"#
        ));
        format!("{answer}{}", frame("null"))
    };
    let head = r#"{"x":0,"y":0,"width":1000000,"height":1000000}"#;
    let beyond = r#"{"x":500000,"y":0,"width":500001,"height":1}"#;
    let overflowing = r#"{"x":4294967295,"y":0,"width":4294967295,"height":1}"#;
    let crowd = [head; 21].join(",");
    for (name, script, believed) in [
        ("all is well", answer(head, 0), true),
        ("a head beyond the photo", answer(beyond, 0), false),
        ("a head beyond all numbers", answer(overflowing, 0), false),
        ("a crowd", answer(&crowd, 0), false),
        ("a light too bright", answer(head, 101), false),
    ] {
        let _turn = ONE_AT_A_TIME.lock().await;
        let liar = liar(&script);
        let studied = room_of(&liar).study(Bytes::from_static(&[0; 100])).await;
        match studied {
            Ok(_) if believed => {}
            Err(DarkroomError::Refused(Refusal::Damaged)) if !believed => {}
            other => panic!("{name}: believed should be {believed}, not {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_worker_that_does_not_greet_is_not_blamed_on_the_photo() {
    for (name, script) in [
        ("no jail", "exit 71".to_owned()),
        ("gibberish", frame("hello")),
    ] {
        match print_by(|| bare_liar(&script)).await {
            Err(DarkroomError::Unavailable(_)) => {}
            other => panic!("{name}: unavailable expected, not {other:?}"),
        }
    }
}
