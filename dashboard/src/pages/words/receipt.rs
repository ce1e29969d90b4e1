//! What a customer reads about an order: what came out, and where the money is.

use order::machine::NotPrintedReason;
use order::{Money, ProviderId};

use super::Words;
use super::money::shown;

impl Words {
    /// Where the customer's money lives: `WeChat`.
    pub(crate) fn app_name(&self, provider: ProviderId) -> &'static str {
        match provider {
            ProviderId::WechatPay => self.pick("WeChat", "微信"),
            ProviderId::Alipay => self.pick("Alipay", "支付宝"),
        }
    }

    /// `Printed 3 of 4.`
    pub(crate) fn printed_of(&self, printed: usize, of: usize) -> String {
        self.pick(
            format!("Printed {printed} of {of}."),
            format!("已打印 {printed} 张，共 {of} 张。"),
        )
    }

    /// `Prints 1 to 3`.
    pub(crate) fn which_prints(&self, first: usize, last: usize) -> String {
        if first == last {
            return self.pick(format!("Print {first}"), format!("第 {first} 张"));
        }
        self.pick(
            format!("Prints {first} to {last}"),
            format!("第 {first} 到 {last} 张"),
        )
    }

    /// `not printed: the printer gave it up. ¥2.50 goes back.`
    pub(crate) fn went_wrong(&self, reason: NotPrintedReason, share: Money) -> String {
        let reason = match reason {
            NotPrintedReason::Customer => self.pick("you did not want to wait", "您选择不再等待"),
            other => self.not_printed(other),
        };
        if share == Money::ZERO {
            return self.pick(
                format!("not printed: {reason}."),
                format!("没有打印：{reason}。"),
            );
        }
        let share = shown(share);
        self.pick(
            format!("not printed: {reason}. {share} goes back."),
            format!("没有打印：{reason}。退回 {share}。"),
        )
    }

    /// `¥5.00 paid with WeChat, Sunday 22 Nov, 20:03.`
    pub(crate) fn was_paid(&self, amount: Money, provider: ProviderId, at: &str) -> String {
        let (amount, app) = (shown(amount), self.app_name(provider));
        self.pick(
            format!("{amount} paid with {app}, {at}."),
            format!("{at} 用{app}付款 {amount}。"),
        )
    }

    /// `We are refunding ¥3.00 to your WeChat. Receipt A7K2.`
    pub(crate) fn going_back(&self, amount: Money, provider: ProviderId, code: &str) -> String {
        let (amount, app) = (shown(amount), self.app_name(provider));
        self.pick(
            format!("We are refunding {amount} to your {app}. Receipt {code}."),
            format!("正在退回 {amount} 到您的{app}，凭证号 {code}。"),
        )
    }

    /// By when a refund has arrived, or a person sees to it.
    pub(crate) fn refund_deadline(&self, by: &str) -> String {
        self.pick(
            format!(
                "Mostly within minutes; a bank may take three working days. What has not arrived \
                 by {by} is given back by our people."
            ),
            format!(
                "通常几分钟内到账，银行卡可能需要三个工作日。如 {by} 仍未到账，将由工作人员人工退款。"
            ),
        )
    }

    /// `¥3.00 is back in your WeChat. Refunded on Sunday 22 Nov, 20:03.`
    pub(crate) fn came_back(
        &self,
        amount: Money,
        provider: ProviderId,
        at: Option<&str>,
    ) -> String {
        let (amount, app) = (shown(amount), self.app_name(provider));
        match at {
            Some(at) => self.pick(
                format!("{amount} is back in your {app}. Refunded on {at}."),
                format!("{amount} 已于 {at} 退回您的{app}。"),
            ),
            None => self.pick(
                format!("{amount} is back in your {app}."),
                format!("{amount} 已退回您的{app}。"),
            ),
        }
    }

    /// `Our people gave ¥3.00 back, Sunday 22 Nov, 20:03.`
    pub(crate) fn handed_back(&self, amount: Money, at: &str) -> String {
        let amount = shown(amount);
        self.pick(
            format!("Our people gave {amount} back, {at}."),
            format!("工作人员已于 {at} 退款 {amount}。"),
        )
    }

    /// `WeChat could not take ¥3.00 back. Our people refund it by hand ...`
    pub(crate) fn needs_hand(&self, amount: Money, provider: ProviderId, code: &str) -> String {
        let (amount, app) = (shown(amount), self.app_name(provider));
        self.pick(
            format!(
                "{app} could not give {amount} back. Our people refund it by hand; please keep \
                 receipt {code}."
            ),
            format!("{app}未能退回 {amount}，将由工作人员为您退款，请保留凭证号 {code}。"),
        )
    }
}
