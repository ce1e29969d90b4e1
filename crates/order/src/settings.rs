//! What the dashboard decides for a kiosk: prices, discount, names, intervals. A kiosk applies a
//! document only when it is newer, signed, unexpired and within the ranges checked here.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::discount::Discounts;
use crate::ids::ProviderId;
use crate::money::Money;
use crate::price::{Discount, PriceList};
use crate::print_size::PrintSize;
use crate::product::Product;
use crate::time::Timestamp;

/// The desired settings of one kiosk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Settings {
    /// Rises by one with every change; a kiosk applies only a higher one.
    #[ts(type = "number")]
    pub version: u64,
    /// After this moment the document no longer counts.
    pub valid_until: Timestamp,
    /// What the kiosk calls itself, on the screen and on the phone.
    pub kiosk_name: String,
    /// Where it stands.
    pub site_name: String,
    /// Price of each print.
    pub prices: PriceList,
    /// Taken off the whole order, if any.
    pub discount: Option<Discount>,
    /// What else is taken off. The first release knew nothing of it.
    #[serde(default, skip_serializing_if = "Discounts::is_none")]
    pub discounts: Discounts,
    /// Seconds between heartbeats, 10 to 3600; 180 unless changed.
    pub heartbeat_interval_s: u32,
    /// Seconds a customer has to pay, 60 to 900.
    pub payment_window_s: u32,
    /// Argon2id hash (PHC string) of the technician's password; none means no service screen.
    pub service_password_hash: Option<String>,
    /// Who takes money, in the order of the screen. None from a dashboard that knows no choice:
    /// there it is WeChat Pay, and by QR code only (see [`Self::providers`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_providers: Option<Vec<ProviderId>>,
}

/// What is wrong with a settings document.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{field} is {found}; allowed is {allowed}")]
pub struct SettingsError {
    /// The field, by its path.
    pub field: &'static str,
    /// What stands there.
    pub found: String,
    /// What may stand there.
    pub allowed: &'static str,
}

impl Settings {
    /// What a kiosk has before it has ever heard from a dashboard. It sells nothing with them: a
    /// kiosk without fetched settings is out of service.
    pub fn out_of_the_box() -> Self {
        Self {
            version: 0,
            valid_until: Timestamp::from_ms(i64::MAX),
            kiosk_name: String::new(),
            site_name: String::new(),
            prices: PriceList {
                six_inch: Money::from_minor(250),
                eight_inch: Money::from_minor(500),
                ..PriceList::default()
            },
            discount: None,
            discounts: Discounts::default(),
            heartbeat_interval_s: 180,
            payment_window_s: 180,
            service_password_hash: None,
            payment_providers: None,
        }
    }

    /// Who takes money, in the order of the screen; at least one.
    pub fn providers(&self) -> &[ProviderId] {
        match &self.payment_providers {
            Some(providers) if !providers.is_empty() => providers,
            Some(_) | None => &[ProviderId::WechatPay],
        }
    }

    /// Whether the dashboard charges the barcodes that customers show.
    pub const fn charges_barcodes(&self) -> bool {
        self.payment_providers.is_some()
    }

    /// Whether every value is within its range. Both sides check: the dashboard before it saves,
    /// the kiosk before it applies.
    pub fn check(&self) -> Result<(), SettingsError> {
        for (product, price) in self.prices.sold() {
            let allowed = "0.01 to 1000.00 (1 to 100000 minor units)";
            within(price_field(product), price.minor(), 1, 100_000, allowed)?;
        }
        if let Some(discount) = self.discount {
            let percent = i64::from(discount.percent_off);
            within("discount.percent_off", percent, 1, 90, "1 to 90 per cent")?;
            let from = i64::from(discount.from_sheets);
            within("discount.from_sheets", from, 1, 200, "1 to 200 sheets")?;
        }
        self.discounts.check(&self.prices)?;
        let interval = i64::from(self.heartbeat_interval_s);
        within(
            "heartbeat_interval_s",
            interval,
            10,
            3600,
            "10 to 3600 seconds",
        )?;
        let window = i64::from(self.payment_window_s);
        within("payment_window_s", window, 60, 900, "60 to 900 seconds")?;
        name("kiosk_name", &self.kiosk_name)?;
        name("site_name", &self.site_name)
    }
}

/// The path of a product's price in a settings document.
pub const fn price_field(product: Product) -> &'static str {
    match product {
        Product::Photo(PrintSize::FiveInch) => "prices.five_inch",
        Product::Photo(PrintSize::SixInch) => "prices.six_inch",
        Product::Photo(PrintSize::EightInch) => "prices.eight_inch",
        Product::Photo(PrintSize::FourSmall) => "prices.four_small",
        Product::IndexPrint => "prices.index_print",
    }
}

pub(crate) fn within(
    field: &'static str,
    value: i64,
    least: i64,
    most: i64,
    allowed: &'static str,
) -> Result<(), SettingsError> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(SettingsError {
        field,
        found: value.to_string(),
        allowed,
    })
}

fn name(field: &'static str, text: &str) -> Result<(), SettingsError> {
    let length = text.chars().count();
    if length <= 60 && !text.chars().any(char::is_control) {
        return Ok(());
    }
    Err(SettingsError {
        field,
        found: format!("{length} characters"),
        allowed: "at most 60 characters, none of them a control character",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_of_nothing_or_less_is_named_with_what_is_allowed() {
        for minor in [0, -1, 100_001] {
            let mut settings = Settings::out_of_the_box();
            settings.prices.eight_inch = Money::from_minor(minor);
            let error = settings.check().expect_err("out of range");
            assert_eq!(error.field, "prices.eight_inch", "the field is named");
            assert!(
                error.to_string().contains("0.01 to 1000.00"),
                "and its range: {error}"
            );
        }
    }

    #[test]
    fn a_list_of_the_first_release_sells_what_it_sold() {
        let first = r#"{"six_inch": 250, "eight_inch": 500}"#;
        let prices: PriceList = serde_json::from_str(first).expect("a released price list");
        let sold: Vec<_> = prices.sold().collect();
        assert_eq!(
            sold,
            [
                (PrintSize::SixInch.into(), Money::from_minor(250)),
                (PrintSize::EightInch.into(), Money::from_minor(500)),
            ],
            "nothing that has no price is sold"
        );
        let written = serde_json::to_string(&prices).expect("a price list");
        assert_eq!(
            written, r#"{"six_inch":250,"eight_inch":500}"#,
            "what is not sold is not written"
        );
    }

    #[test]
    fn a_dashboard_that_knows_no_choice_takes_wechat_pay_by_qr_code() {
        let written = serde_json::to_string(&Settings::out_of_the_box()).expect("settings");
        assert!(
            !written.contains("payment_providers"),
            "what is not said is not written: {written}"
        );
        let mut settings: Settings = serde_json::from_str(&written).expect("released settings");
        assert_eq!(settings.providers(), [ProviderId::WechatPay], "as it was");
        assert!(!settings.charges_barcodes(), "it has no address for that");

        settings.payment_providers = Some(vec![ProviderId::WechatPay, ProviderId::Alipay]);
        let written = serde_json::to_string(&settings).expect("settings");
        let settings: Settings = serde_json::from_str(&written).expect("settings");
        assert_eq!(
            settings.providers(),
            [ProviderId::WechatPay, ProviderId::Alipay],
            "both, and in this order"
        );
        assert!(settings.charges_barcodes(), "and barcodes");
    }

    #[test]
    fn the_settings_of_the_box_are_valid() {
        Settings::out_of_the_box()
            .check()
            .expect("a fresh kiosk starts");
    }
}
