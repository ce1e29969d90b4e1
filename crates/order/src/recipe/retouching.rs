//! The part of a recipe that changes pixels and not their place, which is also the part that can
//! be carried from one photo to another.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Beautify, LookSetting, Recipe, RecipeError, Tone};

/// Tone, look and what is done to faces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct Retouching {
    /// Light and colour.
    pub tone: Tone,
    /// A colour table over everything.
    pub look: LookSetting,
    /// What is done to faces.
    pub beautify: Beautify,
}

impl Retouching {
    /// Whether every number is within its range.
    ///
    /// # Errors
    /// [`RecipeError`] names the first that is not.
    pub fn check(&self) -> Result<(), RecipeError> {
        self.tone.check()?;
        self.look.check()?;
        self.beautify.check()
    }
}

impl Recipe {
    /// The part that changes pixels.
    pub const fn retouching(&self) -> Retouching {
        Retouching {
            tone: self.tone,
            look: self.look,
            beautify: self.beautify,
        }
    }

    /// The same place on the paper with another photo's retouching.
    pub const fn retouched(self, retouching: Retouching) -> Self {
        let Retouching {
            tone,
            look,
            beautify,
        } = retouching;
        Self {
            tone,
            look,
            beautify,
            ..self
        }
    }
}
