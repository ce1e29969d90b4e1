//! Refunds: ask, query.

use order::{Money, OutRefundNo, OutTradeNo};
use serde::{Deserialize, Serialize};

use super::answer::unintelligible;
use super::orders::is_about;
use super::{Alipay, wording, yuan};
use crate::{Call, Error, RefundReading, RefundRequest, RefundState, Refusal, TransactionState};

#[derive(Serialize)]
struct Asking<'a> {
    out_trade_no: &'a str,
    refund_amount: String,
    out_request_no: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    refund_reason: String,
}

/// The answer to asking. Its `refund_fee` is everything given back so far, of every refund, and
/// so says nothing about this one.
#[derive(Deserialize)]
struct Asked {
    out_trade_no: String,
    trade_no: String,
    fund_change: String,
}

#[derive(Serialize)]
struct Naming<'a> {
    out_trade_no: &'a str,
    out_request_no: &'a str,
}

#[derive(Deserialize)]
struct Queried {
    out_trade_no: Option<String>,
    out_request_no: Option<String>,
    trade_no: Option<String>,
    refund_amount: Option<String>,
    refund_status: Option<String>,
}

impl Alipay {
    pub(super) async fn ask_for_refund(
        &self,
        request: &RefundRequest,
    ) -> Result<RefundReading, Error> {
        let call = Call::Refund;
        let asking = Asking {
            out_trade_no: request.out_trade_no.as_str(),
            refund_amount: yuan::yuan(request.amount),
            out_request_no: request.out_refund_no.as_str(),
            refund_reason: wording::reason(&request.reason),
        };
        let reading = |refund_id, state| RefundReading {
            out_trade_no: request.out_trade_no.clone(),
            out_refund_no: request.out_refund_no.clone(),
            refund_id,
            amount: request.amount,
            state,
        };
        let answer = match self.call(call, "alipay.trade.refund", &asking).await {
            Ok(answer) => answer,
            Err(
                error @ Error::Refused {
                    reason: Refusal::OrderClosed,
                    ..
                },
            ) => {
                // A trade that is closed although it was paid has given back everything: nothing
                // is left to ask for, and the customer has it.
                return match self.query_trade(&request.out_trade_no).await?.state {
                    TransactionState::Refunded(capture) => {
                        Ok(reading(capture.transaction_id, RefundState::Success))
                    }
                    TransactionState::Success(_)
                    | TransactionState::NotPaid
                    | TransactionState::InProgress
                    | TransactionState::Closed
                    | TransactionState::Reversed
                    | TransactionState::Failed => Err(error),
                };
            }
            Err(error) => return Err(error),
        };
        let asked: Asked = answer.read("not the answer to a refund")?;
        is_about(call, &asked.out_trade_no, &request.out_trade_no)?;
        let state = match asked.fund_change.as_str() {
            "Y" => RefundState::Success,
            // Nothing moved in this call. It may have moved in an earlier one: ask.
            "N" => RefundState::Processing,
            _ => return Err(unintelligible(call, "fund_change is neither Y nor N")),
        };
        Ok(reading(asked.trade_no, state))
    }

    /// Alipay finds a refund only beside its payment, which our refund numbers name.
    pub(super) async fn read_refund(&self, number: &OutRefundNo) -> Result<RefundReading, Error> {
        let call = Call::QueryRefund;
        let Some(out_trade_no) = number.out_trade_no() else {
            return Err(Error::Refused {
                call,
                reason: Refusal::Request,
                code: String::new(),
            });
        };
        let naming = Naming {
            out_trade_no: out_trade_no.as_str(),
            out_request_no: number.as_str(),
        };
        let answer = self
            .call(call, "alipay.trade.fastpay.refund.query", &naming)
            .await?;
        let queried: Queried = answer.read("not a refund")?;
        queried.understand(out_trade_no, number)
    }
}

impl Queried {
    /// Says it in our words. Without `refund_status` nothing came of the refund, or it is not
    /// known here yet: asking for it again under its number does no harm.
    fn understand(
        self,
        out_trade_no: OutTradeNo,
        number: &OutRefundNo,
    ) -> Result<RefundReading, Error> {
        let call = Call::QueryRefund;
        let about = |what| unintelligible(call, what);
        match self.refund_status.as_deref() {
            Some("REFUND_SUCCESS") => {}
            None | Some("") => {
                return Err(Error::NotFound {
                    call,
                    code: "no refund_status".to_owned(),
                });
            }
            Some(_) => return Err(about("refund_status is unknown")),
        }
        if self.out_request_no.as_deref() != Some(number.as_str())
            || self.out_trade_no.as_deref() != Some(out_trade_no.as_str())
        {
            return Err(about("the answer is about another refund"));
        }
        let amount: Money = self
            .refund_amount
            .as_deref()
            .and_then(yuan::fen)
            .ok_or_else(|| about("refund_amount is not yuan with two decimals"))?;
        Ok(RefundReading {
            out_trade_no,
            out_refund_no: number.clone(),
            refund_id: self.trade_no.unwrap_or_default(),
            amount,
            state: RefundState::Success,
        })
    }
}
