//! Alipay's face-to-face payment: QR codes, barcodes, refunds and bills, through the gateway of the
//! Open Platform.
//!
//! One file per concern: `signing` (our requests), `answer` (their answers, proven by the raw
//! text), `keys` and `certificates` (who is believed), `transport` (bytes out, bytes in),
//! `orders`, `barcodes`, `refunds`, `bills` and `statement` (the file inside), `notifications`,
//! `errors`, `config`; `yuan`, `beijing` and `wording` are the edge of amounts, times and texts.
//! Source: the pages of `https://opendocs.alipay.com/open/194`.

mod answer;
mod barcodes;
mod beijing;
mod bills;
mod certificates;
mod config;
mod errors;
mod keys;
mod notifications;
mod orders;
mod refunds;
mod signing;
mod statement;
mod transport;
mod wording;
mod yuan;

use async_trait::async_trait;
use http::HeaderMap;
use order::{OutRefundNo, OutTradeNo, ProviderId, Timestamp};
use serde::Serialize;

pub use certificates::Certificate;
pub use config::{Config, ConfigError, Keys, OFFICIAL_BILL_HOST, OFFICIAL_GATEWAY};
pub use keys::{AppKey, Trust, VerifyingKey};
pub use signing::{Parameters, text_to_sign};

use crate::{
    Acknowledgement, BillDay, BillLine, Call, ChargeRequest, CloseOutcome, CodeUrl, Error,
    Notification, PaymentRequest, Provider, RefundReading, RefundRequest, Refused, ReverseOutcome,
    Surroundings, Transaction, UnknownCause,
};
use answer::{Answer, unintelligible};
use signing::{Signer, Unsigned};
use transport::Line;

/// One merchant at Alipay.
///
/// Two answers differ from other providers' and need a caller who knows: a query before the first
/// scan says [`crate::TransactionState::NotPaid`] whether or not Alipay ever heard of the number,
/// and closing a code that nobody scanned is [`Error::NotFound`], because nothing was closed: the
/// code can be paid until `expires_at`, and the payment must be watched until then.
#[derive(Debug)]
pub struct Alipay {
    seller_id: String,
    notify_url: String,
    bill_hosts: Vec<String>,
    signer: Signer,
    trust: Trust,
    line: Line,
    surroundings: Surroundings,
}

impl Alipay {
    /// Reads the key files that `config` names and checks every setting; no call is made.
    pub fn new(config: Config, surroundings: Surroundings) -> Result<Self, ConfigError> {
        let keys = config.read_keys()?;
        Self::with_keys(config, keys, surroundings)
    }

    /// As [`Alipay::new`], with keys that are already in memory.
    pub fn with_keys(
        config: Config,
        keys: Keys,
        surroundings: Surroundings,
    ) -> Result<Self, ConfigError> {
        config.checked_numbers()?;
        Ok(Self {
            notify_url: config.checked_notify_url()?,
            line: Line::new(config.checked_gateway()?)?,
            seller_id: config.seller_id,
            bill_hosts: config.bill_hosts,
            signer: Signer {
                app_id: config.app_id,
                key: keys.app,
            },
            trust: keys.trust,
            surroundings,
        })
    }

    /// Signs and sends one call, and returns the answer only when it is proven to be theirs.
    async fn call(
        &self,
        call: Call,
        method: &str,
        asked: &impl Serialize,
    ) -> Result<Answer, Error> {
        self.exchange(call, method, asked, None).await
    }

    /// As [`Alipay::call`], for what Alipay is to send notifications about.
    async fn call_notifying(
        &self,
        call: Call,
        method: &str,
        asked: &impl Serialize,
    ) -> Result<Answer, Error> {
        self.exchange(call, method, asked, Some(&self.notify_url))
            .await
    }

    async fn exchange(
        &self,
        call: Call,
        method: &str,
        asked: &impl Serialize,
        notify_url: Option<&str>,
    ) -> Result<Answer, Error> {
        let unsigned = Unsigned {
            method,
            timestamp: beijing::written(self.surroundings.now())
                .ok_or(unintelligible(call, "our clock lies outside the calendar"))?,
            notify_url,
            biz_content: serde_json::to_string(asked).expect("structs of texts are always JSON"),
        };
        let parameters = self.signer.sign(unsigned, &self.trust);
        let arrived = self.line.call(&parameters).await.map_err(|cause| {
            tracing::warn!(%call, %cause, "Alipay gave no whole answer");
            Error::Unknown { call, cause }
        })?;
        let answer = answer::prove(call, method, &arrived, &self.trust);
        if let Err(Error::Unknown {
            cause: cause @ (UnknownCause::Unverified(_) | UnknownCause::ProviderFault { .. }),
            ..
        }) = &answer
        {
            tracing::warn!(%call, %cause, "Alipay's answer proves nothing");
        }
        answer
    }
}

#[async_trait]
impl Provider for Alipay {
    fn id(&self) -> ProviderId {
        ProviderId::Alipay
    }

    async fn open(&self, request: &PaymentRequest) -> Result<CodeUrl, Error> {
        self.precreate(request).await
    }

    async fn query(&self, number: &OutTradeNo) -> Result<Transaction, Error> {
        self.query_trade(number).await
    }

    async fn close(&self, number: &OutTradeNo) -> Result<CloseOutcome, Error> {
        self.close_trade(number).await
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Transaction, Error> {
        self.charge_barcode(request).await
    }

    async fn reverse(&self, number: &OutTradeNo) -> Result<ReverseOutcome, Error> {
        self.cancel_trade(number).await
    }

    async fn bill(&self, day: BillDay) -> Result<Vec<BillLine>, Error> {
        self.fetch_bill(day).await
    }

    async fn refund(&self, request: &RefundRequest) -> Result<RefundReading, Error> {
        self.ask_for_refund(request).await
    }

    async fn query_refund(&self, number: &OutRefundNo) -> Result<RefundReading, Error> {
        self.read_refund(number).await
    }

    async fn read_notification(
        &self,
        _headers: &HeaderMap,
        body: &[u8],
        _now: Timestamp,
    ) -> Result<Notification, Refused> {
        // Nothing in a notification's headers is signed, and repeats over a day are its nature.
        self.judge(body)
    }

    fn acknowledgement(&self) -> Acknowledgement {
        Acknowledgement::Text("success")
    }
}
