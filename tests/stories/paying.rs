//! The customer's money, when the line to the payment provider or the customer hesitates.

use std::time::Duration;

use anyhow::{Result, ensure};
use order::Money;
use order::machine::CancelReason;
use sandbox::wechat_pay::{Call, Fault, OrderState};
use station::command::Command;
use station::view::{PayStage, RefundProgress, Screen, Trouble};
use stories::books::{Truth, truth};
use stories::visit::{Paying, Visit, done, review};
use stories::waiting::until;
use stories::world::{Options, World};

use crate::wishes::three_sheets;

/// A little more than the payment window of the stories.
const WINDOW_OVER_MS: i64 = 61_000;

/// More of a fault than a story can use up.
const PLENTY: usize = 90;

async fn ends_well(world: &World, paying: &Paying) -> Result<Truth> {
    let facts = world.facts_once_closed(&paying.order).await?;
    let truth = truth(world, &paying.order)?;
    truth.must_add_up()?;
    truth.must_agree_with(&facts)?;
    Ok(truth)
}

async fn prints_three(world: &mut World, paying: &Paying) -> Result<()> {
    let done = done(world).await?;
    ensure!(done.printed == 3, "all that was paid is printed: {done:?}");
    let truth = ends_well(world, paying).await?;
    ensure!(
        truth.delivered == paying.total,
        "and nothing goes back: {truth:?}"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_notification_costs_a_moment_and_no_money() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let paying = Visit::until_paying(&mut world, &three_sheets()?).await?;
    world.sandbox.fault(Fault::DropNotification);
    world.sandbox.pay(&paying.out_trade_no)?;
    prints_three(&mut world, &paying).await?;
    ensure!(
        world.sandbox.deliveries().is_empty(),
        "nobody told the dashboard: {:?}",
        world.sandbox.deliveries()
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_no_question_is_answered_the_notification_brings_the_payment() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let paying = Visit::until_paying(&mut world, &three_sheets()?).await?;
    for _ in 0..PLENTY {
        world.sandbox.fault(Fault::FailBefore { on: Call::Query });
    }
    world.sandbox.pay(&paying.out_trade_no)?;
    prints_three(&mut world, &paying).await?;
    ensure!(
        !world.sandbox.faults().is_empty(),
        "no question was answered meanwhile"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_who_cancels_while_paying_pays_nothing_and_can_pay_again() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let first = Visit::until_paying(&mut world, &three_sheets()?).await?;
    world.kiosk()?.tap(Command::Cancel).await?;
    review(&mut world).await?;
    let truth = ends_well(&world, &first).await?;
    ensure!(truth.paid == Money::ZERO, "nothing was taken: {truth:?}");
    let closed = world.sandbox.orders().into_iter().find(|order| {
        order.out_trade_no == first.out_trade_no && order.state == OrderState::Closed
    });
    ensure!(closed.is_some(), "the first code can never be paid");

    let second = first.visit.pay(&mut world).await?;
    ensure!(
        second.order != first.order,
        "the second try is another order"
    );
    world.sandbox.pay(&second.out_trade_no)?;
    prints_three(&mut world, &second).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_who_pays_after_cancelling_gets_it_all_back() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let paying = Visit::until_paying(&mut world, &three_sheets()?).await?;
    typing_the_password(&world);
    world.kiosk()?.tap(Command::Cancel).await?;
    review(&mut world).await?;
    close_was_tried(&world).await?;
    world.sandbox.pay(&paying.out_trade_no)?;
    all_goes_back(&world, &paying).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_whose_time_runs_out_pays_nothing_and_keeps_the_photos() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let paying = Visit::until_paying(&mut world, &three_sheets()?).await?;
    world.kiosk()?.put_clock_ahead(WINDOW_OVER_MS).await?;
    let reason = world
        .kiosk()?
        .see_screen("word that time ran out", |screen| match screen {
            Screen::Trouble {
                trouble: Trouble::NotPaid { reason },
                ..
            } => Some(*reason),
            _ => None,
        })
        .await?;
    ensure!(
        reason == CancelReason::TimedOut,
        "the screen says why: {reason:?}"
    );
    let truth = ends_well(&world, &paying).await?;
    ensure!(truth.paid == Money::ZERO, "nothing was taken: {truth:?}");
    world.kiosk()?.tap(Command::Finish).await?;
    let (lines, _) = review(&mut world).await?;
    ensure!(lines.len() == 2, "the photos are still chosen: {lines:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_after_time_ran_out_goes_back_by_itself() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let paying = Visit::until_paying(&mut world, &three_sheets()?).await?;
    typing_the_password(&world);
    world.kiosk()?.put_clock_ahead(WINDOW_OVER_MS).await?;
    world
        .kiosk()?
        .see_screen("the payment being looked for", |screen| {
            let checking = PayStage::Checking;
            matches!(screen, Screen::Pay { stage, .. } if *stage == checking).then_some(())
        })
        .await?;
    close_was_tried(&world).await?;
    // WeChat Pay's clock has whole seconds: what is paid within the second in which the time ran
    // out still is in time.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    world.sandbox.pay(&paying.out_trade_no)?;
    let amount = world
        .kiosk()?
        .see_screen("word that the money is back", |screen| match screen {
            Screen::Trouble {
                trouble:
                    Trouble::PaidTooLate {
                        amount,
                        progress: RefundProgress::Done,
                        ..
                    },
                ..
            } => Some(*amount),
            _ => None,
        })
        .await?;
    ensure!(
        amount == paying.total,
        "the screen names the sum: {amount:?}"
    );
    all_goes_back(&world, &paying).await
}

/// The provider does not close what a customer is just paying.
fn typing_the_password(world: &World) {
    for _ in 0..PLENTY {
        world.sandbox.fault(Fault::CustomerIsPaying);
    }
}

async fn close_was_tried(world: &World) -> Result<()> {
    until("the provider was asked to close", async || {
        Ok((world.sandbox.faults().len() < PLENTY).then_some(()))
    })
    .await
}

async fn all_goes_back(world: &World, paying: &Paying) -> Result<()> {
    let truth = ends_well(world, paying).await?;
    ensure!(
        (truth.paid, truth.refunded, truth.sheets) == (paying.total, paying.total, 0),
        "paid, printed nothing, all back: {truth:?}"
    );
    Ok(())
}
