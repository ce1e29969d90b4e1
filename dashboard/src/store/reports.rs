//! Sums over facts for people: the same fold as [`order::ledger`], done where the facts are.
//!
//! Nothing here is counted as it happens; asking again adds up again, and every sum can be opened
//! into the orders it is made of.

use order::ledger::Ledger;
use order::{ByProduct, FactRecord, KioskId, Money, OrderId, Product, ProviderId, Timestamp};
use payment::BillDay;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::column::{count, json, moment, moment_or_none, money, name};
use super::{Change, Store, StoreResult};

/// From the first moment to before the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First moment in it.
    pub from: Timestamp,
    /// First moment after it.
    pub to: Timestamp,
}

/// What facts add up to, and how the delivered worth splits by product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sales {
    /// The sums.
    pub ledger: Ledger,
    /// Worth of the sheets proven printed, by product.
    pub delivered: ByProduct<Money>,
}

impl Sales {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: &Self) -> Self {
        let (ours, theirs) = (self.ledger, other.ledger);
        let mut both = Self {
            ledger: Ledger {
                orders_paid: ours.orders_paid + theirs.orders_paid,
                paid: ours.paid.plus(theirs.paid),
                delivered: ours.delivered.plus(theirs.delivered),
                refunded: ours.refunded.plus(theirs.refunded),
                stuck: ours.stuck.plus(theirs.stuck),
                sheets: ours.sheets,
            },
            delivered: self.delivered,
        };
        for product in Product::ALL {
            let sheets = theirs.sheets.of(product);
            both.add_sheets(product, sheets, other.delivered.of(product));
        }
        both
    }

    /// Sheets proven printed.
    pub fn sheets(&self) -> u64 {
        self.ledger.all_sheets()
    }

    fn add_sheets(&mut self, product: Product, sheets: u64, worth: Money) {
        *self.ledger.sheets.of_mut(product) += sheets;
        let delivered = self.delivered.of_mut(product);
        *delivered = delivered.plus(worth);
    }

    fn add(&mut self, kind: &str, product: Option<&str>, facts: u64, amount: Money) {
        let ledger = &mut self.ledger;
        match (kind, product) {
            ("paid", _) => {
                ledger.orders_paid += facts;
                ledger.paid = ledger.paid.plus(amount);
            }
            ("sheet_printed", Some(product)) => {
                ledger.delivered = ledger.delivered.plus(amount);
                let known = Product::ALL
                    .into_iter()
                    .find(|known| known.as_str() == product);
                if let Some(product) = known {
                    self.add_sheets(product, facts, amount);
                }
            }
            ("refunded", _) => ledger.refunded = ledger.refunded.plus(amount),
            ("refund_stuck", _) => ledger.stuck = ledger.stuck.plus(amount),
            _ => {}
        }
    }
}

/// What each kiosk's facts of `span` add up to; kiosks without any are left out.
pub async fn by_kiosk(store: &Store, span: Span) -> StoreResult<Vec<(KioskId, Sales)>> {
    let rows = sqlx::query(
        "select kiosk, kind, print_size, cast(count(*) as bigint) as facts,
             cast(coalesce(sum(amount_minor), 0) as bigint) as amount_minor
         from facts where at >= $1 and at < $2
             and kind in ('paid', 'sheet_printed', 'refunded', 'refund_stuck')
         group by kiosk, kind, print_size order by kiosk",
    )
    .bind(span.from.ms())
    .bind(span.to.ms())
    .fetch_all(store.reader())
    .await?;
    let mut found: Vec<(KioskId, Sales)> = Vec::new();
    for row in &rows {
        let kiosk: KioskId = name(row, "kiosk")?;
        let kind: String = row.try_get("kind")?;
        let print_size: Option<String> = row.try_get("print_size")?;
        if found.last().is_none_or(|(last, _)| *last != kiosk) {
            found.push((kiosk, Sales::default()));
        }
        if let Some((_, sales)) = found.last_mut() {
            sales.add(
                &kind,
                print_size.as_deref(),
                count(row, "facts")?,
                money(row, "amount_minor")?,
            );
        }
    }
    Ok(found)
}

/// Which orders to list: those with a fact in `span`, newest first.
#[derive(Clone, Debug)]
pub struct OrdersAsked {
    /// When something became true about them.
    pub span: Span,
    /// Of one kiosk only.
    pub kiosk: Option<KioskId>,
    /// Of one region only.
    pub region: Option<String>,
    /// At most so many.
    pub most: i64,
    /// Leaving out so many.
    pub skip: i64,
}

/// One order, as its facts add up.
#[derive(Clone, Debug)]
pub struct OrderSums {
    /// The order.
    pub order: OrderId,
    /// Where.
    pub kiosk: KioskId,
    /// Its first fact.
    pub began_at: Timestamp,
    /// What it costs.
    pub total: Money,
    /// Money taken.
    pub paid: Money,
    /// Sheets proven printed.
    pub sheets: u64,
    /// Worth of the sheets proven printed.
    pub delivered: Money,
    /// Money given back.
    pub refunded: Money,
    /// Whether a refund was asked for.
    pub refunds_requested: u64,
    /// Refunds that the provider could not make.
    pub refunds_stuck: u64,
    /// 1 once it ended without a payment.
    pub cancelled: u64,
    /// 1 once paid = delivered + refunded.
    pub settled: u64,
}

/// What orders' facts add up to. The facts are those of `facts`, at kiosks known as `kiosks`.
macro_rules! order_sums {
    ($tail:literal) => {
        concat!(
            "select facts.order_id, facts.kiosk, min(facts.at) as began_at,
             cast(coalesce(sum(case when kind = 'order_placed' then amount_minor end), 0) as bigint)
                 as total_minor,
             cast(coalesce(sum(case when kind = 'paid' then amount_minor end), 0) as bigint)
                 as paid_minor,
             cast(coalesce(sum(case when kind = 'sheet_printed' then 1 end), 0) as bigint)
                 as sheets,
             cast(coalesce(sum(case when kind = 'sheet_printed' then amount_minor end), 0)
                 as bigint) as delivered_minor,
             cast(coalesce(sum(case when kind = 'refunded' then amount_minor end), 0) as bigint)
                 as refunded_minor,
             cast(coalesce(sum(case when kind = 'refund_requested' then 1 end), 0) as bigint)
                 as refunds_requested,
             cast(coalesce(sum(case when kind = 'refund_stuck' then 1 end), 0) as bigint)
                 as refunds_stuck,
             cast(coalesce(sum(case when kind = 'cancelled' then 1 end), 0) as bigint)
                 as cancelled,
             cast(coalesce(sum(case when kind = 'settled' then 1 end), 0) as bigint) as settled
             from facts join kiosks on kiosks.kiosk = facts.kiosk ",
            $tail
        )
    };
}

/// The orders asked for.
pub async fn orders(store: &Store, asked: &OrdersAsked) -> StoreResult<Vec<OrderSums>> {
    let rows = sqlx::query(order_sums!(
        "where facts.order_id in (select order_id from facts where at >= $1 and at < $2)
             and ($3 = '' or facts.kiosk = $3) and ($4 = '' or kiosks.region = $4)
         group by facts.order_id, facts.kiosk
         order by began_at desc, facts.order_id desc limit $5 offset $6"
    ))
    .bind(asked.span.from.ms())
    .bind(asked.span.to.ms())
    .bind(asked.kiosk.as_ref().map_or("", KioskId::as_str).to_owned())
    .bind(asked.region.clone().unwrap_or_default())
    .bind(asked.most)
    .bind(asked.skip)
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read_order).collect()
}

/// The orders that a provider took money for on one day, as far as kiosks said something of them.
pub async fn orders_paid_through(
    store: &Store,
    provider: ProviderId,
    day: BillDay,
) -> StoreResult<Vec<OrderSums>> {
    let rows = sqlx::query(order_sums!(
        "where facts.order_id in (select order_id from payments
             where provider = $1 and paid_at >= $2 and paid_at < $3)
         group by facts.order_id, facts.kiosk"
    ))
    .bind(provider.as_str())
    .bind(day.start().ms())
    .bind(day.end().ms())
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read_order).collect()
}

fn read_order(row: &AnyRow) -> StoreResult<OrderSums> {
    Ok(OrderSums {
        order: name(row, "order_id")?,
        kiosk: name(row, "kiosk")?,
        began_at: moment(row, "began_at")?,
        total: money(row, "total_minor")?,
        paid: money(row, "paid_minor")?,
        sheets: count(row, "sheets")?,
        delivered: money(row, "delivered_minor")?,
        refunded: money(row, "refunded_minor")?,
        refunds_requested: count(row, "refunds_requested")?,
        refunds_stuck: count(row, "refunds_stuck")?,
        cancelled: count(row, "cancelled")?,
        settled: count(row, "settled")?,
    })
}

/// Every fact of an order, in the order in which they became true.
pub async fn facts_of(store: &Store, order: &OrderId) -> StoreResult<Vec<FactRecord>> {
    let rows = sqlx::query("select body from facts where order_id = $1 order by kiosk, seq")
        .bind(order.as_str())
        .fetch_all(store.reader())
        .await?;
    rows.iter().map(|row| json(row, "body")).collect()
}

/// A payment attempt, for people.
#[derive(Clone, Debug)]
pub struct AttemptRow {
    /// Its number.
    pub out_trade_no: String,
    /// How it stands, as in `payments.state`.
    pub state: String,
    /// The provider's number, once paid.
    pub transaction_id: Option<String>,
    /// How much was asked.
    pub total: Money,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was paid, by the provider.
    pub paid_at: Option<Timestamp>,
}

/// The kiosk that opened a payment for `order`, for orders whose facts have not arrived yet.
pub async fn kiosk_of_payment(store: &Store, order: &OrderId) -> StoreResult<Option<KioskId>> {
    let row = sqlx::query("select kiosk from payments where order_id = $1")
        .bind(order.as_str())
        .fetch_optional(store.reader())
        .await?;
    row.as_ref().map(|row| name(row, "kiosk")).transpose()
}

/// A refund, for people.
#[derive(Clone, Debug)]
pub struct RefundRow {
    /// Its number.
    pub out_refund_no: String,
    /// How it stands, as in `refunds.state`.
    pub state: String,
    /// How much.
    pub amount: Money,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When a person gave the money back by hand.
    pub by_hand_at: Option<Timestamp>,
}

/// The payment attempts of an order, oldest first.
pub async fn attempts_of(store: &Store, order: &OrderId) -> StoreResult<Vec<AttemptRow>> {
    let rows = sqlx::query(
        "select out_trade_no, state, transaction_id, total_minor, created_at, paid_at
         from payments where order_id = $1 order by created_at",
    )
    .bind(order.as_str())
    .fetch_all(store.reader())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(AttemptRow {
                out_trade_no: row.try_get("out_trade_no")?,
                state: row.try_get("state")?,
                transaction_id: row.try_get("transaction_id")?,
                total: money(row, "total_minor")?,
                created_at: moment(row, "created_at")?,
                paid_at: moment_or_none(row, "paid_at")?,
            })
        })
        .collect()
}

/// The refunds of an order, oldest first.
pub async fn refunds_of(store: &Store, order: &OrderId) -> StoreResult<Vec<RefundRow>> {
    let rows = sqlx::query(
        "select refunds.out_refund_no, refunds.state, refunds.amount_minor, refunds.created_at,
             hand_refunds.at as by_hand_at
         from refunds join payments on payments.out_trade_no = refunds.out_trade_no
         left join hand_refunds on hand_refunds.out_refund_no = refunds.out_refund_no
         where payments.order_id = $1 order by refunds.created_at",
    )
    .bind(order.as_str())
    .fetch_all(store.reader())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(RefundRow {
                out_refund_no: row.try_get("out_refund_no")?,
                state: row.try_get("state")?,
                amount: money(row, "amount_minor")?,
                created_at: moment(row, "created_at")?,
                by_hand_at: moment_or_none(row, "by_hand_at")?,
            })
        })
        .collect()
}

/// Notes that a person gave the money of a stuck refund back. [`Change::NotMade`] when the refund
/// is not stuck, or somebody did already.
pub async fn refunded_by_hand(
    store: &Store,
    order: &OrderId,
    out_refund_no: &str,
    user_id: &str,
    now: Timestamp,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "insert into hand_refunds (out_refund_no, user_id, at)
         select refunds.out_refund_no, $3, $4 from refunds
         join payments on payments.out_trade_no = refunds.out_trade_no
         where payments.order_id = $1 and refunds.out_refund_no = $2 and refunds.state = 'stuck'
         on conflict (out_refund_no) do nothing",
    )
    .bind(order.as_str())
    .bind(out_refund_no)
    .bind(user_id)
    .bind(now.ms())
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}
