//! What can be wrong with a file that a stranger sent as a photo.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a file is not printed. Each is a sentence on the phone and on the kiosk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Not a picture that this kiosk knows.
    NotAPicture,
    /// A video.
    Video,
    /// A document or an archive (PDF, SVG, ZIP, ...).
    Document,
    /// A HEIC or HEIF picture, which this kiosk cannot read.
    Heic,
    /// An AVIF picture, which this kiosk cannot read.
    Avif,
    /// More bytes than a photo may have.
    TooLarge,
    /// More pixels than a photo may have.
    TooManyPixels,
    /// Too few pixels to print.
    TooSmall,
    /// A picture whose bytes cannot be read.
    Damaged,
    /// It could not be decrypted: it was sent for someone else or changed on the way.
    NotForThisSession,
    /// More photos than one order may have.
    TooMany,
}
