//! The kiosk's line to its dashboard: pairing, signed requests, the stream of hints, and photos
//! on their way down.
//!
//! It deliberately does not know what the answers are for, when to ask again, or what time it
//! is: the moment and the nonce of a signature are handed in ([`Stamp`]). Start reading at
//! [`Dashboard`], the port; [`http`] speaks it over HTTP.

mod call;
mod error;
mod hints;
pub mod http;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::BoxStream;
use order::machine::{PaymentStatus, RefundStatus};
use order::{CodeRefusal, CodeTerms, OutRefundNo, OutTradeNo, PhotoId, SessionId};
use wire::code::CodeCheck;
use wire::fact::{FactReceipt, FactUpload};
use wire::heartbeat::{Heartbeat, HeartbeatAnswer};
use wire::kiosk::Hint;
use wire::pairing::{PairingOffer, PairingReading, PairingRequest};
use wire::payment::{ChargeBarcode, OpenPayment, OpenRefund};
use wire::session::{Admission, OpenSession, PhotoOutcome, SessionAddress, SessionReading, Stage};
use wire::settings::SignedSettings;

pub use error::UplinkError;

/// What a signature needs and this floor may not make: the moment, and a nonce never used twice.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// Seconds since 1970, UTC.
    pub created_s: u64,
    /// At least 128 random bits as text.
    pub nonce: String,
}

/// The latest settings, or word that they are the ones the kiosk has.
#[derive(Clone, Debug)]
pub enum SettingsAnswer {
    /// Nothing newer.
    Unchanged,
    /// A document to check and apply.
    Changed(SignedSettings),
}

/// What the dashboard says to a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeAnswer {
    /// It counts here and now.
    Counts(CodeTerms),
    /// It does not.
    Refused(CodeRefusal),
}

/// Hints as they arrive; the stream ends when the line breaks.
pub type Hints = BoxStream<'static, Result<Hint, UplinkError>>;

/// Being taken into the fleet: the only thing a kiosk without a name can do.
#[async_trait]
pub trait PairingDesk: Send + Sync {
    /// Asks for a code to show.
    async fn ask(&self, request: &PairingRequest) -> Result<PairingOffer, UplinkError>;
    /// Asks how a pairing stands.
    async fn reading(&self, pairing_id: &str) -> Result<PairingReading, UplinkError>;
}

/// The dashboard, as a paired kiosk talks to it. Every call has a deadline and may be repeated.
#[async_trait]
pub trait Dashboard: Send + Sync {
    /// The settings, unless `version` is still the newest.
    async fn settings(&self, version: u64) -> Result<SettingsAnswer, UplinkError>;
    /// Says that the kiosk is well.
    async fn heartbeat(&self, beat: &Heartbeat) -> Result<HeartbeatAnswer, UplinkError>;
    /// Hands over facts.
    async fn facts(&self, upload: &FactUpload) -> Result<FactReceipt, UplinkError>;
    /// Listens for hints.
    async fn hints(&self) -> Result<Hints, UplinkError>;

    /// Opens a visit, or prolongs it.
    async fn open_session(
        &self,
        session: &SessionId,
        open: &OpenSession,
    ) -> Result<SessionAddress, UplinkError>;
    /// How a visit stands.
    async fn session(&self, session: &SessionId) -> Result<SessionReading, UplinkError>;
    /// Tells the phone where the visit stands.
    async fn stage(&self, session: &SessionId, stage: Stage) -> Result<(), UplinkError>;
    /// Lets a phone in, or not.
    async fn decide_phone(
        &self,
        session: &SessionId,
        phone: &str,
        admission: Admission,
    ) -> Result<(), UplinkError>;
    /// A sealed photo.
    async fn photo(&self, session: &SessionId, photo: &PhotoId) -> Result<Bytes, UplinkError>;
    /// Says what became of a photo; the dashboard then deletes its copy.
    async fn photo_outcome(
        &self,
        session: &SessionId,
        photo: &PhotoId,
        outcome: PhotoOutcome,
    ) -> Result<(), UplinkError>;
    /// Ends a visit; everything of it is deleted at the dashboard.
    async fn end_session(&self, session: &SessionId) -> Result<(), UplinkError>;

    /// Asks what a code is worth.
    async fn check_code(&self, check: &CodeCheck) -> Result<CodeAnswer, UplinkError>;
    /// Opens a payment.
    async fn open_payment(
        &self,
        out_trade_no: &OutTradeNo,
        open: &OpenPayment,
    ) -> Result<PaymentStatus, UplinkError>;
    /// Charges the barcode of a payment that was opened for one.
    async fn charge_payment(
        &self,
        out_trade_no: &OutTradeNo,
        charge: &ChargeBarcode,
    ) -> Result<PaymentStatus, UplinkError>;
    /// How a payment stands.
    async fn payment(&self, out_trade_no: &OutTradeNo) -> Result<PaymentStatus, UplinkError>;
    /// Gives a payment up.
    async fn close_payment(&self, out_trade_no: &OutTradeNo) -> Result<PaymentStatus, UplinkError>;
    /// Gives money back.
    async fn refund(
        &self,
        out_trade_no: &OutTradeNo,
        out_refund_no: &OutRefundNo,
        refund: OpenRefund,
    ) -> Result<RefundStatus, UplinkError>;
}
