//! Whose phone may send photos.

use anyhow::{Result, ensure};
use station::command::Command;
use stories::phone::{Answer, Phone};
use stories::photographs::{Held, Painting};
use stories::visit::{Visit, settled_tile};
use stories::waiting::until;
use stories::world::{Options, World};
use wire::session::{Admission, Stage};

const PHOTO: Painting = Painting {
    width: 600,
    height: 900,
    tint: 90,
};

/// More wrong links than the dashboard bears in a minute.
const MANY_GUESSES: u32 = 40;

fn dead() -> Answer {
    Answer {
        status: 404,
        code: Some("link_dead".to_owned()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_is_good_for_one_visit_and_cannot_be_guessed() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let visit = Visit::begin(&mut world).await?;
    let old = visit.phone;
    world.kiosk()?.tap(Command::Cancel).await?;
    until("the old phone hears that the visit is over", async || {
        let stage = old.view().await?.stage;
        Ok(matches!(stage, Stage::Ended { sheets: 0, .. }).then_some(()))
    })
    .await?;
    let photo = PHOTO.jpeg("late.jpg", Held::Level, "")?;
    let (_, answer) = old.offer_to(&visit.session, &photo).await?;
    ensure!(answer == dead(), "a used-up link takes nothing: {answer:?}");

    let next = Phone::scan(&world.phone_url().await?)?;
    ensure!(
        next.token() != old.token(),
        "the next customer has another link"
    );
    let view = next.join().await?;
    ensure!(view.session != visit.session, "and another visit");
    ensure!(
        view.photos.is_empty(),
        "without the last one's photos: {view:?}"
    );

    let guessed = next.with_token("AAAAAAAAAAAAAAAAAAAAAA");
    let answer = guessed.knock().await?;
    ensure!(answer == dead(), "a guess finds nothing: {answer:?}");
    let mut last = answer;
    for _ in 0..MANY_GUESSES {
        last = guessed.knock().await?;
    }
    ensure!(last.status == 429, "guessing on is stopped: {last:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_phone_waits_until_the_customer_says_yes() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let url = world.phone_url().await?;
    let visit = Visit::begin(&mut world).await?;
    ensure!(
        visit.phone.view().await?.admission == Some(Admission::Admitted),
        "the first phone is let in"
    );
    let photo = PHOTO.jpeg("friend.jpg", Held::Level, "")?;

    let stranger = Phone::scan(&url)?;
    stranger_waits(&mut world, &stranger).await?;
    let (_, answer) = stranger.offer(&photo).await?;
    ensure!(answer.status == 403, "who waits may not send: {answer:?}");
    world.kiosk()?.tap(Command::RefusePhone).await?;
    admission_becomes(&stranger, Admission::Refused).await?;
    let (_, answer) = stranger.offer(&photo).await?;
    ensure!(
        answer.status == 403,
        "who was refused may not either: {answer:?}"
    );

    let friend = Phone::scan(&url)?;
    stranger_waits(&mut world, &friend).await?;
    world.kiosk()?.tap(Command::AdmitPhone).await?;
    admission_becomes(&friend, Admission::Admitted).await?;
    let photo = friend.send(&photo).await?;
    settled_tile(&mut world, &photo).await?;
    let mine = visit.phone.view().await?;
    ensure!(
        mine.photos.is_empty(),
        "each phone sees its own photos: {mine:?}"
    );
    Ok(())
}

async fn stranger_waits(world: &mut World, stranger: &Phone) -> Result<()> {
    let admission = stranger.join().await?.admission;
    ensure!(
        admission == Some(Admission::Waiting),
        "a second phone waits: {admission:?}"
    );
    let kiosk = world.kiosk()?;
    kiosk
        .see("the kiosk asking about a second phone", |view| {
            view.second_phone.then_some(())
        })
        .await
}

async fn admission_becomes(phone: &Phone, wanted: Admission) -> Result<()> {
    until("the phone hears the customer's word", async || {
        let admission = phone.view().await?.admission;
        Ok((admission == Some(wanted)).then_some(()))
    })
    .await
}
