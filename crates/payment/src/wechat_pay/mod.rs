//! WeChat Pay APIv3 of a direct merchant: Native orders, barcodes, refunds and bills.
//!
//! One file per concern: `signing` (our requests), `verification` and `certificates` (their
//! answers), `resource` (what they encrypt), `transport` (bytes out, bytes in), `orders`,
//! `barcodes`, `refunds`, `bills` and `statement` (the file inside), `notifications`, `errors`, `config`. Source: the APIv3 pages of
//! `https://pay.weixin.qq.com/doc/v3/merchant/`.

mod barcodes;
mod bills;
mod certificates;
mod config;
mod errors;
mod notifications;
mod orders;
mod refunds;
mod resource;
mod signing;
mod statement;
mod transport;
mod verification;

use async_trait::async_trait;
use http::{HeaderMap, Method, StatusCode};
use order::{OutRefundNo, OutTradeNo, ProviderId, Timestamp};

pub use config::{Config, ConfigError, Keys, OFFICIAL_BACKUP_BASE, OFFICIAL_BASE};
pub use resource::ApiV3Key;
pub use signing::{MerchantKey, Stamp};
pub use verification::{Seal, VerifyingKey};

use crate::{
    BillDay, BillLine, Call, ChargeRequest, CloseOutcome, CodeUrl, Error, Notification,
    PaymentRequest, Provider, RefundReading, RefundRequest, Refused, ReverseOutcome, Surroundings,
    Transaction, UnknownCause,
};
use barcodes::RecentCharges;
use certificates::Certificates;
use transport::{Limits, Line, Outgoing};

/// One merchant at WeChat Pay.
#[derive(Debug)]
pub struct WeChatPay {
    appid: String,
    mchid: String,
    notify_url: String,
    api_v3: ApiV3Key,
    public_key: Option<(String, VerifyingKey)>,
    certificates: Certificates,
    line: Line,
    recent_charges: RecentCharges,
    surroundings: Surroundings,
}

/// A verified answer.
struct Answer {
    status: StatusCode,
    body: Vec<u8>,
}

impl WeChatPay {
    /// Reads the key files that `config` names and checks every setting; no call is made.
    pub fn new(config: Config, surroundings: Surroundings) -> Result<Self, ConfigError> {
        let keys = config.read_keys()?;
        Self::with_keys(config, keys, surroundings)
    }

    /// As [`WeChatPay::new`], with keys that are already in memory.
    pub fn with_keys(
        config: Config,
        keys: Keys,
        surroundings: Surroundings,
    ) -> Result<Self, ConfigError> {
        let notify_url = config.checked_notify_url()?;
        let bases = config.checked_bases()?;
        Ok(Self {
            notify_url,
            api_v3: keys.api_v3,
            certificates: Certificates::default(),
            line: Line::new(
                bases,
                keys.merchant,
                keys.public_key.as_ref().map(|(id, _)| id.clone()),
            )?,
            recent_charges: RecentCharges::default(),
            public_key: keys.public_key,
            appid: config.appid,
            mchid: config.mchid,
            surroundings,
        })
    }

    /// Signs and sends one call, and returns the answer only when it is proven to be theirs.
    async fn call(
        &self,
        call: Call,
        method: Method,
        path_and_query: &str,
        body: Vec<u8>,
    ) -> Result<Answer, Error> {
        let outgoing = Outgoing {
            call,
            method,
            path_and_query,
            body: &body,
            limits: Limits::ANSWER,
        };
        let answer = self.line.exchange(&outgoing, &self.surroundings).await?;
        if !answer.status.is_success() {
            let error = errors::classify(call, answer.status, &answer.body);
            // WeChat Pay's support asks for the id of the request.
            let request_id = answer.request_id();
            tracing::info!(%error, request.id = request_id, "WeChat Pay did not do what was asked");
            return Err(error);
        }
        self.verify(&answer.headers, &answer.body, self.surroundings.now())
            .await
            .map_err(|refused| Error::Unknown {
                call,
                cause: UnknownCause::Unverified(refused),
            })?;
        // 202: accepted, and not done, since the customer is asked for the password.
        if answer.status == StatusCode::ACCEPTED
            && let Some(code) = errors::code_of(&answer.body)
        {
            return Err(Error::TryLater { call, code });
        }
        Ok(Answer {
            status: answer.status,
            body: answer.body,
        })
    }

    /// Proves that a message is WeChat Pay's: the key is chosen by the serial it names, since
    /// while a merchant moves to the public key both kinds arrive mixed.
    async fn verify(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: Timestamp,
    ) -> Result<(), Refused> {
        let seal = Seal::read(headers)?;
        seal.check_age(now)?;
        if let Some((id, key)) = &self.public_key
            && *id == seal.serial
        {
            return seal.check_signature(key, body);
        }
        if seal.names_a_public_key() {
            return Err(seal.unknown_key());
        }
        let held = self.certificates.find(&seal.serial, now);
        if held.is_none() || self.certificates.are_old(now) {
            self.refresh_certificates(now).await;
        }
        match self.certificates.find(&seal.serial, now) {
            Some(key) => seal.check_signature(&key, body),
            None => Err(seal.unknown_key()),
        }
    }
}

#[async_trait]
impl Provider for WeChatPay {
    fn id(&self) -> ProviderId {
        ProviderId::WechatPay
    }

    async fn open(&self, request: &PaymentRequest) -> Result<CodeUrl, Error> {
        self.open_native(request).await
    }

    async fn query(&self, number: &OutTradeNo) -> Result<Transaction, Error> {
        self.query_order(number).await
    }

    async fn close(&self, number: &OutTradeNo) -> Result<CloseOutcome, Error> {
        self.close_order(number).await
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Transaction, Error> {
        self.charge_barcode(request).await
    }

    async fn reverse(&self, number: &OutTradeNo) -> Result<ReverseOutcome, Error> {
        self.reverse_order(number).await
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
        headers: &HeaderMap,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Notification, Refused> {
        self.verify(headers, body, now).await?;
        self.open_envelope(body)
    }
}
