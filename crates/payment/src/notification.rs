//! What a provider tells us unasked, and why we may not believe it.

use thiserror::Error;

use crate::{RefundReading, Transaction};

/// A message that certainly came from the provider and is certainly meant for this merchant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notification {
    /// A payment changed. WeChat Pay tells of success only; Alipay tells of closing and of what
    /// went back too, as the state of the payment.
    Payment(Transaction),
    /// A refund was decided.
    Refund(RefundReading),
}

/// How to tell a provider that its message arrived and was kept, so that it is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledgement {
    /// 204 without a body.
    NoContent,
    /// 200 with exactly this text, as `text/plain`: no byte more.
    Text(&'static str),
}

/// Why a message was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// A header that carries the signature is missing or unreadable.
    #[error("header {0} is missing or unreadable")]
    Header(&'static str),
    /// Stamped more than 300 seconds away from our clock: a replay, or a wrong clock.
    #[error("its timestamp is {skew_seconds} s away from our clock")]
    Stale {
        /// Seconds from the stamp to our clock; negative when the stamp is in our future.
        skew_seconds: i64,
    },
    /// Signed by an algorithm that this crate does not know.
    #[error("its signature type is unknown")]
    SignatureType,
    /// Signed with a key that we do not hold.
    #[error("it is signed with a key we do not hold: {serial}")]
    UnknownKey {
        /// The serial it named, cut to 64 characters.
        serial: String,
    },
    /// The signature does not fit the message.
    #[error("its signature does not verify")]
    Signature,
    /// Properly signed, but not what the provider documents.
    #[error("it is signed but malformed: {0}")]
    Malformed(&'static str),
    /// Properly signed, but not encrypted with our APIv3 key.
    #[error("its resource cannot be decrypted with our key")]
    Resource,
    /// Properly signed, but about something this crate does not handle.
    #[error("it reports an event that is not handled here")]
    Event,
    /// Properly signed, but not ours.
    #[error("it is signed but names another {0}")]
    NotOurs(Foreign),
}

impl Refused {
    /// How to answer the sender.
    pub const fn reply(&self) -> Reply {
        match self {
            Self::Header(_)
            | Self::Stale { .. }
            | Self::SignatureType
            | Self::UnknownKey { .. }
            | Self::Signature
            | Self::Resource => Reply::Reject,
            Self::Malformed(_) | Self::Event | Self::NotOurs(_) => Reply::AcknowledgeAndAlarm,
        }
    }
}

/// How to answer a message that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Answer 4xx. If it was the provider's, the true one follows: WeChat Pay sends wrong
    /// signatures on purpose to see whether they are refused.
    Reject,
    /// It is the provider's and repeating it will not make it better: acknowledge it, so that it
    /// does not loop, and tell a person.
    AcknowledgeAndAlarm,
}

/// What in a message belongs to somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Foreign {
    /// `mchid` is not ours.
    #[error("merchant")]
    Merchant,
    /// `appid` is not ours.
    #[error("application")]
    Application,
    /// The currency is not CNY.
    #[error("currency")]
    Currency,
}
