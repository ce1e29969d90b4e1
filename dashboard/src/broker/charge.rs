//! Charging the barcode that a customer shows, and undoing a charge whose outcome stays unknown.
//!
//! The row is there before the barcode comes, the barcode is charged once and kept nowhere, and
//! when it was charged is written down before the call: so a reversal never comes too early for
//! the provider, whichever server makes it and however often that was started anew.

use std::net::IpAddr;

use order::machine::{ChargeRefusal, PaymentStatus};
use order::{AuthCode, OutTradeNo, ProviderId, Timestamp};
use payment::{ChargeRequest, Error, Refusal, ReverseOutcome, Terminal, TransactionState};
use wire::payment::PaymentWay;

use super::schedule::{ABANDONED_AFTER_MS, FIRST_QUESTION_MS};
use super::{Broker, BrokerError};
use crate::store::payments::{self, Payment};
use crate::store::{Change, charges};

/// How long a charge may stay undecided before it is undone. WeChat Pay's own number, after which
/// it undoes it by itself; Alipay's pages say 30 to 60 seconds.
const UNDECIDED_LIMIT_MS: i64 = 45_000;

/// WeChat Pay's shortest time from charging to reversing.
const REVERSE_AFTER_MS: i64 = 15_000;

/// A barcode that the provider has not heard of by now is too old to be charged any more.
const BARCODE_LIFE_MS: i64 = 60_000;

impl Broker {
    /// Charges `barcode` for a payment that was opened for one, or says how it stands if that was
    /// done before.
    ///
    /// # Errors
    /// [`BrokerError::NotForBarcode`], if the payment was opened for something else.
    pub async fn charge(
        &self,
        payment: Payment,
        barcode: AuthCode,
        client: IpAddr,
    ) -> Result<PaymentStatus, BrokerError> {
        let number = &payment.out_trade_no;
        let issuer = ProviderId::from(barcode.provider());
        if payment.opening.way != PaymentWay::Barcode || payment.opening.provider != issuer {
            return Err(BrokerError::NotForBarcode);
        }
        let now = self.0.clock.now();
        let paid_by = payments::paid_attempt(&self.0.store, &payment.order).await?;
        if now >= payment.pay_by || paid_by.is_some() {
            // Nobody waits for it any more.
            let _ = payments::request_close(&self.0.store, number, now).await?;
            let _ = charges::close_uncharged(&self.0.store, number).await?;
            return self.status(number).await;
        }
        let next = now.plus_ms(FIRST_QUESTION_MS);
        if charges::begin(&self.0.store, number, now, next).await? == Change::Made {
            self.in_time(self.charge_at_provider(&payment, barcode, client))
                .await?;
        }
        self.status(number).await
    }

    async fn charge_at_provider(
        &self,
        payment: &Payment,
        auth_code: AuthCode,
        client: IpAddr,
    ) -> Result<(), BrokerError> {
        let number = &payment.out_trade_no;
        let request = ChargeRequest {
            out_trade_no: number.clone(),
            amount: payment.total,
            description: payment.description.clone(),
            auth_code,
            terminal: Some(Terminal {
                client_ip: client,
                device_id: payment.kiosk.to_string(),
            }),
        };
        match self.provider_of(payment)?.charge(&request).await {
            Ok(transaction) => match transaction.state {
                TransactionState::Success(_) | TransactionState::Refunded(_) => {
                    self.settle(&transaction).await
                }
                TransactionState::NotPaid | TransactionState::InProgress => Ok(()),
                TransactionState::Closed
                | TransactionState::Reversed
                | TransactionState::Failed => self.decline(number, ChargeRefusal::Unable).await,
            },
            Err(Error::Refused { reason, code, .. }) => {
                tracing::info!(payment.number = %number, code, "a barcode was not taken");
                self.refused(payment, reason).await
            }
            Err(error) => {
                tracing::warn!(
                    payment.number = %number,
                    %error,
                    "whether a barcode was charged is not known yet"
                );
                Ok(())
            }
        }
    }

    /// The provider refused. Where that may be the echo of a charge that went through, it is
    /// asked.
    async fn refused(&self, payment: &Payment, reason: Refusal) -> Result<(), BrokerError> {
        let number = &payment.out_trade_no;
        let proves_nothing = matches!(
            reason,
            Refusal::AlreadyPaid
                | Refusal::AuthCodeUsed
                | Refusal::NumberTaken
                | Refusal::OrderClosed
        );
        if !proves_nothing {
            return self.decline(number, refusal(reason)).await;
        }
        match self.provider_of(payment)?.query(number).await {
            Ok(transaction) => self.settle(&transaction).await,
            Err(Error::NotFound { .. }) => self.decline(number, refusal(reason)).await,
            Err(error) => self.leave_open(number, &error).await,
        }
    }

    /// Asks about a charge, and undoes it once nobody wants it or it took too long.
    pub(super) async fn follow_charge(
        &self,
        payment: &Payment,
        now: Timestamp,
    ) -> Result<(), BrokerError> {
        let number = &payment.out_trade_no;
        let Some(charged_at) = payment.charged_at else {
            return self.follow_uncharged(payment, now).await;
        };
        let unwanted =
            payment.close_requested_at.is_some() || now.ms_since(charged_at) >= UNDECIDED_LIMIT_MS;
        if payment.undo_since.is_some() {
            return self.undo(payment, charged_at, now).await;
        }
        let undecided = match self.provider_of(payment)?.query(number).await {
            Ok(transaction) => match transaction.state {
                TransactionState::NotPaid | TransactionState::InProgress => true,
                TransactionState::Success(_)
                | TransactionState::Refunded(_)
                | TransactionState::Closed
                | TransactionState::Reversed
                | TransactionState::Failed => {
                    self.settle(&transaction).await?;
                    false
                }
            },
            Err(Error::NotFound { .. }) => true,
            Err(error) => {
                self.leave_open(number, &error).await?;
                true
            }
        };
        if undecided && unwanted {
            self.undo(payment, charged_at, now).await?;
        }
        Ok(())
    }

    /// No barcode came for it, so there is nothing at the provider.
    async fn follow_uncharged(&self, payment: &Payment, now: Timestamp) -> Result<(), BrokerError> {
        let number = &payment.out_trade_no;
        if now > payment.pay_by.plus_ms(ABANDONED_AFTER_MS) {
            let _ = payments::request_close(&self.0.store, number, now).await?;
        }
        if charges::close_uncharged(&self.0.store, number).await? == Change::Made {
            self.tell(&payment.kiosk, number);
        }
        Ok(())
    }

    /// Reverses a charge. From the first time on that this is tried it cannot count as paid: what
    /// was taken goes back.
    async fn undo(
        &self,
        payment: &Payment,
        charged_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), BrokerError> {
        let number = &payment.out_trade_no;
        if now.ms_since(charged_at) < REVERSE_AFTER_MS
            || charges::begin_undoing(&self.0.store, number, now).await? == Change::NotMade
        {
            return Ok(());
        }
        match self.provider_of(payment)?.reverse(number).await {
            Ok(ReverseOutcome::Reversed) => self.decline(number, ChargeRefusal::Unconfirmed).await,
            Ok(ReverseOutcome::TryLater) => Ok(()),
            Err(Error::NotFound { .. }) if now.ms_since(charged_at) >= BARCODE_LIFE_MS => {
                self.decline(number, ChargeRefusal::Unable).await
            }
            Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => self.leave_open(number, &error).await,
        }
    }

    /// The charge came to nothing. It is watched for a while, unless that is proven: a refusal is
    /// not signed, and may answer a repeat of a call that went through.
    async fn decline(
        &self,
        number: &OutTradeNo,
        refusal: ChargeRefusal,
    ) -> Result<(), BrokerError> {
        let watch_from = match refusal {
            ChargeRefusal::Unconfirmed => None,
            ChargeRefusal::CodeStale
            | ChargeRefusal::Funds
            | ChargeRefusal::NotAllowed
            | ChargeRefusal::Unable => Some(self.0.clock.now()),
        };
        let done = charges::decline(&self.0.store, number, refusal, watch_from).await?;
        if done == Change::Made
            && let Some(kiosk) = self.kiosk_of(number).await?
        {
            self.tell(&kiosk, number);
        }
        Ok(())
    }
}

/// What the customer can do about it.
const fn refusal(reason: Refusal) -> ChargeRefusal {
    match reason {
        Refusal::AuthCodeExpired | Refusal::AuthCodeUsed | Refusal::AuthCodeInvalid => {
            ChargeRefusal::CodeStale
        }
        Refusal::PayerFunds => ChargeRefusal::Funds,
        Refusal::PayerNotAllowed | Refusal::PayerAccount => ChargeRefusal::NotAllowed,
        Refusal::AlreadyPaid
        | Refusal::OrderClosed
        | Refusal::NumberTaken
        | Refusal::BalanceShort
        | Refusal::NoTrades
        | Refusal::Account
        | Refusal::Request
        | Refusal::Rule
        | Refusal::Other => ChargeRefusal::Unable,
    }
}
