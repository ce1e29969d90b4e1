//! QR codes, and what can be asked of a trade: query, close, cancel.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::Fault;
use super::complaint::Complaint;
use super::ledger::{Code, Ledger, Payment, Refund, Standing, Trade};
use super::shop::Shop;
use super::terms::{self, Terms};
use super::text::{hex, now_ms, random, written, yuan};

/// A trade, by either number.
#[derive(Deserialize)]
struct Named {
    out_trade_no: Option<String>,
    trade_no: Option<String>,
}

impl Named {
    fn parse(asked: Value) -> Result<Self, Complaint> {
        serde_json::from_value(asked).map_err(|error| Complaint::parameter(error.to_string()))
    }

    fn find<'a>(&self, ledger: &'a mut Ledger) -> Result<&'a mut Trade, Complaint> {
        named(
            ledger,
            self.trade_no.as_deref(),
            self.out_trade_no.as_deref(),
        )
    }
}

/// The trade that goes by either number; Alipay's own goes first.
pub(super) fn named<'a>(
    ledger: &'a mut Ledger,
    trade_no: Option<&str>,
    out_trade_no: Option<&str>,
) -> Result<&'a mut Trade, Complaint> {
    let found = match (trade_no, out_trade_no) {
        (Some(id), _) => ledger
            .trades
            .values_mut()
            .find(|trade| trade.trade_no == id),
        (None, Some(number)) => ledger.trades.get_mut(number),
        (None, None) => {
            return Err(Complaint::parameter(
                "out_trade_no 和 trade_no 不能同时为空",
            ));
        }
    };
    found.ok_or_else(Complaint::no_trade)
}

impl Trade {
    /// Refuses a repeat under other terms, and one that comes after the end.
    pub(super) fn check_repeat(&self, terms: &Terms) -> Result<(), Complaint> {
        if self.terms != *terms {
            let why = "交易信息被篡改";
            return Err(Complaint::business("ACQ.CONTEXT_INCONSISTENT", why));
        }
        match self.standing {
            Standing::Waiting | Standing::Paid(_) => Ok(()),
            Standing::Closed(_) => {
                let why = "交易已经关闭";
                Err(Complaint::business("ACQ.TRADE_HAS_CLOSE", why))
            }
        }
    }

    fn numbers(&self) -> Value {
        json!({"out_trade_no": self.terms.out_trade_no, "trade_no": self.trade_no})
    }
}

impl Shop {
    pub(super) fn precreate(
        &self,
        asked: Value,
        notify_url: Option<&str>,
    ) -> Result<Value, Complaint> {
        let now_ms = now_ms();
        let (terms, deadlines) = terms::by_code(asked, now_ms)?;
        let mut ledger = self.ledger();
        ledger.expire(now_ms);
        ledger.check_room()?;
        let number = terms.out_trade_no.clone();
        if let Some(trade) = ledger.trades.get(&number) {
            trade.check_repeat(&terms)?;
            if trade.payment().is_some() {
                let why = "交易已被支付";
                return Err(Complaint::business("ACQ.TRADE_HAS_SUCCESS", why));
            }
            let text = trade.view().code.unwrap_or_default();
            return Ok(json!({"out_trade_no": number, "qr_code": text}));
        }
        if ledger
            .codes
            .get(&number)
            .is_some_and(|code| code.terms != terms)
        {
            let why = "交易信息被篡改";
            return Err(Complaint::business("ACQ.CONTEXT_INCONSISTENT", why));
        }
        let text = format!("https://qr.alipay.com/bax{}", hex(&random::<10>()));
        ledger.codes.insert(
            number.clone(),
            Code {
                terms,
                text: text.clone(),
                notify_url: notify_url.map(str::to_owned),
                deadlines,
                made_at_ms: now_ms,
            },
        );
        Ok(json!({"out_trade_no": number, "qr_code": text}))
    }

    pub(super) fn query(&self, asked: Value) -> Result<Value, Complaint> {
        let asked = Named::parse(asked)?;
        let mut ledger = self.ledger();
        ledger.expire(now_ms());
        let trade = asked.find(&mut ledger)?;
        let mut answer = trade.numbers();
        let total = trade.payment().map_or(trade.terms.total, |paid| paid.taken);
        answer["trade_status"] = json!(trade.status());
        answer["total_amount"] = json!(yuan(total));
        answer["buyer_logon_id"] = json!("san***@minilab.example");
        answer["buyer_user_id"] = json!("2088000000000099");
        if let Some(payment) = trade.payment() {
            answer["send_pay_date"] = json!(written(payment.at_ms));
            answer["receipt_amount"] = json!(yuan(payment.taken));
            answer["buyer_pay_amount"] = json!(yuan(payment.taken));
            answer["fund_bill_list"] =
                json!([{"amount": yuan(payment.taken), "fund_channel": "ALIPAYACCOUNT"}]);
        }
        Ok(answer)
    }

    pub(super) fn close(self: &Arc<Self>, asked: Value) -> Result<Value, Complaint> {
        let asked = Named::parse(asked)?;
        self.perhaps_paid_before(asked.out_trade_no.as_deref());
        let mut ledger = self.ledger();
        ledger.expire(now_ms());
        let trade = asked.find(&mut ledger)?;
        match trade.standing {
            Standing::Waiting => {
                trade.standing = Standing::Closed(None);
                Ok(trade.numbers())
            }
            Standing::Paid(_) => Err(Complaint::business(
                "ACQ.REASON_TRADE_STATUS_INVALID",
                "交易状态异常",
            )),
            Standing::Closed(_) => Err(Complaint::business("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")),
        }
    }

    /// Cancels. A number that nobody knows is answered with success, and a code that nobody
    /// scanned stays good, as at the real service.
    pub(super) fn cancel(self: &Arc<Self>, asked: Value) -> Result<Value, Complaint> {
        let asked = Named::parse(asked)?;
        self.perhaps_paid_before(asked.out_trade_no.as_deref());
        let again = self.faults.strikes(&Fault::CancelAgain);
        let now_ms = now_ms();
        let mut ledger = self.ledger();
        ledger.expire(now_ms);
        let trade = match asked.find(&mut ledger) {
            Ok(trade) => trade,
            Err(complaint) if complaint == Complaint::no_trade() => {
                return Ok(json!({"out_trade_no": asked.out_trade_no, "retry_flag": "N"}));
            }
            Err(complaint) => return Err(complaint),
        };
        let mut answer = trade.numbers();
        if again {
            answer["retry_flag"] = json!("Y");
            return Ok(answer);
        }
        answer["retry_flag"] = json!("N");
        match trade.standing {
            Standing::Waiting => {
                trade.standing = Standing::Closed(None);
                answer["action"] = json!("close");
            }
            Standing::Paid(payment) => {
                trade.undo(payment, now_ms);
                answer["action"] = json!("refund");
            }
            Standing::Closed(_) => {}
        }
        Ok(answer)
    }

    /// The customer was faster, if a fault says so.
    fn perhaps_paid_before(self: &Arc<Self>, number: Option<&str>) {
        if let Some(number) = number
            && self.faults.strikes(&Fault::PaidBeforeClose)
            && let Err(why) = self.pay(number)
        {
            tracing::warn!(number, %why, "nobody could pay before the close");
        }
    }
}

impl Trade {
    fn undo(&mut self, payment: Payment, now_ms: i64) {
        let left = payment.taken - self.given_back();
        let refund = Refund {
            out_request_no: None,
            amount: left,
            at_ms: now_ms,
            hidden_polls: 0,
        };
        self.give_back(payment, refund);
    }
}
