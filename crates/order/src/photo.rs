//! What is known of a stranger's photo: the heads in it, or what is wrong with the file.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::recipe::{Mirror, QuarterTurns, WHOLE};

/// A head found in a photo, from the chin to the top of the hair, each number in millionths of the
/// upright photo's sides. It may reach to the photo's edge, never beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Head {
    /// From the left edge.
    pub x: u32,
    /// From the top edge.
    pub y: u32,
    /// Ear to ear, hair included.
    pub width: u32,
    /// Chin to the top of the hair.
    pub height: u32,
}

impl Head {
    /// Where the head lies once the photo is mirrored and then turned.
    pub const fn turned(self, mirror: Mirror, turns: QuarterTurns) -> Self {
        let mirrored = match mirror {
            Mirror::No => self,
            Mirror::LeftRight => Self {
                x: WHOLE.saturating_sub(self.x).saturating_sub(self.width),
                ..self
            },
        };
        match turns {
            QuarterTurns::None => mirrored,
            QuarterTurns::One => mirrored.clockwise(),
            QuarterTurns::Two => mirrored.clockwise().clockwise(),
            QuarterTurns::Three => mirrored.clockwise().clockwise().clockwise(),
        }
    }

    const fn clockwise(self) -> Self {
        Self {
            x: WHOLE.saturating_sub(self.y).saturating_sub(self.height),
            y: self.x,
            width: self.height,
            height: self.width,
        }
    }
}

/// Whether a photo's file could be read to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Soundness {
    /// It could.
    #[default]
    Whole,
    /// The file breaks off or is damaged on the way; what could not be read is grey.
    CutShort,
}

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
    /// A HEIC or HEIF picture at a kiosk that has no decoder for it.
    Heic,
    /// An AVIF picture at a kiosk that has no decoder for it.
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
