//! How a payment stands, as the provider said and we verified.

use order::{Money, OutTradeNo, Timestamp};

/// One payment attempt at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// Our number for it.
    pub out_trade_no: OutTradeNo,
    /// How it stands.
    pub state: TransactionState,
}

/// How a payment stands. Source: `trade_state` of WeChat Pay APIv3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransactionState {
    /// The money is with the merchant (`SUCCESS`).
    Success(Capture),
    /// It was paid and has at least one refund, perhaps a partial one (`REFUND`): the refunds'
    /// own readings say how much went back.
    Refunded(Capture),
    /// Not paid yet (`NOTPAY`).
    NotPaid,
    /// The customer is typing the password (`USERPAYING`).
    InProgress,
    /// Closed without payment (`CLOSED`). Final.
    Closed,
    /// Reversed, the money is back with the customer (`REVOKED`). Final.
    Reversed,
    /// The payment failed (`PAYERROR`). Final; another try needs another number.
    Failed,
}

/// Money that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// The provider's number of the payment, as its bills name it.
    pub transaction_id: String,
    /// The price that was paid, coupons of the provider included (`amount.total`). Compare it with
    /// our own record before handing anything out.
    pub amount: Money,
    /// When the customer paid.
    pub paid_at: Timestamp,
}

impl TransactionState {
    /// What was taken, if anything ever was.
    pub const fn capture(&self) -> Option<&Capture> {
        match self {
            Self::Success(capture) | Self::Refunded(capture) => Some(capture),
            Self::NotPaid | Self::InProgress | Self::Closed | Self::Reversed | Self::Failed => None,
        }
    }
}

/// What became of an attempt to close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseOutcome {
    /// The provider closed it.
    Closed,
    /// The provider says that it is paid. Query it: this answer alone proves nothing.
    AlreadyPaid,
    /// The customer is in the middle of paying, or the provider is busy: wait some 5 seconds,
    /// query, and close again if it is still unpaid.
    TryLater,
}
