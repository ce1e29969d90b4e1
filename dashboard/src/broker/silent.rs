//! Payments made in time whose kiosk never came back. Nobody knows of a print, nobody asked for a
//! refund: after a day the customer gets all of it back.
//!
//! The payment and its refund change together, from `paid` only and only while there is neither a
//! refund nor a fact about what became of the sheets. A kiosk that returns later is told "paid too
//! late, on its way back", for which its order machine prints nothing; a sheet that it had
//! announced before is older than any sheet may get. Whichever of the two writes first has
//! decided: the other finds the row changed.

use order::Timestamp;

use super::{Broker, BrokerError};
use crate::store::payments::{self, Payment};
use crate::store::refunds::{self, AskedBy, Refund, RefundState};
use crate::store::{Change, StoreError};

/// How long after the money was taken a kiosk may stay silent about it: longer than a night
/// without power or network, and so long that no kiosk prints for it any more.
pub(crate) const SILENCE_LIMIT_MS: i64 = 24 * 3_600_000;

/// Older payments are for people: whoever asks for their money after two months has done so.
const LOOK_BACK_MS: i64 = 60 * 24 * 3_600_000;

/// Payments of one look.
const ROWS_PER_LOOK: i64 = 64;

impl Broker {
    /// Gives back what silent kiosks were paid. Idempotent.
    pub(super) async fn look_for_silence(&self) -> Result<(), BrokerError> {
        let now = self.0.clock.now();
        let from = now.plus_ms(-LOOK_BACK_MS);
        let until = now.plus_ms(-SILENCE_LIMIT_MS);
        for payment in payments::silent(&self.0.store, from, until, ROWS_PER_LOOK).await? {
            if self.give_back_silent(&payment, now).await? == Change::Made {
                tracing::warn!(
                    payment.number = %payment.out_trade_no,
                    kiosk.id = %payment.kiosk,
                    "a kiosk was silent about a payment for a day; the money goes back"
                );
                self.tell(&payment.kiosk, &payment.out_trade_no);
                self.nudge();
            }
        }
        Ok(())
    }

    async fn give_back_silent(
        &self,
        payment: &Payment,
        now: Timestamp,
    ) -> Result<Change, BrokerError> {
        let Some(capture) = &payment.capture else {
            return Ok(Change::NotMade);
        };
        let refund = Refund {
            out_refund_no: payment.out_trade_no.out_refund_no(1),
            out_trade_no: payment.out_trade_no.clone(),
            amount: capture.amount,
            reason: "照片未打印，款项退回".to_owned(),
            asked_by: AskedBy::Dashboard,
            state: RefundState::Requested,
            tries: 0,
            created_at: now,
            next_poll_at: Some(now),
        };
        let mut work = self
            .0
            .store
            .writer()
            .begin()
            .await
            .map_err(StoreError::from)?;
        let change = payments::set_silent(&mut work, &payment.out_trade_no).await?;
        if change == Change::NotMade || refunds::insert(&mut work, &refund).await? == change {
            work.commit().await.map_err(StoreError::from)?;
            return Ok(change);
        }
        // There is no room for the refund: the row changed under us, and nothing becomes true.
        work.rollback().await.map_err(StoreError::from)?;
        Ok(Change::NotMade)
    }
}
