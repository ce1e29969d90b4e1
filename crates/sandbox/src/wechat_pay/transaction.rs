//! The transaction object: how an order is told to the merchant.

use serde_json::{Value, json};

use super::keys::{APPID, MCHID};
use super::ledger::Order;
use super::seal::rfc3339;
use super::terms::Way;
use super::views::OrderState;

/// The transaction object of an order.
pub(super) fn transaction(order: &Order) -> Value {
    let terms = &order.terms;
    let (state, described) = match &order.state {
        OrderState::NotPaid => ("NOTPAY", "订单未支付"),
        OrderState::Paying => ("USERPAYING", "用户支付中"),
        OrderState::Closed => ("CLOSED", "订单已关闭"),
        OrderState::Reversed { .. } => ("REVOKED", "订单已撤销"),
        OrderState::Failed => ("PAYERROR", "支付失败"),
        OrderState::Paid { .. } if order.refunds.is_empty() => ("SUCCESS", "支付成功"),
        OrderState::Paid { .. } => ("REFUND", "订单发生过退款"),
    };
    let mut transaction = json!({
        "appid": APPID,
        "mchid": MCHID,
        "out_trade_no": terms.out_trade_no,
        "attach": terms.attach.as_deref().unwrap_or_default(),
        "promotion_detail": [],
        "trade_state": state,
        "trade_state_desc": described,
        "amount": {"total": terms.total, "currency": "CNY"},
    });
    let paid = match &order.state {
        OrderState::Paid {
            transaction_id,
            paid_at_ms,
            taken,
        } => Some((transaction_id, paid_at_ms, taken)),
        OrderState::Reversed {
            undone: Some(undone),
        } => Some((&undone.transaction_id, &undone.paid_at_ms, &undone.taken)),
        OrderState::NotPaid
        | OrderState::Paying
        | OrderState::Closed
        | OrderState::Reversed { undone: None }
        | OrderState::Failed => None,
    };
    if let Some((transaction_id, paid_at_ms, taken)) = paid {
        transaction["amount"] = json!({
            "total": taken,
            "payer_total": taken,
            "currency": "CNY",
            "payer_currency": "CNY",
        });
        transaction["transaction_id"] = json!(transaction_id);
        transaction["trade_type"] = json!(trade_type(&terms.way));
        transaction["bank_type"] = json!("OTHERS");
        transaction["success_time"] = json!(rfc3339(*paid_at_ms));
        transaction["payer"] = json!({"openid": "oSandboxCustomer000000000001"});
    }
    let device = terms
        .scene_info
        .as_ref()
        .and_then(|scene| scene["device_id"].as_str());
    if let Some(device) = device {
        transaction["scene_info"] = json!({"device_id": device});
    }
    transaction
}

/// The `trade_type` of a way to pay.
pub(super) const fn trade_type(way: &Way) -> &'static str {
    match way {
        Way::Native { .. } => "NATIVE",
        Way::Codepay { .. } => "MICROPAY",
    }
}
