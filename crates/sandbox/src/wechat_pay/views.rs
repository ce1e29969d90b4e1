//! Orders and refunds as the control surface shows them.

use serde::Serialize;
use thiserror::Error;

use super::RefundEnd;

/// How an order stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum OrderState {
    /// Waiting for the customer.
    NotPaid,
    /// Paid.
    Paid {
        /// WeChat Pay's number for the payment.
        transaction_id: String,
        /// Milliseconds since the epoch.
        paid_at_ms: i64,
        /// What was taken, in fen: the price, unless a fault says otherwise.
        taken: i64,
    },
    /// The customer whose barcode was charged is asked for the password.
    Paying,
    /// Closed by the merchant.
    Closed,
    /// A charge to a barcode that was undone, by the merchant or for want of a password.
    Reversed {
        /// WeChat Pay's number, when, and how much in fen, if it had been paid.
        undone: Option<Undone>,
    },
    /// A charge to a barcode that failed.
    Failed,
}

/// A payment that was undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// WeChat Pay's number for the payment.
    pub transaction_id: String,
    /// When it was paid, milliseconds since the epoch.
    pub paid_at_ms: i64,
    /// When it was undone, milliseconds since the epoch.
    pub undone_at_ms: i64,
    /// What had been taken, in fen.
    pub taken: i64,
}

/// How a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RefundStatus {
    /// Accepted.
    Processing,
    /// The customer has the money.
    Success,
    /// The customer's card cannot take it.
    Abnormal,
    /// Given up.
    Closed,
}

impl From<RefundEnd> for RefundStatus {
    fn from(end: RefundEnd) -> Self {
        match end {
            RefundEnd::Success => Self::Success,
            RefundEnd::Abnormal => Self::Abnormal,
            RefundEnd::Closed => Self::Closed,
        }
    }
}

/// An order as the control surface shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrderView {
    /// The merchant's number.
    pub out_trade_no: String,
    /// What the customer reads.
    pub description: String,
    /// The price in fen.
    pub total: i64,
    /// The text of the QR code; nothing when a barcode was charged.
    pub code_url: Option<String>,
    /// Milliseconds since the epoch.
    pub created_at_ms: i64,
    /// Last moment to pay, milliseconds since the epoch.
    pub expires_at_ms: i64,
    /// How often a customer turned away.
    pub declined: u32,
    /// How it stands.
    #[serde(flatten)]
    pub state: OrderState,
    /// Money given back.
    pub refunds: Vec<RefundView>,
}

/// A refund as the control surface shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefundView {
    /// The merchant's number.
    pub out_refund_no: String,
    /// In fen.
    pub amount: i64,
    /// How it stands.
    pub status: RefundStatus,
}

/// Why a customer cannot pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PayRefused {
    /// No such order or code.
    #[error("there is no such order")]
    Unknown,
    /// Paid already.
    #[error("the order is already paid")]
    AlreadyPaid,
    /// Closed by the merchant.
    #[error("the merchant closed the order")]
    Closed,
    /// The time to pay is over.
    #[error("the time to pay is over")]
    Expired,
}
