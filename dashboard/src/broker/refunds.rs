//! Giving money back. The row is there before the call, the same number is the same refund, and
//! only the provider's "success" means that the customer has the money.

use order::machine::RefundStatus;
use order::{Money, OutRefundNo};
use payment::{Error, RefundReading, RefundRequest, RefundState as Reading, Refusal};

use super::counters::Oddity;
use super::schedule::next_refund_question;
use super::{Broker, BrokerError};
use crate::store::payments::{self, Payment};
use crate::store::refunds::{self, AskedBy, Refund, RefundState};
use crate::store::{Change, StoreResult};

/// How often a refund that the provider gave up, or refuses, is asked for before a person must
/// look at it.
const TRIES: u32 = 5;

/// How long a refund waits for the merchant's balance to be filled.
const BALANCE_LIMIT_MS: i64 = 24 * 3_600_000;

impl Broker {
    /// Gives `amount` of `payment` back under `number`, or says how that refund stands.
    pub async fn refund(
        &self,
        payment: &Payment,
        number: &OutRefundNo,
        amount: Money,
    ) -> Result<RefundStatus, BrokerError> {
        let refund = match refunds::find(&self.0.store, number).await? {
            Some(known) => known,
            None => self.write_refund_down(payment, number, amount).await?,
        };
        // What the dashboard gives back by itself is all there is; a kiosk that comes back later
        // and asks for a part of it is told how the whole stands.
        let by_itself = refund.asked_by == AskedBy::Dashboard;
        if refund.out_trade_no != payment.out_trade_no || refund.amount != amount && !by_itself {
            return Err(BrokerError::RefundDiffers);
        }
        if refund.next_poll_at.is_some() {
            self.in_time(self.advance_refund(&refund)).await?;
        }
        let now_known = refunds::find(&self.0.store, number).await?;
        Ok(now_known.map_or(RefundStatus::Processing, |refund| refund.state.status()))
    }

    async fn write_refund_down(
        &self,
        payment: &Payment,
        number: &OutRefundNo,
        amount: Money,
    ) -> Result<Refund, BrokerError> {
        if payment.capture.is_none() {
            return Err(BrokerError::NotPaid);
        }
        if amount <= Money::ZERO {
            return Err(BrokerError::RefundTooMuch);
        }
        let now = self.0.clock.now();
        let refund = Refund {
            out_refund_no: number.clone(),
            out_trade_no: payment.out_trade_no.clone(),
            amount,
            reason: "未打印的照片退款".to_owned(),
            asked_by: AskedBy::Kiosk,
            state: RefundState::Requested,
            tries: 0,
            created_at: now,
            next_poll_at: Some(now),
        };
        match refunds::insert_holding_payment(&self.0.store, &refund).await? {
            Change::Made => Ok(refund),
            // Either the same request came twice at once, or it is too much.
            Change::NotMade => refunds::find(&self.0.store, number)
                .await?
                .ok_or(BrokerError::RefundTooMuch),
        }
    }

    /// Asks the provider for a refund, or how it stands, and settles the answer.
    pub(super) async fn advance_refund(&self, refund: &Refund) -> Result<(), BrokerError> {
        let next = next_refund_question(refund.created_at, self.0.clock.now());
        let tries = match refund.state {
            RefundState::Requested => refund.tries + 1,
            RefundState::Processing | RefundState::Success | RefundState::Stuck => refund.tries,
        };
        if refunds::claim_poll(&self.0.store, refund, next, tries).await? == Change::NotMade {
            return Ok(());
        }
        let Some(payment) = payments::find(&self.0.store, &refund.out_trade_no).await? else {
            return Err(BrokerError::NotPaid);
        };
        let provider = self.provider_of(&payment)?;
        let answer = match refund.state {
            RefundState::Requested => {
                provider
                    .refund(&request_of(refund, &payment).ok_or(BrokerError::NotPaid)?)
                    .await
            }
            RefundState::Processing => provider.query_refund(&refund.out_refund_no).await,
            RefundState::Success | RefundState::Stuck => return Ok(()),
        };
        match answer {
            Ok(reading) => self.settle_refund(&reading).await,
            Err(Error::NotFound { .. }) if refund.state == RefundState::Processing => {
                self.change(refund, RefundState::Requested).await
            }
            Err(error) => self.refund_refused(refund, tries, &error).await,
        }
    }

    async fn refund_refused(
        &self,
        refund: &Refund,
        tries: u32,
        error: &Error,
    ) -> Result<(), BrokerError> {
        self.keep_word(refund.out_refund_no.as_str(), error).await?;
        let Error::Refused { reason, .. } = error else {
            tracing::warn!(refund.number = %refund.out_refund_no, %error, "a refund has no answer yet");
            return Ok(());
        };
        tracing::error!(refund.number = %refund.out_refund_no, %error, "a refund was refused");
        let waited_ms = self.0.clock.now().ms_since(refund.created_at);
        let give_up = match reason {
            Refusal::PayerAccount => true,
            Refusal::BalanceShort => waited_ms >= BALANCE_LIMIT_MS,
            Refusal::AlreadyPaid
            | Refusal::OrderClosed
            | Refusal::NumberTaken
            | Refusal::NoTrades
            | Refusal::AuthCodeExpired
            | Refusal::AuthCodeUsed
            | Refusal::AuthCodeInvalid
            | Refusal::PayerFunds
            | Refusal::PayerNotAllowed
            | Refusal::Account
            | Refusal::Request
            | Refusal::Rule
            | Refusal::Other => tries >= TRIES,
        };
        match give_up {
            true => self.change(refund, RefundState::Stuck).await,
            false => Ok(()),
        }
    }

    /// Brings what the provider said about a refund, verified, into our books. Idempotent.
    pub async fn settle_refund(&self, reading: &RefundReading) -> Result<(), BrokerError> {
        let Some(refund) = refunds::find(&self.0.store, &reading.out_refund_no).await? else {
            tracing::error!(refund.number = %reading.out_refund_no, "news of a refund nobody asked for");
            self.0.counters.oddity(Oddity::UnaskedRefund);
            return Ok(());
        };
        if reading.amount != refund.amount || reading.out_trade_no != refund.out_trade_no {
            tracing::error!(
                refund.number = %refund.out_refund_no,
                "the provider's refund is not the one asked for; a person must look at it"
            );
            self.0.counters.oddity(Oddity::RefundDiffers);
            return self.change(&refund, RefundState::Stuck).await;
        }
        let next = match (reading.state, refund.state) {
            (_, RefundState::Success) => return Ok(()),
            (Reading::Success, _) => RefundState::Success,
            (_, RefundState::Stuck) => return Ok(()),
            (Reading::Processing, _) => RefundState::Processing,
            (Reading::Abnormal, _) => RefundState::Stuck,
            (Reading::Closed, _) if refund.tries >= TRIES => RefundState::Stuck,
            (Reading::Closed, _) => RefundState::Requested,
        };
        self.change(&refund, next).await
    }

    async fn change(&self, refund: &Refund, to: RefundState) -> Result<(), BrokerError> {
        if refund.state == to {
            return Ok(());
        }
        let change =
            refunds::set_state(&self.0.store, &refund.out_refund_no, refund.state, to).await?;
        if change == Change::Made {
            if to == RefundState::Stuck {
                tracing::error!(refund.number = %refund.out_refund_no, "a refund needs a person");
            }
            self.tell_of(refund).await?;
        }
        Ok(())
    }

    async fn tell_of(&self, refund: &Refund) -> StoreResult<()> {
        if let Some(kiosk) = self.kiosk_of(&refund.out_trade_no).await? {
            self.tell(&kiosk, &refund.out_trade_no);
        }
        Ok(())
    }
}

/// What the provider is asked for; `None` if nothing was taken that could go back.
fn request_of(refund: &Refund, payment: &Payment) -> Option<RefundRequest> {
    let capture = payment.capture.as_ref()?;
    Some(RefundRequest {
        out_trade_no: refund.out_trade_no.clone(),
        out_refund_no: refund.out_refund_no.clone(),
        amount: refund.amount,
        total: capture.amount,
        reason: refund.reason.clone(),
    })
}
