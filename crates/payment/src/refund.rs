//! Giving money back.

use order::{Money, OutRefundNo, OutTradeNo};

/// What is to be given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRequest {
    /// The payment it comes out of.
    pub out_trade_no: OutTradeNo,
    /// Our number for this refund, stored before the call. The same number is the same refund.
    pub out_refund_no: OutRefundNo,
    /// What goes back, more than zero.
    pub amount: Money,
    /// What was paid in all (`amount.total` of the payment).
    pub total: Money,
    /// Shown to the customer. WeChat Pay keeps 80 bytes of it; the rest is cut off.
    pub reason: String,
}

/// How a refund stands, as the provider said and we verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundReading {
    /// The payment it comes out of.
    pub out_trade_no: OutTradeNo,
    /// Our number for it.
    pub out_refund_no: OutRefundNo,
    /// The provider's number for it.
    pub refund_id: String,
    /// What goes back.
    pub amount: Money,
    /// How it stands.
    pub state: RefundState,
}

/// How a refund stands. Source: `status` / `refund_status` of WeChat Pay APIv3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundState {
    /// Accepted and on its way: ask again.
    Processing,
    /// The customer has the money. Final.
    Success,
    /// The provider gave up. Final; repeat it under the same number.
    Closed,
    /// The customer's card or account cannot take it: a person must act in the merchant portal.
    Abnormal,
}
