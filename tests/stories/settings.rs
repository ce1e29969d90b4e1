//! The manager changes prices, and somebody else tries to.

use anyhow::{Result, ensure};
use order::{Money, PrintSize};
use station::view::Screen;
use stories::waiting::until;
use stories::world::{KioskLine, Options, PASSWORD, World};

async fn sees_price(world: &mut World, minor: i64) -> Result<()> {
    let what = format!("the attract screen asking {minor} fen");
    let kiosk = world.kiosk()?;
    kiosk
        .see_screen(&what, |screen| {
            (price(screen) == Some(Money::from_minor(minor))).then_some(())
        })
        .await
}

/// What a 6-inch print costs on the attract screen.
fn price(screen: &Screen) -> Option<Money> {
    let Screen::Attract { offers, .. } = screen else {
        return None;
    };
    let mut offers = offers.iter();
    let offer = offers.find(|offer| offer.size == PrintSize::SixInch)?;
    Some(offer.price)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_price_stands_on_the_screen_without_a_restart() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    sees_price(&mut world, 250).await?;
    world.manager.sign_in_again(PASSWORD).await?;
    world.manager.set_prices(&[("six_inch", "3.10")]).await?;
    sees_price(&mut world, 310).await?;
    // A kiosk that is killed knows its prices before it hears from anybody.
    world.kill_kiosk().await?;
    world.stop_dashboard().await?;
    world.start_kiosk().await?;
    let offline = world
        .kiosk()?
        .see_screen("an honest screen", |screen| {
            matches!(screen, Screen::OutOfService { .. }).then_some(())
        })
        .await;
    offline?;
    world.start_dashboard().await?;
    sees_price(&mut world, 310).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_price_that_was_changed_on_the_way_is_not_believed() -> Result<()> {
    let mut world = World::open(Options {
        line: KioskLine::ThroughMeddler,
        ..Options::default()
    })
    .await?;
    sees_price(&mut world, 250).await?;
    forge(&world, r#"\"six_inch\":320"#, r#"\"six_inch\":001"#)?;
    world.manager.set_prices(&[("six_inch", "3.20")]).await?;
    until("the kiosk refuses the forgery", async || {
        let log = std::fs::read_to_string(world.kiosk_log())?;
        Ok(log.contains("new settings were refused").then_some(()))
    })
    .await?;
    let view = world.kiosk()?.view();
    let shown = view.as_ref().and_then(|view| price(&view.screen));
    ensure!(
        shown == Some(Money::from_minor(250)),
        "the kiosk keeps what it has: {shown:?}"
    );

    let meddler = world.meddler.as_ref();
    ensure!(
        meddler.is_some_and(|meddler| meddler.strikes() > 0),
        "there was a forgery to refuse"
    );
    if let Some(meddler) = meddler {
        meddler.be_honest();
    }
    world.manager.set_prices(&[("six_inch", "3.30")]).await?;
    sees_price(&mut world, 330).await
}

fn forge(world: &World, truth: &str, lie: &str) -> Result<()> {
    let meddler = world.meddler.as_ref();
    ensure!(meddler.is_some(), "the story has a meddler");
    if let Some(meddler) = meddler {
        meddler.forge(truth, lie);
    }
    Ok(())
}
