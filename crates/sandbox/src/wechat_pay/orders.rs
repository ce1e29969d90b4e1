//! Native orders: what a merchant may ask, and the transaction object it gets.

use serde::Deserialize;
use serde_json::{Value, json};

use super::complaint::Complaint;
use super::keys::{APPID, MCHID, hex, random};
use super::ledger::Order;
use super::seal::rfc3339;
use super::shop::{Shop, now_ms};
use super::views::OrderState;

/// Time to pay when the merchant names none: seven days.
const DEFAULT_LIFE_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// A shorter time to pay is raised to this.
const SHORTEST_LIFE_MS: i64 = 60 * 1000;
/// A longer time to pay is cut to this.
const LONGEST_LIFE_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// The body of `POST /v3/pay/transactions/native`; fields it does not name are ignored, as the
/// real service does.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct NativeRequest {
    appid: String,
    mchid: String,
    pub(super) description: String,
    pub(super) out_trade_no: String,
    time_expire: Option<String>,
    attach: Option<String>,
    pub(super) notify_url: String,
    pub(super) amount: Price,
    detail: Option<Value>,
    scene_info: Option<Value>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Price {
    pub(super) total: i64,
    currency: Option<String>,
}

#[derive(Deserialize)]
struct Closing {
    mchid: String,
}

impl NativeRequest {
    fn parse(body: &[u8]) -> Result<Self, Complaint> {
        let request: Self = serde_json::from_slice(body)
            .map_err(|error| Complaint::parameter(error.to_string()))?;
        let sound = |holds: bool, problem: &str| {
            if holds {
                Ok(())
            } else {
                Err(Complaint::parameter(problem))
            }
        };
        if request.mchid != MCHID || request.appid != APPID {
            return Err(Complaint::new(
                400,
                "APPID_MCHID_NOT_MATCH",
                "appid and mchid do not belong together",
            ));
        }
        sound(
            (1..=127).contains(&request.description.len()),
            "description must have 1 to 127 bytes",
        )?;
        sound(
            is_number(&request.out_trade_no, 6..=32, "_-|*"),
            "out_trade_no must be 6 to 32 of 0-9 A-Z a-z _ - | *",
        )?;
        sound(
            request.amount.total > 0,
            "amount.total must be more than zero",
        )?;
        sound(
            request.amount.currency.as_deref().unwrap_or("CNY") == "CNY",
            "amount.currency must be CNY",
        )?;
        check_notify_url(&request.notify_url)?;
        sound(
            request.attach.as_ref().is_none_or(|text| text.len() <= 128),
            "attach must have at most 128 bytes",
        )?;
        sound(
            request
                .scene_info
                .as_ref()
                .is_none_or(|scene| scene["payer_client_ip"].is_string()),
            "scene_info needs payer_client_ip",
        )?;
        Ok(request)
    }

    /// The last moment to pay, in milliseconds.
    fn expires_at_ms(&self, now_ms: i64) -> Result<i64, Complaint> {
        let Some(text) = &self.time_expire else {
            return Ok(now_ms.saturating_add(DEFAULT_LIFE_MS));
        };
        let moment: jiff::Timestamp = text
            .parse()
            .map_err(|_| Complaint::parameter("time_expire must be RFC 3339 with a zone"))?;
        Ok(moment.as_millisecond().clamp(
            now_ms.saturating_add(SHORTEST_LIFE_MS),
            now_ms.saturating_add(LONGEST_LIFE_MS),
        ))
    }
}

impl Shop {
    pub(super) fn open_native(&self, body: &[u8]) -> Result<Value, Complaint> {
        let request = NativeRequest::parse(body)?;
        let now_ms = now_ms();
        let expires_at_ms = request.expires_at_ms(now_ms)?;
        let code_url = format!("weixin://wxpay/bizpayurl?pr={}", hex(&random::<6>()));
        let code_url = self
            .ledger()
            .open(request, expires_at_ms, code_url, now_ms)?;
        Ok(json!({"code_url": code_url}))
    }

    pub(super) fn query_by_number(
        &self,
        number: &str,
        query: Option<&str>,
    ) -> Result<Value, Complaint> {
        check_mchid(query)?;
        let ledger = self.ledger();
        ledger
            .order(number)
            .map(transaction)
            .ok_or_else(Complaint::no_order)
    }

    pub(super) fn query_by_id(&self, id: &str, query: Option<&str>) -> Result<Value, Complaint> {
        check_mchid(query)?;
        let ledger = self.ledger();
        ledger
            .order_by_transaction(id)
            .map(transaction)
            .ok_or_else(Complaint::no_order)
    }

    pub(super) fn close(&self, number: &str, body: &[u8]) -> Result<(), Complaint> {
        let closing: Closing = serde_json::from_slice(body)
            .map_err(|error| Complaint::parameter(error.to_string()))?;
        if closing.mchid != MCHID {
            return Err(Complaint::new(400, "MCH_NOT_EXISTS", "no such merchant"));
        }
        self.ledger().close(number)
    }
}

/// The transaction object of an order.
pub(super) fn transaction(order: &Order) -> Value {
    let request = &order.request;
    let mut transaction = json!({
        "appid": APPID,
        "mchid": MCHID,
        "out_trade_no": request.out_trade_no,
        "attach": request.attach.as_deref().unwrap_or_default(),
        "promotion_detail": [],
    });
    let (state, described) = match &order.state {
        OrderState::NotPaid => ("NOTPAY", "订单未支付"),
        OrderState::Closed => ("CLOSED", "订单已关闭"),
        OrderState::Paid { .. } if order.refunds.is_empty() => ("SUCCESS", "支付成功"),
        OrderState::Paid { .. } => ("REFUND", "订单发生过退款"),
    };
    transaction["trade_state"] = json!(state);
    transaction["trade_state_desc"] = json!(described);
    let mut amount = json!({"total": request.amount.total, "currency": "CNY"});
    if let OrderState::Paid {
        transaction_id,
        paid_at_ms,
        taken,
    } = &order.state
    {
        amount = json!({
            "total": taken,
            "payer_total": taken,
            "currency": "CNY",
            "payer_currency": "CNY",
        });
        transaction["transaction_id"] = json!(transaction_id);
        transaction["trade_type"] = json!("NATIVE");
        transaction["bank_type"] = json!("OTHERS");
        transaction["success_time"] = json!(rfc3339(*paid_at_ms));
        transaction["payer"] = json!({"openid": "oSandboxCustomer000000000001"});
    }
    transaction["amount"] = amount;
    if let Some(device) = request
        .scene_info
        .as_ref()
        .and_then(|scene| scene["device_id"].as_str())
    {
        transaction["scene_info"] = json!({"device_id": device});
    }
    transaction
}

/// Whether a number has a length in `lengths` and only letters, digits and `also`.
pub(super) fn is_number(text: &str, lengths: std::ops::RangeInclusive<usize>, also: &str) -> bool {
    lengths.contains(&text.len())
        && text
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || also.contains(letter))
}

/// Public https without a query; http on loopback, since this is a sandbox.
pub(super) fn check_notify_url(text: &str) -> Result<(), Complaint> {
    let wrong = |problem: &str| Complaint::parameter(format!("notify_url {problem}"));
    let url = reqwest::Url::parse(text).map_err(|_| wrong("is no URL"))?;
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if url.scheme() != "https" && !(url.scheme() == "http" && local) {
        return Err(wrong("must be https"));
    }
    if url.query().is_some() {
        return Err(wrong("must not have a query"));
    }
    if text.len() > 255 {
        return Err(wrong("is longer than 255 characters"));
    }
    Ok(())
}

fn check_mchid(query: Option<&str>) -> Result<(), Complaint> {
    let named = query
        .unwrap_or_default()
        .split('&')
        .find_map(|pair| pair.strip_prefix("mchid="));
    match named {
        Some(MCHID) => Ok(()),
        Some(_) => Err(Complaint::new(400, "MCH_NOT_EXISTS", "no such merchant")),
        None => Err(Complaint::parameter("mchid is needed in the query")),
    }
}
