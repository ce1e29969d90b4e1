//! Reading what was typed on the prices page, by the same rule as the kiosk; what is wrong is noted
//! beside its field.

use order::settings::{SettingsError, price_field};
use order::{Discount, Money, PriceList, Product, Settings};

use crate::store::settings::{FleetSettings, SavedSettings};

use super::calendar::Calendar;
use super::price_form::{PriceField, PriceForm, may_be_unsold};
use super::price_input::PriceInput;
use super::words::Words;
use super::words::money::{half_width, typed};

/// The shortest and the longest service password.
const SERVICE_PASSWORD: std::ops::RangeInclusive<usize> = 8..=64;

impl PriceInput {
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
