//! Native orders, and what is done with orders of every kind.

use serde::Deserialize;
use serde_json::{Value, json};

use super::complaint::Complaint;
use super::keys::{MCHID, hex, random};
use super::shop::{Shop, now_ms};
use super::terms::Terms;
use super::transaction::transaction;

/// Time to pay when the merchant names none: seven days.
const DEFAULT_LIFE_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// A shorter time to pay is raised to this.
const SHORTEST_LIFE_MS: i64 = 60 * 1000;
/// A longer time to pay is cut to this.
const LONGEST_LIFE_MS: i64 = 90 * 24 * 60 * 60 * 1000;

#[derive(Deserialize)]
struct Closing {
    mchid: String,
}

/// The last moment to pay, in milliseconds.
fn expires_at_ms(time_expire: Option<&str>, now_ms: i64) -> Result<i64, Complaint> {
    let Some(text) = time_expire else {
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

impl Shop {
    pub(super) fn open_native(&self, body: &[u8]) -> Result<Value, Complaint> {
        let terms = Terms::parse_native(body)?;
        let now_ms = now_ms();
        let expires_at_ms = expires_at_ms(terms.time_expire.as_deref(), now_ms)?;
        let code_url = format!("weixin://wxpay/bizpayurl?pr={}", hex(&random::<6>()));
        let code_url = self.ledger().open(terms, expires_at_ms, code_url, now_ms)?;
        Ok(json!({"code_url": code_url}))
    }

    pub(super) fn query_by_number(
        &self,
        number: &str,
        query: Option<&str>,
    ) -> Result<Value, Complaint> {
        check_mchid(query)?;
        let mut ledger = self.ledger();
        ledger.undo_if_unconfirmed(number, now_ms());
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
