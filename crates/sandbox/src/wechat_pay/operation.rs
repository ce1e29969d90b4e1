//! Which documented call a method and a path mean.

use axum::http::Method;

use super::Call;

/// A call with the numbers that stand in its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Native,
    Codepay,
    Reverse(String),
    Bill,
    BillFile,
    QueryByNumber(String),
    QueryById(String),
    Close(String),
    Refund,
    QueryRefund(String),
    Certificates,
}

impl Operation {
    pub(super) fn parse(method: &Method, path: &str) -> Option<Self> {
        let segments: Vec<&str> = path.strip_prefix("/v3/")?.split('/').collect();
        match (method.as_str(), segments.as_slice()) {
            ("POST", ["pay", "transactions", "native"]) => Some(Self::Native),
            ("POST", ["pay", "transactions", "codepay"]) => Some(Self::Codepay),
            ("POST", ["pay", "transactions", "out-trade-no", number, "reverse"]) => {
                Some(Self::Reverse((*number).to_owned()))
            }
            ("GET", ["bill", "tradebill"]) => Some(Self::Bill),
            ("GET", ["billdownload", "file"]) => Some(Self::BillFile),
            ("GET", ["pay", "transactions", "out-trade-no", number]) => {
                Some(Self::QueryByNumber((*number).to_owned()))
            }
            ("GET", ["pay", "transactions", "id", id]) => Some(Self::QueryById((*id).to_owned())),
            ("POST", ["pay", "transactions", "out-trade-no", number, "close"]) => {
                Some(Self::Close((*number).to_owned()))
            }
            ("POST", ["refund", "domestic", "refunds"]) => Some(Self::Refund),
            ("GET", ["refund", "domestic", "refunds", number]) => {
                Some(Self::QueryRefund((*number).to_owned()))
            }
            ("GET", ["certificates"]) => Some(Self::Certificates),
            _ => None,
        }
    }

    pub(super) const fn call(&self) -> Call {
        match self {
            Self::Native => Call::Native,
            Self::Codepay => Call::Codepay,
            Self::Reverse(_) => Call::Reverse,
            Self::Bill => Call::Bill,
            Self::BillFile => Call::BillFile,
            Self::QueryByNumber(_) | Self::QueryById(_) => Call::Query,
            Self::Close(_) => Call::Close,
            Self::Refund => Call::Refund,
            Self::QueryRefund(_) => Call::QueryRefund,
            Self::Certificates => Call::Certificates,
        }
    }
}
