//! Files that cannot be printed: each is refused with its reason, and the kiosk lives on.

use anyhow::{Context as _, Result, ensure};
use order::Refusal;
use station::view::TileState;
use stories::files;
use stories::photographs::{Held, Painting};
use stories::visit::{Visit, settled_tile};
use stories::waiting::until;
use stories::world::{Options, World};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use wire::session::PhotoOutcome;

const PHOTO: Painting = Painting {
    width: 900,
    height: 600,
    tint: 140,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_wrong_file_is_refused_with_its_reason_and_the_next_photo_is_shown() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let mut visit = Visit::begin(&mut world).await?;
    let small = Painting {
        width: 60,
        height: 60,
        tint: 10,
    };
    let beginning = files::cut_off(PHOTO.jpeg("battery.jpg", Held::Level, "")?, 400);
    let cases = [
        (files::video(), Refusal::Video),
        (files::pdf(), Refusal::Document),
        (files::heic(), Refusal::Damaged),
        (files::png_bomb(), Refusal::TooManyPixels),
        (beginning, Refusal::Damaged),
        (files::text(), Refusal::NotAPicture),
        (small.png("stamp.png")?, Refusal::TooSmall),
    ];
    for (file, wanted) in cases {
        let photo = visit.phone.send(&file).await?;
        let state = settled_tile(&mut world, &photo).await?;
        let TileState::Refused { refusal, name } = state else {
            anyhow::bail!("{} became {state:?}", file.name);
        };
        ensure!(
            refusal == wanted,
            "{} was refused as {refusal:?}",
            file.name
        );
        ensure!(
            name.as_deref() == Some(&file.name),
            "the screen can name it: {name:?}"
        );
        let what = format!("the phone hears about {}", file.name);
        let outcome = until(&what, async || {
            let view = visit.phone.view().await?;
            let mut photos = view.photos.into_iter();
            let ours = photos.find(|known| known.photo == photo);
            Ok(ours.and_then(|known| known.outcome))
        })
        .await?;
        ensure!(
            outcome == PhotoOutcome::Refused { refusal: wanted },
            "the phone says the same: {outcome:?}"
        );
    }
    visit
        .send(&mut world, &PHOTO.jpeg("fine.jpg", Held::UpsideDown, "")?)
        .await?;
    visit.send(&mut world, &PHOTO.png("fine too.png")?).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_100_megabytes_is_refused_at_the_door() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let mut visit = Visit::begin(&mut world).await?;
    let mut line = TcpStream::connect(visit.phone.host()).await?;
    let head = visit.phone.announcement(100_000_000)?;
    line.write_all(head.as_bytes()).await?;
    line.write_all(wire::sealed_photo::MARK).await?;
    // The answer comes before the file: the door does not wait for 100 MB.
    let mut answer = vec![0; 4096];
    let reading = line.read(&mut answer);
    let length = tokio::time::timeout(stories::waiting::PATIENCE, reading)
        .await
        .context("the door answers before the file is there")??;
    let answer = String::from_utf8_lossy(&answer[..length]);
    ensure!(answer.starts_with("HTTP/1.1 413"), "too large: {answer}");
    drop(line);
    visit
        .send(&mut world, &PHOTO.jpeg("fine.jpg", Held::Level, "")?)
        .await?;
    Ok(())
}
