//! Discount codes at the moment of paying: a use is taken together with the attempt that asks for
//! money, and given back once the order ended unpaid.

use order::machine::PaymentStatus;
use order::quote::ReductionKind;
use order::{KioskId, Money, OutTradeNo, Quote, Timestamp};
use sqlx::AnyConnection;
use wire::payment::OpenPayment;

use super::silent::SILENCE_LIMIT_MS;
use super::{Broker, BrokerError, pricing};
use crate::store::kiosks::Kiosk;
use crate::store::redemptions::{self, RedemptionState, Taken};
use crate::store::{StoreError, StoreResult};

/// Uses of one look.
const ROWS_PER_LOOK: i64 = 64;

/// Takes a use of the quote's code, if it has one, in the transaction of `connection`. After an
/// error nothing of that may be committed.
pub(super) async fn take(
    connection: &mut AnyConnection,
    kiosk: &Kiosk,
    opening: &OpenPayment,
    now: Timestamp,
) -> Result<(), BrokerError> {
    let Some(terms) = &opening.quote.code else {
        return Ok(());
    };
    let off = taken_off(&opening.quote);
    match redemptions::take(connection, &opening.order, kiosk, terms, off, now).await? {
        Taken::Held => Ok(()),
        Taken::Refused(refusal) => Err(BrokerError::CodeRefused(refusal)),
        Taken::Differs => Err(BrokerError::PaymentDiffers),
    }
}

/// What the code takes off.
fn taken_off(quote: &Quote) -> Money {
    let by_code = quote
        .reductions
        .iter()
        .filter(|reduction| matches!(reduction.kind, ReductionKind::Code { .. }));
    by_code.map(|reduction| reduction.amount).sum()
}

impl Broker {
    /// Lets an order print that its code leaves nothing to pay of. No provider hears of it.
    pub(super) async fn open_free(
        &self,
        kiosk: &Kiosk,
        number: &OutTradeNo,
        opening: &OpenPayment,
    ) -> Result<PaymentStatus, BrokerError> {
        let now = self.0.clock.now();
        let store = &self.0.store;
        if number.order().as_ref() != Some(&opening.order) {
            return Err(BrokerError::PaymentDiffers);
        }
        pricing::checked(store, kiosk, number, opening, now).await?;
        // What was given up stays so: this may be a request that took a detour.
        let known = redemptions::find(store, &opening.order).await?;
        if known.is_some_and(|known| known.state == RedemptionState::GivenBack) {
            return Ok(PaymentStatus::Closed);
        }
        let mut work = store.writer().begin().await.map_err(StoreError::from)?;
        take(&mut work, kiosk, opening, now).await?;
        work.commit().await.map_err(StoreError::from)?;
        Ok(PaymentStatus::NothingToPay)
    }

    /// Gives an order up that was to be free by its code; none if there is no such order of this
    /// kiosk.
    pub async fn close_free(
        &self,
        kiosk: &KioskId,
        number: &OutTradeNo,
    ) -> StoreResult<Option<PaymentStatus>> {
        let Some(order) = number.order() else {
            return Ok(None);
        };
        let known = redemptions::find(&self.0.store, &order).await?;
        if known.is_none_or(|known| known.kiosk != *kiosk) {
            return Ok(None);
        }
        let now = self.0.clock.now();
        let _ = redemptions::give_back(&self.0.store, &order, now).await?;
        Ok(Some(PaymentStatus::Closed))
    }

    /// Decides the uses whose orders are over. Idempotent.
    pub(super) async fn look_for_codes(&self) -> StoreResult<()> {
        let store = &self.0.store;
        let now = self.0.clock.now();
        for order in redemptions::printing_for_nothing(store, ROWS_PER_LOOK).await? {
            let mut connection = store.writer().acquire().await?;
            redemptions::use_up(&mut connection, &order, now).await?;
        }
        let silent_since = now.plus_ms(-SILENCE_LIMIT_MS);
        for order in redemptions::over(store, silent_since, ROWS_PER_LOOK).await? {
            // Not made when it was decided meanwhile.
            let _ = redemptions::give_back(store, &order, now).await?;
        }
        Ok(())
    }
}
