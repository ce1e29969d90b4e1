//! The kiosk is killed after every step that it writes down, for each step of a paid order in
//! turn, and always ends with paid = delivered + refunded.
//!
//! `MINILAB_TORTURE_ROUNDS` (1 unless set) says how often all steps are gone through, and
//! `MINILAB_TORTURE_SEED` (1 unless set) from which seed the delays between step and kill grow.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use order::ledger::Ledger;
use order::{Fact, Money, OrderId, ProviderId, SessionId};
use sandbox::wechat_pay::OrderState;
use station::command::Command;
use station::view::{PayStage, Screen};
use stories::books::{self, Truth};
use stories::journal::{self, Steps};
use stories::random::Seeded;
use stories::visit::{Visit, number_of_code, order_of};
use stories::waiting::PATIENCE;
use stories::world::{Options, World};
use stories::{disks, sheets};
use tokio::time::sleep;

use crate::wishes::three_sheets;

/// The longest delay between a step and the kill: enough to reach whatever the step begins.
const LONGEST_DELAY_MS: u64 = 40;

/// Between two looks at the journal: shorter than any two steps are apart.
const LOOK: Duration = Duration::from_millis(1);

/// After the last screen, steps still follow (photos wiped, facts handed over); when none came for
/// this long, none will.
const QUIET: Duration = Duration::from_secs(2);

/// An order of three sheets has some fifteen steps; far more would mean that it never ends.
const MOST_STEPS: u64 = 60;

/// What happens between the kill and the next start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// The program crashes; the kernel keeps the photos' key.
    Crash,
    /// The power goes, and the key with it.
    Power,
}

/// How one order went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Went {
    /// It ended before there were enough steps.
    Through,
    /// The kiosk was killed on the way.
    Killed,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kiosk_that_crashes_after_any_step_finishes_or_refunds() -> Result<()> {
    torture(Cut::Crash).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_after_any_step_refunds_what_was_not_printed() -> Result<()> {
    torture(Cut::Power).await
}

async fn torture(cut: Cut) -> Result<()> {
    let rounds = variable("MINILAB_TORTURE_ROUNDS")?;
    let seed = variable("MINILAB_TORTURE_SEED")?;
    for round in 0..rounds {
        let seed = seed + round;
        every_step_once(cut, seed).await.with_context(|| {
            format!("replay with MINILAB_TORTURE_SEED={seed} cargo test -p stories -- killed")
        })?;
    }
    Ok(())
}

fn variable(name: &str) -> Result<u64> {
    match std::env::var(name) {
        Ok(text) => text.parse().with_context(|| format!("{name} is a number")),
        Err(_) => Ok(1),
    }
}

async fn every_step_once(cut: Cut, seed: u64) -> Result<()> {
    eprintln!("{cut:?}, seed {seed}:");
    let mut random = Seeded::new(seed);
    let mut world = World::open(Options::default()).await?;
    let mut all = Sums::default();
    for step in 1..=MOST_STEPS {
        let story = one_order(&mut world, cut, step, &mut random, &mut all);
        let went = story
            .await
            .with_context(|| format!("{cut:?} after step {step}"))?;
        if went == Went::Through {
            return nothing_was_silent(&mut world, &all).await;
        }
    }
    bail!("an order still had steps after {MOST_STEPS}");
}

/// What all orders of a story came to.
#[derive(Debug, Default)]
struct Sums {
    paid: Money,
    delivered: Money,
    refunded: Money,
    resumed: u32,
}

impl Sums {
    fn add(&mut self, truth: Truth) {
        self.paid = self.paid.plus(truth.paid);
        self.delivered = self.delivered.plus(truth.delivered);
        self.refunded = self.refunded.plus(truth.refunded);
        self.resumed += u32::from(truth.sheets == 3);
    }
}

async fn one_order(
    world: &mut World,
    cut: Cut,
    step: u64,
    random: &mut Seeded,
    all: &mut Sums,
) -> Result<Went> {
    let before = orders_at_provider(world)?;
    let mut visit = Visit::begin(world).await?;
    visit.choose(world, &three_sheets()?).await?;
    let session = visit.session.clone();
    let mut steps = Steps::of(&world.journal())?;
    world.kiosk()?.tap(Command::Pay).await?;

    let went = run_until(world, &session, &mut steps, step).await?;
    let mut orders = BTreeSet::new();
    if went == Went::Killed {
        sleep(Duration::from_millis(random.below(LONGEST_DELAY_MS))).await;
        world.kill_kiosk().await?;
        let left = journal::read(&world.journal()).await?;
        orders.extend(left.orders);
        if cut == Cut::Power {
            disks::lose_key(&session)?;
        }
        world.start_kiosk().await?;
    }
    orders.extend(orders_at_provider(world)?.difference(&before).cloned());
    come_to_rest(world, &orders).await?;
    for order in &orders {
        let facts = world.facts(order).await?;
        let truth = books::truth(world, order)?;
        eprintln!("  step {step:2} {went:?}: {truth:?}");
        truth.must_add_up()?;
        truth.must_agree_with(&facts)?;
        all.add(truth);
    }
    back_to_attract(world).await?;
    ensure!(
        !disks::key_exists(&session)?,
        "the visit is over, and its key still exists"
    );
    Ok(went)
}

/// Lets the order run, pays it once it can be paid, and stops at its `step`-th step or its end.
async fn run_until(
    world: &mut World,
    session: &SessionId,
    steps: &mut Steps,
    step: u64,
) -> Result<Went> {
    let start = Instant::now();
    let mut quiet_since = None;
    loop {
        let seen = steps.count()?;
        if seen >= step {
            return Ok(Went::Killed);
        }
        pay_what_is_shown(world)?;
        let wiped = shows_the_end(world)? && !disks::key_exists(session)?;
        match quiet_since {
            Some((before, since)) if wiped && before == seen => {
                let since: Instant = since;
                if since.elapsed() >= QUIET {
                    return Ok(Went::Through);
                }
            }
            _ => quiet_since = wiped.then(|| (seen, Instant::now())),
        }
        ensure!(start.elapsed() < PATIENCE, "the order does not end");
        sleep(LOOK).await;
    }
}

fn shows_the_end(world: &mut World) -> Result<bool> {
    let view = world.kiosk()?.view();
    Ok(view.is_some_and(|view| matches!(view.screen, Screen::Done { .. })))
}

/// The customer pays whatever code is on the screen, once.
fn pay_what_is_shown(world: &mut World) -> Result<()> {
    let Some(view) = world.kiosk()?.view() else {
        return Ok(());
    };
    let Screen::Pay {
        stage: PayStage::Waiting { codes, .. },
        ..
    } = &view.screen
    else {
        return Ok(());
    };
    let code = codes
        .iter()
        .find(|code| code.provider == ProviderId::WechatPay);
    let Some(code_url) = code.and_then(|code| code.code_url.as_ref()) else {
        return Ok(());
    };
    let number = number_of_code(world, code_url)?;
    let mut orders = world.sandbox.orders().into_iter();
    let unpaid = |entry: &sandbox::wechat_pay::OrderView| {
        entry.out_trade_no == number && entry.state == OrderState::NotPaid
    };
    if orders.any(|entry| unpaid(&entry)) {
        world.sandbox.pay(&number)?;
    }
    Ok(())
}

/// Every order that the provider ever heard of.
fn orders_at_provider(world: &World) -> Result<BTreeSet<OrderId>> {
    let orders = world.sandbox.orders().into_iter();
    orders.map(|order| order_of(&order.out_trade_no)).collect()
}

/// Lets everything end that was begun.
async fn come_to_rest(world: &mut World, orders: &BTreeSet<OrderId>) -> Result<()> {
    let start = Instant::now();
    loop {
        pay_what_is_shown(world)?;
        let mut open = Vec::new();
        for order in orders {
            let facts = world.facts(order).await?;
            if !books::is_closed(&facts) {
                open.push((order.clone(), facts));
            }
        }
        if open.is_empty() {
            return Ok(());
        }
        if start.elapsed() > PATIENCE {
            let shown = world.kiosk()?.view();
            bail!("still open: {open:?}; the kiosk shows {shown:?}");
        }
        sleep(Duration::from_millis(20)).await;
    }
}

/// The customer leaves, from whatever screen there is.
async fn back_to_attract(world: &mut World) -> Result<()> {
    let start = Instant::now();
    loop {
        let kiosk = world.kiosk()?;
        let view = kiosk.view();
        match view.as_deref().map(|view| &view.screen) {
            Some(Screen::Attract { .. }) => return Ok(()),
            Some(Screen::Done { .. } | Screen::Trouble { .. }) => {
                kiosk.tap(Command::Finish).await?
            }
            Some(Screen::Review { .. } | Screen::Collect { .. }) => {
                kiosk.tap(Command::Cancel).await?;
            }
            _ => {}
        }
        ensure!(
            start.elapsed() < PATIENCE,
            "no attract screen, but {view:?}"
        );
        sleep(Duration::from_millis(20)).await;
    }
}

/// The kiosk's own journal tells what the provider and the paper tell.
async fn nothing_was_silent(world: &mut World, all: &Sums) -> Result<()> {
    world.kill_kiosk().await?;
    let facts: Vec<Fact> = journal::read(&world.journal()).await?.facts;
    let told = Ledger::of(&facts);
    ensure!(
        (told.paid, told.delivered, told.refunded) == (all.paid, all.delivered, all.refunded),
        "the journal tells {told:?}, the truth is {all:?}"
    );
    let printed = told.all_sheets();
    let lying = sheets::all(&world.printer).len();
    ensure!(
        printed == lying as u64,
        "{lying} sheets lie at the printer, {printed} were told"
    );
    ensure!(all.resumed > 1, "orders went on after a kill: {all:?}");
    Ok(())
}
