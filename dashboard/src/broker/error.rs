//! Why the broker refuses.

use http::StatusCode;
use order::CodeRefusal;
use order::quote::QuoteError;
use thiserror::Error;

use crate::kiosk_api::codes::refused;
use crate::problem::ApiError;
use crate::store::StoreError;

/// Why the broker refuses. What a provider did or did not do with a payment is not among it: that is
/// a state of the payment.
#[derive(Debug, Error)]
pub enum BrokerError {
    /// No provider is configured, or not the one asked for.
    #[error("this provider is not configured")]
    NoProvider,
    /// The same number with another body.
    #[error("a payment with this number was opened otherwise")]
    PaymentDiffers,
    /// A barcode for a payment that was opened for a QR code, or for another provider.
    #[error("this payment was not opened for this barcode")]
    NotForBarcode,
    /// The lines cannot be priced, or cost something else.
    #[error("the quote is wrong: {0}")]
    QuoteWrong(String),
    /// The order's code does not count.
    #[error("the code is refused: {0:?}")]
    CodeRefused(CodeRefusal),
    /// There is no money to give back.
    #[error("this payment has not been paid")]
    NotPaid,
    /// The same number with another amount or payment.
    #[error("a refund with this number was asked for otherwise")]
    RefundDiffers,
    /// More would go back than was paid, or nothing.
    #[error("a refund must be more than nothing and within what is left of the payment")]
    RefundTooMuch,
    /// The provider gave no bill.
    #[error(transparent)]
    Provider(#[from] payment::Error),
    /// The database did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<QuoteError> for BrokerError {
    fn from(error: QuoteError) -> Self {
        Self::QuoteWrong(error.to_string())
    }
}

impl From<BrokerError> for ApiError {
    fn from(error: BrokerError) -> Self {
        match error {
            BrokerError::NoProvider => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "payment_unavailable",
                "This way to pay is not available.",
            ),
            BrokerError::PaymentDiffers => Self::new(
                StatusCode::CONFLICT,
                "payment_differs",
                "A payment with this number was opened otherwise.",
            ),
            BrokerError::NotForBarcode => Self::new(
                StatusCode::CONFLICT,
                "payment_differs",
                "This payment was not opened for this barcode.",
            ),
            BrokerError::QuoteWrong(detail) => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "quote_wrong",
                "These prints do not cost that.",
            )
            .detail(detail),
            BrokerError::CodeRefused(refusal) => refused(refusal),
            BrokerError::NotPaid => Self::new(
                StatusCode::CONFLICT,
                "payment_not_paid",
                "This payment has not been paid.",
            ),
            BrokerError::RefundDiffers => Self::new(
                StatusCode::CONFLICT,
                "refund_differs",
                "A refund with this number was asked for otherwise.",
            ),
            BrokerError::RefundTooMuch => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "refund_too_much",
                "A refund must be within what is left of the payment.",
            ),
            BrokerError::Provider(error) => Self::new(
                StatusCode::BAD_GATEWAY,
                "provider_silent",
                "The payment provider did not answer as it should.",
            )
            .detail(error.to_string()),
            BrokerError::Store(error) => error.into(),
        }
    }
}
