//! Discount codes from the manager's page to the paper.

use anyhow::{Context as _, Result, ensure};
use order::ledger::Ledger;
use order::{CodeRefusal, Money};
use station::command::{Command, Typed};
use station::view::{CodeView, Screen};
use stories::books::truth;
use stories::visit::{Visit, done, review};
use stories::world::{Options, World};

use crate::wishes::three_sheets;

/// Three sheets cost 10.00.
const LESS_A_FIFTH: Money = Money::from_minor(800);

async fn enter(world: &mut World, code: &str) -> Result<CodeView> {
    let kiosk = world.kiosk()?;
    let code = Typed(code.to_owned());
    kiosk.tap(Command::EnterCode { code }).await?;
    kiosk
        .see_screen("the code having been asked about", |screen| match screen {
            Screen::Review {
                code: Some(CodeView::None | CodeView::Checking) | None,
                ..
            } => None,
            Screen::Review {
                code: Some(code), ..
            } => Some(code.clone()),
            _ => None,
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_for_one_order_is_there_again_after_cancelling_and_gone_after_paying() -> Result<()>
{
    let mut world = World::open(Options::default()).await?;
    let once = [("name", "Autumn"), ("off", "20"), ("code", "AUTUMN26")];
    world.manager.issue_codes(&once).await?;
    let mut visit = Visit::begin(&mut world).await?;
    visit.choose(&mut world, &three_sheets()?).await?;
    let counts = enter(&mut world, "autumn-26").await?;
    ensure!(
        matches!(&counts, CodeView::Counts { off, .. } if off.minor() == 200),
        "a fifth of 10.00: {counts:?}"
    );
    let first = visit.pay(&mut world).await?;
    world.kiosk()?.tap(Command::Back).await?;
    review(&mut world).await?;
    let second = first.visit.pay(&mut world).await?;
    ensure!(second.total == LESS_A_FIFTH, "less a fifth again");
    world.sandbox.pay(&second.out_trade_no)?;
    let printed = done(&mut world).await?;
    ensure!(printed.printed == 3, "all of it: {printed:?}");
    let facts = world.facts_once_closed(&second.order).await?;
    let books = Ledger::of(&facts);
    ensure!(
        (books.delivered, books.refunded) == (LESS_A_FIFTH, Money::ZERO),
        "every sheet carries its share of the smaller price: {books:?}"
    );
    let truth = truth(&world, &second.order)?;
    ensure!(
        (truth.paid, truth.sheets) == (LESS_A_FIFTH, 3),
        "the provider took less for all of them: {truth:?}"
    );
    world.kiosk()?.tap(Command::Finish).await?;

    let mut other = Visit::begin(&mut world).await?;
    other.choose(&mut world, &three_sheets()?).await?;
    let refused = enter(&mut world, "AUTUMN26").await?;
    let used_up = CodeView::Refused {
        refusal: CodeRefusal::UsedUp,
    };
    ensure!(refused == used_up, "one order is one order: {refused:?}");
    let (_, total) = review(&mut world).await?;
    ensure!(total.minor() == 1000, "the next customer pays the price");
    let log = std::fs::read_to_string(world.kiosk_log()).context("the kiosk's log")?;
    ensure!(
        !log.to_uppercase().replace('-', "").contains("AUTUMN26"),
        "no log holds the code"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_code_makes_free_is_printed_and_nobody_is_asked_for_money() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let gift = [("name", "Gift"), ("off", "100"), ("code", "GIFT2026")];
    world.manager.issue_codes(&gift).await?;
    let mut visit = Visit::begin(&mut world).await?;
    visit.choose(&mut world, &three_sheets()?).await?;
    enter(&mut world, "GIFT2026").await?;
    let (_, total) = review(&mut world).await?;
    ensure!(total == Money::ZERO, "there is nothing to pay");
    world.kiosk()?.tap(Command::Pay).await?;
    let printed = done(&mut world).await?;
    ensure!(printed.printed == 3, "all three are printed: {printed:?}");
    ensure!(
        world.sandbox.orders().is_empty(),
        "no provider heard of it: {:?}",
        world.sandbox.orders()
    );
    let page = world.manager.read("/codes").await?;
    ensure!(page.contains("1 / 1"), "the page counts the use");
    Ok(())
}
