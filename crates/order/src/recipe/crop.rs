//! What of a photo fills the print: a box in the turned and straightened photo.
//!
//! The box is in millionths of the turned photo's sides: whole numbers, exact on every machine.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use super::placement::Straighten;
use crate::print_size::PrintSize;

/// One whole side of a photo, in the unit of [`Crop`].
pub const WHOLE: u32 = 1_000_000;

/// The smallest side a crop may have (2 % of the photo), so that a slip of a finger cannot ask
/// for a print of a few pixels.
pub const SMALLEST_CROP: u32 = 20_000;

/// How a print is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Orientation {
    /// Taller than wide.
    Portrait,
    /// Wider than tall.
    Landscape,
}

/// Clockwise turns of the upright photo, in quarters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum QuarterTurns {
    /// As it stands.
    #[default]
    None,
    /// 90° clockwise.
    One,
    /// Upside down.
    Two,
    /// 90° counter-clockwise.
    Three,
}

impl QuarterTurns {
    /// One more quarter turn clockwise.
    pub const fn next(self) -> Self {
        match self {
            Self::None => Self::One,
            Self::One => Self::Two,
            Self::Two => Self::Three,
            Self::Three => Self::None,
        }
    }

    /// Width and height after turning.
    pub const fn turned(self, (width, height): (u32, u32)) -> (u32, u32) {
        match self {
            Self::None | Self::Two => (width, height),
            Self::One | Self::Three => (height, width),
        }
    }
}

/// A box in the turned photo, each side in millionths of the photo's side ([`WHOLE`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Crop {
    /// From the left edge.
    pub x: u32,
    /// From the top edge.
    pub y: u32,
    /// Width of the box.
    pub width: u32,
    /// Height of the box.
    pub height: u32,
}

/// Why a crop cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CropError {
    /// Part of the box lies outside the photo.
    #[error("the crop reaches outside the photo (0 to {WHOLE} on both sides)")]
    Outside,
    /// The box is too small to print.
    #[error("each side of the crop must be at least {SMALLEST_CROP} of {WHOLE}")]
    TooSmall,
}

impl Crop {
    /// The whole photo.
    pub const ALL: Self = Self {
        x: 0,
        y: 0,
        width: WHOLE,
        height: WHOLE,
    };

    /// Whether the box lies in the photo and is large enough.
    pub fn check(self) -> Result<Self, CropError> {
        let inside =
            |start: u32, length: u32| start.checked_add(length).is_some_and(|end| end <= WHOLE);
        if !inside(self.x, self.width) || !inside(self.y, self.height) {
            return Err(CropError::Outside);
        }
        if self.width < SMALLEST_CROP || self.height < SMALLEST_CROP {
            return Err(CropError::TooSmall);
        }
        Ok(self)
    }

    /// The largest centred box, in a turned photo of `photo` pixels, of the shape that a border of
    /// `border_mm` leaves of a `size` print.
    ///
    /// The print is held as the photo is (a square photo is held upright).
    pub fn cover(photo: (u32, u32), size: PrintSize, border_mm: u32) -> Self {
        let (photo_width, photo_height) = (u64::from(photo.0.max(1)), u64::from(photo.1.max(1)));
        let (width, height) = size.picture_aspect(orientation_of(photo), border_mm);
        let (width, height) = (u64::from(width), u64::from(height));
        let whole = u64::from(WHOLE);
        // Compare photo_width / photo_height with width / height without dividing.
        let (crop_width, crop_height) = if photo_width * height > photo_height * width {
            (whole * photo_height * width / (photo_width * height), whole)
        } else {
            (whole, whole * photo_width * height / (photo_height * width))
        };
        let narrow = |side: u64| u32::try_from(side).unwrap_or(WHOLE).clamp(1, WHOLE);
        let (crop_width, crop_height) = (narrow(crop_width), narrow(crop_height));
        Self {
            x: (WHOLE - crop_width) / 2,
            y: (WHOLE - crop_height) / 2,
            width: crop_width,
            height: crop_height,
        }
    }

    /// The box made smaller around its middle until a photo of `photo` pixels, tilted around its
    /// own middle, covers it; a box whose middle is far out may first have to move there.
    pub fn within_tilt(self, tilt: Straighten, photo: (u32, u32)) -> Self {
        if tilt == Straighten::LEVEL {
            return self;
        }
        let (photo_width, photo_height) = (f64::from(photo.0.max(1)), f64::from(photo.1.max(1)));
        let scale = f64::from(WHOLE);
        let width = f64::from(self.width) / scale * photo_width;
        let height = f64::from(self.height) / scale * photo_height;
        // The middle, seen from the photo's middle along the photo's own, tilted sides.
        let x = (f64::from(self.x) / scale - 0.5) * photo_width + width / 2.0;
        let y = (f64::from(self.y) / scale - 0.5) * photo_height + height / 2.0;
        let (sine, cosine) = tilt.radians().sin_cos();
        let along = x * cosine + y * sine;
        let across = y * cosine - x * sine;
        // Half of what the tilted box takes up along each of the photo's sides.
        let half_width = (width * cosine + height * sine.abs()) / 2.0;
        let half_height = (width * sine.abs() + height * cosine) / 2.0;
        let room = |half: f64, at: f64, needed: f64| (half - at.abs()).max(half * 0.1) / needed;
        let shrink = room(photo_width / 2.0, along, half_width)
            .min(room(photo_height / 2.0, across, half_height))
            .min(1.0);
        let hold = |half: f64, at: f64, needed: f64| {
            let most = (half - needed * shrink).max(0.0);
            at.clamp(-most, most)
        };
        let along = hold(photo_width / 2.0, along, half_width);
        let across = hold(photo_height / 2.0, across, half_height);
        let (x, y) = (
            along * cosine - across * sine,
            along * sine + across * cosine,
        );
        let part = |length: f64, side: f64| ((length / side * scale) as u32).clamp(1, WHOLE);
        let (crop_width, crop_height) = (
            part(width * shrink, photo_width),
            part(height * shrink, photo_height),
        );
        let start = |middle: f64, side: f64, length: u32| {
            let at = (middle / side + 0.5) * scale - f64::from(length) / 2.0;
            (at.round().max(0.0) as u32).min(WHOLE - length)
        };
        Self {
            x: start(x, photo_width, crop_width),
            y: start(y, photo_height, crop_height),
            width: crop_width,
            height: crop_height,
        }
    }

    /// Whether a photo of `photo` pixels, tilted around its middle, covers the box, within half a
    /// per cent of the box.
    pub fn lies_within_tilt(self, tilt: Straighten, photo: (u32, u32)) -> bool {
        let held = self.within_tilt(tilt, photo);
        let near = |one: u32, other: u32| one.abs_diff(other) <= self.width.max(self.height) / 200;
        near(held.width, self.width)
            && near(held.height, self.height)
            && near(held.x, self.x)
            && near(held.y, self.y)
    }

    /// Whether the box is wider than tall, in the pixels of a turned photo of `photo` pixels.
    pub fn orientation(self, photo: (u32, u32)) -> Orientation {
        let width = u64::from(self.width) * u64::from(photo.0);
        let height = u64::from(self.height) * u64::from(photo.1);
        if width > height {
            Orientation::Landscape
        } else {
            Orientation::Portrait
        }
    }
}

/// How a photo of that many pixels is held.
pub const fn orientation_of((width, height): (u32, u32)) -> Orientation {
    if width > height {
        Orientation::Landscape
    } else {
        Orientation::Portrait
    }
}
