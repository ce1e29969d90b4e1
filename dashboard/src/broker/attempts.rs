//! How an attempt stands, for the kiosk that asks.

use std::time::Duration;

use order::OutTradeNo;
use order::machine::PaymentStatus;
use payment::Error;
use wire::payment::PaymentWay;

use super::schedule::{ABANDONED_AFTER_MS, FIRST_QUESTION_MS, next_question, watch_is_over};
use super::{Broker, BrokerError};
use crate::store::payments::{self, Payment, PaymentState};
use crate::store::{Change, StoreResult, redemptions, refunds};

/// How long a kiosk's question waits for the provider; the poller goes on afterwards.
const ANSWER_LIMIT: Duration = Duration::from_secs(8);

/// The provider is not asked again within this time, however often the kiosk asks.
const FRESH_MS: i64 = 1_500;

impl Broker {
    /// How `payment` stands, by the provider's word if ours is not fresh.
    pub async fn read(&self, payment: Payment) -> Result<PaymentStatus, BrokerError> {
        let age_ms = self.0.clock.now().ms_since(payment.polled_at);
        let fresh_ms = match payment.opening.way {
            PaymentWay::QrCode => FRESH_MS,
            PaymentWay::Barcode => FIRST_QUESTION_MS,
        };
        if payment.next_poll_at.is_some() && age_ms >= fresh_ms {
            self.in_time(self.ask(&payment)).await?;
        }
        self.status(&payment.out_trade_no).await
    }

    /// Asks the provider about an attempt and settles what it says. Whoever else wants to ask at
    /// the same moment is spared it.
    pub(super) async fn ask(&self, payment: &Payment) -> Result<(), BrokerError> {
        let now = self.0.clock.now();
        let next = next_question(payment, now);
        if payments::claim_poll(&self.0.store, payment, now, next).await? == Change::NotMade {
            return Ok(());
        }
        if next.is_none() {
            tracing::error!(
                payment.number = %payment.out_trade_no,
                "a payment is still undecided after months; a person must look at it"
            );
        }
        let abandoned = now > payment.pay_by.plus_ms(ABANDONED_AFTER_MS);
        let open = matches!(payment.state, PaymentState::Created | PaymentState::Waiting);
        if open && payment.opening.way == PaymentWay::Barcode {
            return self.follow_charge(payment, now).await;
        }
        if open && (payment.close_requested_at.is_some() || abandoned) {
            let _ = payments::request_close(&self.0.store, &payment.out_trade_no, now).await?;
            return self.close_at_provider(payment).await;
        }
        let answer = self
            .provider_of(payment)?
            .query(&payment.out_trade_no)
            .await;
        let answered = matches!(answer, Ok(_) | Err(Error::NotFound { .. }));
        match answer {
            Ok(transaction) => self.settle(&transaction).await?,
            Err(error) => self.leave_open(&payment.out_trade_no, &error).await?,
        }
        if answered && watch_is_over(payment, now) {
            // Not made when the answer was "paid": then it is not closed any more.
            let _ = payments::end_watch(&self.0.store, &payment.out_trade_no).await?;
        }
        Ok(())
    }

    /// The provider gave no reading: it is asked again, and what it said instead is kept.
    pub(super) async fn leave_open(
        &self,
        number: &OutTradeNo,
        error: &Error,
    ) -> Result<(), BrokerError> {
        log_open_question(number, error);
        Ok(self.keep_word(number.as_str(), error).await?)
    }

    /// How the attempt stands, by our own word.
    pub(super) async fn status(&self, number: &OutTradeNo) -> Result<PaymentStatus, BrokerError> {
        let Some(payment) = payments::find(&self.0.store, number).await? else {
            return Ok(PaymentStatus::Unknown);
        };
        let unpaid = matches!(payment.state, PaymentState::Closed | PaymentState::PaidLate);
        if unpaid && payment.opening.quote.code.is_some() {
            // Before the kiosk hears of it: the customer may want the code for another order.
            let now = self.0.clock.now();
            let _ = redemptions::give_back(&self.0.store, &payment.order, now).await?;
        }
        let late = self.late_refund(&payment).await?;
        Ok(payment.status(late.as_ref()))
    }

    async fn late_refund(&self, payment: &Payment) -> StoreResult<Option<refunds::Refund>> {
        match payment.state {
            PaymentState::PaidLate => {
                refunds::find(&self.0.store, &payment.out_trade_no.out_refund_no(1)).await
            }
            PaymentState::Created
            | PaymentState::Waiting
            | PaymentState::Paid
            | PaymentState::Closed => Ok(None),
        }
    }

    /// Lets `work` run for as long as a kiosk can wait. What is cut off is found by the poller.
    pub(super) async fn in_time(
        &self,
        work: impl Future<Output = Result<(), BrokerError>>,
    ) -> Result<(), BrokerError> {
        match tokio::time::timeout(ANSWER_LIMIT, work).await {
            Ok(outcome) => outcome,
            Err(_) => {
                self.nudge();
                Ok(())
            }
        }
    }
}

/// An unanswered question is asked again; only what a person must put right is an error.
fn log_open_question(number: &OutTradeNo, error: &Error) {
    match error.retry() {
        payment::Retry::SameParameters => {
            tracing::warn!(payment.number = %number, %error, "the provider gave no reading");
        }
        payment::Retry::AfterAPerson | payment::Retry::Never => {
            tracing::error!(payment.number = %number, %error, "the provider gave no reading");
        }
    }
}
