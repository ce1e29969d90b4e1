//! The port that every payment provider is plugged into.

use std::fmt;
use std::net::IpAddr;

use async_trait::async_trait;
use http::HeaderMap;
use order::{Money, OutRefundNo, OutTradeNo, ProviderId, Timestamp};

use crate::{
    Acknowledgement, BillDay, BillLine, ChargeRequest, CloseOutcome, Error, Notification,
    RefundReading, RefundRequest, Refused, ReverseOutcome, Transaction,
};

/// A payment provider: the customer scans our QR code ([`Provider::open`]) or we scan the
/// customer's ([`Provider::charge`]), and the provider is asked how the payment stands.
///
/// Every call may be repeated with the same parameters: the numbers make it idempotent at the
/// provider. An [`Error::Unknown`] means exactly that; ask again, and never under a new number.
#[async_trait]
pub trait Provider: fmt::Debug + Send + Sync {
    /// Which provider this is.
    fn id(&self) -> ProviderId;

    /// Opens a payment and returns what the QR code must say.
    async fn open(&self, request: &PaymentRequest) -> Result<CodeUrl, Error>;

    /// How the payment stands, verified to come from the provider.
    ///
    /// [`Error::NotFound`] is final only when the call that opened it certainly failed.
    async fn query(&self, number: &OutTradeNo) -> Result<Transaction, Error>;

    /// Makes the payment impossible from now on. A customer may pay between the last query and
    /// this call, so query once more after [`CloseOutcome::Closed`].
    async fn close(&self, number: &OutTradeNo) -> Result<CloseOutcome, Error>;

    /// Takes the money from the barcode that the customer shows. Most answers are final at once;
    /// [`crate::TransactionState::InProgress`] while the customer types the password.
    ///
    /// Providers send no notification of these payments. While the customer types, and after
    /// [`Error::Unknown`] and [`Error::TryLater`], wait 5 seconds, query every 3 to 5 seconds, and
    /// after 45 seconds without success [`Provider::reverse`]. Query rather than repeat: a repeat of
    /// a charge that did arrive may be refused with [`crate::Refusal::AuthCodeUsed`], which then
    /// proves nothing; [`crate::Refusal::AlreadyPaid`] is no failure either. Never charge the same
    /// barcode under a second number, and take no new number before the old one is reversed or
    /// known to have failed.
    ///
    /// A barcode of another provider is refused with [`crate::Refusal::AuthCodeInvalid`] before any
    /// call is made.
    async fn charge(&self, request: &ChargeRequest) -> Result<Transaction, Error>;

    /// Undoes a charge whose outcome is unknown: what was taken goes back, what was not taken
    /// cannot be taken any more. Repeat it until [`ReverseOutcome::Reversed`]. A charge known to
    /// have succeeded is refunded instead.
    ///
    /// [`Error::NotFound`] means that the charge has not arrived; it is final once the barcode is
    /// too old to pay with, a minute after it was charged.
    ///
    /// The provider's shortest time between charging and reversing is kept for charges made
    /// through this value ([`ReverseOutcome::TryLater`] until then); for those from before a
    /// restart, and of other machines, the caller keeps it (WeChat Pay: 15 seconds).
    async fn reverse(&self, number: &OutTradeNo) -> Result<ReverseOutcome, Error>;

    /// Everything the provider did for us on one day, in its order; empty when nothing was done.
    ///
    /// Bills are made from 09:00 Beijing time of the next day on; ask after 10:00.
    /// [`Error::TryLater`] while it is not ready. A bill that is damaged or not understood in any
    /// of its lines is [`Error::Unknown`], never a part of a bill.
    async fn bill(&self, day: BillDay) -> Result<Vec<BillLine>, Error>;

    /// Asks for money to be given back. Success means accepted: only [`crate::RefundState::Success`]
    /// in a later reading means returned. A failed refund is repeated under the same number, since
    /// a new one could refund twice.
    async fn refund(&self, request: &RefundRequest) -> Result<RefundReading, Error>;

    /// How the refund stands, verified to come from the provider.
    async fn query_refund(&self, number: &OutRefundNo) -> Result<RefundReading, Error>;

    /// Judges a message that arrived at the notification address: `headers` and `body` exactly as
    /// received, `now` by the server's clock. A notification is a hint; what it says about amounts
    /// must still be compared with our own record.
    ///
    /// On [`Refused`], [`Refused::reply`] says how to answer the sender.
    async fn read_notification(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Notification, Refused>;

    /// How to answer a notification that was verified and kept.
    fn acknowledgement(&self) -> Acknowledgement {
        Acknowledgement::NoContent
    }
}

/// What is to be paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRequest {
    /// Our number for this attempt, stored before the call.
    pub out_trade_no: OutTradeNo,
    /// What the customer pays, more than zero.
    pub amount: Money,
    /// The line in the customer's bill. WeChat Pay keeps 127 bytes of it; the rest is cut off.
    pub description: String,
    /// The last moment to pay. WeChat Pay raises anything less than a minute ahead to a minute and
    /// does not close the payment by itself afterwards.
    pub expires_at: Timestamp,
    /// Where the customer stands, for the provider's risk control.
    pub terminal: Option<Terminal>,
}

/// The machine in front of the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Its address as the internet sees it.
    pub client_ip: IpAddr,
    /// Its name with the merchant, at most 32 characters.
    pub device_id: String,
}

/// The text of the QR code. It is drawn as it is, without any URL encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeUrl(String);

impl CodeUrl {
    /// Wraps what the provider sent.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text to draw.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
