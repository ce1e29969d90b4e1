//! The rows of a bill and the file they are written to: a byte order mark, CRLF, a backtick before
//! every value, yuan with two decimals, and a summary at the end.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

use super::keys::{APPID, MCHID};
use super::ledger::{Ledger, Order};
use super::refunds::digits;
use super::transaction::trade_type;
use super::views::{OrderState, RefundStatus};

const HEADER: &str = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,\
    交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,\
    退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
const SUMMARY: &str =
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";

/// The rows of one day, in the order of their times.
#[derive(Debug, Default)]
pub(super) struct Rows(Vec<Row>);

#[derive(Clone, Debug)]
struct Row {
    at_ms: i64,
    device: String,
    transaction_id: String,
    out_trade_no: String,
    trade_type: &'static str,
    trade_state: &'static str,
    /// In fen; nothing in rows about money that goes back.
    paid: i64,
    refund_id: String,
    out_refund_no: String,
    /// In fen; nothing in rows about money that comes in.
    refunded: i64,
    refund_state: &'static str,
    description: String,
}

impl Rows {
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Forgets the earliest row.
    pub(super) fn remove_first(&mut self) {
        if !self.0.is_empty() {
            self.0.remove(0);
        }
    }

    /// Adds a payment that nobody made.
    pub(super) fn add_stranger(&mut self) {
        let at_ms = self.0.last().map_or(0, |row| row.at_ms);
        self.0.push(Row {
            at_ms,
            device: String::new(),
            transaction_id: format!("4200{}", digits()),
            out_trade_no: format!("STRANGER{}", &digits()[..10]),
            trade_type: "NATIVE",
            trade_state: "SUCCESS",
            paid: 10,
            refund_id: "0".to_owned(),
            out_refund_no: "0".to_owned(),
            refunded: 0,
            refund_state: "",
            description: "someone else's, surely".to_owned(),
        });
    }
}

impl Ledger {
    /// What happened on `day`: payments, refunds asked for, and paid charges undone.
    pub(super) fn rows(&self, day: Date) -> Rows {
        let mut rows: Vec<Row> = Vec::new();
        for order in self.orders.values() {
            match &order.state {
                OrderState::Paid {
                    transaction_id,
                    paid_at_ms,
                    taken,
                } => rows.push(Row::payment(order, transaction_id, *paid_at_ms, *taken)),
                OrderState::Reversed {
                    undone: Some(undone),
                } => {
                    let id = &undone.transaction_id;
                    rows.push(Row::payment(order, id, undone.paid_at_ms, undone.taken));
                    rows.push(Row {
                        trade_state: "REVOKED",
                        ..Row::back(order, id, undone.undone_at_ms, undone.taken)
                    });
                }
                OrderState::NotPaid
                | OrderState::Paying
                | OrderState::Closed
                | OrderState::Reversed { undone: None }
                | OrderState::Failed => {}
            }
        }
        for refund in self.refunds.values() {
            let Some(order) = self.orders.get(&refund.out_trade_no) else {
                continue;
            };
            let amount = refund.request.amount.refund;
            rows.push(Row {
                trade_state: "REFUND",
                refund_id: refund.refund_id.clone(),
                out_refund_no: refund.request.out_refund_no.clone(),
                refund_state: match refund.status {
                    RefundStatus::Processing => "PROCESSING",
                    RefundStatus::Success => "SUCCESS",
                    RefundStatus::Abnormal => "CHANGE",
                    RefundStatus::Closed => "FAIL",
                },
                ..Row::back(order, &refund.transaction_id, refund.created_at_ms, amount)
            });
        }
        rows.retain(|row| beijing(row.at_ms).date() == day);
        rows.sort_by(|one, other| {
            (one.at_ms, &one.transaction_id, one.refunded).cmp(&(
                other.at_ms,
                &other.transaction_id,
                other.refunded,
            ))
        });
        Rows(rows)
    }
}

impl Row {
    fn payment(order: &Order, transaction_id: &str, at_ms: i64, paid: i64) -> Self {
        Self {
            trade_state: "SUCCESS",
            paid,
            refunded: 0,
            refund_state: "",
            ..Self::back(order, transaction_id, at_ms, 0)
        }
    }

    /// Money on its way back.
    fn back(order: &Order, transaction_id: &str, at_ms: i64, refunded: i64) -> Self {
        let scene = order.terms.scene_info.as_ref();
        Self {
            at_ms,
            device: scene
                .and_then(|scene| scene["device_id"].as_str())
                .unwrap_or_default()
                .to_owned(),
            transaction_id: transaction_id.to_owned(),
            out_trade_no: order.terms.out_trade_no.clone(),
            trade_type: trade_type(&order.terms.way),
            trade_state: "",
            paid: 0,
            refund_id: "0".to_owned(),
            out_refund_no: "0".to_owned(),
            refunded,
            refund_state: "SUCCESS",
            description: order.terms.description.clone(),
        }
    }

    fn line(&self) -> String {
        let at = beijing(self.at_ms)
            .strftime("%Y-%m-%d %H:%M:%S")
            .to_string();
        let (paid, refunded) = (yuan(self.paid), yuan(self.refunded));
        let refund_type = match self.trade_state {
            "SUCCESS" => "",
            _ => "ORIGINAL",
        };
        let values = [
            &at,
            APPID,
            MCHID,
            "0",
            &self.device,
            &self.transaction_id,
            &self.out_trade_no,
            "oSandboxCustomer000000000001",
            self.trade_type,
            self.trade_state,
            "OTHERS",
            "CNY",
            &paid,
            "0.00",
            &self.refund_id,
            &self.out_refund_no,
            &refunded,
            "0.00",
            refund_type,
            self.refund_state,
            &self.description,
            "",
            "0.00000",
            "0.60%",
            &paid,
            &refunded,
            "",
        ];
        quoted(&values)
    }
}

/// The whole file, uncompressed.
pub(super) fn statement(rows: &Rows) -> Vec<u8> {
    let paid: i64 = rows.0.iter().map(|row| row.paid).sum();
    let refunded: i64 = rows.0.iter().map(|row| row.refunded).sum();
    let (paid, refunded) = (yuan(paid), yuan(refunded));
    let summary = [
        &rows.0.len().to_string(),
        &paid,
        &refunded,
        "0.00",
        "0.00000",
        &paid,
        &refunded,
    ];
    let mut file = format!("\u{feff}{HEADER}\r\n");
    for row in &rows.0 {
        file.push_str(&row.line());
    }
    file.push_str(SUMMARY);
    file.push_str("\r\n");
    file.push_str(&quoted(&summary));
    file.into_bytes()
}

fn quoted(values: &[&str]) -> String {
    format!("`{}\r\n", values.join(",`"))
}

/// `12.00` from 1200.
fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// The moment as China's clocks show it.
pub(super) fn beijing(ms: i64) -> Zoned {
    Timestamp::from_millisecond(ms)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_zoned(TimeZone::fixed(Offset::constant(8)))
}
