//! Money whose outcome is open beyond its deadline: what a person must look at.

use order::{KioskId, Money, OrderId, OutTradeNo, ProviderId, Timestamp};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::column::{moment, moment_or_none, money, name, words};
use super::error::unreadable;
use super::{Store, StoreResult};

/// A payment must be decided so long after the customer's last moment to pay.
pub const PAYMENT_DEADLINE_MS: i64 = 3_600_000;

/// A refund must have been accepted by the provider so long after it was written down.
pub const REFUND_ASKED_DEADLINE_MS: i64 = 3_600_000;

/// A refund that the provider accepted must have arrived so long after it was written down. Banks
/// take up to three working days, and longer over holidays.
pub const REFUND_DONE_DEADLINE_MS: i64 = 7 * 24 * 3_600_000;

/// More are not shown at once: whoever has that many has another problem.
const MOST: i64 = 200;

words! {
    /// What is open.
    Kind {
        /// Whether the customer paid.
        Payment = "payment",
        /// Whether the customer has the money back.
        Refund = "refund",
    }
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// What is open.
    pub kind: Kind,
    /// The payment's or refund's number.
    pub number: String,
    /// The payment, or the one that the refund comes out of.
    pub out_trade_no: OutTradeNo,
    /// How it stands: the word of its table.
    pub state: String,
    /// How much.
    pub amount: Money,
    /// Whose order.
    pub order: OrderId,
    /// Where.
    pub kiosk: KioskId,
    /// Who was asked.
    pub provider: ProviderId,
    /// When it was first asked for.
    pub asked_at: Timestamp,
    /// What the provider last said, if it said anything but "not yet".
    pub said: Option<String>,
    /// When it said so.
    pub said_at: Option<Timestamp>,
}

/// Everything that is open beyond its deadline and that nobody put right by hand, oldest first.
pub async fn all(store: &Store, now: Timestamp) -> StoreResult<Vec<Undecided>> {
    let rows = sqlx::query(
        "select open_money.kind, open_money.number, open_money.out_trade_no, open_money.state,
                open_money.amount_minor, open_money.asked_at, payments.order_id, payments.kiosk,
                payments.provider, provider_words.said, provider_words.at as said_at
         from (
             select 'payment' as kind, out_trade_no as number, out_trade_no, state,
                    total_minor as amount_minor, created_at as asked_at
             from payments where state in ('created', 'waiting') and pay_by < $1
             union all
             select 'refund', out_refund_no, out_trade_no, state, amount_minor, created_at
             from refunds
             where state = 'stuck'
                or (state = 'requested' and created_at < $2)
                or (state = 'processing' and created_at < $3)
         ) as open_money
         join payments on payments.out_trade_no = open_money.out_trade_no
         left join provider_words on provider_words.number = open_money.number
         where not exists (select 1 from interventions
                           where interventions.number = open_money.number
                             and interventions.action = 'by_hand')
           and not exists (select 1 from hand_refunds
                           where hand_refunds.out_refund_no = open_money.number)
         order by open_money.asked_at, open_money.number limit $4",
    )
    .bind(now.plus_ms(-PAYMENT_DEADLINE_MS).ms())
    .bind(now.plus_ms(-REFUND_ASKED_DEADLINE_MS).ms())
    .bind(now.plus_ms(-REFUND_DONE_DEADLINE_MS).ms())
    .bind(MOST)
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> StoreResult<Undecided> {
    Ok(Undecided {
        kind: name(row, "kind")?,
        number: row.try_get("number")?,
        out_trade_no: name(row, "out_trade_no")?,
        state: row.try_get("state")?,
        amount: money(row, "amount_minor")?,
        order: name(row, "order_id")?,
        kiosk: name(row, "kiosk")?,
        provider: serde_json::from_value(row.try_get::<String, _>("provider")?.into())
            .map_err(unreadable("payments.provider"))?,
        asked_at: moment(row, "asked_at")?,
        said: row.try_get("said")?,
        said_at: moment_or_none(row, "said_at")?,
    })
}
