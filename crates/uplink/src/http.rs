//! The line over HTTP.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use order::machine::{PaymentStatus, RefundStatus};
use order::{CodeRefusal, KioskId, OutRefundNo, OutTradeNo, PhotoId, SessionId};
use reqwest::{Method, StatusCode};
use wire::code::{CodeCheck, CodeReading};
use wire::fact::{FactReceipt, FactUpload};
use wire::heartbeat::{Heartbeat, HeartbeatAnswer};
use wire::pairing::{PairingOffer, PairingReading, PairingRequest};
use wire::payment::{ChargeBarcode, OpenPayment, OpenRefund, PaymentReading, RefundReading};
use wire::sealed_quote::QuoteStatement;
use wire::session::{
    Admission, OpenSession, PhoneDecision, PhotoOutcome, SessionAddress, SessionReading, Stage,
};

use crate::call::{Call, Signer};
use crate::{CodeAnswer, Dashboard, Hints, PairingDesk, SettingsAnswer, Stamp, UplinkError, hints};

/// How long connecting may take: longer than any network that a customer would wait for.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// A photo may take longer than an ordinary answer: 40 MiB over a slow line.
const PHOTO_DEADLINE: Duration = Duration::from_secs(120);

/// A dashboard at an address.
#[derive(Clone)]
pub struct Line {
    client: reqwest::Client,
    base_url: String,
}

/// A dashboard as one of its kiosks sees it.
#[derive(Clone)]
pub struct PairedLine {
    line: Line,
    signer: Arc<Signer>,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line")
            .field("base_url", &self.base_url)
            .finish()
    }
}

impl fmt::Debug for PairedLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PairedLine")
            .field("base_url", &self.line.base_url)
            .field("kiosk", &self.signer.kiosk)
            .finish()
    }
}

impl Line {
    /// A line to the dashboard at `base_url` (scheme, host and port; no path).
    pub fn to(base_url: &str) -> Result<Self, UplinkError> {
        // Another part of the process may have installed it first, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_LIMIT)
            .read_timeout(hints::SILENCE_LIMIT)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("minilab-kiosk/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| UplinkError::Unsendable(error.to_string()))?;
        Ok(Self {
            client,
            base_url: base_url.trim_end_matches('/').to_owned(),
        })
    }

    /// The line of a paired kiosk, which signs with its device key (32-byte Ed25519 seed).
    pub fn paired(
        &self,
        kiosk: &KioskId,
        seed: [u8; 32],
        stamp: impl Fn() -> Stamp + Send + Sync + 'static,
    ) -> PairedLine {
        PairedLine {
            line: self.clone(),
            signer: Arc::new(Signer {
                kiosk: kiosk.as_str().to_owned(),
                seed,
                stamp: Box::new(stamp),
            }),
        }
    }
}

/// The public half of a device key, as pairing wants it.
pub fn public_key(seed: &[u8; 32]) -> String {
    let key = ed25519_dalek::SigningKey::from_bytes(seed).verifying_key();
    URL_SAFE_NO_PAD.encode(key.to_bytes())
}

#[async_trait]
impl PairingDesk for Line {
    async fn ask(&self, request: &PairingRequest) -> Result<PairingOffer, UplinkError> {
        Call::new("pairing", Method::POST, "/api/v1/pairing".to_owned())
            .json(request)?
            .answer(&self.client, &self.base_url)
            .await
    }

    async fn reading(&self, pairing_id: &str) -> Result<PairingReading, UplinkError> {
        let path = format!("/api/v1/pairing/{pairing_id}");
        Call::new("pairing reading", Method::GET, path)
            .answer(&self.client, &self.base_url)
            .await
    }
}

impl PairedLine {
    fn call(&self, name: &'static str, method: Method, path: &str) -> Call<'_> {
        Call::new(name, method, format!("/api/v1/kiosk/{path}")).signed_by(&self.signer)
    }

    async fn answer<T: serde::de::DeserializeOwned>(
        &self,
        call: Call<'_>,
    ) -> Result<T, UplinkError> {
        call.answer(&self.line.client, &self.line.base_url).await
    }

    async fn done(&self, call: Call<'_>) -> Result<(), UplinkError> {
        call.send(&self.line.client, &self.line.base_url).await?;
        Ok(())
    }
}

#[async_trait]
impl Dashboard for PairedLine {
    async fn settings(&self, version: u64) -> Result<SettingsAnswer, UplinkError> {
        let mut call = self.call("settings", Method::GET, "settings");
        call.if_none_match = Some(format!("\"{version}\""));
        let response = call.send(&self.line.client, &self.line.base_url).await?;
        if response.status() == StatusCode::NOT_MODIFIED {
            return Ok(SettingsAnswer::Unchanged);
        }
        let body = response.bytes().await.map_err(UplinkError::Unreachable)?;
        serde_json::from_slice(&body)
            .map(SettingsAnswer::Changed)
            .map_err(|_| UplinkError::Unreadable { call: "settings" })
    }

    async fn heartbeat(&self, beat: &Heartbeat) -> Result<HeartbeatAnswer, UplinkError> {
        self.answer(
            self.call("heartbeat", Method::POST, "heartbeats")
                .json(beat)?,
        )
        .await
    }

    async fn facts(&self, upload: &FactUpload) -> Result<FactReceipt, UplinkError> {
        self.answer(self.call("facts", Method::POST, "facts").json(upload)?)
            .await
    }

    async fn hints(&self) -> Result<Hints, UplinkError> {
        let mut call = self.call("events", Method::GET, "events");
        call.deadline = None; // It stays open; silence ends it.
        let response = call.send(&self.line.client, &self.line.base_url).await?;
        Ok(hints::read(response))
    }

    async fn open_session(
        &self,
        session: &SessionId,
        open: &OpenSession,
    ) -> Result<SessionAddress, UplinkError> {
        let call = self.call("open session", Method::PUT, &format!("sessions/{session}"));
        self.answer(call.json(open)?).await
    }

    async fn session(&self, session: &SessionId) -> Result<SessionReading, UplinkError> {
        self.answer(self.call("session", Method::GET, &format!("sessions/{session}")))
            .await
    }

    async fn stage(&self, session: &SessionId, stage: Stage) -> Result<(), UplinkError> {
        let path = format!("sessions/{session}/stage");
        self.done(self.call("stage", Method::PUT, &path).json(&stage)?)
            .await
    }

    async fn decide_phone(
        &self,
        session: &SessionId,
        phone: &str,
        admission: Admission,
    ) -> Result<(), UplinkError> {
        let path = format!("sessions/{session}/phones/{phone}");
        let decision = PhoneDecision { admission };
        self.done(
            self.call("phone decision", Method::PUT, &path)
                .json(&decision)?,
        )
        .await
    }

    async fn photo(&self, session: &SessionId, photo: &PhotoId) -> Result<Bytes, UplinkError> {
        let path = format!("sessions/{session}/photos/{photo}");
        let mut call = self.call("photo", Method::GET, &path);
        call.deadline = Some(PHOTO_DEADLINE);
        let response = call.send(&self.line.client, &self.line.base_url).await?;
        let most = wire::phone::MOST_PHOTO_BYTES + wire::phone::MOST_SEALING_BYTES;
        if response.content_length().is_none_or(|length| length > most) {
            return Err(UplinkError::Unreadable { call: "photo" });
        }
        response.bytes().await.map_err(UplinkError::Unreachable)
    }

    async fn photo_outcome(
        &self,
        session: &SessionId,
        photo: &PhotoId,
        outcome: PhotoOutcome,
    ) -> Result<(), UplinkError> {
        let path = format!("sessions/{session}/photos/{photo}/outcome");
        self.done(
            self.call("photo outcome", Method::PUT, &path)
                .json(&outcome)?,
        )
        .await
    }

    async fn end_session(&self, session: &SessionId) -> Result<(), UplinkError> {
        self.done(self.call(
            "end session",
            Method::DELETE,
            &format!("sessions/{session}"),
        ))
        .await
    }

    async fn check_code(&self, check: &CodeCheck) -> Result<CodeAnswer, UplinkError> {
        let call = self
            .call("check code", Method::POST, "code-checks")
            .json(check)?;
        match self.answer::<CodeReading>(call).await {
            Ok(reading) => Ok(CodeAnswer::Counts(reading.terms)),
            Err(UplinkError::Busy { status: 429 }) => {
                Ok(CodeAnswer::Refused(CodeRefusal::TooManyTries))
            }
            Err(UplinkError::Refused {
                status,
                code,
                title,
            }) => match wire::code::refusal(&code) {
                Some(refusal) => Ok(CodeAnswer::Refused(refusal)),
                None => Err(UplinkError::Refused {
                    status,
                    code,
                    title,
                }),
            },
            Err(error) => Err(error),
        }
    }

    async fn open_payment(
        &self,
        out_trade_no: &OutTradeNo,
        open: &OpenPayment,
    ) -> Result<PaymentStatus, UplinkError> {
        let path = format!("payments/{out_trade_no}");
        let kiosk = KioskId::parse(&self.signer.kiosk)
            .map_err(|error| UplinkError::Unsendable(error.to_string()))?;
        let sealed = QuoteStatement::of(&kiosk, out_trade_no, open)
            .seal(&self.signer.seed)
            .map_err(|error| UplinkError::Unsendable(error.to_string()))?;
        let open = OpenPayment {
            sealed: Some(sealed),
            ..open.clone()
        };
        let call = self.call("open payment", Method::PUT, &path).json(&open)?;
        Ok(self.answer::<PaymentReading>(call).await?.status)
    }

    async fn charge_payment(
        &self,
        out_trade_no: &OutTradeNo,
        charge: &ChargeBarcode,
    ) -> Result<PaymentStatus, UplinkError> {
        let path = format!("payments/{out_trade_no}/charge");
        let call = self
            .call("charge payment", Method::POST, &path)
            .json(charge)?;
        Ok(self.answer::<PaymentReading>(call).await?.status)
    }

    async fn payment(&self, out_trade_no: &OutTradeNo) -> Result<PaymentStatus, UplinkError> {
        let path = format!("payments/{out_trade_no}");
        let call = self.call("payment", Method::GET, &path);
        Ok(self.answer::<PaymentReading>(call).await?.status)
    }

    async fn close_payment(&self, out_trade_no: &OutTradeNo) -> Result<PaymentStatus, UplinkError> {
        let path = format!("payments/{out_trade_no}/close");
        let call = self.call("close payment", Method::POST, &path);
        Ok(self.answer::<PaymentReading>(call).await?.status)
    }

    async fn refund(
        &self,
        out_trade_no: &OutTradeNo,
        out_refund_no: &OutRefundNo,
        refund: OpenRefund,
    ) -> Result<RefundStatus, UplinkError> {
        let path = format!("payments/{out_trade_no}/refunds/{out_refund_no}");
        let call = self.call("refund", Method::PUT, &path).json(&refund)?;
        Ok(self.answer::<RefundReading>(call).await?.status)
    }
}
