//! Taking money and giving it back through an online payment provider.
//!
//! [`Provider`] is the port: open a payment or charge a barcode, ask how it stands, close or
//! reverse it, refund it, read a day's bill, and judge what claims to be a notification.
//! [`wechat_pay`] plugs WeChat Pay APIv3 into it, [`alipay`] Alipay's Open Platform; [`fake`] is
//! a scripted provider for other crates' tests.
//!
//! This crate deliberately does not know what is being sold, which kiosk asks, how often to poll,
//! what to do about a late payment, or who serves HTTP: it turns one question into one signed
//! call and one answer that has been verified. It reads neither the clock nor the system's
//! randomness; both are handed in as [`Surroundings`].
//!
//! Start reading at [`Provider`], then [`Error`], then `wechat_pay/mod.rs`.

pub mod alipay;
mod barcode;
mod bill;
mod error;
pub mod fake;
mod notification;
mod provider;
mod refund;
mod surroundings;
mod transaction;
pub mod wechat_pay;

pub use barcode::{ChargeRequest, ReverseOutcome};
pub use bill::{BadBillDay, BillDay, BillEntry, BillLine};
pub use error::{Call, Error, Refusal, Retry, UnknownCause};
pub use notification::{Acknowledgement, Foreign, Notification, Refused, Reply};
pub use provider::{CodeUrl, PaymentRequest, Provider, Terminal};
pub use refund::{RefundReading, RefundRequest, RefundState};
pub use surroundings::Surroundings;
pub use transaction::{Capture, CloseOutcome, Transaction, TransactionState};

pub use order::{AuthCode, AuthCodeIssuer, BadAuthCode};
