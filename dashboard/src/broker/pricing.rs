//! Pricing an order again, by what the kiosk was told. The amount that a provider is asked for
//! comes from here only.

use order::{KioskId, Money, OrderLine, PhotoId, PrintSize, Quote, Recipe, Settings, Timestamp};
use wire::payment::{OpenPayment, PricedLine};

use super::BrokerError;
use crate::store::{Store, issued_settings};

/// How long prices still count after newer ones were told: a customer who is choosing pays what
/// the screen said.
const OLD_PRICES_COUNT_MS: i64 = 3_600_000;

/// The order's price and the settings it comes from, when the kiosk's quote says the same.
pub(super) async fn checked(
    store: &Store,
    kiosk: &KioskId,
    opening: &OpenPayment,
    now: Timestamp,
) -> Result<(Money, Settings), BrokerError> {
    let version = opening.quote.settings_version;
    let replaced_since = now.plus_ms(-OLD_PRICES_COUNT_MS);
    let settings = issued_settings::find(store, kiosk, version, replaced_since)
        .await?
        .ok_or_else(|| {
            BrokerError::QuoteWrong(format!(
                "settings version {version} does not count (any more)"
            ))
        })?;
    let quote = Quote::of(&lines(&opening.lines)?, opening.index_print, &settings)?;
    if quote != opening.quote {
        return Err(BrokerError::QuoteWrong(format!(
            "the total is {} by settings version {version}, not {}",
            quote.total, opening.quote.total
        )));
    }
    Ok((quote.total, settings))
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
