//! The rows of a bill and the archive they are written to: two GBK files, one with every line and
//! one with their sums, rows beginning with `#` around them, yuan with two decimals.

use std::io::{Cursor, Write as _};

use encoding_rs::GBK;
use jiff::civil::Date;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::complaint::Complaint;
use super::keys::SELLER_ID;
use super::ledger::Ledger;
use super::text::{beijing, digits, now_ms, written, yuan};

const HEADER: &str = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,\
    操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,\
    商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,\
    服务费（元）,分润（元）,备注";
const RULE: &str = "#-----------------------------------------";
const RULE_END: &str = "------------------------------------";

/// The rows of one day, in the order of their times.
#[derive(Debug, Default)]
pub(super) struct Rows(Vec<Row>);

#[derive(Clone, Debug)]
struct Row {
    trade_no: String,
    out_trade_no: String,
    kind: &'static str,
    subject: String,
    made_at_ms: i64,
    at_ms: i64,
    terminal: String,
    /// In fen; less than nothing for what went back.
    amount: i64,
    out_request_no: String,
}

impl Rows {
    /// What happened on `day`: payments, refunds, and paid trades cancelled.
    pub(super) fn of(ledger: &Ledger, day: Date) -> Self {
        let mut rows = Vec::new();
        for trade in ledger.trades.values() {
            let Some(payment) = trade.payment() else {
                continue;
            };
            let row = |kind, at_ms, amount, out_request_no| Row {
                trade_no: trade.trade_no.clone(),
                out_trade_no: trade.terms.out_trade_no.clone(),
                kind,
                subject: trade.terms.subject.clone(),
                made_at_ms: trade.made_at_ms,
                at_ms,
                terminal: trade.terms.terminal_id.clone().unwrap_or_default(),
                amount,
                out_request_no,
            };
            rows.push(row("交易", payment.at_ms, payment.taken, String::new()));
            for refund in &trade.refunds {
                let number = refund.out_request_no.clone().unwrap_or_default();
                rows.push(row("退款", refund.at_ms, -refund.amount, number));
            }
        }
        rows.retain(|row| beijing(row.at_ms).date() == day);
        rows.sort_by(|a, b| (a.at_ms, &a.out_request_no).cmp(&(b.at_ms, &b.out_request_no)));
        Self(rows)
    }

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
    pub(super) fn add_stranger(&mut self, now_ms: i64) {
        let at_ms = self.0.last().map_or(now_ms, |row| row.at_ms);
        self.0.push(Row {
            trade_no: format!("20882200{}", digits::<20>()),
            out_trade_no: format!("STRANGER{}", digits::<10>()),
            kind: "交易",
            subject: "别家的照片".to_owned(),
            made_at_ms: at_ms,
            at_ms,
            terminal: String::new(),
            amount: 10,
            out_request_no: String::new(),
        });
    }

    /// How many rows of a kind there are, and their sum in fen.
    fn sum(&self, kind: &str) -> (usize, i64) {
        let amounts: Vec<i64> = self
            .0
            .iter()
            .filter(|row| row.kind == kind)
            .map(|row| row.amount)
            .collect();
        (amounts.len(), amounts.iter().sum())
    }
}

impl Row {
    /// Every value is followed by a tab, which keeps spreadsheets from reading numbers into it.
    fn line(&self) -> String {
        let amount = yuan(self.amount);
        let none = yuan(0);
        let mut values = [""; 25];
        let (made, finished) = (written(self.made_at_ms), written(self.at_ms));
        values[0] = &self.trade_no;
        values[1] = &self.out_trade_no;
        values[2] = self.kind;
        values[3] = &self.subject;
        values[4] = &made;
        values[5] = &finished;
        values[9] = &self.terminal;
        values[10] = "*三(san***@minilab.example)";
        values[11] = &amount;
        values[12] = &amount;
        for discount in [13, 14, 15, 16, 17, 19, 20, 22, 23] {
            values[discount] = &none;
        }
        values[21] = &self.out_request_no;
        values.map(|value| format!("{value}\t")).join(",")
    }
}

/// The archive as it is downloaded.
pub(super) fn archive(rows: &Rows, day: Date) -> Result<Vec<u8>, Complaint> {
    let name = format!("{SELLER_ID}0156_{}", day.strftime("%Y%m%d"));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, text) in [
        (format!("{name}_业务明细.csv"), details(rows, day)),
        (format!("{name}_业务明细(汇总).csv"), summary(rows, day)),
    ] {
        let (bytes, _, _) = GBK.encode(&text);
        zip.start_file(name, options)
            .map_err(|_| Complaint::system())?;
        zip.write_all(&bytes).map_err(|_| Complaint::system())?;
    }
    let whole = zip.finish().map_err(|_| Complaint::system())?;
    Ok(whole.into_inner())
}

fn details(rows: &Rows, day: Date) -> String {
    let mut lines = preamble("业务明细查询", day);
    lines.push(format!("{RULE}业务明细列表{RULE_END}"));
    lines.push(HEADER.to_owned());
    lines.extend(rows.0.iter().map(Row::line));
    lines.push(format!("{RULE}业务明细列表结束{RULE_END}"));
    let (paid, income) = rows.sum("交易");
    let (refunds, outgo) = rows.sum("退款");
    lines.push(format!(
        "#交易合计：{paid}笔，商家实收共{}元，商家优惠共0.00元",
        yuan(income)
    ));
    lines.push(format!(
        "#退款合计：{refunds}笔，商家实收退款共{}元，商家优惠退款共0.00元",
        yuan(outgo)
    ));
    lines.push(made_at());
    end(&lines)
}

fn summary(rows: &Rows, day: Date) -> String {
    let mut lines = preamble("业务汇总查询", day);
    lines.push(format!("{RULE}业务汇总列表{RULE_END}"));
    lines.push("门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）".to_owned());
    let ((paid, income), (refunds, outgo)) = (rows.sum("交易"), rows.sum("退款"));
    let total = yuan(income + outgo);
    lines.push(format!("合计\t,\t,{paid}\t,{refunds}\t,{total}\t"));
    lines.push(format!("{RULE}业务汇总列表结束{RULE_END}"));
    lines.push(made_at());
    end(&lines)
}

fn preamble(title: &str, day: Date) -> Vec<String> {
    let next = day.tomorrow().unwrap_or(day);
    vec![
        format!("#支付宝{title}"),
        format!("#账号：[{SELLER_ID}0156]"),
        format!(
            "#起始日期：[{} 00:00:00]   终止日期：[{} 00:00:00]",
            day.strftime("%Y年%m月%d日"),
            next.strftime("%Y年%m月%d日")
        ),
    ]
}

fn made_at() -> String {
    let now = beijing(now_ms());
    format!("#导出时间：[{}]", now.strftime("%Y年%m月%d日 %H:%M:%S"))
}

fn end(lines: &[String]) -> String {
    let mut text = lines.join("\r\n");
    text.push_str("\r\n");
    text
}
