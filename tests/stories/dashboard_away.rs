//! The dashboard goes away while paper comes out.

use anyhow::{Result, ensure};
use order::Fact;
use stories::books::truth;
use stories::visit::{Visit, done, sheets_out};
use stories::world::{KioskLine, Options, World};

use crate::wishes::three_sheets;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn prints_finish_without_the_dashboard_and_it_hears_of_each_once() -> Result<()> {
    let mut world = World::open(Options {
        seconds_per_sheet: 1.0,
        line: KioskLine::Straight,
    })
    .await?;
    let paying = Visit::until_paying(&mut world, &three_sheets()?).await?;
    world.sandbox.pay(&paying.out_trade_no)?;
    sheets_out(&world, &paying.order, 1).await?;
    world.stop_dashboard().await?;
    let done = done(&mut world).await?;
    ensure!(done.printed == 3, "the prints need no dashboard: {done:?}");

    world.start_dashboard().await?;
    let facts = world.facts_once_closed(&paying.order).await?;
    let mut sheets: Vec<u32> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::SheetPrinted { sheet, .. } => Some(*sheet),
            _ => None,
        })
        .collect();
    sheets.sort_unstable();
    ensure!(sheets == [1, 2, 3], "each sheet is told once: {facts:?}");
    let truth = truth(&world, &paying.order)?;
    truth.must_add_up()?;
    truth.must_agree_with(&facts)
}
