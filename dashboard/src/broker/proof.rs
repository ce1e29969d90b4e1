//! Proving a receipt: that a stored attempt asks for what the kiosk showed, and that the kiosk
//! showed what the settings said that it had been told.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use order::{OutTradeNo, Quote};
use thiserror::Error;
use wire::sealed_quote::{QuoteStatement, SealBroken};
use wire::settings::{self, SettingsDocument};

use super::{Broker, pricing};
use crate::store::kiosks::{self, Kiosk};
use crate::store::payments::{self, Payment};
use crate::store::{StoreError, issued_settings};

/// Why a receipt is not proven.
#[derive(Debug, Error)]
pub enum Unproven {
    /// There is no such attempt, or no kiosk that made it.
    #[error("there is no such payment")]
    NoPayment,
    /// A kiosk of the first release signed nothing.
    #[error("the kiosk that made this quote signs none")]
    NeverSealed,
    /// The kiosk's signature does not hold.
    #[error(transparent)]
    Seal(#[from] SealBroken),
    /// The document that priced it is not the one that is stored.
    #[error("the settings document is not the one that the quote names")]
    AnotherDocument,
    /// The prints do not cost that by the document.
    #[error("by its settings document the order costs something else")]
    AnotherPrice,
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Broker {
    /// Proves what the attempt `number` asks for, and answers with the quote.
    ///
    /// # Errors
    /// [`Unproven`] says which link of the chain does not hold.
    pub async fn prove(&self, number: &OutTradeNo) -> Result<Quote, Unproven> {
        let store = &self.0.store;
        let payment = payments::find(store, number)
            .await?
            .ok_or(Unproven::NoPayment)?;
        let kiosk = kiosks::find(store, &payment.kiosk)
            .await?
            .ok_or(Unproven::NoPayment)?;
        let version = payment.opening.quote.settings_version;
        let document = issued_settings::document(store, &payment.kiosk, version)
            .await?
            .ok_or(Unproven::AnotherDocument)?;
        proven(&payment, &kiosk, &document)?;
        Ok(payment.opening.quote)
    }
}

/// Whether `payment` follows from what `kiosk` signed and from `document`, with nothing else
/// asked.
fn proven(payment: &Payment, kiosk: &Kiosk, document: &str) -> Result<(), Unproven> {
    let opening = &payment.opening;
    let sealed = opening.sealed.as_ref().ok_or(Unproven::NeverSealed)?;
    let said = QuoteStatement::of(&payment.kiosk, &payment.out_trade_no, opening);
    sealed.must_say(&said, &device_key(kiosk)?)?;
    if opening.quote.settings_hash != Some(settings::hash(document)) {
        return Err(Unproven::AnotherDocument);
    }
    let told: SettingsDocument =
        serde_json::from_str(document).map_err(|_| Unproven::AnotherDocument)?;
    if told.kiosk != payment.kiosk {
        return Err(Unproven::AnotherDocument);
    }
    let at = opening.quote.priced_at.ok_or(Unproven::NeverSealed)?;
    let again = pricing::priced(opening, &told.settings, at).map_err(|_| Unproven::AnotherPrice)?;
    if again != opening.quote || again.total != payment.total {
        return Err(Unproven::AnotherPrice);
    }
    Ok(())
}

/// The key under which a kiosk signs.
pub(super) fn device_key(kiosk: &Kiosk) -> Result<[u8; 32], SealBroken> {
    URL_SAFE_NO_PAD
        .decode(&kiosk.public_key)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(SealBroken::Signature)
}

#[cfg(test)]
mod tests {
    use order::discount::{FirstFree, VolumeOff, VolumeStep};
    use order::{
        Circumstances, Discounts, IndexPrint, KioskId, Money, OrderId, OrderLine, PhotoId,
        PrintSize, Product, ProviderId, Recipe, Settings, Timestamp,
    };
    use wire::payment::{OpenPayment, PricedLine};

    use super::*;
    use crate::store::payments::PaymentState;

    const SEED: [u8; 32] = [9; 32];
    const NOW: Timestamp = Timestamp::from_ms(1_800_000_000_000);

    /// An attempt as it is stored, who made it, and the document that priced it.
    fn stored() -> (Payment, Kiosk, String) {
        let id = KioskId::parse("kiosk-1").expect("a kiosk id");
        let told = SettingsDocument {
            kiosk: id.clone(),
            settings: Settings {
                version: 7,
                discounts: Discounts {
                    volume: vec![VolumeStep {
                        product: Product::Photo(PrintSize::SixInch),
                        from_sheets: 5,
                        off: VolumeOff::Percent(10),
                    }],
                    first_free: Some(FirstFree {
                        sheets: 1,
                        product: None,
                    }),
                    ..Discounts::default()
                },
                ..Settings::out_of_the_box()
            },
        };
        let document = told.text().expect("JSON");
        let lines = [OrderLine {
            photo: PhotoId::parse("photo-0001").expect("a photo id"),
            size: PrintSize::SixInch,
            copies: 6,
            recipe: Recipe::cover((3, 2), PrintSize::SixInch),
        }];
        let circumstances = Circumstances {
            now: NOW,
            settings_hash: Some(settings::hash(&document)),
            code: None,
        };
        let quote = Quote::at(&lines, IndexPrint::Without, &told.settings, &circumstances);
        let order = OrderId::parse("01JD3F7Q4W9K2M5N8P0R1S3T5V").expect("an order id");
        let number = order.out_trade_no(1);
        let mut opening = OpenPayment {
            order: order.clone(),
            provider: ProviderId::WechatPay,
            lines: lines.iter().map(PricedLine::from).collect(),
            index_print: IndexPrint::Without,
            quote: quote.expect("a price"),
            way: wire::payment::PaymentWay::QrCode,
            sealed: None,
        };
        let said = QuoteStatement::of(&id, &number, &opening);
        opening.sealed = Some(said.seal(&SEED).expect("seals"));
        let public_key = ed25519_dalek::SigningKey::from_bytes(&SEED).verifying_key();
        let kiosk = Kiosk {
            kiosk: id.clone(),
            public_key: URL_SAFE_NO_PAD.encode(public_key.to_bytes()),
            name: String::new(),
            site: String::new(),
            region: String::new(),
            paired_at: NOW,
            revoked_at: None,
        };
        let payment = Payment {
            out_trade_no: number,
            kiosk: id,
            order,
            total: opening.quote.total,
            opening,
            description: String::new(),
            pay_by: NOW,
            state: PaymentState::Paid,
            code_url: None,
            capture: None,
            created_at: NOW,
            close_requested_at: None,
            charged_at: None,
            refusal: None,
            undo_since: None,
            polled_at: NOW,
            next_poll_at: None,
        };
        (payment, kiosk, document)
    }

    #[test]
    fn a_receipt_follows_from_the_kiosks_hand_and_the_settings_document() {
        let (payment, kiosk, document) = stored();
        proven(&payment, &kiosk, &document).expect("every link holds");
        assert_eq!(
            payment.total,
            Money::from_minor(1125),
            "6 x 2.50 less 10 %, one of them free"
        );
    }

    #[test]
    fn whatever_was_changed_afterwards_is_found() {
        let (payment, kiosk, document) = stored();
        let cheaper = document.replace("250", "150");
        assert_ne!(cheaper, document, "the test changes something");
        assert!(
            matches!(
                proven(&payment, &kiosk, &cheaper),
                Err(Unproven::AnotherDocument)
            ),
            "another price list has another hash"
        );
        let dearer = Payment {
            total: Money::from_minor(1500),
            ..payment.clone()
        };
        assert!(
            matches!(
                proven(&dearer, &kiosk, &document),
                Err(Unproven::AnotherPrice)
            ),
            "the amount that was asked for is the quote's"
        );
        let mut more = payment.clone();
        more.opening.lines[0].copies = 7;
        assert!(
            matches!(
                proven(&more, &kiosk, &document),
                Err(Unproven::Seal(SealBroken::AnotherStory))
            ),
            "the kiosk signed for other prints"
        );
        let mut unsigned = payment;
        unsigned.opening.sealed = None;
        assert!(
            matches!(
                proven(&unsigned, &kiosk, &document),
                Err(Unproven::NeverSealed)
            ),
            "without a signature nothing is proven"
        );
    }
}
