//! What the payment provider says was paid and given back.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use ureq::Agent;

/// How long the sandbox may take to answer.
const DEADLINE: Duration = Duration::from_secs(10);

/// Money of all orders, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Money {
    pub(super) paid_minor: i64,
    pub(super) refunded_minor: i64,
}

/// Asks the sandbox at `address` what moved so far, at either provider.
pub(super) fn count(address: &str) -> Result<Money> {
    let (wechat_pay, alipay) = (sum(&orders(address)?)?, sum(&trades(address)?)?);
    Ok(Money {
        paid_minor: wechat_pay.paid_minor + alipay.paid_minor,
        refunded_minor: wechat_pay.refunded_minor + alipay.refunded_minor,
    })
}

/// A barcode of somebody whose wallet pays without asking.
pub(super) fn barcode(address: &str) -> Result<String> {
    let answer: Value = agent()
        .post(format!("{address}/sandbox/api/barcodes"))
        .send_json(json!({"fate": "pays"}))
        .context("asking the sandbox for a barcode")?
        .body_mut()
        .read_json()
        .context("reading the sandbox's barcode")?;
    let digits = answer["auth_code"].as_str();
    digits
        .map(str::to_owned)
        .context("a barcode without digits")
}

/// The number of the order that waits for its payment.
pub(crate) fn waiting(address: &str) -> Result<String> {
    let answer = orders(address)?;
    let orders = answer["orders"].as_array();
    orders
        .into_iter()
        .flatten()
        .find(|order| order["state"] == "not_paid")
        .and_then(|order| order["out_trade_no"].as_str())
        .map(str::to_owned)
        .context("no order waits for its payment")
}

/// Pays an order.
pub(crate) fn pay(address: &str, order: &str) -> Result<()> {
    agent()
        .post(format!("{address}/sandbox/api/orders/{order}/pay"))
        .send_empty()
        .context("paying at the sandbox")?;
    Ok(())
}

/// WeChat Pay's.
fn orders(address: &str) -> Result<Value> {
    listed(&format!("{address}/sandbox/api/orders"))
}

/// Alipay's.
fn trades(address: &str) -> Result<Value> {
    listed(&format!("{address}/sandbox/api/alipay/orders"))
}

fn listed(address: &str) -> Result<Value> {
    agent()
        .get(address)
        .call()
        .context("asking the sandbox for its orders")?
        .body_mut()
        .read_json()
        .context("reading the sandbox's orders")
}

fn agent() -> Agent {
    Agent::config_builder()
        .timeout_global(Some(DEADLINE))
        .build()
        .into()
}

fn sum(answer: &Value) -> Result<Money> {
    let mut money = Money {
        paid_minor: 0,
        refunded_minor: 0,
    };
    let orders = answer["orders"].as_array();
    for order in orders.context("the sandbox lists no orders")? {
        money.paid_minor += order["taken"].as_i64().unwrap_or(0);
        for refund in order["refunds"].as_array().into_iter().flatten() {
            // Alipay lists what is done only, and has no word for it.
            if refund["status"] == "SUCCESS" || refund.get("status").is_none() {
                money.refunded_minor += refund["amount"].as_i64().unwrap_or(0);
            }
        }
    }
    Ok(money)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_money_that_moved_is_counted() {
        let answer = json!({"orders": [
            {"total": 1200, "taken": 1200, "refunds": [
                {"amount": 300, "status": "SUCCESS"},
                {"amount": 200, "status": "PROCESSING"},
            ]},
            {"total": 900, "refunds": []},
            {"total": 500, "taken": 500, "refunds": [{"amount": 100}]},
        ]});
        let expected = Money {
            paid_minor: 1700,
            refunded_minor: 400,
        };
        assert_eq!(
            sum(&answer).expect("orders"),
            expected,
            "an unpaid order and a refund under way have moved nothing"
        );
    }
}
