//! What is typed to issue discount codes, and what is wrong with it.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use order::{CodeId, CodeOff, CodeTerms, Money, Product, Timestamp};
use serde::Deserialize;

use crate::secrets;
use crate::store::codes::Campaign;

use super::calendar::Calendar;
use super::problem::PageError;
use super::words::Words;
use super::words::money::{half_width, typed};

/// The most codes of one campaign.
const MOST_CODES: u32 = 1000;

/// The most orders that a limited code may be used by.
const MOST_USES: u32 = 1_000_000;

/// What was typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CodeInput {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) off: String,
    pub(crate) product: String,
    pub(crate) code: String,
    pub(crate) count: String,
    pub(crate) uses: String,
    pub(crate) region: String,
    pub(crate) from: String,
    pub(crate) until: String,
}

/// The form with what is wrong beside its fields.
pub(crate) struct CodeForm {
    /// What was typed.
    pub(crate) input: CodeInput,
    /// Products to choose from.
    pub(crate) products: Vec<(&'static str, &'static str)>,
    /// Regions to choose from.
    pub(crate) regions: Vec<String>,
    problems: BTreeMap<&'static str, String>,
}

/// Codes that can be issued.
pub(crate) struct ToIssue {
    /// The campaign.
    pub(crate) campaign: Campaign,
    /// Each code, as it is compared.
    pub(crate) codes: Vec<(CodeId, String)>,
}

impl CodeInput {
    /// What an empty form begins with: one code that counts once.
    pub(crate) fn fresh() -> Self {
        Self {
            count: "1".to_owned(),
            uses: "1".to_owned(),
            ..Self::default()
        }
    }
}

impl CodeForm {
    /// The form of what was typed.
    pub(crate) fn of(words: &Words, regions: Vec<String>, input: CodeInput) -> Self {
        let products = Product::ALL.map(|product| (product.as_str(), words.product_name(product)));
        Self {
            input,
            products: products.to_vec(),
            regions,
            problems: BTreeMap::new(),
        }
    }

    /// What is wrong with a field; empty where nothing is.
    pub(crate) fn problem(&self, field: &str) -> &str {
        self.problems.get(field).map_or("", String::as_str)
    }

    /// Notes what is wrong with a field, unless something is already.
    pub(crate) fn note(&mut self, field: &'static str, problem: impl Into<String>) {
        self.problems.entry(field).or_insert_with(|| problem.into());
    }

    /// The codes that stand in the form, issued by `who`; nothing when a field is wrong.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub(crate) fn read(
        &mut self,
        words: &Words,
        calendar: &Calendar,
        who: &str,
    ) -> Result<Option<ToIssue>, PageError> {
        let campaign = Campaign {
            campaign: secrets::token()?,
            name: self.input.name.trim().to_owned(),
            off: self.off(words),
            most_uses: self.most_uses(words),
            region: self.region(words),
            counts_from: self.from(words, calendar),
            counts_until: self.until(words, calendar),
            issued_at: calendar.now(),
            issued_by: who.to_owned(),
            withdrawn_at: None,
        };
        let codes = self.codes(words)?;
        self.check_terms(words, &campaign);
        Ok(self
            .problems
            .is_empty()
            .then_some(ToIssue { campaign, codes }))
    }

    fn off(&mut self, words: &Words) -> CodeOff {
        match self.input.kind.as_str() {
            "amount" => CodeOff::Amount {
                amount: typed(&self.input.off).unwrap_or(Money::ZERO),
            },
            "sheets" => CodeOff::FreePrints {
                sheets: number(&self.input.off).unwrap_or(0),
                product: self.product(words),
            },
            _ => CodeOff::Percent {
                percent_off: number(&self.input.off).unwrap_or(0),
            },
        }
    }

    fn product(&mut self, words: &Words) -> Option<Product> {
        let chosen = self.input.product.trim();
        if chosen.is_empty() {
            return None;
        }
        let known = Product::ALL
            .into_iter()
            .find(|product| product.as_str() == chosen);
        if known.is_none() {
            let sentence = words.pick("Choose one of the products.", "请选择产品。");
            self.note("product", sentence);
        }
        known
    }

    /// The kiosk's own check, so that nothing is issued that a kiosk would not take off.
    fn check_terms(&mut self, words: &Words, campaign: &Campaign) {
        let Ok(id) = CodeId::parse("code-to-be-issued") else {
            return;
        };
        let named = CodeTerms {
            id,
            name: campaign.name.clone(),
            off: CodeOff::Percent { percent_off: 1 },
        };
        if named.check().is_err() {
            let sentence = words.pick(
                "Customers read the name beside what is taken off: 1 to 40 characters.",
                "顾客会在优惠旁看到这个名称：1 到 40 个字。",
            );
            self.note("name", sentence);
        }
        let terms = CodeTerms {
            name: "-".to_owned(),
            off: campaign.off,
            ..named
        };
        if terms.check().is_err() {
            let sentence = match campaign.off {
                CodeOff::Percent { .. } => words.pick(
                    "A percentage is a whole number from 1 to 100.",
                    "百分比为 1 到 100 的整数。",
                ),
                CodeOff::Amount { .. } => words.pick(
                    "An amount is 0.01 to 1000.00.",
                    "金额为 0.01 到 1000.00 元。",
                ),
                CodeOff::FreePrints { .. } => words.pick(
                    "Free prints are a whole number from 1 to 20.",
                    "免费张数为 1 到 20 的整数。",
                ),
            };
            self.note("off", sentence);
        }
    }

    fn most_uses(&mut self, words: &Words) -> Option<u32> {
        if self.input.uses.trim().is_empty() {
            return None;
        }
        let most = number(&self.input.uses).filter(|most| (1..=MOST_USES).contains(most));
        if most.is_none() {
            let sentence = words.pick(
                "1 to 1000000 orders, or empty for any number.",
                "1 到 1000000 次，留空表示不限。",
            );
            self.note("uses", sentence);
        }
        most
    }

    fn region(&mut self, words: &Words) -> Option<String> {
        let region = self.input.region.trim();
        if region.is_empty() {
            return None;
        }
        let known = self.regions.iter().any(|one| one == region);
        let region = region.to_owned();
        if !known {
            let sentence = words.pick("Choose one of the regions.", "请选择区域。");
            self.note("region", sentence);
        }
        Some(region)
    }

    fn from(&mut self, words: &Words, calendar: &Calendar) -> Timestamp {
        if self.input.from.trim().is_empty() {
            return calendar.now();
        }
        calendar.typed(self.input.from.trim()).unwrap_or_else(|| {
            self.note("from", words.pick("This is no time.", "时间不正确。"));
            calendar.now()
        })
    }

    fn until(&mut self, words: &Words, calendar: &Calendar) -> Option<Timestamp> {
        if self.input.until.trim().is_empty() {
            return None;
        }
        let from = self.from(words, calendar).max(calendar.now());
        let until = calendar.typed(self.input.until.trim());
        if until.is_none_or(|until| until <= from) {
            let sentence = words.pick(
                "The end must be later than the start, and not over yet.",
                "结束时间须晚于开始时间，且尚未过去。",
            );
            self.note("until", sentence);
        }
        until
    }

    /// The one that was typed, or as many random ones as were asked for.
    fn codes(&mut self, words: &Words) -> Result<Vec<(CodeId, String)>, PageError> {
        let count = number(&self.input.count).filter(|count| (1..=MOST_CODES).contains(count));
        if !self.input.code.trim().is_empty() {
            let Some(plain) = wire::code::plain(&self.input.code) else {
                let sentence = words.pick(
                    "A code has 4 to 24 letters A to Z and digits.",
                    "优惠码由 4 到 24 个字母和数字组成。",
                );
                self.note("code", sentence);
                return Ok(Vec::new());
            };
            if count != Some(1) {
                let sentence = words.pick(
                    "A code of your own is one code. Empty it for random ones.",
                    "自定义的码只有一个；要批量生成请留空。",
                );
                self.note("count", sentence);
            }
            return Ok(vec![(fresh_id()?, plain)]);
        }
        let Some(count) = count else {
            let sentence = words.pick("1 to 1000 codes.", "1 到 1000 个。");
            self.note("count", sentence);
            return Ok(Vec::new());
        };
        if !self.problems.is_empty() {
            return Ok(Vec::new());
        }
        (0..count)
            .map(|_| Ok((fresh_id()?, secrets::discount_code()?)))
            .collect()
    }
}

/// A name for a code; it is in quotes and logs, and says nothing of the code.
fn fresh_id() -> Result<CodeId, PageError> {
    CodeId::parse(&format!("code-{}", secrets::token()?))
        .map_err(|_| PageError::Other(StatusCode::INTERNAL_SERVER_ERROR))
}

/// A whole number as people type it, with or without its percent sign.
fn number(text: &str) -> Option<u32> {
    let plain: String = text.trim().chars().map(half_width).collect();
    plain.trim_end_matches('%').trim().parse().ok()
}
