//! Giving an attempt up, so that nobody pays for what nobody prints.
//!
//! Query, close, and query once more: a customer may pay between any two of them.

use order::machine::PaymentStatus;
use payment::{CloseOutcome, Error, TransactionState};
use wire::payment::PaymentWay;

use super::{Broker, BrokerError};
use crate::store::payments::{self, Payment, PaymentState};

impl Broker {
    /// Gives `payment` up, at the kiosk's wish. What is paid from now on goes back by itself.
    pub async fn close(&self, payment: Payment) -> Result<PaymentStatus, BrokerError> {
        if matches!(payment.state, PaymentState::Created | PaymentState::Waiting) {
            let now = self.0.clock.now();
            // Not made when it was requested before, or became final: either way it is asked.
            let _ = payments::request_close(&self.0.store, &payment.out_trade_no, now).await?;
            self.in_time(async {
                match payments::find(&self.0.store, &payment.out_trade_no).await? {
                    Some(payment) if payment.opening.way == PaymentWay::Barcode => {
                        self.follow_charge(&payment, now).await
                    }
                    Some(payment) => self.close_at_provider(&payment).await,
                    None => Ok(()),
                }
            })
            .await?;
        }
        self.status(&payment.out_trade_no).await
    }

    pub(super) async fn close_at_provider(&self, payment: &Payment) -> Result<(), BrokerError> {
        let number = &payment.out_trade_no;
        match self.provider_of(payment)?.query(number).await {
            Ok(transaction) => match transaction.state {
                TransactionState::NotPaid => self.close_unpaid(payment).await,
                // The customer is typing the password: the poller comes back.
                TransactionState::InProgress => Ok(()),
                TransactionState::Success(_)
                | TransactionState::Refunded(_)
                | TransactionState::Closed
                | TransactionState::Reversed
                | TransactionState::Failed => self.settle(&transaction).await,
            },
            Err(Error::NotFound { .. }) => self.close_unheard_of(payment).await,
            Err(error) => self.leave_open(number, &error).await,
        }
    }

    async fn close_unpaid(&self, payment: &Payment) -> Result<(), BrokerError> {
        let number = &payment.out_trade_no;
        match self.provider_of(payment)?.close(number).await {
            Ok(CloseOutcome::Closed) => self.confirm_closed(payment).await,
            Ok(CloseOutcome::AlreadyPaid) => self.settle_by_query(payment).await,
            Ok(CloseOutcome::TryLater) => Ok(()),
            // Alipay makes a payment only when somebody scans the code. Until the code runs out
            // that may still happen, so the attempt is closed and watched.
            Err(Error::NotFound { .. }) => self.mark_closed(number, Some(self.0.clock.now())).await,
            Err(error) => self.leave_open(number, &error).await,
        }
    }

    /// The provider closed it; what it says now is the last word.
    async fn confirm_closed(&self, payment: &Payment) -> Result<(), BrokerError> {
        let number = &payment.out_trade_no;
        match self.provider_of(payment)?.query(number).await {
            Ok(transaction) if transaction.state.capture().is_some() => {
                self.settle(&transaction).await
            }
            Ok(_) => self.mark_closed(number, None).await,
            Err(error) => self.leave_open(number, &error).await,
        }
    }

    /// The provider has never heard of it. The call that opened it may still be on its way, so
    /// the attempt is closed and watched.
    async fn close_unheard_of(&self, payment: &Payment) -> Result<(), BrokerError> {
        let number = &payment.out_trade_no;
        match self.provider_of(payment)?.close(number).await {
            Ok(CloseOutcome::Closed) | Err(Error::NotFound { .. }) => {
                let watch_from = self.0.clock.now();
                self.mark_closed(number, Some(watch_from)).await
            }
            Ok(CloseOutcome::AlreadyPaid) => self.settle_by_query(payment).await,
            Ok(CloseOutcome::TryLater) => Ok(()),
            Err(error) => self.leave_open(number, &error).await,
        }
    }

    async fn settle_by_query(&self, payment: &Payment) -> Result<(), BrokerError> {
        let number = &payment.out_trade_no;
        match self.provider_of(payment)?.query(number).await {
            Ok(transaction) => self.settle(&transaction).await,
            Err(error) => self.leave_open(number, &error).await,
        }
    }
}
