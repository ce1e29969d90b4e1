//! Edits as data. A recipe says how a photo becomes a print and is applied only when pixels are
//! needed, so that the screen's preview and the paper come from the same few numbers.
//!
//! The order of operations is fixed: the photo is set upright (EXIF), turned by quarter turns
//! clockwise, and then the crop box is cut out and fills the whole print. The crop is in
//! millionths of the turned photo's sides: whole numbers, exact on every machine.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

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

    /// The largest centred box of a `size` print in a turned photo of `photo` pixels.
    ///
    /// The print is held as the photo is (a square photo is held upright).
    pub fn cover(photo: (u32, u32), size: PrintSize) -> Self {
        let (photo_width, photo_height) = (u64::from(photo.0.max(1)), u64::from(photo.1.max(1)));
        let (width, height) = size.aspect(orientation_of(photo));
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

/// Everything done to a photo before it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Turns of the upright photo.
    pub quarter_turns: QuarterTurns,
    /// What of the turned photo fills the print.
    pub crop: Crop,
}

impl Recipe {
    /// The photo as it is, cut to the print's shape around its middle. `photo` is the upright
    /// photo's size in pixels.
    pub fn cover(photo: (u32, u32), size: PrintSize) -> Self {
        Self {
            quarter_turns: QuarterTurns::None,
            crop: Crop::cover(photo, size),
        }
    }

    /// One more quarter turn clockwise, cut anew around the middle.
    pub fn turned(self, photo: (u32, u32), size: PrintSize) -> Self {
        let quarter_turns = self.quarter_turns.next();
        Self {
            quarter_turns,
            crop: Crop::cover(quarter_turns.turned(photo), size),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_four_by_three_photo_fills_an_eight_inch_print_whole() {
        assert_eq!(
            Crop::cover((4032, 3024), PrintSize::EightInch),
            Crop::ALL,
            "4:3 is the shape of the 8-inch print"
        );
    }

    #[test]
    fn a_four_by_three_photo_loses_a_ninth_of_its_short_side_on_six_inch() {
        let crop = Crop::cover((4032, 3024), PrintSize::SixInch);
        assert_eq!(
            (crop.x, crop.width),
            (0, WHOLE),
            "the long side stays whole"
        );
        assert_eq!(crop.height, 888_888, "8/9 of the short side is left");
        assert_eq!(crop.y, (WHOLE - 888_888) / 2, "cut evenly above and below");
    }

    proptest! {
        #[test]
        fn every_photo_has_a_cover_crop_of_the_right_shape(
            width in 100_u32..20_000,
            height in 100_u32..20_000,
            size in prop::sample::select(PrintSize::ALL.to_vec()),
        ) {
            prop_assume!(width / height < 20 && height / width < 20);
            let crop = Crop::cover((width, height), size).check().expect("inside the photo");
            let (aspect_width, aspect_height) = size.aspect(crop.orientation((width, height)));
            let shape = (f64::from(crop.width) * f64::from(width))
                / (f64::from(crop.height) * f64::from(height));
            let wanted = f64::from(aspect_width) / f64::from(aspect_height);
            prop_assert!((shape / wanted - 1.0).abs() < 0.001, "{shape} is not {wanted}");
        }
    }
}
