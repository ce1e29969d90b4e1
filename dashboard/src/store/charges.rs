//! Charges of customers' barcodes, as part of their payment's row. Each change is one
//! compare-and-set, so that a barcode is charged once and a charge that is being undone can never
//! count as paid.

use order::machine::ChargeRefusal;
use order::{OutTradeNo, Timestamp};

use super::column::to_json;
use super::{Change, Store, StoreResult};

/// The barcode is charged from `now` on, and the provider is asked about it at `next`. Not made
/// when it was charged before, or the attempt was given up.
pub async fn begin(
    store: &Store,
    number: &OutTradeNo,
    now: Timestamp,
    next: Timestamp,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "update payments set charged_at = $2, polled_at = $2, next_poll_at = $3
         where out_trade_no = $1 and state = 'created' and charged_at is null
           and close_requested_at is null",
    )
    .bind(number.as_str())
    .bind(now.ms())
    .bind(next.ms())
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// An attempt that was given up before its barcode came is closed: nobody was asked for money.
pub async fn close_uncharged(store: &Store, number: &OutTradeNo) -> StoreResult<Change> {
    let done = sqlx::query(
        "update payments set state = 'closed', next_poll_at = null
         where out_trade_no = $1 and state = 'created' and charged_at is null
           and close_requested_at is not null",
    )
    .bind(number.as_str())
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// The charge is to be undone, from the first time on that this is asked. Not made when it was
/// decided otherwise.
pub async fn begin_undoing(
    store: &Store,
    number: &OutTradeNo,
    now: Timestamp,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "update payments set undo_since = coalesce(undo_since, $2),
             close_requested_at = coalesce(close_requested_at, $2)
         where out_trade_no = $1 and state = 'created' and charged_at is not null",
    )
    .bind(number.as_str())
    .bind(now.ms())
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// Nothing was taken, or it was given back at once; `watch_from` keeps an eye on what the
/// provider did not prove.
pub async fn decline(
    store: &Store,
    number: &OutTradeNo,
    refusal: ChargeRefusal,
    watch_from: Option<Timestamp>,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "update payments set state = 'closed', refusal = $2, next_poll_at = $3
         where out_trade_no = $1 and state = 'created'",
    )
    .bind(number.as_str())
    .bind(to_json("payments.refusal", &refusal)?)
    .bind(watch_from.map(Timestamp::ms))
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}
