//! The customer's barcode, read by a scanner: charging it, and undoing a charge nobody can be
//! sure of.

use order::auth_code::AuthCode;
use order::{Money, OutTradeNo};

use crate::Terminal;

/// What is to be charged to a barcode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeRequest {
    /// Our number for this attempt, stored before the call. One barcode goes with one number: a
    /// second number for the same barcode could take the money twice.
    pub out_trade_no: OutTradeNo,
    /// What the customer pays, more than zero.
    pub amount: Money,
    /// The line in the customer's bill. WeChat Pay keeps 127 bytes of it; the rest is cut off.
    pub description: String,
    /// The barcode that was scanned.
    pub auth_code: AuthCode,
    /// Where the customer stands, for the provider's risk control.
    pub terminal: Option<Terminal>,
}

/// What became of an attempt to undo a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReverseOutcome {
    /// It is undone: what was taken is on its way back, and what was not taken cannot be taken
    /// any more. Final.
    Reversed,
    /// Not undone yet: too early, or the provider is busy. Wait some 5 seconds and reverse again,
    /// until it is.
    TryLater,
}
