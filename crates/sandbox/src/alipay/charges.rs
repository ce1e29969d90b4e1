//! Charging barcodes.

use std::sync::Arc;

use serde_json::{Value, json};

use super::barcodes::Barcode;
use super::complaint::Complaint;
use super::ledger::{Code, Payment, Standing, Trade};
use super::shop::Shop;
use super::terms::{self, Way};
use super::text::{now_ms, written, yuan};

impl Shop {
    pub(super) fn charge(
        self: &Arc<Self>,
        asked: Value,
        notify_url: Option<&str>,
    ) -> Result<Value, Complaint> {
        let now_ms = now_ms();
        let (terms, deadlines) = terms::by_barcode(asked, now_ms)?;
        let mut ledger = self.ledger();
        ledger.expire(now_ms);
        ledger.check_room()?;
        if let Some(trade) = ledger.trades.get(&terms.out_trade_no) {
            trade.check_repeat(&terms)?;
            return standing(trade);
        }
        let Way::Barcode { auth_code } = &terms.way else {
            return Err(Complaint::parameter("auth_code"));
        };
        let fate = self
            .barcodes()
            .charge(auth_code, &terms.out_trade_no, now_ms)?;
        match fate {
            Barcode::Pays | Barcode::AsksPassword => {}
            Barcode::NotEnough => {
                let why = "买家余额不足";
                return Err(Complaint::business("ACQ.BUYER_BALANCE_NOT_ENOUGH", why));
            }
            Barcode::NotAllowed | Barcode::Expired => {
                let why = "买家状态非法";
                return Err(Complaint::business("ACQ.BUYER_ENABLE_STATUS_FORBID", why));
            }
        }
        let taken = match fate {
            Barcode::Pays => Some(self.wrong_amount().unwrap_or(terms.total)),
            _ => None,
        };
        let trade = ledger.add(
            Code {
                terms,
                text: String::new(),
                notify_url: notify_url.map(str::to_owned),
                deadlines,
                made_at_ms: now_ms,
            },
            now_ms,
        );
        if let Some(taken) = taken {
            trade.standing = Standing::Paid(Payment {
                at_ms: now_ms,
                taken,
            });
            self.tell(trade);
        }
        standing(trade)
    }
}

/// The answer to a charge, the first time and every time after.
fn standing(trade: &Trade) -> Result<Value, Complaint> {
    let Some(payment) = trade.payment() else {
        let why = "等待用户付款";
        return Err(Complaint::new(
            "10003",
            "ACQ.ORDER_SUCCESS_PAY_INPROCESS",
            why,
        ));
    };
    Ok(json!({
        "out_trade_no": trade.terms.out_trade_no,
        "trade_no": trade.trade_no,
        "buyer_logon_id": "san***@minilab.example",
        "total_amount": yuan(payment.taken),
        "receipt_amount": yuan(payment.taken),
        "gmt_payment": written(payment.at_ms),
        "fund_bill_list": [{"amount": yuan(payment.taken), "fund_channel": "ALIPAYACCOUNT"}],
    }))
}
