//! Payment attempts. The row is there before the provider hears of the attempt, and every change
//! of its state is one compare-and-set.

use order::machine::{ChargeRefusal, PaymentStatus};
use order::{KioskId, Money, OrderId, OutTradeNo, ProviderId, Timestamp};
use payment::{BillDay, Capture};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};
use wire::payment::OpenPayment;

use super::column::{json, json_or_none, moment, moment_or_none, money, name, to_json, words};
use super::{Change, Store, StoreResult};

/// For how long the provider is asked often about a charge.
const FRESH_CHARGE_MS: i64 = 5 * 60_000;

/// One payment attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Its number.
    pub out_trade_no: OutTradeNo,
    /// Who asked for it.
    pub kiosk: KioskId,
    /// The order that is paid.
    pub order: OrderId,
    /// What the kiosk asked for.
    pub opening: OpenPayment,
    /// What is to be paid, by our own price.
    pub total: Money,
    /// The line in the customer's bill.
    pub description: String,
    /// The customer's last moment to pay.
    pub pay_by: Timestamp,
    /// How it stands.
    pub state: PaymentState,
    /// The text of the QR code, once the provider gave it.
    pub code_url: Option<String>,
    /// What was taken, once something was.
    pub capture: Option<Capture>,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When it was given up; what is paid afterwards goes back.
    pub close_requested_at: Option<Timestamp>,
    /// When the provider was last asked.
    pub polled_at: Timestamp,
    /// When the provider will be asked again; none once nothing can change.
    pub next_poll_at: Option<Timestamp>,
    /// When the customer's barcode was charged.
    pub charged_at: Option<Timestamp>,
    /// Since when that charge is being undone.
    pub undo_since: Option<Timestamp>,
    /// Why the barcode was not taken.
    pub refusal: Option<ChargeRefusal>,
}

words! {
    /// How an attempt stands.
    PaymentState {
        /// The row exists; whether the provider knows of it is not known.
        Created = "created",
        /// The provider gave a QR code.
        Waiting = "waiting",
        /// Paid in time: the kiosk decides what follows.
        Paid = "paid",
        /// Paid after it was given up: the money goes back by itself.
        PaidLate = "paid_late",
        /// It cannot be paid any more.
        Closed = "closed",
    }
}

impl Payment {
    /// Whether what its barcode was charged goes back, or went back, by a reversal: then it is no
    /// money of ours, whatever the provider says of it.
    pub fn is_undone(&self) -> bool {
        let reversed = self.refusal == Some(ChargeRefusal::Unconfirmed);
        self.undo_since.is_some() && (self.state == PaymentState::Created || reversed)
    }

    /// Whether its barcode was charged within the last minutes.
    pub fn is_fresh_charge(&self, now: Timestamp) -> bool {
        self.charged_at
            .is_some_and(|charged_at| now.ms_since(charged_at) < FRESH_CHARGE_MS)
    }

    /// How it stands, for the kiosk; [`PaymentState::PaidLate`] needs its refund beside it.
    pub fn status(&self, late: Option<&super::refunds::Refund>) -> PaymentStatus {
        match (self.state, &self.capture, &self.code_url) {
            (PaymentState::Paid, Some(capture), _) => PaymentStatus::Paid {
                transaction_id: capture.transaction_id.clone(),
                amount: capture.amount,
            },
            (PaymentState::PaidLate, Some(capture), _) => match late {
                Some(refund) => PaymentStatus::PaidLate {
                    transaction_id: capture.transaction_id.clone(),
                    amount: capture.amount,
                    out_refund_no: refund.out_refund_no.clone(),
                    refund: refund.state.status(),
                },
                None => PaymentStatus::Unknown,
            },
            (PaymentState::Closed, _, _) => match self.refusal {
                Some(refusal) => PaymentStatus::Declined { refusal },
                None => PaymentStatus::Closed,
            },
            (PaymentState::Created, _, _) if self.charged_at.is_some() => PaymentStatus::Confirming,
            (PaymentState::Waiting, _, Some(code_url)) => PaymentStatus::Waiting {
                code_url: code_url.clone(),
                pay_by: self.pay_by,
            },
            (PaymentState::Created | PaymentState::Waiting, _, _)
            | (PaymentState::Paid | PaymentState::PaidLate, None, _) => PaymentStatus::Unknown,
        }
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "select out_trade_no, kiosk, order_id, opening, total_minor, description, pay_by,
                 state, code_url, transaction_id, paid_minor, paid_at, created_at,
                 close_requested_at, polled_at, next_poll_at, charged_at, undo_since, refusal
             from payments ",
            $tail
        )
    };
}

fn read(row: &AnyRow) -> StoreResult<Payment> {
    let transaction_id: Option<String> = row.try_get("transaction_id")?;
    let paid: Option<i64> = row.try_get("paid_minor")?;
    let paid_at = moment_or_none(row, "paid_at")?;
    let capture = match (transaction_id, paid, paid_at) {
        (Some(transaction_id), Some(paid), Some(paid_at)) => Some(Capture {
            transaction_id,
            amount: Money::from_minor(paid),
            paid_at,
        }),
        _ => None,
    };
    Ok(Payment {
        out_trade_no: name(row, "out_trade_no")?,
        kiosk: name(row, "kiosk")?,
        order: name(row, "order_id")?,
        opening: json(row, "opening")?,
        total: money(row, "total_minor")?,
        description: row.try_get("description")?,
        pay_by: moment(row, "pay_by")?,
        state: name(row, "state")?,
        code_url: row.try_get("code_url")?,
        capture,
        created_at: moment(row, "created_at")?,
        close_requested_at: moment_or_none(row, "close_requested_at")?,
        polled_at: moment(row, "polled_at")?,
        next_poll_at: moment_or_none(row, "next_poll_at")?,
        charged_at: moment_or_none(row, "charged_at")?,
        undo_since: moment_or_none(row, "undo_since")?,
        refusal: json_or_none(row, "refusal")?,
    })
}

/// Writes a new attempt down; not made when its number exists.
pub async fn insert(store: &Store, payment: &Payment) -> StoreResult<Change> {
    let mut connection = store.writer().acquire().await?;
    insert_on(&mut connection, payment).await
}

/// As [`insert`], as part of a transaction.
pub async fn insert_on(connection: &mut AnyConnection, payment: &Payment) -> StoreResult<Change> {
    let done = sqlx::query(
        "insert into payments (out_trade_no, kiosk, order_id, provider, opening, total_minor,
             description, pay_by, state, created_at, polled_at, next_poll_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing",
    )
    .bind(payment.out_trade_no.as_str())
    .bind(payment.kiosk.as_str())
    .bind(payment.order.as_str())
    .bind(payment.opening.provider.as_str())
    .bind(to_json("payments.opening", &payment.opening)?)
    .bind(payment.total.minor())
    .bind(&payment.description)
    .bind(payment.pay_by.ms())
    .bind(payment.state.as_str())
    .bind(payment.created_at.ms())
    .bind(payment.polled_at.ms())
    .bind(payment.next_poll_at.map(Timestamp::ms))
    .execute(connection)
    .await?;
    Ok(Change::of(&done))
}

/// One attempt.
pub async fn find(store: &Store, number: &OutTradeNo) -> StoreResult<Option<Payment>> {
    let row = sqlx::query(select!("where out_trade_no = $1"))
        .bind(number.as_str())
        .fetch_optional(store.reader())
        .await?;
    row.as_ref().map(read).transpose()
}

/// All attempts of an order, for the checks of the schedules.
#[cfg(test)]
pub async fn of_order(store: &Store, order: &OrderId) -> StoreResult<Vec<Payment>> {
    let rows = sqlx::query(select!("where order_id = $1 order by out_trade_no"))
        .bind(order.as_str())
        .fetch_all(store.reader())
        .await?;
    rows.iter().map(read).collect()
}

/// The attempt by which an order was paid in time, if it was.
pub async fn paid_attempt(store: &Store, order: &OrderId) -> StoreResult<Option<OutTradeNo>> {
    let row =
        sqlx::query("select out_trade_no from payments where order_id = $1 and state = 'paid'")
            .bind(order.as_str())
            .fetch_optional(store.reader())
            .await?;
    row.map(|row| name(&row, "out_trade_no")).transpose()
}

/// Every other attempt of the order of `number` is given up from `now` on.
pub async fn give_up_others(
    connection: &mut AnyConnection,
    number: &OutTradeNo,
    order: &OrderId,
    now: Timestamp,
) -> StoreResult<()> {
    sqlx::query(
        "update payments set close_requested_at = $3, next_poll_at = $3
         where order_id = $2 and out_trade_no <> $1 and close_requested_at is null
           and state in ('created', 'waiting')",
    )
    .bind(number.as_str())
    .bind(order.as_str())
    .bind(now.ms())
    .execute(connection)
    .await?;
    Ok(())
}

/// What a provider took on one day, and what its bill of that day names.
pub async fn of_day(
    store: &Store,
    provider: ProviderId,
    day: BillDay,
) -> StoreResult<Vec<Payment>> {
    let rows = sqlx::query(select!(
        "where provider = $1 and ((paid_at >= $2 and paid_at < $3) or out_trade_no in
             (select out_trade_no from bill_lines where provider = $1 and day = $4))
         order by created_at, out_trade_no"
    ))
    .bind(provider.as_str())
    .bind(day.start().ms())
    .bind(day.end().ms())
    .bind(day.to_string())
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// Attempts whose provider is to be asked now, `most` at most.
pub async fn due(store: &Store, now: Timestamp, most: i64) -> StoreResult<Vec<Payment>> {
    let rows = sqlx::query(select!(
        "where next_poll_at <= $1 order by next_poll_at limit $2"
    ))
    .bind(now.ms())
    .bind(most)
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// Attempts paid between `from` and `until` of which no refund is known and no word of what became
/// of the sheets, oldest first, `most` at most.
pub async fn silent(
    store: &Store,
    from: Timestamp,
    until: Timestamp,
    most: i64,
) -> StoreResult<Vec<Payment>> {
    let rows = sqlx::query(select!(
        "where state = 'paid' and paid_at >= $1 and paid_at < $2
           and not exists (select 1 from refunds
                           where refunds.out_trade_no = payments.out_trade_no)
           and not exists (select 1 from facts
                           where facts.order_id = payments.order_id
                             and facts.kind in ('sheet_printed', 'sheet_not_printed',
                                 'refund_requested', 'settled'))
         order by paid_at limit $3"
    ))
    .bind(from.ms())
    .bind(until.ms())
    .bind(most)
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// The kiosk was silent about a paid attempt for too long: it counts as paid too late. Not made
/// when there is a refund or a word of the sheets by now.
pub async fn set_silent(
    connection: &mut AnyConnection,
    number: &OutTradeNo,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "update payments set state = 'paid_late'
         where out_trade_no = $1 and state = 'paid'
           and not exists (select 1 from refunds
                           where refunds.out_trade_no = payments.out_trade_no)
           and not exists (select 1 from facts
                           where facts.order_id = payments.order_id
                             and facts.kind in ('sheet_printed', 'sheet_not_printed',
                                 'refund_requested', 'settled'))",
    )
    .bind(number.as_str())
    .execute(connection)
    .await?;
    Ok(Change::of(&done))
}

/// The provider is to be asked about an undecided attempt now.
pub async fn poll_now(store: &Store, number: &str, now: Timestamp) -> StoreResult<Change> {
    let done = sqlx::query(
        "update payments set next_poll_at = $2
         where out_trade_no = $1 and state in ('created', 'waiting')",
    )
    .bind(number)
    .bind(now.ms())
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// Attempts of a kiosk that may still change, newest first, `most` at most.
pub async fn open_of_kiosk(
    store: &Store,
    kiosk: &KioskId,
    most: i64,
) -> StoreResult<Vec<OutTradeNo>> {
    let rows = sqlx::query(
        "select out_trade_no from payments where kiosk = $1 and next_poll_at is not null
         order by created_at desc limit $2",
    )
    .bind(kiosk.as_str())
    .bind(most)
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(|row| name(row, "out_trade_no")).collect()
}

/// The provider gave a QR code.
pub async fn set_waiting(
    store: &Store,
    number: &OutTradeNo,
    code_url: &str,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "update payments set state = 'waiting', code_url = $2
         where out_trade_no = $1 and state = 'created'",
    )
    .bind(number.as_str())
    .bind(code_url)
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// The attempt is given up from `now` on. The first request counts.
pub async fn request_close(
    store: &Store,
    number: &OutTradeNo,
    now: Timestamp,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "update payments set close_requested_at = $2, next_poll_at = $2
         where out_trade_no = $1 and close_requested_at is null
           and state in ('created', 'waiting')",
    )
    .bind(number.as_str())
    .bind(now.ms())
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// The attempt is closed; `watch_from` keeps an eye on one whose closing the provider did not
/// prove.
pub async fn set_closed(
    store: &Store,
    number: &OutTradeNo,
    watch_from: Option<Timestamp>,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "update payments set state = 'closed', next_poll_at = $2
         where out_trade_no = $1 and state in ('created', 'waiting')",
    )
    .bind(number.as_str())
    .bind(watch_from.map(Timestamp::ms))
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// Nothing more is expected of a closed attempt.
pub async fn end_watch(store: &Store, number: &OutTradeNo) -> StoreResult<Change> {
    let done = sqlx::query(
        "update payments set next_poll_at = null where out_trade_no = $1 and state = 'closed'",
    )
    .bind(number.as_str())
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// The provider took the money: from one of `from` (as read) to `to`. Money that comes late takes
/// `refund` with it, in the same transaction.
pub async fn set_paid(
    connection: &mut AnyConnection,
    number: &OutTradeNo,
    from: PaymentState,
    to: PaymentState,
    capture: &Capture,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "update payments set state = $3, transaction_id = $4, paid_minor = $5, paid_at = $6,
             next_poll_at = null
         where out_trade_no = $1 and state = $2 and (undo_since is null or state = 'closed')",
    )
    .bind(number.as_str())
    .bind(from.as_str())
    .bind(to.as_str())
    .bind(&capture.transaction_id)
    .bind(capture.amount.minor())
    .bind(capture.paid_at.ms())
    .execute(connection)
    .await?;
    Ok(Change::of(&done))
}

/// Takes the next question to the provider for oneself: not made when somebody else did, who
/// then asks.
pub async fn claim_poll(
    store: &Store,
    payment: &Payment,
    now: Timestamp,
    next: Option<Timestamp>,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "update payments set polled_at = $3, next_poll_at = $4
         where out_trade_no = $1 and polled_at = $2 and next_poll_at is not null",
    )
    .bind(payment.out_trade_no.as_str())
    .bind(payment.polled_at.ms())
    .bind(now.ms())
    .bind(next.map(Timestamp::ms))
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}
