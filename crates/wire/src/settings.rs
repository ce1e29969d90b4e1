//! Desired settings on their way to a kiosk: signed, so that nobody between can change a price.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use order::{KioskId, Settings, SettingsHash, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

/// What is signed before the document, so that a signature can never be taken for one of another
/// kind.
const PURPOSE: &[u8] = b"minilab settings v1\n";

/// A settings document as it travels and as the kiosk keeps it on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedSettings {
    /// JSON text of a [`SettingsDocument`], signed byte for byte.
    pub document: String,
    /// Ed25519 signature over the purpose line and `document`, 64 bytes in base64url.
    pub signature: String,
}

/// The settings and whom they are for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsDocument {
    /// The one kiosk that may apply them.
    pub kiosk: KioskId,
    /// The settings.
    pub settings: Settings,
}

impl SettingsDocument {
    /// The JSON text that is signed, hashed and stored: the same bytes for the same settings.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}

/// Why a kiosk does not apply a settings document. It keeps what it has.
#[derive(Debug, Error)]
pub enum SettingsRefused {
    /// Not signed by the dashboard this kiosk was paired with.
    #[error("the settings are not signed by this kiosk's dashboard")]
    Signature,
    /// Signed, and still not a settings document.
    #[error("the settings cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// For another kiosk.
    #[error("the settings are for another kiosk")]
    NotOurs,
    /// A value is out of its range.
    #[error("the settings are out of range: {0}")]
    OutOfRange(#[from] order::settings::SettingsError),
    /// Too old to count.
    #[error("the settings have expired")]
    Expired,
}

impl SignedSettings {
    /// Signs `document` with the dashboard's key.
    pub fn sign(document: &SettingsDocument, key: &SigningKey) -> Result<Self, serde_json::Error> {
        let document = document.text()?;
        let signature = key.sign(&message(&document));
        Ok(Self {
            document,
            signature: URL_SAFE_NO_PAD.encode(signature.to_bytes()),
        })
    }

    /// The document's name in quotes: the SHA-256 of its text, byte for byte.
    pub fn hash(&self) -> SettingsHash {
        hash(&self.document)
    }

    /// The settings, if they are genuine, for `kiosk`, in range and unexpired at `now`.
    pub fn open(
        &self,
        key: &VerifyingKey,
        kiosk: &KioskId,
        now: Timestamp,
    ) -> Result<Settings, SettingsRefused> {
        let signature = URL_SAFE_NO_PAD
            .decode(&self.signature)
            .ok()
            .and_then(|bytes| Signature::from_slice(&bytes).ok())
            .ok_or(SettingsRefused::Signature)?;
        key.verify_strict(&message(&self.document), &signature)
            .map_err(|_| SettingsRefused::Signature)?;
        let document: SettingsDocument = serde_json::from_str(&self.document)?;
        if document.kiosk != *kiosk {
            return Err(SettingsRefused::NotOurs);
        }
        document.settings.check()?;
        if now > document.settings.valid_until {
            return Err(SettingsRefused::Expired);
        }
        Ok(document.settings)
    }
}

/// The SHA-256 of a settings document's text.
pub fn hash(document: &str) -> SettingsHash {
    SettingsHash::from_bytes(Sha256::digest(document).into())
}

fn message(document: &str) -> Vec<u8> {
    [PURPOSE, document.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(kiosk: &str) -> SettingsDocument {
        SettingsDocument {
            kiosk: KioskId::parse(kiosk).expect("a kiosk id"),
            settings: Settings {
                version: 3,
                ..Settings::out_of_the_box()
            },
        }
    }

    #[test]
    fn only_genuine_settings_for_this_kiosk_are_applied() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let ours = KioskId::parse("kiosk-1").expect("a kiosk id");
        let now = Timestamp::from_ms(0);
        let signed = SignedSettings::sign(&document("kiosk-1"), &key).expect("serialises");
        let settings = signed
            .open(&key.verifying_key(), &ours, now)
            .expect("genuine");
        assert_eq!(
            settings.version, 3,
            "the document that was signed comes out"
        );

        let mut cheaper = signed.clone();
        cheaper.document = cheaper.document.replace("250", "1");
        assert!(
            matches!(
                cheaper.open(&key.verifying_key(), &ours, now),
                Err(SettingsRefused::Signature)
            ),
            "a changed price breaks the signature"
        );

        let theirs = SignedSettings::sign(&document("kiosk-2"), &key).expect("serialises");
        assert!(
            matches!(
                theirs.open(&key.verifying_key(), &ours, now),
                Err(SettingsRefused::NotOurs)
            ),
            "another kiosk's settings are not ours"
        );
    }
}
