//! Reading a file of a bill: GBK, rows that begin with `#` around the lines, amounts in yuan.
//!
//! Columns are found by the names in the header, since Alipay has added some over the years. A
//! line that is not understood makes the whole bill not understood: reconciliation must not run on
//! a part of a day.

use encoding_rs::GBK;

use super::{beijing, yuan};
use crate::{BillEntry, BillLine, RefundState};

/// Opens the lines, and, with "end" behind it, closes them.
const LINES: &str = "业务明细列表";
const LINES_END: &str = "业务明细列表结束";

/// Where the values that we read stand in a line.
struct Columns {
    count: usize,
    trade_no: usize,
    out_trade_no: usize,
    kind: usize,
    finished: usize,
    amount: usize,
    out_request_no: usize,
}

/// Every line of one file, or nothing when the file is another than the one with the lines: its
/// summary, by shop.
pub(super) fn read(file: &[u8]) -> Result<Option<Vec<BillLine>>, &'static str> {
    let (text, _, broken) = GBK.decode(file);
    if broken {
        return Err("the bill is not GBK");
    }
    let mut rows = text.lines().map(str::trim).filter(|row| !row.is_empty());
    if !rows.any(|row| row.starts_with('#') && row.contains(LINES)) {
        return Ok(None);
    }
    let columns = Columns::find(rows.next().ok_or("the bill breaks off before its header")?)?;
    let mut lines = Vec::new();
    for row in rows {
        if row.starts_with('#') {
            return match row.contains(LINES_END) {
                true => Ok(Some(lines)),
                false => Err("the bill's lines end in another way"),
            };
        }
        lines.push(columns.read(row)?);
    }
    Err("the bill breaks off before its end")
}

impl Columns {
    fn find(header: &str) -> Result<Self, &'static str> {
        let names: Vec<&str> = header.split(',').map(without_unit).collect();
        let find = |wanted: &str| {
            names
                .iter()
                .position(|name| *name == wanted)
                .ok_or("the bill lacks a column")
        };
        Ok(Self {
            count: names.len(),
            trade_no: find("支付宝交易号")?,
            out_trade_no: find("商户订单号")?,
            kind: find("业务类型")?,
            finished: find("完成时间")?,
            // The price, coupons of Alipay included, as `total_amount` of the trade.
            amount: find("订单金额")?,
            out_request_no: find("退款批次号/请求号")?,
        })
    }

    fn read(&self, row: &str) -> Result<BillLine, &'static str> {
        let values: Vec<&str> = row.split(',').map(str::trim).collect();
        if values.len() != self.count {
            return Err("a line of the bill has more or fewer values than its header");
        }
        let out_trade_no = values[self.out_trade_no];
        let amount = yuan::fen(values[self.amount])
            .ok_or("an amount in the bill is not yuan with two decimals")?;
        // What went back is written with a minus sign.
        let given_back = order::Money::from_minor(amount.minor().saturating_abs());
        let entry = match (values[self.kind], values[self.out_request_no]) {
            ("交易", _) => BillEntry::Payment { amount },
            // A cancellation names no refund of its own.
            ("退款", number) if number.is_empty() || number == out_trade_no => {
                BillEntry::Reversal { amount: given_back }
            }
            ("退款", number) => BillEntry::Refund {
                out_refund_no: number.to_owned(),
                amount: given_back,
                // The bill lists what was done.
                state: RefundState::Success,
            },
            _ => return Err("a line of the bill is of an unknown kind"),
        };
        Ok(BillLine {
            out_trade_no: out_trade_no.to_owned(),
            transaction_id: values[self.trade_no].to_owned(),
            at: beijing::read(values[self.finished]),
            entry,
        })
    }
}

/// `订单金额` from `订单金额（元）`, with whichever brackets.
fn without_unit(name: &str) -> &str {
    name.split(['（', '(']).next().unwrap_or(name).trim()
}

#[cfg(test)]
mod tests {
    use order::Money;
    use proptest::prelude::*;

    use super::*;

    const OPENING: &str = "#支付宝业务明细查询\r\n#---业务明细列表---\r\n";
    const HEADER: &str =
        "支付宝交易号,商户订单号,业务类型,完成时间,订单金额（元）,退款批次号/请求号\r\n";
    const ENDING: &str = "#---业务明细列表结束---\r\n#导出时间：[2026年11月23日 09:00:00]\r\n";

    fn gbk(text: &str) -> Vec<u8> {
        GBK.encode(text).0.into_owned()
    }

    fn judge(rows: &str) -> Result<Option<Vec<BillLine>>, &'static str> {
        read(&gbk(&format!("{OPENING}{HEADER}{rows}{ENDING}")))
    }

    #[test]
    fn lines_are_read_by_the_names_of_their_columns() {
        let rows = "2026\t,ORDER-1\t,退款\t,2026-11-22 18:00:20\t,-2.50\t,ORDER-1-R1\t\r\n";
        let lines = judge(rows).expect("a sound bill").expect("with lines");
        assert_eq!(
            lines[0].entry,
            BillEntry::Refund {
                out_refund_no: "ORDER-1-R1".to_owned(),
                amount: Money::from_minor(250),
                state: RefundState::Success,
            },
            "tabs are dropped, and what went back is an amount of its own"
        );
        assert_eq!(judge(""), Ok(Some(Vec::new())), "a day without lines");
        assert_eq!(
            read(&gbk("#支付宝业务汇总查询\r\n#---业务汇总列表---\r\n")),
            Ok(None),
            "the summary beside it holds no lines"
        );
    }

    #[test]
    fn a_bill_that_is_not_understood_whole_is_not_understood() {
        for rows in [
            "2026,ORDER-1,交易,2026-11-22 18:00:20,6.00\r\n",
            "2026,ORDER-1,交易,2026-11-22 18:00:20,6.00,,extra\r\n",
            "2026,ORDER-1,交易,2026-11-22 18:00:20,six,\r\n",
            "2026,ORDER-1,转账,2026-11-22 18:00:20,6.00,\r\n",
            "#---something else---\r\n",
        ] {
            assert!(judge(rows).is_err(), "{rows:?} hides what happened");
        }
        let broken_off = format!("{OPENING}{HEADER}");
        assert!(read(&gbk(&broken_off)).is_err(), "no end is no bill");
        assert!(read(&gbk(OPENING)).is_err(), "no header is no bill");
        assert!(read(b"\xff\xff\xff").is_err(), "not GBK");
    }

    proptest! {
        #[test]
        fn no_file_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200), rows in ".{0,80}") {
            let _bytes = read(&bytes);
            let _rows = judge(&rows);
        }
    }
}
