//! The addresses between a customer's phone and the dashboard. The token in them is the phone's
//! only right; the photos' key stays in the fragment of the link and never reaches a server.
//!
//! | method and path | body -> answer |
//! | --- | --- |
//! | `GET /p/{token}` | -> the page |
//! | `GET /api/v1/phone/{token}?after={revision}` | -> [`PhoneView`]; with `after`, waits up to 25 s for a newer one |
//! | `POST /api/v1/phone/{token}/join` | [`Join`] -> [`PhoneView`] |
//! | `PUT /api/v1/phone/{token}/photos/{photo}` | `application/octet-stream` (the sealed photo) -> 204; a repeat of the same photo is the same photo |
//! | `PUT /api/v1/phone/{token}/sending` | [`Sending`] -> 204 |
//!
//! All but the page carry the phone's secret, `Minilab-Phone: SECRET`. A dead, stale or guessed
//! token is a 404 problem with code `link_dead`; a phone that has not been let in is a 403 with
//! code `phone_not_admitted`; a photo too many is 409 `too_many_photos`; too large 413
//! `photo_too_large`.

use order::{PhotoId, SessionId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::session::{Admission, PhotoOutcome, Stage};

/// The header that carries the phone's secret.
pub const PHONE_HEADER: &str = "minilab-phone";

/// The most bytes of one file as the phone has it, before sealing.
pub const MOST_PHOTO_BYTES: u64 = 40 * 1024 * 1024;

/// What sealing adds at most: mark, nonce, tag, name and type.
pub const MOST_SEALING_BYTES: u64 = 4 * 1024;

/// A phone announces itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Join {
    /// 128 random bits in base64url, made by the phone and kept by it: the same phone that comes
    /// back is the same phone.
    pub phone_secret: String,
}

/// How many photos the phone has chosen and not yet sent, so that the kiosk can show that more
/// are coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Sending {
    /// 0 when all are sent.
    pub photos: u32,
}

/// Everything the phone page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PhoneView {
    /// Rises with every change.
    #[ts(type = "number")]
    pub revision: u64,
    /// The visit; part of what each photo is sealed for.
    pub session: SessionId,
    /// What the kiosk calls itself.
    pub kiosk_name: String,
    /// Where it stands.
    pub site_name: String,
    /// Whether this phone may send photos; none before it joined.
    pub admission: Option<Admission>,
    /// Where the visit stands.
    pub stage: Stage,
    /// The most photos of this visit.
    pub most_photos: u32,
    /// The most bytes of one file.
    #[ts(type = "number")]
    pub most_photo_bytes: u64,
    /// This phone's photos that arrived.
    pub photos: Vec<PhonePhoto>,
}

/// A photo that this phone sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PhonePhoto {
    /// The photo.
    pub photo: PhotoId,
    /// What the kiosk made of it; none while the kiosk has not said.
    pub outcome: Option<PhotoOutcome>,
}
