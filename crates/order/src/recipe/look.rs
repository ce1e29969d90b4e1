//! Looks: ready-made moods.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{RecipeError, within};

/// A ready-made mood. What each does to a colour is told where it is rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// As the photo is.
    #[default]
    None,
    /// Stronger colours and contrast, skin kept.
    Vivid,
    /// Clean, bright and soft, for faces.
    Fresh,
    /// Late sun: amber lights, gentle shadows.
    Golden,
    /// Cool and clear, like a morning in the mountains.
    Cool,
    /// Colour negative film: soft highlights, green-blue shadows, warm skin.
    Film,
    /// Slide film: deep blues and greens, hard contrast.
    Chrome,
    /// An old print: lifted blacks, faded colours.
    Faded,
    /// Teal shadows and orange skin, as in the cinema.
    Cinema,
    /// Pink and pale, like cherry blossom.
    Blossom,
    /// Green and fresh, for leaves and meadows.
    Forest,
    /// Instant film: cream whites, blue-green blacks, a little flat.
    Instant,
    /// Black and white, even.
    Mono,
    /// Black and white, hard: dark skies and bright skin.
    Noir,
    /// Black and white, toned brown.
    Sepia,
}

impl Look {
    /// Every look, in the order in which they are offered.
    pub const ALL: [Self; 15] = [
        Self::None,
        Self::Vivid,
        Self::Fresh,
        Self::Golden,
        Self::Cool,
        Self::Film,
        Self::Chrome,
        Self::Faded,
        Self::Cinema,
        Self::Blossom,
        Self::Forest,
        Self::Instant,
        Self::Mono,
        Self::Noir,
        Self::Sepia,
    ];
}

/// A look and how much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LookSetting {
    /// Which.
    pub name: Look,
    /// 0 (nothing is seen of it) to 100 (all).
    pub strength: u32,
}

impl LookSetting {
    /// As the photo is.
    pub const NONE: Self = Self {
        name: Look::None,
        strength: 100,
    };

    pub(super) fn check(self) -> Result<(), RecipeError> {
        within("look.strength", i64::from(self.strength), 0, 100)
    }
}

impl Default for LookSetting {
    fn default() -> Self {
        Self::NONE
    }
}
