//! Who has the money: read from the payment provider's own books and from the paper that lies at
//! the printer, never from what the kiosk says about itself.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use order::{Fact, Money, OrderId, Product};
use sandbox::alipay::TradeState;
use sandbox::wechat_pay::{OrderState, RefundStatus};

use crate::sheets::{self, Sheet};
use crate::world::World;

/// What really happened to an order's money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Truth {
    /// Taken from the customer, by the provider's books.
    pub paid: Money,
    /// Worth of the sheets that lie at the printer.
    pub delivered: Money,
    /// Given back, by the provider's books.
    pub refunded: Money,
    /// How many sheets lie at the printer.
    pub sheets: usize,
}

/// What really happened to `order`, of whose sheets each shows one photo; fails if one of them came
/// out twice.
pub fn truth(world: &World, order: &OrderId) -> Result<Truth> {
    of_sheets(world, order, |sheet| Ok(sheet.size()?.into()))
}

/// As [`truth`], for an order of these products, sheet by sheet: what shares a sheet has the paper
/// of another product. Fails if a sheet is not on the paper of its product.
pub fn truth_of(world: &World, order: &OrderId, products: &[Product]) -> Result<Truth> {
    of_sheets(world, order, |sheet| {
        let product = products
            .get(sheet.number()? - 1)
            .with_context(|| format!("{} was never ordered", sheet.job_name))?;
        ensure!(
            sheet.size()? == product.paper(),
            "{} is printed on the paper of a {product:?}",
            sheet.job_name
        );
        Ok(*product)
    })
}

fn of_sheets(
    world: &World,
    order: &OrderId,
    product: impl Fn(&Sheet) -> Result<Product>,
) -> Result<Truth> {
    let mut paid = Money::ZERO;
    let mut refunded = Money::ZERO;
    for entry in world.sandbox.orders() {
        if !entry.out_trade_no.starts_with(order.as_str()) {
            continue;
        }
        match entry.state {
            OrderState::Paid { taken, .. } => paid = paid.plus(Money::from_minor(taken)),
            // Given back without a refund.
            OrderState::Reversed {
                undone: Some(undone),
            } => {
                paid = paid.plus(Money::from_minor(undone.taken));
                refunded = refunded.plus(Money::from_minor(undone.taken));
            }
            OrderState::NotPaid
            | OrderState::Paying
            | OrderState::Closed
            | OrderState::Failed
            | OrderState::Reversed { undone: None } => {}
        }
        for refund in entry.refunds {
            ensure!(
                refund.status == RefundStatus::Success,
                "refund {} is {:?} at rest",
                refund.out_refund_no,
                refund.status
            );
            refunded = refunded.plus(Money::from_minor(refund.amount));
        }
    }
    for trade in world.sandbox.alipay().trades() {
        if !trade.out_trade_no.starts_with(order.as_str()) {
            continue;
        }
        match trade.state {
            TradeState::Paid { taken, .. }
            | TradeState::Closed {
                paid: Some((_, taken)),
            } => paid = paid.plus(Money::from_minor(taken)),
            TradeState::Unscanned | TradeState::Waiting | TradeState::Closed { paid: None } => {}
        }
        let back = trade.refunds.iter();
        refunded = refunded.plus(back.map(|refund| Money::from_minor(refund.amount)).sum());
    }
    let sheets = sheets::of_order(&world.printer, order);
    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    for sheet in &sheets {
        *times.entry(&sheet.job_name).or_default() += 1;
    }
    ensure!(
        times.values().all(|times| *times == 1),
        "a sheet came out twice: {times:?}"
    );
    let products: Vec<Product> = sheets.iter().map(product).collect::<Result<_>>()?;
    Ok(Truth {
        paid,
        delivered: products
            .iter()
            .filter_map(|product| world.prices.of(*product))
            .sum(),
        refunded,
        sheets: sheets.len(),
    })
}

impl Truth {
    /// Fails unless every fen is where it belongs.
    pub fn must_add_up(&self) -> Result<()> {
        ensure!(
            self.paid == self.delivered.plus(self.refunded),
            "paid is not delivered + refunded: {self:?}"
        );
        Ok(())
    }

    /// Fails unless the facts tell the same: nothing happened silently.
    pub fn must_agree_with(&self, facts: &[Fact]) -> Result<()> {
        let told = order::ledger::Ledger::of(facts);
        ensure!(
            (told.paid, told.delivered, told.refunded)
                == (self.paid, self.delivered, self.refunded),
            "the facts tell another story: {told:?}, but the truth is {self:?}"
        );
        Ok(())
    }
}

/// Whether these facts say that nothing is left to do.
pub fn is_closed(facts: &[Fact]) -> bool {
    facts.iter().any(|fact| {
        matches!(
            fact,
            Fact::Settled { .. } | Fact::Cancelled { .. } | Fact::RefundStuck { .. }
        )
    })
}
