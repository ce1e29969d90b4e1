//! Reading the bill's file: CSV in which every value begins with a backtick, amounts in yuan.
//!
//! Columns are found by the names in the header, since WeChat Pay has moved and added some over
//! the years. A line that is not understood makes the whole bill not understood: reconciliation
//! must not run on a part of a day.

use jiff::civil::DateTime;
use order::{Money, Timestamp};

use crate::{BillEntry, BillLine, RefundState};

/// Beijing is this far ahead of UTC, in milliseconds.
const BEIJING_MS: i64 = 8 * 3_600_000;
/// Where the summary begins: the name of its first column.
const SUMMARY: &str = "总交易单数";

/// Where the values that we read stand in a line.
struct Columns {
    count: usize,
    time: usize,
    transaction_id: usize,
    out_trade_no: usize,
    trade_state: usize,
    order_amount: usize,
    out_refund_no: usize,
    refund_amount: usize,
    refund_state: usize,
}

/// Every line of a whole bill, uncompressed.
pub(super) fn read(file: &[u8]) -> Result<Vec<BillLine>, &'static str> {
    let text = std::str::from_utf8(file).map_err(|_| "the bill is not UTF-8")?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut rows = text
        .lines()
        .map(|line| line.trim_end_matches('\r'))
        .filter(|line| !line.is_empty());
    let columns = Columns::find(rows.next().ok_or("the bill is empty")?)?;
    let mut lines = Vec::new();
    for row in rows {
        if row.starts_with(SUMMARY) {
            return Ok(lines);
        }
        lines.push(columns.read(row)?);
    }
    Err("the bill breaks off before its summary")
}

impl Columns {
    fn find(header: &str) -> Result<Self, &'static str> {
        let names: Vec<&str> = header.split(',').map(str::trim).collect();
        let find = |names_over_the_years: &[&str]| {
            names_over_the_years
                .iter()
                .find_map(|wanted| names.iter().position(|name| name == wanted))
                .ok_or("the bill lacks a column")
        };
        Ok(Self {
            count: names.len(),
            time: find(&["交易时间"])?,
            transaction_id: find(&["微信订单号"])?,
            out_trade_no: find(&["商户订单号"])?,
            trade_state: find(&["交易状态"])?,
            // The price before coupons, as `amount.total` of the transaction.
            order_amount: find(&["订单金额", "总金额"])?,
            out_refund_no: find(&["商户退款单号"])?,
            // What was asked back, as `amount.refund` of the refund.
            refund_amount: find(&["申请退款金额", "退款金额"])?,
            refund_state: find(&["退款状态"])?,
        })
    }

    fn read(&self, row: &str) -> Result<BillLine, &'static str> {
        let values = split(row)?;
        if values.len() != self.count {
            return Err("a line of the bill has more or fewer values than its header");
        }
        let entry = match values[self.trade_state] {
            "SUCCESS" => BillEntry::Payment {
                amount: fen(values[self.order_amount])?,
            },
            "REFUND" => BillEntry::Refund {
                out_refund_no: values[self.out_refund_no].to_owned(),
                amount: fen(values[self.refund_amount])?,
                state: refund_state(values[self.refund_state])?,
            },
            // The amount stands where a payment's or where a refund's does, and zero in the other.
            "REVOKED" => BillEntry::Reversal {
                amount: fen(values[self.order_amount])?.max(fen(values[self.refund_amount])?),
            },
            _ => return Err("a line of the bill has an unknown trade state"),
        };
        Ok(BillLine {
            out_trade_no: values[self.out_trade_no].to_owned(),
            transaction_id: values[self.transaction_id].to_owned(),
            at: moment(values[self.time]),
            entry,
        })
    }
}

/// The values of a line. A comma inside a value (a description, say) has no backtick behind it.
fn split(row: &str) -> Result<Vec<&str>, &'static str> {
    let first = row
        .strip_prefix('`')
        .ok_or("a line of the bill does not begin with a backtick")?;
    Ok(first.split(",`").map(str::trim).collect())
}

/// Yuan with up to two decimals, to fen, without floating point. An empty value is nothing.
fn fen(yuan: &str) -> Result<Money, &'static str> {
    let wrong = "an amount in the bill is not yuan with two decimals";
    if yuan.is_empty() {
        return Ok(Money::ZERO);
    }
    let (whole, decimals) = yuan.split_once('.').unwrap_or((yuan, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || decimals.len() > 2 || !digits(whole) || !digits(decimals) {
        return Err(wrong);
    }
    let minor: i64 = format!("{whole}{decimals:0<2}")
        .parse()
        .map_err(|_| wrong)?;
    Ok(Money::from_minor(minor))
}

fn refund_state(text: &str) -> Result<RefundState, &'static str> {
    match text {
        "SUCCESS" => Ok(RefundState::Success),
        "PROCESSING" => Ok(RefundState::Processing),
        "FAIL" | "CLOSED" => Ok(RefundState::Closed),
        "CHANGE" | "ABNORMAL" => Ok(RefundState::Abnormal),
        _ => Err("a refund in the bill has an unknown state"),
    }
}

/// `2026-11-22 18:00:30`, Beijing time.
fn moment(text: &str) -> Option<Timestamp> {
    let civil = DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
    let elapsed = civil.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0));
    Some(Timestamp::from_ms(elapsed.as_secs() * 1000 - BEIJING_MS))
}
