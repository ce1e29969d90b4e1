//! What is done to faces, and to nothing else in the photo.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{RecipeError, within};

/// Strengths from 0 (nothing) to 100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct Beautify {
    /// Evens the skin out; pores, eyes, brows, lips and hair stay sharp.
    pub smooth: u32,
    /// Brightens the skin.
    pub brighten: u32,
    /// Fades blemishes.
    pub blemish: u32,
    /// Takes the flash's red out of pupils.
    pub red_eye: u32,
}

impl Beautify {
    /// Nothing.
    pub const NONE: Self = Self {
        smooth: 0,
        brighten: 0,
        blemish: 0,
        red_eye: 0,
    };

    pub(super) fn check(self) -> Result<(), RecipeError> {
        for (field, value) in [
            ("beautify.smooth", self.smooth),
            ("beautify.brighten", self.brighten),
            ("beautify.blemish", self.blemish),
            ("beautify.red_eye", self.red_eye),
        ] {
            within(field, i64::from(value), 0, 100)?;
        }
        Ok(())
    }
}
