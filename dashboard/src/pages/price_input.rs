//! What was typed on the prices page, before anybody knows whether it means anything.

use order::{Discount, PrintSize, Product};
use serde::Deserialize;

use crate::store::settings::FleetSettings;

use super::calendar::Calendar;
use super::discount_form::DiscountInput;
use super::price_scope::{OwnParts, Scope};

/// The choice that a part of a region's settings is its own.
const OWN: &str = "own";

/// What was typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PriceInput {
    based_on: String,
    five_inch: String,
    six_inch: String,
    eight_inch: String,
    four_small: String,
    index_print: String,
    pub(super) percent_off: String,
    pub(super) from_sheets: String,
    pub(super) payment_window_s: String,
    pub(super) heartbeat_interval_s: String,
    pub(super) service_password: String,
    region: String,
    own_prices: String,
    own_discounts: String,
    #[serde(flatten)]
    pub(super) discounts: DiscountInput,
}

impl PriceInput {
    /// The values of `settings`, as they would be typed.
    pub(super) fn of(calendar: &Calendar, settings: &FleetSettings) -> Self {
        let discount = |read: fn(Discount) -> u32| {
            settings
                .discount
                .map_or_else(String::new, |discount| read(discount).to_string())
        };
        let price = |product: Product| {
            let price = settings.prices.of(product);
            price.map_or_else(String::new, |price| price.to_string())
        };
        Self {
            based_on: String::new(),
            five_inch: price(PrintSize::FiveInch.into()),
            six_inch: price(PrintSize::SixInch.into()),
            eight_inch: price(PrintSize::EightInch.into()),
            four_small: price(PrintSize::FourSmall.into()),
            index_print: price(Product::IndexPrint),
            percent_off: discount(|discount| discount.percent_off),
            from_sheets: discount(|discount| discount.from_sheets),
            payment_window_s: settings.payment_window_s.to_string(),
            heartbeat_interval_s: settings.heartbeat_interval_s.to_string(),
            service_password: String::new(),
            region: String::new(),
            own_prices: String::new(),
            own_discounts: String::new(),
            discounts: DiscountInput::of(calendar, &settings.discounts),
        }
    }

    /// What is saved, with whose each part is.
    pub(super) fn of_scope(calendar: &Calendar, scope: &Scope) -> Self {
        Self {
            own_prices: own_or_not(scope.own.prices.is_some()),
            own_discounts: own_or_not(scope.own.discounts.is_some()),
            ..Self::of(calendar, &scope.saved.settings)
        }
    }

    /// The region it is for; empty for the whole fleet.
    pub(crate) fn region(&self) -> &str {
        &self.region
    }

    /// What the region does not inherit.
    pub(crate) fn own(&self) -> OwnParts {
        OwnParts {
            prices: self.own_prices == OWN,
            discounts: self.own_discounts == OWN,
        }
    }

    /// The same with the fleet's values in the place of what a region inherits, whatever was typed
    /// there.
    pub(crate) fn within(self, calendar: &Calendar, scope: &Scope) -> Self {
        if scope.region.is_none() {
            return self;
        }
        let own = self.own();
        let fleet = Self::of(calendar, &scope.fleet.settings);
        let mut here = Self {
            payment_window_s: fleet.payment_window_s,
            heartbeat_interval_s: fleet.heartbeat_interval_s,
            service_password: String::new(),
            ..self
        };
        if !own.prices {
            here.five_inch = fleet.five_inch;
            here.six_inch = fleet.six_inch;
            here.eight_inch = fleet.eight_inch;
            here.four_small = fleet.four_small;
            here.index_print = fleet.index_print;
        }
        if !own.discounts {
            here.percent_off = fleet.percent_off;
            here.from_sheets = fleet.from_sheets;
            here.discounts = fleet.discounts;
        }
        here
    }

    /// The same with another row, or with one row less; who changes rows wants some of their own.
    pub(crate) fn with_rows(mut self, add: &str, remove: &str) -> Self {
        self.own_discounts = OWN.to_owned();
        if !remove.is_empty() {
            self.discounts = self.discounts.without(remove);
        }
        self.discounts = self.discounts.with_one_more(add);
        self
    }

    /// What was typed as the price of a product.
    pub(super) fn price(&self, product: Product) -> &str {
        match product {
            Product::Photo(PrintSize::FiveInch) => &self.five_inch,
            Product::Photo(PrintSize::SixInch) => &self.six_inch,
            Product::Photo(PrintSize::EightInch) => &self.eight_inch,
            Product::Photo(PrintSize::FourSmall) => &self.four_small,
            Product::IndexPrint => &self.index_print,
        }
    }

    /// The version that was looked at; what cannot be read was never a version.
    pub(crate) fn based_on(&self) -> u64 {
        self.based_on.parse().unwrap_or(0)
    }

    /// The new service password, if one was typed.
    pub(crate) fn new_service_password(&self) -> Option<String> {
        (!self.service_password.is_empty()).then(|| self.service_password.clone())
    }
}

fn own_or_not(own: bool) -> String {
    if own { OWN } else { "fleet" }.to_owned()
}
