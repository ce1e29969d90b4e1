//! Why a call to a provider gave no reading, and whether another try can help.

use std::fmt;

use thiserror::Error;

/// Why a call gave no reading.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Error {
    /// Nobody can say whether the provider did it. Query, or repeat with the same parameters;
    /// never under a new number.
    #[error("the outcome of {call} is unknown: {cause}")]
    Unknown {
        /// What was attempted.
        call: Call,
        /// What got in the way.
        cause: UnknownCause,
    },
    /// The provider did nothing because it is too busy, or the customer is in the middle of
    /// paying. Wait and repeat with the same parameters.
    #[error("{call} must wait: the provider said {code}")]
    TryLater {
        /// What was attempted.
        call: Call,
        /// The provider's code.
        code: String,
    },
    /// The provider does not know the number.
    #[error("{call} found nothing under that number ({code})")]
    NotFound {
        /// What was attempted.
        call: Call,
        /// The provider's code.
        code: String,
    },
    /// The provider refused; the same parameters will not do.
    #[error("{call} was refused: {reason} ({code})")]
    Refused {
        /// What was attempted.
        call: Call,
        /// Why, in our words.
        reason: Refusal,
        /// The provider's code.
        code: String,
    },
}

impl Error {
    /// What was attempted.
    pub const fn call(&self) -> Call {
        match self {
            Self::Unknown { call, .. }
            | Self::TryLater { call, .. }
            | Self::NotFound { call, .. }
            | Self::Refused { call, .. } => *call,
        }
    }

    /// Whether repeating the call with the same parameters can help.
    pub const fn retry(&self) -> Retry {
        match self {
            Self::Unknown { .. } | Self::TryLater { .. } => Retry::SameParameters,
            Self::NotFound { .. } => Retry::Never,
            Self::Refused { reason, .. } => reason.retry(),
        }
    }
}

/// Whether repeating a call with the same parameters can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Yes, after a pause.
    SameParameters,
    /// Only once a person has put something right: raise an alarm.
    AfterAPerson,
    /// No.
    Never,
}

/// What was asked of the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Call {
    /// Opening a payment.
    Open,
    /// Asking how a payment stands.
    Query,
    /// Closing a payment.
    Close,
    /// Asking for a refund.
    Refund,
    /// Asking how a refund stands.
    QueryRefund,
    /// Charging a barcode.
    Charge,
    /// Undoing a charge.
    Reverse,
    /// Fetching a day's bill.
    Bill,
    /// Fetching the certificates that the provider signs with.
    Certificates,
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open => "opening a payment",
            Self::Query => "querying a payment",
            Self::Close => "closing a payment",
            Self::Refund => "asking for a refund",
            Self::QueryRefund => "querying a refund",
            Self::Charge => "charging a barcode",
            Self::Reverse => "reversing a charge",
            Self::Bill => "fetching a bill",
            Self::Certificates => "fetching the provider's certificates",
        })
    }
}

/// What kept us from knowing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UnknownCause {
    /// No connection, or it broke.
    #[error("the line failed")]
    Line,
    /// No answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The provider had a fault of its own.
    #[error("the provider answered {status} {code}")]
    ProviderFault {
        /// HTTP status.
        status: u16,
        /// The provider's code; empty when it sent none.
        code: String,
    },
    /// The answer is not proven to be the provider's.
    #[error("the answer could not be verified: {0}")]
    Unverified(crate::Refused),
    /// The answer is the provider's and makes no sense to us.
    #[error("the answer could not be understood: {0}")]
    Unintelligible(&'static str),
}

/// Why the provider refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The payment is already paid: query it and settle.
    AlreadyPaid,
    /// The payment is closed: another try needs another number.
    OrderClosed,
    /// The number was used before with other parameters.
    NumberTaken,
    /// The merchant's balance is short: top up, then the same number again.
    BalanceShort,
    /// The payer's account cannot take the money back.
    PayerAccount,
    /// There is no bill, because nothing was traded on that day.
    NoTrades,
    /// The barcode is too old: the customer shows a fresh one, which needs another number.
    AuthCodeExpired,
    /// The barcode was used for another payment: the customer shows a fresh one, which needs
    /// another number.
    AuthCodeUsed,
    /// The barcode is none of this provider's, or was misread.
    AuthCodeInvalid,
    /// The payer has not enough money, or reached a limit: another card or another way to pay,
    /// under another number.
    PayerFunds,
    /// The payer's card or account may not pay this, or not this way.
    PayerNotAllowed,
    /// Keys, serial, clock, permissions or ids of the merchant are wrong.
    Account,
    /// The provider does not accept these parameters.
    Request,
    /// A rule of the provider forbids it.
    Rule,
    /// A code that this crate does not know.
    Other,
}

impl Refusal {
    const fn retry(self) -> Retry {
        match self {
            Self::AlreadyPaid
            | Self::OrderClosed
            | Self::NumberTaken
            | Self::NoTrades
            | Self::AuthCodeExpired
            | Self::AuthCodeUsed
            | Self::AuthCodeInvalid
            | Self::PayerFunds
            | Self::PayerNotAllowed => Retry::Never,
            Self::BalanceShort
            | Self::PayerAccount
            | Self::Account
            | Self::Request
            | Self::Rule
            | Self::Other => Retry::AfterAPerson,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AlreadyPaid => "it is already paid",
            Self::OrderClosed => "it is closed",
            Self::NumberTaken => "the number was used for something else",
            Self::BalanceShort => "the merchant's balance is short",
            Self::PayerAccount => "the payer's account cannot take it",
            Self::NoTrades => "nothing was traded on that day",
            Self::AuthCodeExpired => "the barcode is too old",
            Self::AuthCodeUsed => "the barcode was used before",
            Self::AuthCodeInvalid => "the barcode is not valid",
            Self::PayerFunds => "the payer has not enough money",
            Self::PayerNotAllowed => "the payer's card or account may not pay this",
            Self::Account => "the merchant's keys, ids or permissions are wrong",
            Self::Request => "the parameters are not accepted",
            Self::Rule => "a rule of the provider forbids it",
            Self::Other => "for a reason this version does not know",
        })
    }
}
