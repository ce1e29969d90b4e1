//! Money in flight that a person should look at, until somebody puts it right by hand.

use order::{KioskId, Money, OrderId, Timestamp};
use sqlx::any::AnyRow;

use super::column::{moment, money, name};
use super::{Store, StoreResult};

/// The longest list: beyond it a person needs a telephone, not a page.
const MOST: i64 = 200;

/// Money of one order that is late.
#[derive(Clone, Debug)]
pub struct Worry {
    /// The order.
    pub order: OrderId,
    /// Where.
    pub kiosk: KioskId,
    /// How much.
    pub amount: Money,
    /// Since when.
    pub since: Timestamp,
}

fn read(row: &AnyRow) -> StoreResult<Worry> {
    Ok(Worry {
        order: name(row, "order_id")?,
        kiosk: name(row, "kiosk")?,
        amount: money(row, "amount_minor")?,
        since: moment(row, "since")?,
    })
}

/// Refunds that the provider could not make, and those that it has not made since `late_before`.
pub async fn refunds(store: &Store, late_before: Timestamp) -> StoreResult<Vec<Worry>> {
    let rows = sqlx::query(
        "select payments.order_id, payments.kiosk, refunds.amount_minor,
             refunds.created_at as since
         from refunds join payments on payments.out_trade_no = refunds.out_trade_no
         where (refunds.state = 'stuck' or (refunds.state <> 'success' and refunds.created_at < $1))
             and refunds.out_refund_no not in (select out_refund_no from hand_refunds)
             and refunds.out_refund_no not in
                 (select number from interventions where action = 'by_hand')
         order by refunds.created_at limit $2",
    )
    .bind(late_before.ms())
    .bind(MOST)
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// Payments that nobody has decided although the customer's time was over at `due_before`.
pub async fn payments(store: &Store, due_before: Timestamp) -> StoreResult<Vec<Worry>> {
    let rows = sqlx::query(
        "select order_id, kiosk, total_minor as amount_minor, pay_by as since
         from payments where state in ('created', 'waiting') and pay_by < $1
             and out_trade_no not in
                 (select number from interventions where action = 'by_hand')
         order by pay_by limit $2",
    )
    .bind(due_before.ms())
    .bind(MOST)
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read).collect()
}
