//! What a customer's receipt is made of beside the facts: what was asked of providers for one
//! order, without anything that names the payer.

use order::{KioskId, Money, OrderId, OutTradeNo, ProviderId, Quote, Timestamp};
use sqlx::Row as _;
use sqlx::any::AnyRow;
use wire::payment::OpenPayment;

use super::column::{json, moment, moment_or_none, money, name};
use super::payments::PaymentState;
use super::refunds::RefundState;
use super::{Store, StoreResult};

/// One attempt to pay the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Its number.
    pub out_trade_no: OutTradeNo,
    /// Where.
    pub kiosk: KioskId,
    /// Who was to take the money.
    pub provider: ProviderId,
    /// What the order costs, as it was shown.
    pub quote: Quote,
    /// How it stands.
    pub state: PaymentState,
    /// The customer's last moment to pay.
    pub pay_by: Timestamp,
    /// When it was opened.
    pub created_at: Timestamp,
    /// What was taken and when, once something was.
    pub paid: Option<(Money, Timestamp)>,
}

/// Money of the order on its way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyBack {
    /// Its number.
    pub out_refund_no: String,
    /// Through whom.
    pub provider: ProviderId,
    /// How much.
    pub amount: Money,
    /// How it stands.
    pub state: RefundState,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When a person put it right.
    pub by_hand_at: Option<Timestamp>,
}

/// Every attempt to pay an order, oldest first.
pub async fn attempts(store: &Store, order: &OrderId) -> StoreResult<Vec<Attempt>> {
    let rows = sqlx::query(
        "select out_trade_no, kiosk, opening, state, pay_by, created_at, paid_minor, paid_at
         from payments where order_id = $1 order by created_at, out_trade_no",
    )
    .bind(order.as_str())
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read_attempt).collect()
}

fn read_attempt(row: &AnyRow) -> StoreResult<Attempt> {
    let opening: OpenPayment = json(row, "opening")?;
    let paid: Option<i64> = row.try_get("paid_minor")?;
    let paid_at = moment_or_none(row, "paid_at")?;
    Ok(Attempt {
        out_trade_no: name(row, "out_trade_no")?,
        kiosk: name(row, "kiosk")?,
        provider: opening.provider,
        quote: opening.quote,
        state: name(row, "state")?,
        pay_by: moment(row, "pay_by")?,
        created_at: moment(row, "created_at")?,
        paid: paid.map(Money::from_minor).zip(paid_at),
    })
}

/// Every refund of an order's payments, oldest first.
pub async fn money_back(store: &Store, order: &OrderId) -> StoreResult<Vec<MoneyBack>> {
    let rows = sqlx::query(
        "select refunds.out_refund_no, refunds.amount_minor, refunds.state, refunds.created_at,
             payments.opening,
             coalesce(hand_refunds.at,
                 (select min(interventions.at) from interventions
                  where interventions.number = refunds.out_refund_no
                    and interventions.action = 'by_hand')) as by_hand_at
         from refunds join payments on payments.out_trade_no = refunds.out_trade_no
         left join hand_refunds on hand_refunds.out_refund_no = refunds.out_refund_no
         where payments.order_id = $1 order by refunds.created_at, refunds.out_refund_no",
    )
    .bind(order.as_str())
    .fetch_all(store.reader())
    .await?;
    rows.iter()
        .map(|row| {
            let opening: OpenPayment = json(row, "opening")?;
            Ok(MoneyBack {
                out_refund_no: row.try_get("out_refund_no")?,
                provider: opening.provider,
                amount: money(row, "amount_minor")?,
                state: name(row, "state")?,
                asked_at: moment(row, "created_at")?,
                by_hand_at: moment_or_none(row, "by_hand_at")?,
            })
        })
        .collect()
}

/// The order that the customer's bill names: by our number of the payment, or by the provider's.
pub async fn order_in_bill(store: &Store, number: &str) -> StoreResult<Option<OrderId>> {
    let row = sqlx::query(
        "select order_id from payments where out_trade_no = $1
         union all
         select order_id from payments where transaction_id = $1 limit 1",
    )
    .bind(number)
    .fetch_optional(store.reader())
    .await?;
    row.as_ref().map(|row| name(row, "order_id")).transpose()
}
