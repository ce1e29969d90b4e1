//! The print sizes on sale. The number in a print's name is its long side in inches; the
//! millimetres are the truth.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::recipe::Orientation;

/// A size a customer can choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrintSize {
    /// 6-inch (4R): 102 x 152 mm.
    SixInch,
    /// 8-inch (6R): 152 x 203 mm.
    EightInch,
}

impl PrintSize {
    /// Every size, smallest first.
    pub const ALL: [Self; 2] = [Self::SixInch, Self::EightInch];

    /// The short side in millimetres.
    pub const fn width_mm(self) -> u32 {
        match self {
            Self::SixInch => 102,
            Self::EightInch => 152,
        }
    }

    /// The long side in millimetres.
    pub const fn height_mm(self) -> u32 {
        match self {
            Self::SixInch => 152,
            Self::EightInch => 203,
        }
    }

    /// Short and long side of the trimmed print in tenths of a millimetre, from the inches in
    /// which the format was defined: 4 x 6 and 6 x 8.
    pub const fn trimmed_tenths_mm(self) -> (u32, u32) {
        match self {
            Self::SixInch => (1_016, 1_524),
            Self::EightInch => (1_524, 2_032),
        }
    }

    /// Width and height of the trimmed print, as a ratio.
    pub const fn aspect(self, orientation: Orientation) -> (u32, u32) {
        self.picture_aspect(orientation, 0)
    }

    /// Width and height of what a white border leaves of the trimmed print, in tenths of a
    /// millimetre.
    pub const fn picture_aspect(self, orientation: Orientation, border_mm: u32) -> (u32, u32) {
        let (short, long) = self.trimmed_tenths_mm();
        let (short, long) = (short - 20 * border_mm, long - 20 * border_mm);
        match orientation {
            Orientation::Portrait => (short, long),
            Orientation::Landscape => (long, short),
        }
    }

    /// The name used in databases and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SixInch => "six_inch",
            Self::EightInch => "eight_inch",
        }
    }
}
