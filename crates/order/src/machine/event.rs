//! What the world tells an order.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::discount::CodeRefusal;
use crate::ids::{OutRefundNo, OutTradeNo, ProviderId};
use crate::machine::order::NotPrintedReason;
use crate::money::Money;
use crate::time::Timestamp;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The dashboard said how the payment attempt stands.
    PaymentSeen {
        /// The attempt's number.
        out_trade_no: OutTradeNo,
        /// How it stands.
        status: PaymentStatus,
    },
    /// The dashboard refused to open a payment, for good; the provider never heard of it.
    OpeningRefused {
        /// The attempt's number.
        out_trade_no: OutTradeNo,
    },
    /// The dashboard refused the order's discount code; the provider never heard of the order.
    CodeRefused {
        /// Why.
        refusal: CodeRefusal,
    },
    /// The customer showed a barcode to the scanner.
    BarcodeShown {
        /// Whose it is.
        provider: ProviderId,
    },
    /// The customer tapped Cancel.
    CustomerCancelled,
    /// The customer's visit ended, and the photos with it.
    SessionEnded,
    /// The photos cannot be decrypted any more.
    PhotosLost,
    /// The customer chose the money over waiting for the printer.
    CustomerGaveUp,
    /// The printer took a sheet.
    SheetSent {
        /// 1, 2, ...
        sheet: u32,
        /// The printer's job id.
        job: i32,
    },
    /// The printer was asked and has no job of this sheet's name.
    SheetMissing {
        /// 1, 2, ...
        sheet: u32,
    },
    /// A sheet's fate is known.
    SheetSettled {
        /// 1, 2, ...
        sheet: u32,
        /// Its fate.
        outcome: SheetOutcome,
    },
    /// The dashboard said how the refund stands.
    RefundSeen {
        /// How it stands.
        status: RefundStatus,
    },
    /// Time went by.
    Tick,
}

/// How a payment attempt stands, as far as the dashboard knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum PaymentStatus {
    /// The customer can pay.
    Waiting {
        /// What the QR code says.
        code_url: String,
        /// Last moment to pay.
        pay_by: Timestamp,
    },
    /// A barcode is being charged, and the customer is asked on the phone.
    Confirming,
    /// Nobody knows yet; ask again.
    Unknown,
    /// The order's code counts and leaves nothing to pay: no provider was asked.
    NothingToPay,
    /// Paid.
    Paid {
        /// The provider's own number.
        transaction_id: String,
        /// How much was taken.
        amount: Money,
    },
    /// Closed at the provider; it can never be paid.
    Closed,
    /// The customer's barcode was not taken; this attempt can never be paid.
    Declined {
        /// Why.
        refusal: ChargeRefusal,
    },
    /// Paid after the kiosk had given it up; the dashboard gives the money back by itself.
    PaidLate {
        /// The provider's own number.
        transaction_id: String,
        /// How much was taken.
        amount: Money,
        /// The refund that the dashboard made.
        out_refund_no: OutRefundNo,
        /// How that refund stands.
        refund: RefundStatus,
    },
}

/// Why a barcode was not taken, as far as the customer can do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChargeRefusal {
    /// It is too old, or was used or misread: a fresh one is needed.
    CodeStale,
    /// Not enough money, or a limit reached: another card, or another way.
    Funds,
    /// This account may not pay this, or not this way.
    NotAllowed,
    /// The customer did not confirm in time, and the charge was undone.
    Unconfirmed,
    /// The provider could not, for a reason of its own or of the merchant's.
    #[serde(other)]
    Unable,
}

/// How a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    /// Accepted, not done.
    Processing,
    /// The money is back.
    Success,
    /// A person must act.
    Stuck,
}

/// What became of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum SheetOutcome {
    /// The printer's evidence says it is on paper.
    Printed,
    /// It is not, or nobody can tell.
    NotPrinted {
        /// Why.
        reason: NotPrintedReason,
    },
}
