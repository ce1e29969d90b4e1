//! Trades and refunds as the control surface shows them.

use serde::Serialize;
use thiserror::Error;

/// How a payment stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TradeState {
    /// There is a code and nobody scanned it: to Alipay there is no trade yet.
    Unscanned,
    /// Scanned, or charged, and not confirmed.
    Waiting,
    /// Paid.
    Paid {
        /// Milliseconds since the epoch.
        paid_at_ms: i64,
        /// What was taken, in fen: the price, unless a fault says otherwise.
        taken: i64,
    },
    /// Closed without payment, or given back whole.
    Closed {
        /// When it was paid, milliseconds since the epoch, and how much in fen, if it ever was.
        paid: Option<(i64, i64)>,
    },
}

/// A payment as the control surface shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TradeView {
    /// The merchant's number.
    pub out_trade_no: String,
    /// Alipay's number; nothing before the first scan.
    pub trade_no: Option<String>,
    /// What the customer reads.
    pub subject: String,
    /// The price in fen.
    pub total: i64,
    /// The text of the QR code; nothing when a barcode was charged.
    pub code: Option<String>,
    /// Milliseconds since the epoch.
    pub created_at_ms: i64,
    /// Last moment to pay, milliseconds since the epoch.
    pub pay_by_ms: i64,
    /// How often a customer turned away.
    pub declined: u32,
    /// How it stands.
    #[serde(flatten)]
    pub state: TradeState,
    /// Money given back.
    pub refunds: Vec<RefundView>,
}

/// A refund as the control surface shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefundView {
    /// The merchant's number; nothing for a cancellation.
    pub out_request_no: Option<String>,
    /// In fen.
    pub amount: i64,
}

/// Why a customer cannot pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PayRefused {
    /// No such trade or code.
    #[error("there is no such order")]
    Unknown,
    /// Paid already.
    #[error("the order is already paid")]
    AlreadyPaid,
    /// Closed, by the merchant or by time.
    #[error("the order is closed")]
    Closed,
    /// The code is too old.
    #[error("the time to pay is over")]
    Expired,
}
