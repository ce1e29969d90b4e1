//! Facts, as kiosks uploaded them. Written once, never changed; the only source of statistics.

use order::{Fact, FactRecord, KioskId, Product, Timestamp};

use super::column::{count, stored, to_json};
use super::reports::Span;
use super::{Store, StoreResult};

/// What became of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// Everything up to this number is stored.
    UpTo(u64),
    /// There is a gap: this number is expected next, and nothing was stored.
    Gap {
        /// The number expected.
        expected: u64,
    },
}

/// Stores facts of one kiosk, in order and without gaps; those that are known already stay as
/// they are.
pub async fn append(
    store: &Store,
    kiosk: &KioskId,
    facts: &[FactRecord],
    received_at: Timestamp,
) -> StoreResult<Stored> {
    let mut work = store.writer().begin().await?;
    let row = sqlx::query(
        "select cast(coalesce(max(seq), 0) as bigint) as last from facts where kiosk = $1",
    )
    .bind(kiosk.as_str())
    .fetch_one(&mut *work)
    .await?;
    let mut last: u64 = count(&row, "last")?;
    for fact in facts {
        if fact.seq <= last {
            continue;
        }
        if fact.seq != last + 1 {
            return Ok(Stored::Gap { expected: last + 1 });
        }
        let columns = Columns::of(&fact.fact);
        sqlx::query(
            "insert into facts (kiosk, seq, order_id, kind, at, received_at, amount_minor,
                 print_size, body)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (kiosk, seq) do nothing",
        )
        .bind(kiosk.as_str())
        .bind(stored(fact.seq))
        .bind(fact.order.as_str())
        .bind(columns.kind)
        .bind(fact.at.ms())
        .bind(received_at.ms())
        .bind(columns.amount_minor)
        .bind(columns.product.map(Product::as_str))
        .bind(to_json("facts.body", fact)?)
        .execute(&mut *work)
        .await?;
        last = fact.seq;
    }
    work.commit().await?;
    Ok(Stored::UpTo(last))
}

/// Sheets that `kiosk` proved printed in `span`.
pub async fn sheets_of(store: &Store, kiosk: &KioskId, span: Span) -> StoreResult<u64> {
    let row = sqlx::query(
        "select cast(count(*) as bigint) as sheets from facts
         where kiosk = $1 and kind = 'sheet_printed' and at >= $2 and at < $3",
    )
    .bind(kiosk.as_str())
    .bind(span.from.ms())
    .bind(span.to.ms())
    .fetch_one(store.reader())
    .await?;
    count(&row, "sheets")
}

/// The columns that reports search and add up.
struct Columns {
    kind: &'static str,
    amount_minor: Option<i64>,
    /// Kept in the column `print_size`: the first release sold nothing else.
    product: Option<Product>,
}

impl Columns {
    fn of(fact: &Fact) -> Self {
        let (kind, amount, product) = match fact {
            Fact::OrderPlaced { total, .. } => ("order_placed", Some(*total), None),
            Fact::Free { worth } => ("free", Some(*worth), None),
            Fact::Paid { amount, .. } => ("paid", Some(*amount), None),
            Fact::SheetPrinted { product, share, .. } => {
                ("sheet_printed", Some(*share), Some(*product))
            }
            Fact::SheetNotPrinted { product, share, .. } => {
                ("sheet_not_printed", Some(*share), Some(*product))
            }
            Fact::RefundRequested { amount, .. } => ("refund_requested", Some(*amount), None),
            Fact::Refunded { amount, .. } => ("refunded", Some(*amount), None),
            Fact::RefundStuck { amount, .. } => ("refund_stuck", Some(*amount), None),
            Fact::Cancelled { .. } => ("cancelled", None, None),
            Fact::Settled { delivered, .. } => ("settled", Some(*delivered), None),
        };
        Self {
            kind,
            amount_minor: amount.map(order::Money::minor),
            product,
        }
    }
}

#[cfg(test)]
mod tests {
    use order::Money;

    use super::*;

    #[test]
    fn the_kind_column_is_the_facts_own_name_on_the_wire() {
        let fact = Fact::Settled {
            delivered: Money::from_minor(5),
            refunded: Money::ZERO,
        };
        let json = serde_json::to_value(&fact).expect("serialises");
        assert_eq!(
            json["fact"],
            Columns::of(&fact).kind,
            "reports and the wire use one word"
        );
    }
}
