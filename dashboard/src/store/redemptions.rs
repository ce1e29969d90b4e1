//! Uses of discount codes: one an order, however many attempts it takes to pay it.
//!
//! A use is *held* from the moment the first attempt is written down, is *used* once the order is
//! paid in time (or prints for nothing), and is *given back* once it ended unpaid. A code's `uses`
//! counts what is held or used, and changes in the same transaction; the limit is a
//! compare-and-set on it, so that of two kiosks that want the last use one gets it.

use order::{CodeId, CodeRefusal, CodeTerms, KioskId, Money, OrderId, Timestamp};
use sqlx::{AnyConnection, Row as _};

use super::column::{name, words};
use super::kiosks::Kiosk;
use super::{Change, Store, StoreResult, codes};

words! {
    /// How a use stands.
    RedemptionState {
        /// The order is being paid.
        Held = "held",
        /// The order was paid, or printed for nothing.
        Used = "used",
        /// The order ended unpaid.
        GivenBack = "given_back",
    }
}

/// One use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redemption {
    /// Of which code.
    pub code: CodeId,
    /// At which kiosk.
    pub kiosk: KioskId,
    /// How it stands.
    pub state: RedemptionState,
}

/// What became of the wish to use a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Taken {
    /// The order holds a use.
    Held,
    /// The code does not count here and now; nothing may be committed.
    Refused(CodeRefusal),
    /// The order has another code, or is another kiosk's; nothing may be committed.
    Differs,
}

/// Takes a use of the code with these `terms` for `order`, unless it holds one already; the code
/// takes `off` off it.
pub async fn take(
    connection: &mut AnyConnection,
    order: &OrderId,
    kiosk: &Kiosk,
    terms: &CodeTerms,
    off: Money,
    now: Timestamp,
) -> StoreResult<Taken> {
    // Terms never change, so others than ours are made up.
    let Some(code) = codes::find(connection, &terms.id)
        .await?
        .filter(|code| code.terms() == *terms)
    else {
        return Ok(Taken::Refused(CodeRefusal::Unknown));
    };
    let new = sqlx::query(
        "insert into redemptions (order_id, code_id, kiosk, off_minor, state, taken_at)
         values ($1, $2, $3, $4, 'held', $5) on conflict do nothing",
    )
    .bind(order.as_str())
    .bind(terms.id.as_str())
    .bind(kiosk.kiosk.as_str())
    .bind(off.minor())
    .bind(now.ms())
    .execute(&mut *connection)
    .await?;
    if Change::of(&new) == Change::NotMade {
        let known = find_on(connection, order).await?;
        let own = known
            .as_ref()
            .is_some_and(|known| known.kiosk == kiosk.kiosk && known.code == terms.id);
        if !own {
            return Ok(Taken::Differs);
        }
        let again = sqlx::query(
            "update redemptions set state = 'held', taken_at = $2, decided_at = null
             where order_id = $1 and state = 'given_back'",
        )
        .bind(order.as_str())
        .bind(now.ms())
        .execute(&mut *connection)
        .await?;
        if Change::of(&again) == Change::NotMade {
            return Ok(Taken::Held);
        }
    }
    if let Some(refusal) = code.refusal(&kiosk.region, now) {
        return Ok(Taken::Refused(refusal));
    }
    let most = code.campaign.most_uses.map_or(i64::MAX, i64::from);
    let counted = sqlx::query("update codes set uses = uses + 1 where code_id = $1 and uses < $2")
        .bind(terms.id.as_str())
        .bind(most)
        .execute(connection)
        .await?;
    Ok(match Change::of(&counted) {
        Change::Made => Taken::Held,
        // Somebody took the last one since it was read.
        Change::NotMade => Taken::Refused(CodeRefusal::UsedUp),
    })
}

/// The order was paid in time, or prints for nothing. A use that was given back before is one
/// again, be it over the limit: it was promised.
pub async fn use_up(
    connection: &mut AnyConnection,
    order: &OrderId,
    now: Timestamp,
) -> StoreResult<()> {
    let decided = "update redemptions set state = 'used', decided_at = $2
                   where order_id = $1 and state = $3";
    for from in [RedemptionState::Held, RedemptionState::GivenBack] {
        let done = sqlx::query(decided)
            .bind(order.as_str())
            .bind(now.ms())
            .bind(from.as_str())
            .execute(&mut *connection)
            .await?;
        if Change::of(&done) == Change::NotMade {
            continue;
        }
        if from == RedemptionState::GivenBack {
            count(connection, order, 1).await?;
        }
        return Ok(());
    }
    Ok(())
}

/// Gives the use of an order back that ended unpaid. Not made while an attempt may still count as
/// paid, and when it was decided before.
pub async fn give_back(store: &Store, order: &OrderId, now: Timestamp) -> StoreResult<Change> {
    let mut work = store.writer().begin().await?;
    let done = sqlx::query(
        "update redemptions set state = 'given_back', decided_at = $2
         where order_id = $1 and state = 'held'
           and not exists (select 1 from payments
                           where payments.order_id = redemptions.order_id
                             and payments.state in ('created', 'waiting', 'paid'))
           and not exists (select 1 from facts
                           where facts.order_id = redemptions.order_id
                             and facts.kiosk = redemptions.kiosk and facts.kind = 'free')",
    )
    .bind(order.as_str())
    .bind(now.ms())
    .execute(&mut *work)
    .await?;
    let change = Change::of(&done);
    if change == Change::Made {
        count(&mut work, order, -1).await?;
    }
    work.commit().await?;
    Ok(change)
}

async fn count(connection: &mut AnyConnection, order: &OrderId, by: i64) -> StoreResult<()> {
    sqlx::query(
        "update codes set uses = uses + $2
         where code_id = (select code_id from redemptions where order_id = $1)",
    )
    .bind(order.as_str())
    .bind(by)
    .execute(connection)
    .await?;
    Ok(())
}

/// The use of an order.
pub async fn find(store: &Store, order: &OrderId) -> StoreResult<Option<Redemption>> {
    let mut connection = store.reader().acquire().await?;
    find_on(&mut connection, order).await
}

async fn find_on(
    connection: &mut AnyConnection,
    order: &OrderId,
) -> StoreResult<Option<Redemption>> {
    let row = sqlx::query("select code_id, kiosk, state from redemptions where order_id = $1")
        .bind(order.as_str())
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        Ok(Redemption {
            code: name(&row, "code_id")?,
            kiosk: name(&row, "kiosk")?,
            state: name(&row, "state")?,
        })
    })
    .transpose()
}

/// Orders whose use is held though they are over: unpaid by every attempt, cancelled by their
/// kiosk before they printed for nothing, or of a kiosk that was silent since `silent_since`.
pub async fn over(store: &Store, silent_since: Timestamp, most: i64) -> StoreResult<Vec<OrderId>> {
    let rows = sqlx::query(
        "select order_id from redemptions
         where state = 'held'
           and not exists (select 1 from payments
                           where payments.order_id = redemptions.order_id
                             and payments.state in ('created', 'waiting', 'paid'))
           and not exists (select 1 from facts
                           where facts.order_id = redemptions.order_id
                             and facts.kiosk = redemptions.kiosk and facts.kind = 'free')
           and (taken_at < $1
                or exists (select 1 from payments
                           where payments.order_id = redemptions.order_id)
                or exists (select 1 from facts
                           where facts.order_id = redemptions.order_id
                             and facts.kiosk = redemptions.kiosk and facts.kind = 'cancelled'))
         order by taken_at limit $2",
    )
    .bind(silent_since.ms())
    .bind(most)
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(|row| name(row, "order_id")).collect()
}

/// Orders whose use is held though their kiosk says that they print for nothing.
pub async fn printing_for_nothing(store: &Store, most: i64) -> StoreResult<Vec<OrderId>> {
    let rows = sqlx::query(
        "select order_id from redemptions
         where state = 'held'
           and exists (select 1 from facts
                       where facts.order_id = redemptions.order_id
                         and facts.kiosk = redemptions.kiosk and facts.kind = 'free')
         order by taken_at limit $1",
    )
    .bind(most)
    .fetch_all(store.reader())
    .await?;
    rows.iter().map(|row| name(row, "order_id")).collect()
}

/// How many uses a code has that were not given back, counted from the rows.
pub async fn counted(store: &Store, code: &CodeId) -> StoreResult<i64> {
    let row = sqlx::query(
        "select count(*) as uses from redemptions where code_id = $1 and state <> 'given_back'",
    )
    .bind(code.as_str())
    .fetch_one(store.reader())
    .await?;
    Ok(row.try_get("uses")?)
}
