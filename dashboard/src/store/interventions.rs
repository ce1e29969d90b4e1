//! What people did about payments and refunds that decided themselves not: written once, kept for
//! ever.

use order::Timestamp;

use super::column::words;
use super::{Change, Store, StoreResult};

words! {
    /// What a person did.
    Action {
        /// The provider is asked again.
        AskAgain = "ask_again",
        /// The person put it right outside of this program.
        ByHand = "by_hand",
    }
}

/// An intervention.
#[derive(Clone, Copy, Debug)]
pub struct Intervention<'a> {
    /// The payment's or the refund's number.
    pub number: &'a str,
    /// What was done.
    pub action: Action,
    /// In the person's own words.
    pub note: &'a str,
    /// Who.
    pub user_id: &'a str,
    /// When.
    pub at: Timestamp,
}

/// Writes it down; not made when the same was written in the same millisecond, or the money was
/// put right by hand before.
pub async fn write(store: &Store, one: &Intervention<'_>) -> StoreResult<Change> {
    let done = sqlx::query(
        "insert into interventions (number, action, note, user_id, at)
         select $1, $2, $3, $4, $5
         where not exists (select 1 from interventions where number = $1 and action = 'by_hand')
         on conflict (number, action, at) do nothing",
    )
    .bind(one.number)
    .bind(one.action.as_str())
    .bind(one.note)
    .bind(one.user_id)
    .bind(one.at.ms())
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}
