//! Refunds: what a merchant may ask, and the refund object it gets.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::complaint::Complaint;
use super::keys::{MCHID, hex, random};
use super::ledger::{Refund, RefundAsked};
use super::notify::Message;
use super::seal::rfc3339;
use super::shop::{Shop, now_ms};
use super::terms::{check_notify_url, is_number};
use super::views::RefundStatus;
use super::{Fault, RefundEnd};

/// The body of `POST /v3/refund/domestic/refunds`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct RefundRequest {
    pub(super) transaction_id: Option<String>,
    pub(super) out_trade_no: Option<String>,
    pub(super) out_refund_no: String,
    reason: Option<String>,
    notify_url: Option<String>,
    pub(super) amount: RefundAmount,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct RefundAmount {
    pub(super) refund: i64,
    pub(super) total: i64,
    currency: String,
}

impl RefundRequest {
    fn parse(body: &[u8]) -> Result<Self, Complaint> {
        let request: Self = serde_json::from_slice(body)
            .map_err(|error| Complaint::parameter(error.to_string()))?;
        if !is_number(&request.out_refund_no, 1..=64, "_-|*@") {
            return Err(Complaint::parameter(
                "out_refund_no must be 1 to 64 of 0-9 A-Z a-z _ - | * @",
            ));
        }
        if request.amount.refund <= 0 || request.amount.currency != "CNY" {
            return Err(Complaint::parameter(
                "amount.refund must be more than zero, amount.currency CNY",
            ));
        }
        if request.reason.as_ref().is_some_and(|text| text.len() > 80) {
            return Err(Complaint::parameter("reason must have at most 80 bytes"));
        }
        if let Some(url) = &request.notify_url {
            check_notify_url(url)?;
        }
        Ok(request)
    }
}

impl Shop {
    pub(super) fn ask_for_refund(self: &Arc<Self>, body: &[u8]) -> Result<Value, Complaint> {
        let request = RefundRequest::parse(body)?;
        if self.faults.strikes(&Fault::BalanceShort) {
            return Err(Complaint::new(
                403,
                "NOT_ENOUGH",
                "the merchant's balance is short",
            ));
        }
        let scripted = self.faults.take(|fault| match fault {
            Fault::RefundStays { polls, then } => Some((*polls, *then)),
            _ => None,
        });
        let refund_id = format!("5030{}", digits());
        let asked = self
            .ledger()
            .refund(request, refund_id, scripted, now_ms())?;
        match asked {
            RefundAsked::New(refund) => {
                if refund.scripted.is_none() {
                    self.decide_soon(refund.request.out_refund_no.clone());
                }
                Ok(answer(&refund))
            }
            RefundAsked::Repeated(refund) => Ok(answer(&refund)),
        }
    }

    pub(super) fn query_refund(self: &Arc<Self>, number: &str) -> Result<Value, Complaint> {
        let found = self.ledger().query_refund(number);
        let Some((refund, end)) = found else {
            return Err(Complaint::new(404, "RESOURCE_NOT_EXISTS", "no such refund"));
        };
        let decided = end.and_then(|end| self.decide(number, end));
        Ok(answer(decided.as_ref().unwrap_or(&refund)))
    }

    fn decide_soon(self: &Arc<Self>, number: String) {
        let shop = Arc::clone(self);
        let delay = self.timing.refund_delay;
        self.spawn(async move {
            tokio::time::sleep(delay).await;
            shop.decide(&number, RefundEnd::Success);
        });
    }

    /// Decides a refund and notifies the merchant.
    fn decide(self: &Arc<Self>, number: &str, end: RefundEnd) -> Option<Refund> {
        let refund = self.ledger().decide(number, end, now_ms())?;
        if let Some(url) = refund.request.notify_url.clone() {
            self.notify(Message {
                url,
                event_type: match end {
                    RefundEnd::Success => "REFUND.SUCCESS",
                    RefundEnd::Abnormal => "REFUND.ABNORMAL",
                    RefundEnd::Closed => "REFUND.CLOSED",
                },
                original_type: "refund",
                summary: match end {
                    RefundEnd::Success => "退款成功",
                    RefundEnd::Abnormal => "退款异常",
                    RefundEnd::Closed => "退款关闭",
                },
                plain: notification(&refund),
            });
        }
        Some(refund)
    }
}

/// Eighteen random digits.
pub(super) fn digits() -> String {
    random::<18>()
        .iter()
        .map(|byte| char::from(b'0' + byte % 10))
        .collect()
}

fn amounts(refund: &Refund) -> Value {
    let amount = &refund.request.amount;
    json!({
        "total": amount.total,
        "refund": amount.refund,
        "payer_total": amount.total,
        "payer_refund": amount.refund,
    })
}

fn answer(refund: &Refund) -> Value {
    let mut amount = amounts(refund);
    amount["settlement_refund"] = json!(refund.request.amount.refund);
    amount["settlement_total"] = json!(refund.request.amount.total);
    amount["discount_refund"] = json!(0);
    amount["currency"] = json!("CNY");
    amount["from"] = json!([]);
    let mut answer = json!({
        "refund_id": refund.refund_id,
        "out_refund_no": refund.request.out_refund_no,
        "transaction_id": refund.transaction_id,
        "out_trade_no": refund.out_trade_no,
        "channel": "ORIGINAL",
        "user_received_account": "支付用户零钱",
        "create_time": rfc3339(refund.created_at_ms),
        "status": refund.status,
        "funds_account": "AVAILABLE",
        "amount": amount,
        "promotion_detail": [],
    });
    if let (RefundStatus::Success, Some(at)) = (refund.status, refund.decided_at_ms) {
        answer["success_time"] = json!(rfc3339(at));
    }
    answer
}

fn notification(refund: &Refund) -> Value {
    let mut plain = json!({
        "mchid": MCHID,
        "out_trade_no": refund.out_trade_no,
        "transaction_id": refund.transaction_id,
        "out_refund_no": refund.request.out_refund_no,
        "refund_id": refund.refund_id,
        "refund_status": refund.status,
        "user_received_account": "支付用户零钱",
        "amount": amounts(refund),
    });
    if let (RefundStatus::Success, Some(at)) = (refund.status, refund.decided_at_ms) {
        plain["success_time"] = json!(rfc3339(at));
    }
    plain
}

/// A fresh id for a notification, in the form of a UUID.
pub(super) fn message_id() -> String {
    let text = hex(&random::<16>()).to_ascii_lowercase();
    format!(
        "{}-{}-{}-{}-{}",
        &text[..8],
        &text[8..12],
        &text[12..16],
        &text[16..20],
        &text[20..]
    )
}
