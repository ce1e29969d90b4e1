//! Opening a payment.

use std::net::IpAddr;

use order::machine::PaymentStatus;
use order::{OutTradeNo, Timestamp};
use payment::{Error, PaymentRequest, Refusal, Terminal};
use wire::payment::{OpenPayment, PaymentWay};

use super::schedule::{PROVIDER_SLACK_MS, next_question};
use super::{Broker, BrokerError, codes, pricing};
use crate::store::kiosks::Kiosk;
use crate::store::payments::{self, Payment, PaymentState};
use crate::store::{Change, StoreError};

impl Broker {
    /// Opens the payment `number`, or says how it stands if it was opened before.
    pub async fn open(
        &self,
        kiosk: &Kiosk,
        number: &OutTradeNo,
        opening: OpenPayment,
        client: IpAddr,
    ) -> Result<PaymentStatus, BrokerError> {
        if opening.quote.code.is_some() && opening.quote.is_free() {
            return self.open_free(kiosk, number, &opening).await;
        }
        let _ = self.provider(opening.provider)?;
        let payment = match payments::find(&self.0.store, number).await? {
            Some(known) => known,
            None => self.write_down(kiosk, number, &opening).await?,
        };
        if payment.kiosk != kiosk.kiosk || payment.opening != opening {
            return Err(BrokerError::PaymentDiffers);
        }
        let can_open = payment.opening.way == PaymentWay::QrCode
            && payment.state == PaymentState::Created
            && payment.close_requested_at.is_none()
            && self.0.clock.now() < payment.pay_by;
        if can_open {
            self.in_time(self.open_at_provider(&payment, client))
                .await?;
        }
        self.status(number).await
    }

    /// The row before the call.
    async fn write_down(
        &self,
        kiosk: &Kiosk,
        number: &OutTradeNo,
        opening: &OpenPayment,
    ) -> Result<Payment, BrokerError> {
        let now = self.0.clock.now();
        let (total, settings) =
            pricing::checked(&self.0.store, kiosk, number, opening, now).await?;
        let sheets = opening.quote.sheets();
        let mut payment = Payment {
            out_trade_no: number.clone(),
            kiosk: kiosk.kiosk.clone(),
            order: opening.order.clone(),
            total,
            description: format!("照片打印 {sheets} 张 {}", kiosk.name)
                .trim()
                .to_owned(),
            pay_by: now.plus_ms(i64::from(settings.payment_window_s) * 1000),
            opening: opening.clone(),
            state: PaymentState::Created,
            code_url: None,
            capture: None,
            created_at: now,
            close_requested_at: None,
            polled_at: now,
            next_poll_at: None,
            charged_at: None,
            undo_since: None,
            refusal: None,
        };
        payment.next_poll_at = next_question(&payment, now);
        match self.insert(kiosk, &payment, now).await? {
            Change::Made => Ok(payment),
            // The same request came twice at once: both go on with the row of the first.
            Change::NotMade => payments::find(&self.0.store, number)
                .await?
                .ok_or(BrokerError::PaymentDiffers),
        }
    }

    /// The row, and the use of its code, if it has one: both or neither.
    async fn insert(
        &self,
        kiosk: &Kiosk,
        payment: &Payment,
        now: Timestamp,
    ) -> Result<Change, BrokerError> {
        if payment.opening.quote.code.is_none() {
            return Ok(payments::insert(&self.0.store, payment).await?);
        }
        let writer = self.0.store.writer();
        let mut work = writer.begin().await.map_err(StoreError::from)?;
        codes::take(&mut work, kiosk, &payment.opening, now).await?;
        let change = payments::insert_on(&mut work, payment).await?;
        work.commit().await.map_err(StoreError::from)?;
        Ok(change)
    }

    async fn open_at_provider(&self, payment: &Payment, client: IpAddr) -> Result<(), BrokerError> {
        let number = &payment.out_trade_no;
        let request = PaymentRequest {
            out_trade_no: number.clone(),
            amount: payment.total,
            description: payment.description.clone(),
            expires_at: payment.pay_by.plus_ms(PROVIDER_SLACK_MS),
            terminal: Some(Terminal {
                client_ip: client,
                device_id: payment.kiosk.to_string(),
            }),
        };
        match self.provider_of(payment)?.open(&request).await {
            Ok(code_url) => {
                let _ = payments::set_waiting(&self.0.store, number, code_url.as_str()).await?;
                Ok(())
            }
            Err(Error::Refused {
                reason: Refusal::AlreadyPaid,
                ..
            }) => self.ask_now(number).await,
            Err(error @ Error::Refused { .. }) => {
                tracing::error!(payment.number = %number, %error, "a payment cannot be opened");
                // Watched for a while: a refusal may answer a repeat of a call that went through.
                let watch_from = self.0.clock.now();
                let _ = payments::set_closed(&self.0.store, number, Some(watch_from)).await?;
                Ok(())
            }
            Err(error) => {
                tracing::warn!(
                    payment.number = %number,
                    %error,
                    "whether a payment was opened is not known yet"
                );
                Ok(())
            }
        }
    }

    /// Asks about an attempt, read afresh.
    pub(super) async fn ask_now(&self, number: &OutTradeNo) -> Result<(), BrokerError> {
        match payments::find(&self.0.store, number).await? {
            Some(payment) => self.ask(&payment).await,
            None => Ok(()),
        }
    }
}
