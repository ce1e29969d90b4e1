//! How a photo lies on its paper, apart from the crop.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{RecipeError, within};

/// Whether a photo is seen in a mirror.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Mirror {
    /// As it was taken.
    #[default]
    No,
    /// Left and right have changed places.
    LeftRight,
}

impl Mirror {
    /// The other one.
    pub const fn flipped(self) -> Self {
        match self {
            Self::No => Self::LeftRight,
            Self::LeftRight => Self::No,
        }
    }
}

/// Whether a photo fills its print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// The crop fills the print; what lies outside is cut off.
    #[default]
    Fill,
    /// The crop (the whole photo, as a rule) is shown entire, with white paper beside it.
    Whole,
}

/// The most a white border may be wide, in millimetres.
pub const MOST_BORDER_MM: u32 = 15;

/// The most a photo may be straightened, in hundredths of a degree: 45 degrees. What is turned
/// further is turned by a quarter first.
pub const MOST_STRAIGHTEN: i32 = 4_500;

/// A free turn clockwise, in hundredths of a degree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct Straighten(pub i32);

impl Straighten {
    /// No turn.
    pub const LEVEL: Self = Self(0);

    /// The turn in radians, clockwise.
    pub fn radians(self) -> f64 {
        f64::from(self.0) * std::f64::consts::PI / 18_000.0
    }

    pub(super) fn check(self) -> Result<(), RecipeError> {
        let most = i64::from(MOST_STRAIGHTEN);
        within("straighten", i64::from(self.0), -most, most)
    }
}
