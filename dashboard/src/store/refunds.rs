//! Refunds. The row is there before the provider is asked; what a payment's refunds add up to is
//! never more than what was paid, which the insert itself enforces.

use order::machine::RefundStatus;
use order::{Money, OutRefundNo, OutTradeNo, ProviderId, Timestamp};
use payment::BillDay;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::column::{count, moment, moment_or_none, money, name, words};
use super::{Change, Store, StoreResult};

/// One refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Its number.
    pub out_refund_no: OutRefundNo,
    /// The payment it comes out of.
    pub out_trade_no: OutTradeNo,
    /// How much.
    pub amount: Money,
    /// Shown to the customer.
    pub reason: String,
    /// Who asked for it.
    pub asked_by: AskedBy,
    /// How it stands.
    pub state: RefundState,
    /// How often the provider was asked to do it.
    pub tries: u32,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When the provider will be asked again; none once it is done.
    pub next_poll_at: Option<Timestamp>,
}

words! {
    /// Who asked for a refund.
    AskedBy {
        /// The kiosk, for sheets that did not print.
        Kiosk = "kiosk",
        /// The dashboard, for money that came late.
        Dashboard = "dashboard",
        /// A person on the dashboard.
        Person = "person",
    }
}

words! {
    /// How a refund stands.
    RefundState {
        /// Written down; whether the provider knows of it is not known.
        Requested = "requested",
        /// The provider accepted it.
        Processing = "processing",
        /// The customer has the money.
        Success = "success",
        /// A person must act.
        Stuck = "stuck",
    }
}

impl RefundState {
    /// How it stands, for the kiosk.
    pub const fn status(self) -> RefundStatus {
        match self {
            Self::Requested | Self::Processing => RefundStatus::Processing,
            Self::Success => RefundStatus::Success,
            Self::Stuck => RefundStatus::Stuck,
        }
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "select out_refund_no, out_trade_no, amount_minor, reason, asked_by, state, tries,
                 created_at, next_poll_at
             from refunds ",
            $tail
        )
    };
}

fn read(row: &AnyRow) -> StoreResult<Refund> {
    Ok(Refund {
        out_refund_no: name(row, "out_refund_no")?,
        out_trade_no: name(row, "out_trade_no")?,
        amount: money(row, "amount_minor")?,
        reason: row.try_get("reason")?,
        asked_by: name(row, "asked_by")?,
        state: name(row, "state")?,
        tries: count(row, "tries")?,
        created_at: moment(row, "created_at")?,
        next_poll_at: moment_or_none(row, "next_poll_at")?,
    })
}

/// Writes a new refund down; not made when its number exists, its payment is not paid, or more
/// would go back than was paid. Run it in a transaction that has changed the payment's row.
pub async fn insert(connection: &mut AnyConnection, refund: &Refund) -> StoreResult<Change> {
    let done = sqlx::query(
        "insert into refunds (out_refund_no, out_trade_no, amount_minor, reason, asked_by, state,
             tries, created_at, next_poll_at)
         select $1, $2, $3, $4, $5, $6, 0, $7, $7
         where (select cast(coalesce(sum(amount_minor), 0) as bigint) from refunds
                where out_trade_no = $2) + $3
            <= (select cast(coalesce(max(paid_minor), 0) as bigint) from payments
                where out_trade_no = $2 and state in ('paid', 'paid_late'))
         on conflict do nothing",
    )
    .bind(refund.out_refund_no.as_str())
    .bind(refund.out_trade_no.as_str())
    .bind(refund.amount.minor())
    .bind(&refund.reason)
    .bind(refund.asked_by.as_str())
    .bind(refund.state.as_str())
    .bind(refund.created_at.ms())
    .execute(connection)
    .await?;
    Ok(Change::of(&done))
}

/// As [`insert`], holding the payment's row meanwhile, so that two refunds of it queue.
pub async fn insert_holding_payment(store: &Store, refund: &Refund) -> StoreResult<Change> {
    let mut work = store.writer().begin().await?;
    sqlx::query("update payments set polled_at = polled_at where out_trade_no = $1")
        .bind(refund.out_trade_no.as_str())
        .execute(&mut *work)
        .await?;
    let change = insert(&mut work, refund).await?;
    work.commit().await?;
    Ok(change)
}

/// One refund.
pub async fn find(store: &Store, number: &OutRefundNo) -> StoreResult<Option<Refund>> {
    let row = sqlx::query(select!("where out_refund_no = $1"))
        .bind(number.as_str())
        .fetch_optional(store.reader())
        .await?;
    row.as_ref().map(read).transpose()
}

/// The refunds of a payment, oldest first.
pub async fn of_payment(store: &Store, number: &OutTradeNo) -> StoreResult<Vec<Refund>> {
    let rows = sqlx::query(select!(
        "where out_trade_no = $1 order by created_at, out_refund_no"
    ))
    .bind(number.as_str())
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// The refunds of all attempts of an order, for the checks of the schedules.
#[cfg(test)]
pub async fn of_order(store: &Store, order: &order::OrderId) -> StoreResult<Vec<Refund>> {
    let rows = sqlx::query(select!(
        "where out_trade_no in (select out_trade_no from payments where order_id = $1)"
    ))
    .bind(order.as_str())
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// Refunds whose provider is to be asked now, `most` at most.
pub async fn due(store: &Store, now: Timestamp, most: i64) -> StoreResult<Vec<Refund>> {
    let rows = sqlx::query(select!(
        "where next_poll_at <= $1 order by next_poll_at limit $2"
    ))
    .bind(now.ms())
    .bind(most)
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// Takes the next question to the provider for oneself; counts it as a try when it asks for the
/// refund itself.
pub async fn claim_poll(
    store: &Store,
    refund: &Refund,
    next: Timestamp,
    tries: u32,
) -> StoreResult<Change> {
    let Some(planned) = refund.next_poll_at else {
        return Ok(Change::NotMade);
    };
    let done = sqlx::query(
        "update refunds set next_poll_at = $3, tries = $4
         where out_refund_no = $1 and next_poll_at = $2",
    )
    .bind(refund.out_refund_no.as_str())
    .bind(planned.ms())
    .bind(next.ms())
    .bind(i64::from(tries))
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// The provider is to be asked about an undecided refund now; one that was given up begins anew
/// under its old number.
pub async fn ask_again(store: &Store, number: &str, now: Timestamp) -> StoreResult<Change> {
    let done = sqlx::query(
        "update refunds set next_poll_at = $2,
             tries = case when state = 'stuck' then 0 else tries end,
             state = case when state = 'stuck' then 'requested' else state end
         where out_refund_no = $1 and state <> 'success'",
    )
    .bind(number)
    .bind(now.ms())
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// Changes the state from `from`; a state that is final is not polled any more.
pub async fn set_state(
    store: &Store,
    number: &OutRefundNo,
    from: RefundState,
    to: RefundState,
) -> StoreResult<Change> {
    let done = match to {
        RefundState::Success | RefundState::Stuck => sqlx::query(
            "update refunds set state = $3, next_poll_at = null
             where out_refund_no = $1 and state = $2",
        ),
        RefundState::Requested | RefundState::Processing => {
            sqlx::query("update refunds set state = $3 where out_refund_no = $1 and state = $2")
        }
    }
    .bind(number.as_str())
    .bind(from.as_str())
    .bind(to.as_str())
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// What was asked back of a provider on one day, and what its bill of that day names.
pub async fn of_day(store: &Store, provider: ProviderId, day: BillDay) -> StoreResult<Vec<Refund>> {
    let rows = sqlx::query(select!(
        "where out_trade_no in (select out_trade_no from payments where provider = $1)
           and ((created_at >= $2 and created_at < $3) or out_refund_no in
             (select out_refund_no from bill_lines where provider = $1 and day = $4))
         order by created_at, out_refund_no"
    ))
    .bind(provider.as_str())
    .bind(day.start().ms())
    .bind(day.end().ms())
    .bind(day.to_string())
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read).collect()
}
