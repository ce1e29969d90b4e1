//! One customer's visit, as kiosk and dashboard see it.

use order::{KioskId, Language, PhotoId, Refusal, SessionId, Timestamp};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The kiosk opens a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSession {
    /// The language on the kiosk's screen; the phone page starts with the phone's own.
    pub language: Language,
    /// The most photos it takes.
    pub most_photos: u32,
    /// When the link dies by itself, whatever happens.
    pub expires_at: Timestamp,
}

/// Where the phone goes. The kiosk adds `#k=` and the session's key (base64url), which no server
/// ever sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionAddress {
    /// `https://.../p/TOKEN`, the token being 128 random bits.
    pub phone_url: String,
    /// `https://.../r/`: an order's id behind it is the address of that order's receipt. The first
    /// release had no receipts to look at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipts_url: Option<String>,
}

/// Everything the kiosk needs to know about a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionReading {
    /// The visit.
    pub session: SessionId,
    /// Whose it is.
    pub kiosk: KioskId,
    /// Phones, in the order in which they came. The first is let in by itself.
    pub phones: Vec<PhoneReading>,
    /// Photos, in the order in which they arrived.
    pub photos: Vec<PhotoReading>,
}

/// One phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneReading {
    /// Its public name, made by the dashboard.
    pub phone: String,
    /// Whether it may send photos.
    pub admission: Admission,
    /// How many photos it has chosen but not yet sent, by its own word.
    #[serde(default)]
    pub sending: u32,
}

/// Whether a phone may send photos.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Admission {
    /// It may.
    Admitted,
    /// A second phone: the customer at the kiosk decides.
    Waiting,
    /// The customer said no.
    Refused,
}

/// The customer at the kiosk decides about a second phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneDecision {
    /// `admitted` or `refused`.
    pub admission: Admission,
}

/// One photo that arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoReading {
    /// The photo.
    pub photo: PhotoId,
    /// Bytes of its sealed form.
    pub sealed_bytes: u64,
    /// When the last byte arrived at the dashboard.
    pub landed_at: Timestamp,
    /// What the kiosk made of it, once it said so; the dashboard's copy is gone by then.
    pub outcome: Option<PhotoOutcome>,
}

/// What the kiosk made of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum PhotoOutcome {
    /// It is on the kiosk's screen.
    Shown,
    /// It cannot be printed.
    Refused {
        /// Why.
        refusal: Refusal,
    },
}

/// Where the visit stands, for the customer's phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Photos are welcome.
    Collecting,
    /// The kiosk waits for the payment.
    Paying,
    /// Paid; sheets come out.
    Printing {
        /// The sheet being printed.
        sheet: u32,
        /// How many there are.
        of: u32,
    },
    /// Over; all photos are deleted.
    Ended {
        /// When the photos' key was destroyed.
        deleted_at: Timestamp,
        /// How many sheets were printed.
        sheets: u32,
    },
}
