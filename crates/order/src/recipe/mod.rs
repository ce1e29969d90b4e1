//! Edits as data. A recipe says how a photo becomes a print and is applied only when pixels are
//! needed, so that the screen's preview and the paper come from the same few numbers.
//!
//! The order of operations is fixed. The photo is set upright (EXIF), mirrored, turned by quarters
//! clockwise and straightened around its middle; the crop box is cut out of that and fills the
//! print, or what the border leaves of it. Then faces are beautified, the tone is set, the look is
//! laid over it, and the result is sharpened. All numbers are whole, and sizes are relative to the
//! photo or the paper, never to pixels.

mod automatic;
mod beautify;
mod crop;
mod look;
mod placement;
mod retouching;
mod tone;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

pub use beautify::Beautify;
pub use crop::{Crop, CropError, Orientation, QuarterTurns, SMALLEST_CROP, WHOLE, orientation_of};
pub use look::{Look, LookSetting};
pub use placement::{Fit, MOST_BORDER_MM, MOST_STRAIGHTEN, Mirror, Straighten};
pub use retouching::Retouching;
pub use tone::Tone;

use crate::print_size::PrintSize;

/// Everything done to a photo before it is printed. What a recipe leaves out, as those of an older
/// version do, is left undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Whether the upright photo is seen in a mirror, left to right.
    #[serde(default)]
    pub mirror: Mirror,
    /// Turns of the upright (and mirrored) photo.
    pub quarter_turns: QuarterTurns,
    /// A free turn of the turned photo around its middle.
    #[serde(default)]
    pub straighten: Straighten,
    /// What of the turned photo fills the print.
    pub crop: Crop,
    /// Whether the crop fills the print or the whole photo is shown on it.
    #[serde(default)]
    pub fit: Fit,
    /// A white border on all four sides of the trimmed print, 0 to [`MOST_BORDER_MM`] millimetres.
    #[serde(default)]
    pub border_mm: u32,
    /// Light and colour.
    #[serde(default)]
    pub tone: Tone,
    /// A colour table over everything.
    #[serde(default)]
    pub look: LookSetting,
    /// What is done to faces.
    #[serde(default)]
    pub beautify: Beautify,
}

/// Why a recipe cannot be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RecipeError {
    /// The crop.
    #[error(transparent)]
    Crop(#[from] CropError),
    /// A number is beyond its range.
    #[error("{field} is {found}; allowed is {least} to {most}")]
    OutOfRange {
        /// The field, by its path in the recipe.
        field: &'static str,
        /// What stands there.
        found: i64,
        /// The least that may stand there.
        least: i64,
        /// The most that may stand there.
        most: i64,
    },
}

impl Recipe {
    /// The photo turned and cut, and nothing else.
    pub const fn plain(quarter_turns: QuarterTurns, crop: Crop) -> Self {
        Self {
            mirror: Mirror::No,
            quarter_turns,
            straighten: Straighten::LEVEL,
            crop,
            fit: Fit::Fill,
            border_mm: 0,
            tone: Tone::NEUTRAL,
            look: LookSetting::NONE,
            beautify: Beautify::NONE,
        }
    }

    /// The photo as it is, cut to the print's shape around its middle. `photo` is the upright
    /// photo's size in pixels.
    pub fn cover(photo: (u32, u32), size: PrintSize) -> Self {
        Self::plain(QuarterTurns::None, Crop::cover(photo, size, 0))
    }

    /// Whether every number is within its range.
    ///
    /// # Errors
    /// [`RecipeError`] names the first that is not.
    pub fn check(&self) -> Result<(), RecipeError> {
        self.crop.check()?;
        self.straighten.check()?;
        within(
            "border_mm",
            i64::from(self.border_mm),
            0,
            i64::from(MOST_BORDER_MM),
        )?;
        self.retouching().check()
    }
}

/// Whether a number of a recipe is within its range.
const fn within(field: &'static str, found: i64, least: i64, most: i64) -> Result<(), RecipeError> {
    if found >= least && found <= most {
        return Ok(());
    }
    Err(RecipeError::OutOfRange {
        field,
        found,
        least,
        most,
    })
}

#[cfg(test)]
mod tests;
