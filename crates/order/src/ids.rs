//! Names of things, each its own type, so that an order can never be passed where a photo is
//! meant. They are made at the kiosk or the dashboard and only checked here.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

/// Why a text is not an id of the kind asked for.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{kind} must be {min} to {max} characters of 0-9 A-Z a-z _ -, got {length} characters")]
pub struct IdError {
    /// The kind of id, in words.
    pub kind: &'static str,
    /// Shortest length allowed.
    pub min: usize,
    /// Longest length allowed.
    pub max: usize,
    /// Length of what was given.
    pub length: usize,
}

fn check(kind: &'static str, text: &str, min: usize, max: usize) -> Result<(), IdError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if (min..=max).contains(&text.len()) && text.bytes().all(plain) {
        return Ok(());
    }
    Err(IdError {
        kind,
        min,
        max,
        length: text.len(),
    })
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $min:literal..=$max:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(try_from = "String", into = "String")]
        #[ts(as = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks length and alphabet (`0-9 A-Z a-z _ -`).
            pub fn parse(text: &str) -> Result<Self, IdError> {
                check($kind, text, $min, $max)?;
                Ok(Self(text.to_owned()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                check($kind, &text, $min, $max)?;
                Ok(Self(text))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// One kiosk of the fleet, given by the dashboard when it is paired.
    KioskId, "a kiosk id", 4..=32
);
id!(
    /// One customer's visit: from the phone's first touch to the photos' deletion.
    SessionId, "a session id", 8..=32
);
id!(
    /// One photo of a session, named by the phone before it is sent, so that a retry is the same
    /// photo.
    PhotoId, "a photo id", 8..=32
);
id!(
    /// One order: 26 characters (time, then randomness), made by the kiosk before anything is
    /// asked of anyone.
    OrderId, "an order id", 20..=26
);
id!(
    /// The merchant order number of one payment attempt (`out_trade_no` at WeChat Pay and Alipay):
    /// unique for ever, never used for a second attempt.
    OutTradeNo, "a merchant order number", 6..=32
);
id!(
    /// The merchant's number of one refund (`out_refund_no`): the same number is the same refund,
    /// however often it is asked for.
    OutRefundNo, "a refund number", 6..=64
);
id!(
    /// One discount code among ours: its name, never the code that customers type.
    CodeId, "a code id", 8..=32
);

impl OrderId {
    /// The merchant order number of this order's payment attempt `attempt` (1, 2, ...).
    pub fn out_trade_no(&self, attempt: u32) -> OutTradeNo {
        OutTradeNo(format!("{}-{attempt}", self.0))
    }

    /// The name that sheet `number` (1, 2, ...) carries at the printer. It is how a sheet is found
    /// again after a crash, so it never changes.
    pub fn job_name(&self, number: u32) -> String {
        format!("{}-S{number}", self.0)
    }

    /// The short code a customer can read out to support.
    pub fn receipt_code(&self) -> ReceiptCode {
        let tail = self.0.len().saturating_sub(6);
        ReceiptCode(self.0[tail..].to_owned())
    }
}

impl OutTradeNo {
    /// The order that this is an attempt of, or nothing when the number was not made by
    /// [`OrderId::out_trade_no`].
    pub fn order(&self) -> Option<OrderId> {
        let (order, attempt) = self.0.rsplit_once('-')?;
        attempt.parse::<u32>().ok()?;
        OrderId::parse(order).ok()
    }

    /// The number of refund `number` (1, 2, ...) that gives money of this attempt back.
    pub fn out_refund_no(&self, number: u32) -> OutRefundNo {
        OutRefundNo(format!("{}-R{number}", self.0))
    }
}

impl OutRefundNo {
    /// The attempt whose money this refund gives back, or nothing when the number was not made by
    /// [`OutTradeNo::out_refund_no`]. Alipay finds a refund only beside its payment.
    pub fn out_trade_no(&self) -> Option<OutTradeNo> {
        let (attempt, number) = self.0.rsplit_once("-R")?;
        number.parse::<u32>().ok()?;
        OutTradeNo::parse(attempt).ok()
    }
}

/// The last six characters of an order id, for people.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(as = "String")]
pub struct ReceiptCode(String);

impl fmt::Display for ReceiptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who takes the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProviderId {
    /// WeChat Pay, APIv3.
    WechatPay,
    /// Alipay, face-to-face payment of the Open Platform.
    Alipay,
}

impl ProviderId {
    /// The name used in databases and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WechatPay => "wechat_pay",
            Self::Alipay => "alipay",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_derived_from_an_order_stay_within_the_providers_limits() {
        let order = OrderId::parse("01JD3F7Q4W9K2M5N8P0R1S3T5V").expect("a 26 character id");
        let attempt = order.out_trade_no(99);
        OutTradeNo::parse(attempt.as_str()).expect("WeChat Pay allows 32 characters");
        let refund = attempt.out_refund_no(99);
        OutRefundNo::parse(refund.as_str()).expect("64 characters are allowed");
        assert_eq!(
            refund.out_trade_no(),
            Some(attempt),
            "a refund's number names its payment"
        );
        assert_eq!(
            order.receipt_code().to_string(),
            "1S3T5V",
            "six characters to read out"
        );
    }

    #[test]
    fn a_refund_number_of_another_make_names_no_payment() {
        for foreign in ["20261122000001", "ORDER-1-R", "ORDER-1-Rx", "ABCD-R1"] {
            let refund = OutRefundNo::parse(foreign).expect("its characters are sound");
            assert_eq!(
                refund.out_trade_no(),
                None,
                "{foreign} must not be asked about beside a guessed payment"
            );
        }
    }

    #[test]
    fn an_id_with_a_path_in_it_is_refused() {
        for hostile in ["../../etc/passwd", "a b c d e f g h", "", "照片照片照片"] {
            assert!(
                PhotoId::parse(hostile).is_err(),
                "{hostile:?} could escape into a path or a query"
            );
        }
    }
}
