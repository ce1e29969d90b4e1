//! The fields of the prices page: typed, read, checked by the same rule as the kiosk, and shown
//! again with what is wrong beside each.

use order::settings::{SettingsError, price_field};
use order::{Discount, Money, PriceList, PrintSize, Product, Settings};
use serde::Deserialize;

use crate::store::settings::{FleetSettings, SavedSettings};

use super::calendar::Calendar;
use super::discount_form::{DiscountForm, DiscountInput};
use super::price_scope::{OwnParts, Scope};
use super::words::Words;
use super::words::money::{half_width, typed};

/// The shortest and the longest service password.
const SERVICE_PASSWORD: std::ops::RangeInclusive<usize> = 8..=64;

/// The choice that a part of a region's settings is its own.
const OWN: &str = "own";

fn own_or_not(own: bool) -> String {
    if own { OWN } else { "fleet" }.to_owned()
}

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
    percent_off: String,
    from_sheets: String,
    payment_window_s: String,
    heartbeat_interval_s: String,
    service_password: String,
    region: String,
    own_prices: String,
    own_discounts: String,
    #[serde(flatten)]
    discounts: DiscountInput,
}

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
        let mut input = PriceInput::of(calendar, &scope.saved.settings);
        input.own_prices = own_or_not(scope.own.prices.is_some());
        input.own_discounts = own_or_not(scope.own.discounts.is_some());
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

    fn is_fine(&self) -> bool {
        self.service_problem.is_none() && self.first_problem().is_none()
    }

    pub(crate) fn filled(words: &'static Words, saved: &SavedSettings, input: &PriceInput) -> Self {
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

impl PriceInput {
    fn of(calendar: &Calendar, settings: &FleetSettings) -> Self {
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
    fn price(&self, product: Product) -> &str {
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

    /// The settings that were typed, or the form with what is wrong beside each field.
    pub(crate) fn check(
        &self,
        words: &'static Words,
        calendar: &Calendar,
        saved: &SavedSettings,
    ) -> Result<FleetSettings, Box<PriceForm>> {
        let mut form = PriceForm::filled(words, saved, self);
        let mut desired = saved.settings.clone();
        desired.prices = prices(&mut form.prices);
        desired.discount = self.discount(words, &mut form);
        desired.discounts = form.discounts.read(words, calendar, &desired.prices);
        desired.payment_window_s = number(&mut form.payment_window_s);
        desired.heartbeat_interval_s = number(&mut form.heartbeat_interval_s);
        let length = self.service_password.chars().count();
        if length > 0 && !SERVICE_PASSWORD.contains(&length) {
            form.service_problem = Some(words.service_password_rule);
        }
        note_ranges(words, &mut form, &desired);
        if form.is_fine() {
            Ok(desired)
        } else {
            Err(Box::new(form))
        }
    }

    fn discount(&self, words: &Words, form: &mut PriceForm) -> Option<Discount> {
        let (percent, from) = (self.percent_off.trim(), self.from_sheets.trim());
        if percent.is_empty() && from.is_empty() {
            return None;
        }
        if percent.is_empty() {
            let sentence = words.pick(
                "How much is taken off? Or empty both fields.",
                "请填写优惠百分比，或把两项都留空。",
            );
            form.percent_off.problem = Some(sentence.to_owned());
            return None;
        }
        let percent_off = number(&mut form.percent_off);
        let from_sheets = if from.is_empty() {
            1
        } else {
            number(&mut form.from_sheets)
        };
        Some(Discount {
            percent_off,
            from_sheets,
        })
    }
}

/// Whether a product's price may be left empty, which means that it is not sold.
fn may_be_unsold(product: Product) -> bool {
    PriceList::default().of(product).is_none()
}

/// Reads the prices, one field for each product.
fn prices(fields: &mut [PriceField]) -> PriceList {
    let each = Product::ALL.into_iter().zip(fields);
    each.fold(PriceList::default(), |prices, (product, field)| {
        let unsold = may_be_unsold(product) && field.value.trim().is_empty();
        prices.with(product, (!unsold).then(|| price(field)))
    })
}

/// Reads a price; what is no price is noted beside the field.
fn price(field: &mut PriceField) -> Money {
    typed(&field.value).unwrap_or_else(|| {
        field.problem = Some(field.hint.to_owned());
        Money::ZERO
    })
}

/// Reads a whole number; what is none is noted beside the field.
fn number(field: &mut PriceField) -> u32 {
    let plain: String = field.value.trim().chars().map(half_width).collect();
    plain.parse().unwrap_or_else(|_| {
        field.problem = Some(field.hint.to_owned());
        0
    })
}

/// Notes what the kiosk's own check would refuse. The check names one field at a time, so each
/// group of fields is checked with the others at values that are fine.
fn note_ranges(words: &Words, form: &mut PriceForm, desired: &FleetSettings) {
    let fine = FleetSettings::out_of_the_box();
    let trials = [
        FleetSettings {
            discount: desired.discount.map(|discount| Discount {
                from_sheets: 1,
                ..discount
            }),
            ..fine.clone()
        },
        FleetSettings {
            discount: desired.discount.map(|discount| Discount {
                percent_off: 1,
                ..discount
            }),
            ..fine.clone()
        },
        FleetSettings {
            payment_window_s: desired.payment_window_s,
            ..fine.clone()
        },
        FleetSettings {
            heartbeat_interval_s: desired.heartbeat_interval_s,
            ..fine
        },
    ];
    let fine_prices = FleetSettings::out_of_the_box().prices;
    let of_prices = desired.prices.sold().map(|(product, price)| FleetSettings {
        prices: fine_prices.with(product, Some(price)),
        ..FleetSettings::out_of_the_box()
    });
    for trial in of_prices.chain(trials) {
        let settings: Settings = trial.applied_to("", "");
        if let Err(error) = settings.check() {
            note(words, form, &error);
        }
    }
}

fn note(words: &Words, form: &mut PriceForm, error: &SettingsError) {
    let mut priced = Product::ALL.into_iter().zip(&mut form.prices);
    let price = priced.find(|(product, _)| price_field(*product) == error.field);
    let field = match (price, error.field) {
        (Some((_, field)), _) => field,
        (None, "discount.percent_off") => &mut form.percent_off,
        (None, "discount.from_sheets") => &mut form.from_sheets,
        (None, "payment_window_s") => &mut form.payment_window_s,
        (None, _) => &mut form.heartbeat_interval_s,
    };
    let allowed = field.hint;
    field.problem.get_or_insert_with(|| {
        words.pick(
            format!("Allowed is {allowed}."),
            format!("允许的范围：{allowed}。"),
        )
    });
}
