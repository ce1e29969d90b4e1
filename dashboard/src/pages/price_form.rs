//! The fields of the prices page as they are shown, with what is wrong beside each.

use order::{PriceList, Product};

use crate::store::settings::SavedSettings;

use super::calendar::Calendar;
use super::discount_form::DiscountForm;
use super::price_input::PriceInput;
use super::price_scope::{OwnParts, Scope};
use super::words::Words;

/// One field.
#[derive(Clone, Debug)]
pub(crate) struct PriceField {
    /// Its name in the form.
    pub(crate) name: &'static str,
    /// What it is called.
    pub(crate) label: &'static str,
    /// What stands in it.
    pub(crate) value: String,
    /// A sign before it.
    pub(crate) before: &'static str,
    /// A unit after it.
    pub(crate) after: &'static str,
    /// Which keyboard a phone shows.
    pub(crate) inputmode: &'static str,
    /// What is allowed.
    pub(crate) hint: &'static str,
    /// In a region: whose value it is, and what the fleet's is.
    pub(crate) origin: String,
    /// What is wrong.
    pub(crate) problem: Option<String>,
}

/// The form.
#[derive(Clone, Debug)]
pub(crate) struct PriceForm {
    /// The newest change that was looked at.
    pub(crate) based_on: u64,
    /// What a region has of its own.
    pub(crate) own: OwnParts,
    /// Price of one sheet of each product, in the order of [`Product::ALL`].
    pub(crate) prices: Vec<PriceField>,
    /// Discount.
    pub(crate) percent_off: PriceField,
    /// From how many sheets.
    pub(crate) from_sheets: PriceField,
    /// Everything else that is taken off.
    pub(crate) discounts: DiscountForm,
    /// Time to pay.
    pub(crate) payment_window_s: PriceField,
    /// Time between heartbeats.
    pub(crate) heartbeat_interval_s: PriceField,
    /// Whether there is a service password.
    pub(crate) service_set: bool,
    /// What is wrong with the new one.
    pub(crate) service_problem: Option<&'static str>,
}

impl PriceForm {
    /// The form of what is saved.
    pub(crate) fn of(words: &'static Words, calendar: &Calendar, scope: &Scope) -> Self {
        let input = PriceInput::of_scope(calendar, scope);
        Self::filled(words, &scope.saved, &input).with_origins(words, calendar, scope)
    }

    /// Says beside each value of a region whose it is.
    pub(crate) fn with_origins(
        mut self,
        words: &Words,
        calendar: &Calendar,
        scope: &Scope,
    ) -> Self {
        if scope.region.is_none() {
            return self;
        }
        let fleet = PriceInput::of(calendar, &scope.fleet.settings);
        let origin = |own: bool, before: &str, value: &str| {
            let value = match value {
                "" => "—".to_owned(),
                value => format!("{before}{value}"),
            };
            if own {
                words.pick(
                    format!("Own (fleet: {value})"),
                    format!("单独设置（全部：{value}）"),
                )
            } else {
                words.from_the_fleet.to_owned()
            }
        };
        for (product, field) in Product::ALL.into_iter().zip(&mut self.prices) {
            field.origin = origin(self.own.prices, "¥", fleet.price(product));
        }
        self.percent_off.origin = origin(self.own.discounts, "", &fleet.percent_off);
        self.from_sheets.origin = origin(self.own.discounts, "", &fleet.from_sheets);
        self
    }

    /// The first thing that is wrong.
    pub(crate) fn first_problem(&self) -> Option<String> {
        self.fields()
            .find_map(|field| field.problem.clone())
            .or_else(|| self.discounts.first_problem())
    }

    fn fields(&self) -> impl Iterator<Item = &PriceField> {
        self.prices.iter().chain([
            &self.percent_off,
            &self.from_sheets,
            &self.payment_window_s,
            &self.heartbeat_interval_s,
        ])
    }

    pub(super) fn is_fine(&self) -> bool {
        self.service_problem.is_none() && self.first_problem().is_none()
    }

    /// The form of what was typed, before anything is checked.
    pub(super) fn filled(words: &'static Words, saved: &SavedSettings, input: &PriceInput) -> Self {
        let field = |name, label, value: &str, hint| PriceField {
            name,
            label,
            value: value.to_owned(),
            before: "",
            after: "",
            inputmode: "numeric",
            hint,
            origin: String::new(),
            problem: None,
        };
        let price = |product: Product| PriceField {
            before: "¥",
            inputmode: "decimal",
            ..field(
                product.as_str(),
                words.product_name(product),
                input.price(product),
                if may_be_unsold(product) {
                    words.price_or_unsold
                } else {
                    words.price_allowed
                },
            )
        };
        Self {
            based_on: saved.newest,
            own: input.own(),
            prices: Product::ALL.into_iter().map(price).collect(),
            percent_off: PriceField {
                after: "%",
                ..field(
                    "percent_off",
                    words.percent_off,
                    &input.percent_off,
                    words.percent_allowed,
                )
            },
            from_sheets: PriceField {
                after: words.prints,
                ..field(
                    "from_sheets",
                    words.from_sheets,
                    &input.from_sheets,
                    words.sheets_allowed,
                )
            },
            discounts: DiscountForm::of(words, &input.discounts),
            payment_window_s: PriceField {
                after: words.seconds,
                ..field(
                    "payment_window_s",
                    words.payment_window_label,
                    &input.payment_window_s,
                    words.window_allowed,
                )
            },
            heartbeat_interval_s: PriceField {
                after: words.seconds,
                ..field(
                    "heartbeat_interval_s",
                    words.heartbeat_label,
                    &input.heartbeat_interval_s,
                    words.interval_allowed,
                )
            },
            service_set: saved.settings.service_password_hash.is_some(),
            service_problem: None,
        }
    }
}

/// Whether a product's price may be left empty, which means that it is not sold.
pub(super) fn may_be_unsold(product: Product) -> bool {
    PriceList::default().of(product).is_none()
}
