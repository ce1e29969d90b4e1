//! A quote under the kiosk's hand: what was shown to the customer, signed with the device key, so
//! that a receipt can be proven years later against the settings document that priced it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use order::{IndexPrint, KioskId, OrderId, OutTradeNo, Quote};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::payment::{OpenPayment, PricedLine};

/// What is signed before the statement, so that a signature can never be taken for one of another
/// kind.
const PURPOSE: &[u8] = b"minilab quote v1\n";

/// A statement and the kiosk's signature under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedQuote {
    /// JSON text of a [`QuoteStatement`], signed byte for byte.
    pub statement: String,
    /// Ed25519 signature over the purpose line and `statement`, 64 bytes in base64url.
    pub signature: String,
}

/// What a kiosk says that it showed to a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteStatement {
    /// Who says so.
    pub kiosk: KioskId,
    /// The attempt that was to be paid.
    pub out_trade_no: OutTradeNo,
    /// The order.
    pub order: OrderId,
    /// What is printed.
    pub lines: Vec<PricedLine>,
    /// Whether an index of all lines is printed, too.
    #[serde(default, skip_serializing_if = "IndexPrint::is_without")]
    pub index_print: IndexPrint,
    /// What it costs.
    pub quote: Quote,
}

/// Why a sealed quote proves nothing.
#[derive(Debug, Error)]
pub enum SealBroken {
    /// Not signed by this kiosk, or changed since.
    #[error("the quote is not signed by this kiosk")]
    Signature,
    /// Signed, and still not a statement.
    #[error("the statement cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// Signed for another kiosk, attempt or order, or for other prints or prices.
    #[error("the statement says something else than the request")]
    AnotherStory,
}

impl QuoteStatement {
    /// What `kiosk` says when it opens the payment `out_trade_no`.
    pub fn of(kiosk: &KioskId, out_trade_no: &OutTradeNo, opening: &OpenPayment) -> Self {
        Self {
            kiosk: kiosk.clone(),
            out_trade_no: out_trade_no.clone(),
            order: opening.order.clone(),
            lines: opening.lines.clone(),
            index_print: opening.index_print,
            quote: opening.quote.clone(),
        }
    }

    /// The statement under the kiosk's hand (32-byte Ed25519 seed).
    pub fn seal(&self, seed: &[u8; 32]) -> Result<SealedQuote, serde_json::Error> {
        let statement = serde_json::to_string(self)?;
        let signature = SigningKey::from_bytes(seed).sign(&message(&statement));
        Ok(SealedQuote {
            statement,
            signature: URL_SAFE_NO_PAD.encode(signature.to_bytes()),
        })
    }
}

impl SealedQuote {
    /// What was said, if the holder of `public_key` said it.
    pub fn open(&self, public_key: &[u8; 32]) -> Result<QuoteStatement, SealBroken> {
        let key = VerifyingKey::from_bytes(public_key).map_err(|_| SealBroken::Signature)?;
        let signature = URL_SAFE_NO_PAD
            .decode(&self.signature)
            .ok()
            .and_then(|bytes| Signature::from_slice(&bytes).ok())
            .ok_or(SealBroken::Signature)?;
        key.verify_strict(&message(&self.statement), &signature)
            .map_err(|_| SealBroken::Signature)?;
        Ok(serde_json::from_str(&self.statement)?)
    }

    /// Whether the holder of `public_key` said exactly `expected`.
    pub fn must_say(
        &self,
        expected: &QuoteStatement,
        public_key: &[u8; 32],
    ) -> Result<(), SealBroken> {
        if self.open(public_key)? == *expected {
            return Ok(());
        }
        Err(SealBroken::AnotherStory)
    }
}

fn message(statement: &str) -> Vec<u8> {
    [PURPOSE, statement.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use order::{OrderLine, PhotoId, PrintSize, ProviderId, Recipe, Settings};

    use super::*;

    const SEED: [u8; 32] = [9; 32];

    fn statement() -> QuoteStatement {
        let order = OrderId::parse("01JD3F7Q4W9K2M5N8P0R1S3T5V").expect("an order id");
        let line = OrderLine {
            photo: PhotoId::parse("photo-0001").expect("a photo id"),
            size: PrintSize::SixInch,
            copies: 2,
            recipe: Recipe::cover((3, 2), PrintSize::SixInch),
        };
        let lines = [line];
        let settings = Settings::out_of_the_box();
        let opening = OpenPayment {
            order: order.clone(),
            provider: ProviderId::WechatPay,
            lines: lines.iter().map(PricedLine::from).collect(),
            index_print: IndexPrint::Without,
            quote: Quote::of(&lines, IndexPrint::Without, &settings).expect("a price"),
            way: crate::payment::PaymentWay::QrCode,
            sealed: None,
        };
        let kiosk = KioskId::parse("kiosk-1").expect("a kiosk id");
        QuoteStatement::of(&kiosk, &order.out_trade_no(1), &opening)
    }

    #[test]
    fn a_seal_holds_for_one_kiosk_and_one_statement() {
        let key = SigningKey::from_bytes(&SEED).verifying_key().to_bytes();
        let said = statement();
        let sealed = said.seal(&SEED).expect("seals");
        sealed.must_say(&said, &key).expect("it said so");

        let mut cheaper = sealed.clone();
        cheaper.statement = cheaper.statement.replace("\"total\":500", "\"total\":1");
        assert_ne!(cheaper, sealed, "the test changes something");
        assert!(
            matches!(cheaper.open(&key), Err(SealBroken::Signature)),
            "a changed total breaks the seal"
        );
        let mut other = said.clone();
        other.out_trade_no = other.order.out_trade_no(2);
        assert!(
            matches!(sealed.must_say(&other, &key), Err(SealBroken::AnotherStory)),
            "a seal of one attempt is none of another"
        );
        let stranger = SigningKey::from_bytes(&[3; 32]).verifying_key().to_bytes();
        assert!(
            sealed.open(&stranger).is_err(),
            "another kiosk's key proves nothing"
        );
    }
}
