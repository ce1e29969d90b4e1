//! Refunds: accept, tell, query.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::Fault;
use super::complaint::Complaint;
use super::ledger::{Refund, Standing, Trade};
use super::orders::named;
use super::shop::Shop;
use super::terms::check_number;
use super::text::{fen, now_ms, written, yuan};

#[derive(Deserialize)]
struct Asked {
    out_trade_no: Option<String>,
    trade_no: Option<String>,
    refund_amount: String,
    out_request_no: String,
    refund_reason: Option<String>,
}

#[derive(Deserialize)]
struct Queried {
    out_trade_no: Option<String>,
    trade_no: Option<String>,
    out_request_no: String,
}

impl Shop {
    pub(super) fn refund(self: &Arc<Self>, asked: Value) -> Result<Value, Complaint> {
        let asked: Asked = serde_json::from_value(asked)
            .map_err(|error| Complaint::parameter(error.to_string()))?;
        check_number("out_request_no", &asked.out_request_no)?;
        let amount = fen(&asked.refund_amount)
            .filter(|fen| *fen > 0)
            .ok_or_else(|| Complaint::parameter("refund_amount"))?;
        let reason = asked.refund_reason.as_deref().unwrap_or_default();
        if reason.chars().count() > 256 {
            return Err(Complaint::parameter("refund_reason"));
        }
        let mut ledger = self.ledger();
        let trade = named(
            &mut ledger,
            asked.trade_no.as_deref(),
            asked.out_trade_no.as_deref(),
        )?;
        if let Some(known) = trade.refund(&asked.out_request_no) {
            if known.amount != amount {
                let why = "退款请求号重复，且金额不一致";
                return Err(Complaint::business("ACQ.DISCORDANT_REPEAT_REQUEST", why));
            }
            // The same refund again: nothing moves this time.
            return Ok(trade.refunded("N", None));
        }
        let payment = match trade.standing {
            Standing::Paid(payment) => payment,
            Standing::Waiting => {
                let why = "交易状态不合法";
                return Err(Complaint::business("ACQ.TRADE_STATUS_ERROR", why));
            }
            Standing::Closed(_) => {
                let why = "交易已经关闭";
                return Err(Complaint::business("ACQ.TRADE_HAS_CLOSE", why));
            }
        };
        if trade.given_back() + amount > payment.taken {
            let why = "退款金额超限";
            return Err(Complaint::business("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", why));
        }
        if self.faults.strikes(&Fault::BalanceShort) {
            let why = "卖家余额不足";
            return Err(Complaint::business("ACQ.SELLER_BALANCE_NOT_ENOUGH", why));
        }
        let stays = self.faults.take(|fault| match fault {
            Fault::RefundStays { polls } => Some(*polls),
            _ => None,
        });
        let refund = Refund {
            out_request_no: Some(asked.out_request_no),
            amount,
            at_ms: now_ms(),
            hidden_polls: stays.unwrap_or_default(),
        };
        trade.give_back(payment, refund);
        self.tell(trade);
        let fund_change = if stays.is_some() { "N" } else { "Y" };
        Ok(trade.refunded(fund_change, Some(now_ms())))
    }

    /// What is not known, and what failed, is answered with success and without `refund_status`.
    pub(super) fn query_refund(&self, asked: Value) -> Result<Value, Complaint> {
        let asked: Queried = serde_json::from_value(asked)
            .map_err(|error| Complaint::parameter(error.to_string()))?;
        let mut ledger = self.ledger();
        let trade = named(
            &mut ledger,
            asked.trade_no.as_deref(),
            asked.out_trade_no.as_deref(),
        )?;
        let total = trade.payment().map_or(trade.terms.total, |paid| paid.taken);
        let (out_trade_no, trade_no) = (trade.terms.out_trade_no.clone(), trade.trade_no.clone());
        let known = trade
            .refunds
            .iter_mut()
            .find(|refund| refund.out_request_no.as_ref() == Some(&asked.out_request_no));
        let Some(refund) = known else {
            return Ok(json!({}));
        };
        if refund.hidden_polls > 0 {
            refund.hidden_polls -= 1;
            return Ok(json!({}));
        }
        Ok(json!({
            "out_trade_no": out_trade_no,
            "trade_no": trade_no,
            "out_request_no": asked.out_request_no,
            "refund_amount": yuan(refund.amount),
            "total_amount": yuan(total),
            "refund_status": "REFUND_SUCCESS",
            "gmt_refund_pay": written(refund.at_ms),
        }))
    }
}

impl Trade {
    fn refund(&self, out_request_no: &str) -> Option<&Refund> {
        self.refunds
            .iter()
            .find(|refund| refund.out_request_no.as_deref() == Some(out_request_no))
    }

    /// The answer to asking for a refund; `refund_fee` is the sum of all of them.
    fn refunded(&self, fund_change: &str, at_ms: Option<i64>) -> Value {
        let mut answer = json!({
            "out_trade_no": self.terms.out_trade_no,
            "trade_no": self.trade_no,
            "buyer_logon_id": "san***@minilab.example",
            "fund_change": fund_change,
            "refund_fee": yuan(self.given_back()),
        });
        if let Some(at_ms) = at_ms {
            answer["gmt_refund_pay"] = json!(written(at_ms));
        }
        answer
    }
}
