//! How a kiosk that nobody knows becomes one of the fleet: it shows a code, a manager types it on
//! the dashboard, and from then on the kiosk's own key speaks for it.

use order::{KioskId, Timestamp};
use serde::{Deserialize, Serialize};

/// A kiosk asks to be taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairingRequest {
    /// The kiosk's Ed25519 public key, 32 bytes in base64url without padding.
    pub public_key: String,
    /// The kiosk's software version.
    pub software_version: String,
}

/// What the kiosk shows and where it asks again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairingOffer {
    /// Secret name of this pairing, 128 random bits; only the kiosk knows it.
    pub pairing_id: String,
    /// Six characters for the screen, without those that look alike.
    pub code: String,
    /// When the code stops working.
    pub expires_at: Timestamp,
}

/// How the pairing stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "pairing", rename_all = "snake_case")]
pub enum PairingReading {
    /// Nobody has typed the code yet.
    Waiting,
    /// Taken in.
    Paired {
        /// The kiosk's name in the fleet.
        kiosk: KioskId,
        /// The key that signs this kiosk's settings: Ed25519, 32 bytes in base64url without
        /// padding.
        settings_public_key: String,
    },
    /// The code ran out; ask for a new one.
    Expired,
}
