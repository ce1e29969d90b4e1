//! Refunds: ask, query.

use http::Method;
use order::{Money, OutRefundNo, OutTradeNo};
use serde::{Deserialize, Serialize};

use super::WeChatPay;
use super::orders::{cut, json, unintelligible};
use crate::{Call, Error, RefundReading, RefundRequest, RefundState, Refused, UnknownCause};

/// Longest `reason`, in bytes.
const LONGEST_REASON: usize = 80;

#[derive(Serialize)]
struct Asking<'a> {
    out_trade_no: &'a str,
    out_refund_no: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
    notify_url: &'a str,
    amount: Amount,
}

#[derive(Serialize)]
struct Amount {
    refund: i64,
    total: i64,
    currency: &'static str,
}

/// The refund object of an answer, and of a notification, which says `refund_status` instead and
/// names the merchant.
#[derive(Deserialize)]
pub(super) struct WireRefund {
    pub(super) mchid: Option<String>,
    out_trade_no: String,
    out_refund_no: String,
    refund_id: String,
    #[serde(alias = "refund_status")]
    status: String,
    amount: WireAmount,
}

#[derive(Deserialize)]
struct WireAmount {
    refund: i64,
}

impl WeChatPay {
    pub(super) async fn ask_for_refund(
        &self,
        request: &RefundRequest,
    ) -> Result<RefundReading, Error> {
        let asking = Asking {
            out_trade_no: request.out_trade_no.as_str(),
            out_refund_no: request.out_refund_no.as_str(),
            reason: cut(&request.reason, LONGEST_REASON),
            notify_url: &self.notify_url,
            amount: Amount {
                refund: request.amount.minor(),
                total: request.total.minor(),
                currency: "CNY",
            },
        };
        let path = "/v3/refund/domestic/refunds";
        let answer = self
            .call(Call::Refund, Method::POST, path, json(&asking))
            .await?;
        reading(Call::Refund, &answer.body, &request.out_refund_no)
    }

    pub(super) async fn read_refund(&self, number: &OutRefundNo) -> Result<RefundReading, Error> {
        let path = format!("/v3/refund/domestic/refunds/{number}");
        let answer = self
            .call(Call::QueryRefund, Method::GET, &path, Vec::new())
            .await?;
        reading(Call::QueryRefund, &answer.body, number)
    }
}

fn reading(call: Call, body: &[u8], number: &OutRefundNo) -> Result<RefundReading, Error> {
    let wire: WireRefund =
        serde_json::from_slice(body).map_err(|_| unintelligible(call, "not a refund"))?;
    let reading = wire.understand().map_err(|refused| Error::Unknown {
        call,
        cause: UnknownCause::Unverified(refused),
    })?;
    if reading.out_refund_no != *number {
        return Err(unintelligible(call, "the answer is about another refund"));
    }
    Ok(reading)
}

impl WireRefund {
    /// Says it in our words.
    pub(super) fn understand(self) -> Result<RefundReading, Refused> {
        let state = match self.status.as_str() {
            "PROCESSING" => RefundState::Processing,
            "SUCCESS" => RefundState::Success,
            "CLOSED" => RefundState::Closed,
            "ABNORMAL" => RefundState::Abnormal,
            _ => return Err(Refused::Malformed("the refund's status is unknown")),
        };
        Ok(RefundReading {
            out_trade_no: OutTradeNo::parse(&self.out_trade_no)
                .map_err(|_| Refused::Malformed("out_trade_no is none of ours"))?,
            out_refund_no: OutRefundNo::parse(&self.out_refund_no)
                .map_err(|_| Refused::Malformed("out_refund_no is none of ours"))?,
            refund_id: self.refund_id,
            amount: Money::from_minor(self.amount.refund),
            state,
        })
    }
}
