//! Light and colour, as the sliders of the editor.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{RecipeError, within};

/// Each from -100 to 100, and 0 changes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct Tone {
    /// Brightness of the whole in linear light: 100 is one and a half stops more.
    pub exposure: i32,
    /// Steepness of the tone curve around middle grey.
    pub contrast: i32,
    /// The bright parts, darker (below 0, which brings back clouds) or brighter.
    pub highlights: i32,
    /// The dark parts, darker or brighter (above 0, which brings out faces against the light).
    pub shadows: i32,
    /// Colourfulness; -100 is grey. What is colourful already, and skin, gains less.
    pub saturation: i32,
    /// White balance from blue (-100) to amber (100).
    pub warmth: i32,
    /// Detail: below 0 softer, above 0 crisper than the sharpening every print gets.
    pub sharpness: i32,
}

impl Tone {
    /// No change.
    pub const NEUTRAL: Self = Self {
        exposure: 0,
        contrast: 0,
        highlights: 0,
        shadows: 0,
        saturation: 0,
        warmth: 0,
        sharpness: 0,
    };

    pub(super) fn check(&self) -> Result<(), RecipeError> {
        for (field, value) in [
            ("tone.exposure", self.exposure),
            ("tone.contrast", self.contrast),
            ("tone.highlights", self.highlights),
            ("tone.shadows", self.shadows),
            ("tone.saturation", self.saturation),
            ("tone.warmth", self.warmth),
            ("tone.sharpness", self.sharpness),
        ] {
            within(field, i64::from(value), -100, 100)?;
        }
        Ok(())
    }
}
