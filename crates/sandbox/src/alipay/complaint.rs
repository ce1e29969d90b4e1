//! What Alipay answers when it does not do what it was asked.

use serde_json::{Value, json};

/// A failure: both codes, and a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Complaint {
    pub(super) code: &'static str,
    pub(super) sub_code: &'static str,
    sentence: String,
}

impl Complaint {
    pub(super) fn new(
        code: &'static str,
        sub_code: &'static str,
        sentence: impl Into<String>,
    ) -> Self {
        Self {
            code,
            sub_code,
            sentence: sentence.into(),
        }
    }

    /// A business failure.
    pub(super) fn business(sub_code: &'static str, sentence: impl Into<String>) -> Self {
        Self::new("40004", sub_code, sentence)
    }

    pub(super) fn parameter(sentence: impl Into<String>) -> Self {
        Self::business("ACQ.INVALID_PARAMETER", sentence)
    }

    pub(super) fn no_trade() -> Self {
        Self::business("ACQ.TRADE_NOT_EXIST", "交易不存在")
    }

    /// A fault of Alipay's own.
    pub(super) fn system() -> Self {
        Self::new("20000", "isp.unknow-error", "系统繁忙")
    }

    pub(super) fn body(&self) -> Value {
        let message = match self.code {
            "10003" => " order success pay inprocess",
            "20000" => "Service Currently Unavailable",
            "40001" => "Missing Required Arguments",
            "40002" => "Invalid Arguments",
            "40005" => "Call Limited",
            _ => "Business Failed",
        };
        json!({
            "code": self.code,
            "msg": message,
            "sub_code": self.sub_code,
            "sub_msg": self.sentence,
        })
    }
}
