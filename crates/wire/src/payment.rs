//! Payment as the kiosk asks for it. The kiosk holds nothing that moves money: it names an order,
//! the dashboard does the rest.

use order::machine::{PaymentStatus, RefundStatus};
use order::{IndexPrint, Money, OrderId, OrderLine, OutRefundNo, OutTradeNo, ProviderId, Quote};
use serde::{Deserialize, Serialize};

/// The kiosk asks for a payment to be opened. The same number with the same body is the same
/// payment; with another body it is refused (409 `payment_differs`). The dashboard prices the
/// lines again by the settings of the quote's version and refuses a wrong total (422
/// `quote_wrong`).
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
