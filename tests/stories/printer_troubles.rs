//! The printer stops in the middle of a paid order.

use anyhow::{Result, ensure};
use order::machine::CANCEL_LIMIT_MS;
use sandbox::printer::Fault;
use station::command::Command;
use station::view::{Hold, RefundProgress, Screen};
use stories::books::truth;
use stories::visit::{Paying, Visit, done};
use stories::waiting::until;
use stories::world::{Options, World};

use crate::wishes::three_sheets;

/// Slow enough that the second sheet is stopped, not the third one missed.
const SLOW: Options = Options {
    seconds_per_sheet: 1.0,
    line: stories::world::KioskLine::Straight,
};

/// A paid order whose first sheet has come out, and whose second is on its way.
async fn after_the_first_sheet() -> Result<(World, Paying)> {
    let mut world = World::open(SLOW).await?;
    let paying = Visit::until_paying(&mut world, &three_sheets()?).await?;
    world.sandbox.pay(&paying.out_trade_no)?;
    let kiosk = world.kiosk()?;
    kiosk
        .see_screen("the second sheet being printed", |screen| {
            matches!(screen, Screen::Printing { sheet: 2, .. }).then_some(())
        })
        .await?;
    Ok((world, paying))
}

async fn sees_hold(world: &mut World, wanted: Hold) -> Result<()> {
    let kiosk = world.kiosk()?;
    kiosk
        .see_screen("the screen saying what the printer waits for", |screen| {
            matches!(screen, Screen::Printing { hold: Some(hold), .. } if *hold == wanted)
                .then_some(())
        })
        .await
}

async fn adds_up(world: &World, paying: &Paying) -> Result<stories::books::Truth> {
    let facts = world.facts_once_closed(&paying.order).await?;
    let truth = truth(world, &paying.order)?;
    truth.must_add_up()?;
    truth.must_agree_with(&facts)?;
    Ok(truth)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn paper_that_runs_out_is_refilled_and_the_rest_is_printed() -> Result<()> {
    let (mut world, paying) = after_the_first_sheet().await?;
    world.printer.set_fault(Fault::OutOfPaperMidSheet).await?;
    sees_hold(&mut world, Hold::OutOfPaper).await?;
    world.printer.clear_fault().await?;
    let done = done(&mut world).await?;
    ensure!(
        done.printed == 3 && done.refund.is_none(),
        "nothing is lost: {done:?}"
    );
    adds_up(&world, &paying).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_who_does_not_wait_for_paper_gets_exactly_the_rest_back() -> Result<()> {
    let (mut world, paying) = after_the_first_sheet().await?;
    world.printer.set_fault(Fault::OutOfPaperMidSheet).await?;
    sees_hold(&mut world, Hold::OutOfPaper).await?;
    world.kiosk()?.tap(Command::GiveUpPrinting).await?;
    // This printer takes the order to cancel, and waits for paper all the same.
    until("the sheet is called back", async || {
        let log = std::fs::read_to_string(world.kiosk_log())?;
        Ok(log.contains("a sheet was called back").then_some(()))
    })
    .await?;
    world.kiosk()?.put_clock_ahead(CANCEL_LIMIT_MS).await?;
    let done = done(&mut world).await?;
    let truth = adds_up(&world, &paying).await?;
    ensure!(
        (1..3).contains(&truth.sheets) && done.printed as usize == truth.sheets,
        "what came out was kept: {done:?}, {truth:?}"
    );
    let refund = done.refund.map(|refund| (refund.amount, refund.progress));
    ensure!(
        refund == Some((paying.total.minus(truth.delivered), RefundProgress::Done)),
        "the rest is back, to the fen: {done:?}, {truth:?}"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_printer_without_power_loses_no_money() -> Result<()> {
    let (mut world, paying) = after_the_first_sheet().await?;
    world.printer.pull_plug();
    sees_hold(&mut world, Hold::Offline).await?;
    world.printer.plug_in().await?;
    let done = done(&mut world).await?;
    let truth = adds_up(&world, &paying).await?;
    ensure!(
        done.printed as usize == truth.sheets && truth.sheets >= 1,
        "the screen tells the truth: {done:?}, {truth:?}"
    );
    Ok(())
}
