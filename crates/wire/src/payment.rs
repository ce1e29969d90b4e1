//! Payment as the kiosk asks for it. The kiosk holds nothing that moves money: it names an order,
//! the dashboard does the rest.

use order::machine::{PaymentStatus, RefundStatus};
use order::{
    AuthCode, IndexPrint, Money, OrderId, OrderLine, OutRefundNo, OutTradeNo, ProviderId, Quote,
};
use serde::{Deserialize, Serialize};

use crate::sealed_quote::SealedQuote;

/// The kiosk asks for a payment to be opened. The same number with the same body is the same
/// payment; with another body it is refused (409 `payment_differs`). The dashboard prices the
/// lines again by the settings of the quote's version and refuses a wrong total (422
/// `quote_wrong`). A quote with a code uses the code up, or is refused by one of the problems of
/// [`crate::code`]; one that a code leaves nothing of asks no provider and is answered
/// `nothing_to_pay`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPayment {
    /// The order that is paid.
    pub order: OrderId,
    /// Who takes the money.
    pub provider: ProviderId,
    /// What is printed.
    pub lines: Vec<PricedLine>,
    /// Whether an index of all lines is printed, too. The first release knew none.
    #[serde(default, skip_serializing_if = "IndexPrint::is_without")]
    pub index_print: IndexPrint,
    /// What it costs.
    pub quote: Quote,
    /// How the customer pays. The first release knew QR codes only.
    #[serde(default, skip_serializing_if = "PaymentWay::is_qr_code")]
    pub way: PaymentWay,
    /// The same under the kiosk's hand. The first release signed none; a quote that says when it
    /// was made is refused without it (422 `quote_wrong`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedQuote>,
}

/// How the customer pays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentWay {
    /// The customer scans our code: the provider is asked for one at once.
    #[default]
    QrCode,
    /// We scan the customer's code: nothing is asked of the provider until a [`ChargeBarcode`]
    /// brings it.
    Barcode,
}

impl PaymentWay {
    /// Whether the customer scans our code.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde asks by reference whether a field is left out"
    )]
    const fn is_qr_code(&self) -> bool {
        matches!(self, Self::QrCode)
    }
}

/// The kiosk asks for a payment that was opened by [`PaymentWay::Barcode`] to be charged. A
/// payment is charged once: what a repeat is answered is how the payment stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeBarcode {
    /// What the scanner read. It is handed to the provider and kept nowhere.
    pub barcode: AuthCode,
}

/// An order line as far as its price goes: which photo and how it is cut is nobody's business
/// but the kiosk's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricedLine {
    /// The print's size.
    pub size: order::PrintSize,
    /// How many.
    pub copies: u32,
}

impl From<&OrderLine> for PricedLine {
    fn from(line: &OrderLine) -> Self {
        Self {
            size: line.size,
            copies: line.copies,
        }
    }
}

/// How a payment attempt stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentReading {
    /// The attempt.
    pub out_trade_no: OutTradeNo,
    /// How it stands.
    #[serde(flatten)]
    pub status: PaymentStatus,
}

/// The kiosk asks for money to be given back. The same number is the same refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenRefund {
    /// How much; never more than what was paid less what was given back before.
    pub amount: Money,
}

/// How a refund stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundReading {
    /// The refund.
    pub out_refund_no: OutRefundNo,
    /// How it stands.
    pub status: RefundStatus,
}
