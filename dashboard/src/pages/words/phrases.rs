//! Sentences with numbers in them.

use order::discount::Weekday;
use order::machine::{CancelReason, NotPrintedReason};
use order::settings::SettingsError;
use order::{Discount, Money, PrintSize, Product, ProviderId, ReductionKind, Timestamp};

use super::Words;
use super::money::{grouped, shown};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

impl Words {
    /// How long that is: `40 s`, `3 min`, `2 h`, `5 days`.
    pub(crate) fn span(&self, ms: i64) -> String {
        let ms = ms.max(0);
        match ms {
            ..MINUTE_MS => format!("{} {}", ms / 1000, self.pick("s", "秒")),
            MINUTE_MS..HOUR_MS => format!("{} {}", ms / MINUTE_MS, self.pick("min", "分钟")),
            HOUR_MS..DAY_MS => format!("{} {}", ms / HOUR_MS, self.pick("h", "小时")),
            _ if ms < 2 * DAY_MS => self.pick("1 day", "1 天").to_owned(),
            _ => format!("{} {}", ms / DAY_MS, self.pick("days", "天")),
        }
    }

    /// `1 sheet`, `12 sheets`.
    pub(crate) fn sheets_of_paper(&self, sheets: u64) -> String {
        let unit = if sheets == 1 { "sheet" } else { "sheets" };
        self.pick(format!("{sheets} {unit}"), format!("{sheets} 张"))
    }

    /// How long ago that was.
    pub(crate) fn ago(&self, then: Timestamp, now: Timestamp) -> String {
        let ms = now.ms_since(then);
        if ms < 5_000 {
            return self.pick("just now", "刚刚").to_owned();
        }
        let span = self.span(ms);
        self.pick(format!("{span} ago"), format!("{span}前"))
    }

    /// `6-inch`.
    pub(crate) const fn size_name(&self, size: PrintSize) -> &'static str {
        match size {
            PrintSize::FiveInch => self.five_inch,
            PrintSize::SixInch => self.six_inch,
            PrintSize::EightInch => self.eight_inch,
            PrintSize::FourSmall => self.four_small,
        }
    }

    /// `6-inch`, `Index print`.
    pub(crate) const fn product_name(&self, product: Product) -> &'static str {
        match product {
            Product::Photo(size) => self.size_name(size),
            Product::IndexPrint => self.index_print,
        }
    }

    /// `WeChat Pay`.
    pub(crate) fn provider_name(&self, provider: ProviderId) -> &'static str {
        match provider {
            ProviderId::WechatPay => self.pick("WeChat Pay", "微信支付"),
            ProviderId::Alipay => self.pick("Alipay", "支付宝"),
        }
    }

    /// `Its bill was fetched: 10:05`.
    pub(crate) fn bill_fetched(&self, at: &str) -> String {
        self.pick(
            format!("Its bill was fetched: {at}"),
            format!("账单取得时间：{at}"),
        )
    }

    /// `12 kiosks`.
    pub(crate) fn kiosks_counted(&self, count: usize) -> String {
        match count {
            1 => self.pick("1 kiosk", "1 台自助机").to_owned(),
            _ => self.pick(format!("{count} kiosks"), format!("{count} 台自助机")),
        }
    }

    /// The answer to "is everything well?".
    pub(crate) fn headline(&self, trouble: usize, kiosks: usize) -> String {
        match (trouble, kiosks) {
            (0, 1) => self.pick("Your kiosk is well", "自助机运行正常").to_owned(),
            (0, _) => self.pick(
                format!("All {kiosks} kiosks are well"),
                format!("{kiosks} 台自助机全部正常"),
            ),
            (1, _) => self.pick(
                format!("1 of {kiosks} kiosks needs you"),
                format!("{kiosks} 台自助机中有 1 台待处理"),
            ),
            _ => self.pick(
                format!("{trouble} of {kiosks} kiosks need you"),
                format!("{kiosks} 台自助机中有 {trouble} 台待处理"),
            ),
        }
    }

    /// Today against the same day of last week, until the same time:
    /// `43% less than last Monday until now (¥385.00)`.
    pub(crate) fn against_last_week(&self, weekday: &str, now: Money, then: Money) -> String {
        let amount = shown(then);
        let percent = (i128::from(now.minor()) - i128::from(then.minor())) * 100
            / i128::from(then.minor().max(1));
        let more = percent.unsigned_abs();
        match percent {
            _ if then.minor() <= 0 => self.pick(
                format!("Last {weekday} until now: {amount}"),
                format!("上{weekday}同一时刻：{amount}"),
            ),
            0 => self.pick(
                format!("As much as last {weekday} until now ({amount})"),
                format!("与上{weekday}同一时刻（{amount}）持平"),
            ),
            1.. => self.pick(
                format!("{more}% more than last {weekday} until now ({amount})"),
                format!("比上{weekday}同一时刻（{amount}）多 {more}%"),
            ),
            _ => self.pick(
                format!("{more}% less than last {weekday} until now ({amount})"),
                format!("比上{weekday}同一时刻（{amount}）少 {more}%"),
            ),
        }
    }

    /// Prints, counted.
    pub(crate) fn prints_counted(&self, count: u64) -> String {
        let number = grouped(count);
        match count {
            1 => self.pick("1 print", "1 张").to_owned(),
            _ => self.pick(format!("{number} prints"), format!("{number} 张")),
        }
    }

    /// `20% from 10 prints on`.
    pub(crate) fn discount_said(&self, discount: Discount) -> String {
        let Discount {
            percent_off,
            from_sheets,
        } = discount;
        self.pick(
            format!("{percent_off}% from {from_sheets} prints on"),
            format!("满 {from_sheets} 张减 {percent_off}%"),
        )
    }

    /// What a value may be instead of what it is.
    pub(crate) fn not_allowed(&self, error: &SettingsError) -> String {
        let field = error.field.rsplit('.').next().unwrap_or(error.field);
        let chinese = match field {
            "from_sheets" => "张数为 2 到 200",
            "product" => "请选择已定价的产品",
            "percent" | "percent_off" => "优惠为 1% 到 90%",
            "unit_price" => "优惠单价须在 0.01 元以上，且低于原价",
            "name" => "名称为 1 到 40 个字",
            "days" => "请至少选择一天",
            "from_minute" | "until_minute" => "时间为 00:00 到 24:00，结束须晚于开始",
            "first_free" => "免费张数为 1 到 20",
            "until" => "结束须晚于开始，最长 31 天",
            "most_sheets" => "每人上限为 1 到 200 张",
            "volume" => "同一产品、同一张数只能有一档",
            "windows" => "时段之间不能重叠",
            _ => "数值超出范围",
        };
        self.pick(
            format!("Allowed: {}.", error.allowed),
            format!("{chinese}。"),
        )
    }

    /// A day of the week, short.
    pub(crate) fn weekday(&self, day: Weekday) -> &'static str {
        let (en, zh) = match day {
            Weekday::Monday => ("Mon", "周一"),
            Weekday::Tuesday => ("Tue", "周二"),
            Weekday::Wednesday => ("Wed", "周三"),
            Weekday::Thursday => ("Thu", "周四"),
            Weekday::Friday => ("Fri", "周五"),
            Weekday::Saturday => ("Sat", "周六"),
            Weekday::Sunday => ("Sun", "周日"),
        };
        self.pick(en, zh)
    }

    /// Why something is taken off.
    pub(crate) fn reduction(&self, kind: &ReductionKind) -> String {
        match kind {
            ReductionKind::Volume {
                product,
                from_sheets,
            } => {
                let product = self.product_name(*product);
                self.pick(
                    format!("{product}: {from_sheets} or more"),
                    format!("{product}满 {from_sheets} 张优惠"),
                )
            }
            ReductionKind::FirstPrints { sheets } => self.pick(
                format!("First prints free ({sheets})"),
                format!("首印免费（{sheets} 张）"),
            ),
            ReductionKind::WholeOrder => self.discount.to_owned(),
            ReductionKind::Window { name }
            | ReductionKind::Code { name }
            | ReductionKind::Event { name } => name.clone(),
        }
    }

    /// Why a sheet's money went back.
    pub(crate) fn not_printed(&self, reason: NotPrintedReason) -> &'static str {
        let (en, zh) = match reason {
            NotPrintedReason::PrinterFailed => ("the printer gave it up", "打印机中止了任务"),
            NotPrintedReason::PrinterRefused => {
                ("the printer would not take it", "打印机拒绝了任务")
            }
            NotPrintedReason::Unprovable => {
                ("nobody can say whether it printed", "无法确认是否打印")
            }
            NotPrintedReason::PhotosGone => ("the photos were gone", "照片已经删除"),
            NotPrintedReason::Customer => ("the customer did not want to wait", "顾客不想等待"),
            NotPrintedReason::PrinterStuck => ("the printer stood still", "打印机长时间无响应"),
        };
        self.pick(en, zh)
    }

    /// Why nobody paid.
    pub(crate) fn cancel_reason(&self, reason: CancelReason) -> &'static str {
        match reason {
            CancelReason::Customer => self.pick("The customer cancelled.", "顾客取消了。"),
            CancelReason::TimedOut => self.pick("The time to pay ran out.", "付款超时。"),
            CancelReason::PaymentUnavailable => self.pick(
                "The payment service could not be reached.",
                "连不上支付服务。",
            ),
            CancelReason::CodeRefused => self.pick(
                "The discount code did not count (any more).",
                "优惠码无效或已用完。",
            ),
            CancelReason::PaymentRefused => {
                self.pick("The payment service refused.", "支付服务拒绝了请求。")
            }
        }
    }

    /// What a printer's state reason means (IPP `printer-state-reasons`, RFC 8011 section 5.4.12,
    /// without the severity); the keyword itself where this version does not know it.
    pub(crate) fn printer_reason(&self, reason: &str) -> String {
        let known = match reason {
            "media-empty" => ("out of paper", "缺纸"),
            "media-low" => ("paper is low", "相纸不足"),
            "media-needed" => ("wants other paper", "需要更换相纸"),
            "media-jam" => ("paper jam", "卡纸"),
            "marker-supply-empty" | "toner-empty" => ("out of ink or ribbon", "墨水或色带用完"),
            "marker-supply-low" | "toner-low" => ("ink or ribbon is low", "墨水或色带不足"),
            "cover-open" | "door-open" | "interlock-open" => ("a cover is open", "机盖打开"),
            "output-area-full" => ("the tray is full", "出纸盒已满"),
            "input-tray-missing" => ("the paper tray is missing", "纸盒未装好"),
            "paused" => ("paused", "已暂停"),
            "shutdown" | "connecting-to-device" => ("cannot be reached", "无法连接"),
            other => return other.to_owned(),
        };
        self.pick(known.0, known.1).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{EN, ZH};
    use super::*;

    #[test]
    fn times_are_said_in_the_largest_unit_that_fits() {
        let cases = [
            (2_000, "just now", "刚刚"),
            (40_000, "40 s ago", "40 秒前"),
            (3 * MINUTE_MS, "3 min ago", "3 分钟前"),
            (5 * HOUR_MS, "5 h ago", "5 小时前"),
            (DAY_MS, "1 day ago", "1 天前"),
            (3 * DAY_MS, "3 days ago", "3 天前"),
        ];
        for (ms, en, zh) in cases {
            let now = Timestamp::from_ms(1_000_000_000);
            let then = now.plus_ms(-ms);
            assert_eq!(EN.ago(then, now), en, "in English");
            assert_eq!(ZH.ago(then, now), zh, "in Chinese");
        }
    }

    #[test]
    fn a_day_without_sales_last_week_gives_no_percentage() {
        let against = |now, then| {
            let (now, then) = (Money::from_minor(now), Money::from_minor(then));
            EN.against_last_week("Monday", now, then)
        };
        assert_eq!(
            against(100, 0),
            "Last Monday until now: ¥0.00",
            "nothing to divide by"
        );
        assert_eq!(
            against(150, 100),
            "50% more than last Monday until now (¥1.00)",
            "half as much again"
        );
        assert_eq!(
            against(57, 100),
            "43% less than last Monday until now (¥1.00)",
            "and the other way"
        );
    }
}
