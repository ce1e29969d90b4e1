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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HEADER: &str =
        "交易时间,微信订单号,商户订单号,交易状态,商户退款单号,退款金额,退款状态,订单金额";
    const SUMMARY_ROWS: &str = "总交易单数,订单总金额\n`1,`6.00\n";
    const PAID: &str = "`2026-11-22 18:00:30,`4200,`K1,`SUCCESS,`0,`0.00,`,`6.00";

    fn bill(rows: &[&str]) -> Result<Vec<BillLine>, &'static str> {
        let rows: String = rows.iter().map(|row| format!("{row}\n")).collect();
        read(format!("{HEADER}\n{rows}{SUMMARY_ROWS}").as_bytes())
    }

    #[test]
    fn columns_are_found_by_name_and_time_is_beijings() {
        let expected = BillLine {
            out_trade_no: "K1".to_owned(),
            transaction_id: "4200".to_owned(),
            at: Some(Timestamp::from_ms(1_795_341_630_000)),
            entry: BillEntry::Payment {
                amount: Money::from_minor(600),
            },
        };
        assert_eq!(
            bill(&[PAID]),
            Ok(vec![expected.clone()]),
            "2026-11-22T10:00:30Z"
        );
        let old_names = "商户订单号,总金额,一个新的栏目,交易时间,微信订单号,交易状态,商户退款单号,退款金额,退款状态\r\n\
            `K1,`6,`anything, at all,`2026-11-22 18:00:30,`4200,`SUCCESS,`0,`0.00,`\r\n总交易单数\r\n`1\r\n";
        assert_eq!(
            read(format!("\u{feff}{old_names}").as_bytes()),
            Ok(vec![expected]),
            "an order of its own, an older name, a column nobody knows, BOM, CRLF"
        );
    }

    #[test]
    fn states_of_refunds_are_read() {
        for (word, state) in [
            ("SUCCESS", RefundState::Success),
            ("PROCESSING", RefundState::Processing),
            ("FAIL", RefundState::Closed),
            ("CHANGE", RefundState::Abnormal),
        ] {
            let row = format!("`2026-11-22 18:00:30,`4200,`K1,`REFUND,`K1-R1,`0.10,`{word},`0.00");
            let entry = BillEntry::Refund {
                out_refund_no: "K1-R1".to_owned(),
                amount: Money::from_minor(10),
                state,
            };
            assert_eq!(
                bill(&[&row]).map(|lines| lines[0].entry.clone()),
                Ok(entry),
                "{word}"
            );
        }
    }

    #[test]
    fn a_line_that_is_not_understood_spoils_the_bill() {
        for (row, why) in [
            (
                "2026-11-22 18:00:30,4200,K1,SUCCESS,0,0.00,,6.00",
                "no backticks",
            ),
            (
                "`2026-11-22 18:00:30,`4200,`K1,`SUCCESS,`0,`0.00,`",
                "a value short",
            ),
            (
                "`2026-11-22 18:00:30,`4200,`K1,`PAID,`0,`0.00,`,`6.00",
                "an unknown state",
            ),
            (
                "`2026-11-22 18:00:30,`4200,`K1,`SUCCESS,`0,`0.00,`,`6.001",
                "three decimals",
            ),
            (
                "`2026-11-22 18:00:30,`4200,`K1,`SUCCESS,`0,`0.00,`,`-6.00",
                "less than nothing",
            ),
            (
                "`2026-11-22 18:00:30,`4200,`K1,`SUCCESS,`0,`0.00,`,`6e2",
                "a float",
            ),
            (
                "`2026-11-22 18:00:30,`4200,`K1,`REFUND,`R,`1.00,`WHO KNOWS,`0.00",
                "a refund in limbo",
            ),
        ] {
            assert!(bill(&[PAID, row]).is_err(), "{why}: {row}");
        }
        let cut = format!("{HEADER}\n{PAID}\n");
        assert!(
            read(cut.as_bytes()).is_err(),
            "a bill without its summary broke off"
        );
        let lacking = "交易时间,微信订单号,商户订单号\n总交易单数\n`0\n";
        assert!(
            read(lacking.as_bytes()).is_err(),
            "a column that is needed is missing"
        );
    }

    #[test]
    fn a_strange_time_costs_only_the_time() {
        let row = PAID.replace("2026-11-22 18:00:30", "22/11/2026");
        let lines = bill(&[&row]).expect("the money is understood");
        assert_eq!(lines[0].at, None, "the payment counts all the same");
    }

    proptest! {
        #[test]
        fn yuan_become_fen_exactly(amount in 0_i64..=i64::MAX / 100) {
            let yuan = Money::from_minor(amount).to_string();
            prop_assert_eq!(fen(&yuan), Ok(Money::from_minor(amount)), "{}", yuan);
        }

        #[test]
        fn any_bytes_are_read_or_refused(file in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _read_or_refused = read(&file);
            let mut rows = format!("{HEADER}\n").into_bytes();
            rows.extend_from_slice(&file);
            let _read_or_refused = read(&rows);
        }

        #[test]
        fn any_values_are_read_or_refused(values in "(`[0-9.,`A-Z \n]{0,12},){8}") {
            let _read_or_refused = bill(&[&values]);
        }
    }
}
