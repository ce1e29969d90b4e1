//! Each way in which a customer pays, and what becomes of the others meanwhile.

use anyhow::{Result, ensure};
use order::machine::ChargeRefusal;
use order::{Fact, ProviderId};
use sandbox::wechat_pay::{Barcode, OrderState};
use station::view::BarcodeView;
use stories::books::truth;
use stories::visit::{Paying, Visit, code_of, done, see_barcode, show_barcode};
use stories::waiting::until;
use stories::world::{Options, World};

use crate::wishes::three_sheets;

async fn paying(world: &mut World) -> Result<Paying> {
    let paying = Visit::until_paying(world, &three_sheets()?).await?;
    code_of(world, ProviderId::Alipay).await?;
    Ok(paying)
}

fn attempt(paying: &Paying, number: u32) -> String {
    paying.order.out_trade_no(number).to_string()
}

/// All three sheets come out, and the order's money came by `provider`.
async fn prints_three(world: &mut World, paying: &Paying, provider: ProviderId) -> Result<()> {
    let done = done(world).await?;
    ensure!(done.printed == 3, "all that was paid is printed: {done:?}");
    let facts = world.facts_once_closed(&paying.order).await?;
    let paid_by: Vec<ProviderId> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Paid { provider, .. } => Some(*provider),
            _ => None,
        })
        .collect();
    ensure!(
        paid_by == [provider],
        "one payment counts, by whom it was paid: {paid_by:?}"
    );
    Ok(())
}

/// Paid once, printed whole, nothing given back.
fn paid_once(world: &World, paying: &Paying) -> Result<()> {
    let truth = truth(world, &paying.order)?;
    truth.must_add_up()?;
    ensure!(
        truth.paid == paying.total && truth.delivered == paying.total,
        "paid once and printed: {truth:?}"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_pays_by_alipay_and_the_wechat_code_is_closed() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let paying = paying(&mut world).await?;
    world.sandbox.alipay().pay(&attempt(&paying, 2))?;
    prints_three(&mut world, &paying, ProviderId::Alipay).await?;
    until("the other code cannot be paid any more", async || {
        let closed = world.sandbox.orders().into_iter().any(|order| {
            order.out_trade_no == paying.out_trade_no && order.state == OrderState::Closed
        });
        Ok(closed.then_some(()))
    })
    .await?;
    paid_once(&world, &paying)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_pays_by_a_barcode_held_before_the_scanner() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let paying = paying(&mut world).await?;
    let barcode = world.sandbox.hand_out_barcode(Barcode::Pays);
    show_barcode(&mut world, barcode.clone()).await?;
    prints_three(&mut world, &paying, ProviderId::WechatPay).await?;
    paid_once(&world, &paying)?;
    let log = std::fs::read_to_string(world.kiosk_log())?;
    ensure!(
        !log.contains(&barcode),
        "whoever reads the kiosk's log could pay with it"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_who_is_asked_for_the_password_pays_though_the_kiosk_dies_meanwhile()
-> Result<()> {
    use sandbox::alipay::Barcode;
    let mut world = World::open(Options::default()).await?;
    let paying = paying(&mut world).await?;
    let barcode = world
        .sandbox
        .alipay()
        .hand_out_barcode(Barcode::AsksPassword);
    show_barcode(&mut world, barcode).await?;
    let confirming = BarcodeView::Confirming {
        provider: ProviderId::Alipay,
    };
    see_barcode(&mut world, "the customer being asked", |barcode| {
        barcode == confirming
    })
    .await?;
    world.kill_kiosk().await?;
    world.start_kiosk().await?;
    see_barcode(&mut world, "the charge again", |barcode| {
        barcode == confirming
    })
    .await?;
    world.sandbox.alipay().pay(&attempt(&paying, 3))?;
    prints_three(&mut world, &paying, ProviderId::Alipay).await?;
    paid_once(&world, &paying)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_whose_barcode_is_refused_hears_why_and_scans_a_code() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let paying = paying(&mut world).await?;
    show_barcode(&mut world, "69012345678901".to_owned()).await?;
    see_barcode(&mut world, "word that this is no payment code", |barcode| {
        barcode == BarcodeView::Unreadable
    })
    .await?;
    for (fate, refusal) in [
        (Barcode::Expired, ChargeRefusal::CodeStale),
        (Barcode::NotEnough, ChargeRefusal::Funds),
    ] {
        let barcode = world.sandbox.hand_out_barcode(fate);
        show_barcode(&mut world, barcode).await?;
        let declined = BarcodeView::Declined {
            provider: ProviderId::WechatPay,
            refusal,
        };
        see_barcode(&mut world, "why it was not taken", |barcode| {
            barcode == declined
        })
        .await?;
    }
    world.sandbox.pay(&paying.out_trade_no)?;
    prints_three(&mut world, &paying, ProviderId::WechatPay).await?;
    paid_once(&world, &paying)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_phones_that_pay_both_codes_at_once_pay_once() -> Result<()> {
    let mut world = World::open(Options::default()).await?;
    let paying = paying(&mut world).await?;
    world.sandbox.pay(&paying.out_trade_no)?;
    world.sandbox.alipay().pay(&attempt(&paying, 2))?;
    let done = done(&mut world).await?;
    ensure!(done.printed == 3, "printed once: {done:?}");
    until("one of the two payments is back", async || {
        // While a refund is on its way there is no truth to tell yet.
        let back = truth(&world, &paying.order).is_ok_and(|truth| truth.refunded == paying.total);
        Ok(back.then_some(()))
    })
    .await?;
    let truth = truth(&world, &paying.order)?;
    truth.must_add_up()?;
    ensure!(
        truth.paid == paying.total.plus(paying.total) && truth.delivered == paying.total,
        "two came, one bought the prints, one went back: {truth:?}"
    );
    let facts = world.facts_once_closed(&paying.order).await?;
    let told = order::ledger::Ledger::of(&facts);
    ensure!(
        (told.orders_paid, told.paid, told.delivered) == (1, paying.total, paying.total),
        "the order's own money is one payment: {told:?}"
    );
    Ok(())
}
