//! Providers' bills, by provider and day.

use order::{Money, ProviderId, Timestamp};
use payment::{BillDay, BillEntry, BillLine};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::column::{moment, moment_or_none, money, name, stored, words};
use super::{Store, StoreResult};

words! {
    /// What a line is about.
    Entry {
        /// A customer paid.
        Payment = "payment",
        /// Money went back.
        Refund = "refund",
        /// A charge was undone, whole.
        Reversal = "reversal",
    }
}

/// A line of a bill, as far as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Billed {
    /// Our number of the payment, or what the bill says.
    pub out_trade_no: String,
    /// The provider's number of the payment.
    pub transaction_id: String,
    /// What the line is about.
    pub entry: Entry,
    /// Our number of the refund, or what the bill says; none unless it is a refund.
    pub out_refund_no: Option<String>,
    /// How much.
    pub amount: Money,
    /// When, if the bill says so.
    pub at: Option<Timestamp>,
}

impl From<&BillLine> for Billed {
    fn from(line: &BillLine) -> Self {
        let (entry, out_refund_no, amount) = match &line.entry {
            BillEntry::Payment { amount } => (Entry::Payment, None, *amount),
            BillEntry::Refund {
                out_refund_no,
                amount,
                state: _,
            } => (Entry::Refund, Some(out_refund_no.clone()), *amount),
            BillEntry::Reversal { amount } => (Entry::Reversal, None, *amount),
        };
        Self {
            out_trade_no: line.out_trade_no.clone(),
            transaction_id: line.transaction_id.clone(),
            entry,
            out_refund_no,
            amount,
            at: line.at,
        }
    }
}

/// Keeps a bill in the place of the one fetched before.
pub async fn keep(
    store: &Store,
    provider: ProviderId,
    day: BillDay,
    lines: &[Billed],
    now: Timestamp,
) -> StoreResult<()> {
    let day = day.to_string();
    let mut work = store.writer().begin().await?;
    sqlx::query("delete from bill_lines where provider = $1 and day = $2")
        .bind(provider.as_str())
        .bind(&day)
        .execute(&mut *work)
        .await?;
    for (number, line) in (1_u64..).zip(lines) {
        sqlx::query(
            "insert into bill_lines (provider, day, line, out_trade_no, transaction_id, entry,
                 out_refund_no, amount_minor, at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(provider.as_str())
        .bind(&day)
        .bind(stored(number))
        .bind(&line.out_trade_no)
        .bind(&line.transaction_id)
        .bind(line.entry.as_str())
        .bind(&line.out_refund_no)
        .bind(line.amount.minor())
        .bind(line.at.map(Timestamp::ms))
        .execute(&mut *work)
        .await?;
    }
    sqlx::query(
        "insert into bills (provider, day, fetched_at) values ($1, $2, $3)
         on conflict (provider, day) do update set fetched_at = excluded.fetched_at",
    )
    .bind(provider.as_str())
    .bind(&day)
    .bind(now.ms())
    .execute(&mut *work)
    .await?;
    work.commit().await?;
    Ok(())
}

/// When the bill was last fetched, if it was.
pub async fn fetched_at(
    store: &Store,
    provider: ProviderId,
    day: BillDay,
) -> StoreResult<Option<Timestamp>> {
    let row = sqlx::query("select fetched_at from bills where provider = $1 and day = $2")
        .bind(provider.as_str())
        .bind(day.to_string())
        .fetch_optional(store.reader())
        .await?;
    row.map(|row| moment(&row, "fetched_at")).transpose()
}

/// A bill's lines, in its order.
pub async fn lines(store: &Store, provider: ProviderId, day: BillDay) -> StoreResult<Vec<Billed>> {
    let rows = sqlx::query(
        "select out_trade_no, transaction_id, entry, out_refund_no, amount_minor, at
         from bill_lines where provider = $1 and day = $2 order by line",
    )
    .bind(provider.as_str())
    .bind(day.to_string())
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read).collect()
}

/// Which of our payments of that day stand in any bill, by their numbers.
pub async fn billed_payments(
    store: &Store,
    provider: ProviderId,
    day: BillDay,
) -> StoreResult<Vec<String>> {
    let rows = sqlx::query(
        "select distinct bill_lines.out_trade_no as billed from bill_lines
         join payments on payments.out_trade_no = bill_lines.out_trade_no
         where bill_lines.provider = $1 and entry = 'payment'
           and paid_at >= $2 and paid_at < $3",
    )
    .bind(provider.as_str())
    .bind(day.start().ms())
    .bind(day.end().ms())
    .fetch_all(store.reader())
    .await?;
    Ok(rows
        .iter()
        .map(|row| row.try_get("billed"))
        .collect::<Result<_, _>>()?)
}

/// Which of our refunds of that day stand in any bill, by their numbers.
pub async fn billed_refunds(
    store: &Store,
    provider: ProviderId,
    day: BillDay,
) -> StoreResult<Vec<String>> {
    let rows = sqlx::query(
        "select distinct bill_lines.out_refund_no as billed from bill_lines
         join refunds on refunds.out_refund_no = bill_lines.out_refund_no
         where bill_lines.provider = $1 and created_at >= $2 and created_at < $3",
    )
    .bind(provider.as_str())
    .bind(day.start().ms())
    .bind(day.end().ms())
    .fetch_all(store.reader())
    .await?;
    Ok(rows
        .iter()
        .map(|row| row.try_get("billed"))
        .collect::<Result<_, _>>()?)
}

fn read(row: &AnyRow) -> StoreResult<Billed> {
    Ok(Billed {
        out_trade_no: row.try_get("out_trade_no")?,
        transaction_id: row.try_get("transaction_id")?,
        entry: name(row, "entry")?,
        out_refund_no: row.try_get("out_refund_no")?,
        amount: money(row, "amount_minor")?,
        at: moment_or_none(row, "at")?,
    })
}
