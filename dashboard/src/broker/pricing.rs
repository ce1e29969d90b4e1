//! Pricing an order again, by what the kiosk was told. The amount that a provider is asked for
//! comes from here only.

use order::{
    Circumstances, Money, OrderLine, OutTradeNo, PhotoId, PrintSize, Quote, Recipe, Settings,
    Timestamp,
};
use wire::payment::{OpenPayment, PricedLine};
use wire::sealed_quote::QuoteStatement;
use wire::settings;

use super::BrokerError;
use super::proof::device_key;
use crate::store::kiosks::Kiosk;
use crate::store::{Store, issued_settings};

/// How long prices still count after newer ones were told: a customer who is choosing pays what
/// the screen said.
const OLD_PRICES_COUNT_MS: i64 = 3_600_000;

/// How far a kiosk's clock may be ahead, as in the signatures of its requests.
const CLOCKS_DIFFER_MS: i64 = 300_000;

/// How old a quote may be: a kiosk keeps the price that a customer is looking at for ten minutes,
/// then there is the way here, and its clock may be behind.
const SHOWN_PRICE_COUNTS_MS: i64 = 10 * 60_000 + 60_000 + CLOCKS_DIFFER_MS;

/// The order's price and the settings it comes from, when the kiosk's quote says the same.
pub(super) async fn checked(
    store: &Store,
    kiosk: &Kiosk,
    number: &OutTradeNo,
    opening: &OpenPayment,
    now: Timestamp,
) -> Result<(Money, Settings), BrokerError> {
    let version = opening.quote.settings_version;
    let replaced_since = now.plus_ms(-OLD_PRICES_COUNT_MS);
    let settings = issued_settings::find(store, &kiosk.kiosk, version, replaced_since)
        .await?
        .ok_or_else(|| {
            BrokerError::QuoteWrong(format!(
                "settings version {version} does not count (any more)"
            ))
        })?;
    if opening.quote.priced_at.is_some() {
        sealed(store, kiosk, number, opening).await?;
    }
    let quote = priced_in_time(opening, &settings, now)?;
    if quote.code.is_none() && quote.is_free() {
        return Err(BrokerError::QuoteWrong(
            "there is nothing that a provider could be asked for".to_owned(),
        ));
    }
    if quote != opening.quote {
        return Err(BrokerError::QuoteWrong(format!(
            "the total is {} by settings version {version}, not {}",
            quote.total, opening.quote.total
        )));
    }
    Ok((quote.total, settings))
}

/// Whether the kiosk signed this quote, and the document that it names is the one it was told.
async fn sealed(
    store: &Store,
    kiosk: &Kiosk,
    number: &OutTradeNo,
    opening: &OpenPayment,
) -> Result<(), BrokerError> {
    let wrong = |why: &str| BrokerError::QuoteWrong(why.to_owned());
    let seal = opening
        .sealed
        .as_ref()
        .ok_or_else(|| wrong("it says when it was made and is not signed"))?;
    let said = QuoteStatement::of(&kiosk.kiosk, number, opening);
    device_key(kiosk)
        .and_then(|key| seal.must_say(&said, &key))
        .map_err(|error| wrong(&error.to_string()))?;
    let version = opening.quote.settings_version;
    let told = issued_settings::document(store, &kiosk.kiosk, version).await?;
    if opening.quote.settings_hash != told.as_deref().map(settings::hash) {
        return Err(wrong("it names another settings document"));
    }
    Ok(())
}

/// What the kiosk should have asked for, if it asked in time.
fn priced_in_time(
    opening: &OpenPayment,
    settings: &Settings,
    now: Timestamp,
) -> Result<Quote, BrokerError> {
    let Some(at) = opening.quote.priced_at else {
        // A kiosk of the first release: it shows no other discounts, and its customers pay what
        // it shows.
        let lines = lines(&opening.lines)?;
        return Ok(Quote::of(&lines, opening.index_print, settings)?);
    };
    let age_ms = now.ms_since(at);
    if !(-CLOCKS_DIFFER_MS..=SHOWN_PRICE_COUNTS_MS).contains(&age_ms) {
        return Err(BrokerError::QuoteWrong(format!(
            "it was made {age_ms} ms ago"
        )));
    }
    priced(opening, settings, at)
}

/// What the prints of `opening` cost by `settings` at the moment `at`.
pub(super) fn priced(
    opening: &OpenPayment,
    settings: &Settings,
    at: Timestamp,
) -> Result<Quote, BrokerError> {
    let circumstances = Circumstances {
        now: at,
        settings_hash: opening.quote.settings_hash,
        code: opening.quote.code.as_ref(),
    };
    let lines = lines(&opening.lines)?;
    Ok(Quote::at(
        &lines,
        opening.index_print,
        settings,
        &circumstances,
    )?)
}

/// Lines as the quote function takes them. Which photo it is and how it is cut costs nothing.
fn lines(priced: &[PricedLine]) -> Result<Vec<OrderLine>, BrokerError> {
    let photo =
        PhotoId::parse("any-photo").map_err(|error| BrokerError::QuoteWrong(error.to_string()))?;
    Ok(priced
        .iter()
        .map(|line| OrderLine {
            photo: photo.clone(),
            size: line.size,
            copies: line.copies,
            recipe: Recipe::cover((3, 2), PrintSize::SixInch),
        })
        .collect())
}
