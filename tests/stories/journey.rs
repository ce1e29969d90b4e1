//! The whole main job: from a phone to paper, paid for on the way and counted on the dashboard.

use anyhow::{Result, ensure};
use order::ledger::Ledger;
use order::{Crop, Money, PrintSize, QuarterTurns, Recipe};
use stories::books::truth;
use stories::photographs::{Held, Painting};
use stories::visit::{Visit, Wanted, done, receipt_says};
use stories::waiting::until;
use stories::world::{Options, World};
use stories::{disks, sheets};
use wire::session::Stage;

/// What is searched for on every disk afterwards.
const REMARK: &str = "minilab story marker 7b1f0c55 which must not be on any disk";

fn wanted() -> Result<Vec<(Painting, Wanted)>> {
    let portrait = Painting {
        width: 1500,
        height: 2000,
        tint: 30,
    };
    let on_its_side = Painting {
        width: 1200,
        height: 1800,
        tint: 120,
    };
    // The upper left half of the photo, in the shape of a 6-inch print.
    let corner = Recipe::plain(
        QuarterTurns::None,
        Crop {
            x: 0,
            y: 0,
            width: 500_000,
            height: 500_000,
        },
    );
    Ok(vec![
        (
            portrait,
            Wanted {
                file: portrait.jpeg("level.jpg", Held::Level, REMARK)?,
                size: PrintSize::EightInch,
                copies: 1,
                recipe: None,
            },
        ),
        (
            on_its_side,
            Wanted {
                file: on_its_side.jpeg("side.jpg", Held::OnItsSide, REMARK)?,
                size: PrintSize::SixInch,
                copies: 2,
                recipe: Some(corner),
            },
        ),
    ])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_takes_three_sheets_home_and_leaves_no_photo_behind() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let (paintings, wanted): (Vec<_>, Vec<_>) = wanted()?.into_iter().unzip();
    let paying = Visit::until_paying(&mut world, &wanted).await?;
    ensure!(
        paying.total == Money::from_minor(500 + 2 * 250),
        "one 8-inch and two 6-inch prints cost {:?}",
        paying.total
    );
    let session = paying.visit.session.clone();
    ensure!(
        disks::key_exists(&session)?,
        "while the visit lasts its key is there"
    );

    world.sandbox.pay(&paying.out_trade_no)?;
    let done = done(&mut world).await?;
    ensure!(
        (done.printed, done.ordered, done.refund.is_none()) == (3, 3, true),
        "all sheets are there and nothing goes back: {done:?}"
    );

    let receipt = receipt_says(&mut world, "Printed 3 of 3.").await?;
    ensure!(
        receipt.contains("¥10.00 paid with WeChat") && receipt.contains("6-inch × 2"),
        "the customer's phone shows what was bought and paid: {receipt}"
    );

    let printed = sheets::of_order(&world.printer, &paying.order);
    ensure!(
        printed.len() == 3,
        "three sheets lie at the printer: {printed:?}"
    );
    for (sheet, line) in printed.iter().zip([0, 1, 1]) {
        ensure!(
            sheet.size()? == wanted[line].size,
            "{} is printed on the paper that was paid for",
            sheet.job_name
        );
        sheet.must_show(paintings[line], &paying.lines[line].recipe)?;
    }

    let facts = world.facts_once_closed(&paying.order).await?;
    let truth = truth(&world, &paying.order)?;
    truth.must_add_up()?;
    truth.must_agree_with(&facts)?;
    let ledger = Ledger::of(&facts);
    ensure!(
        (ledger.paid, ledger.earned()) == (paying.total, paying.total),
        "the dashboard earned what was paid: {ledger:?}"
    );
    let sales = world.manager.read("/sales.csv?by=orders").await?;
    ensure!(
        sales.contains(paying.order.as_str()) && sales.contains("10.00"),
        "the sales page counts the order: {sales}"
    );

    ensure!(
        !disks::key_exists(&session)?,
        "the photos' key is destroyed"
    );
    until("the phone hears the end", async || {
        let stage = paying.visit.phone.view().await?.stage;
        Ok(matches!(stage, Stage::Ended { sheets: 3, .. }).then_some(()))
    })
    .await?;
    nothing_is_left(&world, &wanted)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_landscape_photo_lies_on_its_side_on_the_paper_and_loses_nothing() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let landscape = Painting {
        width: 1800,
        height: 1200,
        tint: 75,
    };
    let wanted = [Wanted {
        file: landscape.jpeg("lake.jpg", Held::Level, REMARK)?,
        size: PrintSize::SixInch,
        copies: 1,
        recipe: None,
    }];
    let paying = Visit::until_paying(&mut world, &wanted).await?;
    world.sandbox.pay(&paying.out_trade_no)?;
    done(&mut world).await?;
    let printed = sheets::of_order(&world.printer, &paying.order);
    ensure!(printed.len() == 1, "one sheet is there: {printed:?}");
    printed[0].must_show(landscape, &paying.lines[0].recipe)
}

fn nothing_is_left(world: &World, wanted: &[Wanted]) -> Result<()> {
    for folder in [world.kiosk_folder().to_owned(), world.dashboard_folder()] {
        for each in wanted {
            let middle = each.file.bytes.len() / 2;
            for needle in [REMARK.as_bytes(), &each.file.bytes[middle..middle + 64]] {
                let hits = disks::files_with(&folder, needle)?;
                ensure!(
                    hits.is_empty(),
                    "bytes of {} are in {hits:?}",
                    each.file.name
                );
            }
        }
        let left = disks::files(&folder.join("photos"))?;
        ensure!(left.is_empty(), "sealed photos are left: {left:?}");
    }
    Ok(())
}
