//! The addresses between a kiosk and its dashboard. Every request but pairing is signed
//! ([`crate::signature`]).
//!
//! | method and path | body -> answer |
//! | --- | --- |
//! | `POST /api/v1/pairing` | [`PairingRequest`](crate::pairing::PairingRequest) -> [`PairingOffer`](crate::pairing::PairingOffer) |
//! | `GET /api/v1/pairing/{pairing_id}` | -> [`PairingReading`](crate::pairing::PairingReading) |
//! | `GET /api/v1/kiosk/settings` | -> [`SignedSettings`](crate::settings::SignedSettings), with `ETag`; 304 when unchanged |
//! | `POST /api/v1/kiosk/heartbeats` | [`Heartbeat`](crate::heartbeat::Heartbeat) -> [`HeartbeatAnswer`](crate::heartbeat::HeartbeatAnswer) |
//! | `POST /api/v1/kiosk/facts` | [`FactUpload`](crate::fact::FactUpload) -> [`FactReceipt`](crate::fact::FactReceipt) |
//! | `GET /api/v1/kiosk/events` | -> server-sent events named `hint`, each a [`Hint`](crate::kiosk::Hint); a comment every 15 s |
//! | `PUT /api/v1/kiosk/sessions/{session}` | [`OpenSession`](crate::session::OpenSession) -> [`SessionAddress`](crate::session::SessionAddress); again with a later `expires_at` it prolongs the visit, at the same address |
//! | `GET /api/v1/kiosk/sessions/{session}` | -> [`SessionReading`](crate::session::SessionReading) |
//! | `PUT /api/v1/kiosk/sessions/{session}/stage` | [`Stage`](crate::session::Stage) -> 204; at `ended` every photo of it is deleted, and the link only says so until it expires |
//! | `PUT /api/v1/kiosk/sessions/{session}/phones/{phone}` | [`PhoneDecision`](crate::session::PhoneDecision) -> 204 |
//! | `GET /api/v1/kiosk/sessions/{session}/photos/{photo}` | -> `application/octet-stream`, the sealed photo |
//! | `PUT /api/v1/kiosk/sessions/{session}/photos/{photo}/outcome` | [`PhotoOutcome`](crate::session::PhotoOutcome) -> 204; the dashboard then deletes its copy |
//! | `DELETE /api/v1/kiosk/sessions/{session}` | -> 204; every photo of it is deleted, its link is dead |
//! | `POST /api/v1/kiosk/code-checks` | [`CodeCheck`](crate::code::CodeCheck) -> [`CodeReading`](crate::code::CodeReading) |
//! | `PUT /api/v1/kiosk/payments/{out_trade_no}` | [`OpenPayment`](crate::payment::OpenPayment) -> [`PaymentReading`](crate::payment::PaymentReading) |
//! | `POST /api/v1/kiosk/payments/{out_trade_no}/charge` | [`ChargeBarcode`](crate::payment::ChargeBarcode) -> [`PaymentReading`](crate::payment::PaymentReading) |
//! | `GET /api/v1/kiosk/payments/{out_trade_no}` | -> [`PaymentReading`](crate::payment::PaymentReading) |
//! | `POST /api/v1/kiosk/payments/{out_trade_no}/close` | -> [`PaymentReading`](crate::payment::PaymentReading) |
//! | `PUT /api/v1/kiosk/payments/{out_trade_no}/refunds/{out_refund_no}` | [`OpenRefund`](crate::payment::OpenRefund) -> [`RefundReading`](crate::payment::RefundReading) |
//!
//! All of them may be repeated. An error is an [`crate::problem::Problem`].

use order::{OutTradeNo, SessionId};
use serde::{Deserialize, Serialize};

/// Something changed; ask for it. A lost hint costs one heartbeat, nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "hint", rename_all = "snake_case")]
pub enum Hint {
    /// There is a newer settings document.
    Settings {
        /// Its version.
        version: u64,
    },
    /// A phone or a photo of this session changed.
    Session {
        /// The session.
        session: SessionId,
    },
    /// This payment attempt changed.
    Payment {
        /// The attempt.
        out_trade_no: OutTradeNo,
    },
}

/// The name of the server-sent event that carries a [`Hint`].
pub const HINT_EVENT: &str = "hint";
