//! The print sizes on sale. The number in a print's name is its long side in inches; the
//! millimetres are the truth.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::recipe::Orientation;

/// A size a customer can choose. Its picture is printed once on a sheet of paper of its own size,
/// or several times on a larger one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrintSize {
    /// 5-inch (3R): 89 x 127 mm.
    FiveInch,
    /// 6-inch (4R): 102 x 152 mm.
    SixInch,
    /// 8-inch (6R): 152 x 203 mm.
    EightInch,
    /// One photo four times on a 6-inch sheet: 51 x 76 mm (2 x 3 in) each, to be cut apart.
    FourSmall,
}

/// How many pictures share a sheet, edge to edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Parts {
    /// Along the sheet's short side.
    pub across: u32,
    /// Along the sheet's long side.
    pub along: u32,
}

impl Parts {
    /// One picture that is the whole sheet.
    pub const ONE: Self = Self {
        across: 1,
        along: 1,
    };

    /// How many pictures there are on a sheet.
    pub const fn count(self) -> u32 {
        self.across * self.along
    }
}

impl PrintSize {
    /// Every size, in the order in which they are offered: one photo a sheet first, smallest
    /// first.
    pub const ALL: [Self; 4] = [
        Self::FiveInch,
        Self::SixInch,
        Self::EightInch,
        Self::FourSmall,
    ];

    /// The short side in millimetres.
    pub const fn width_mm(self) -> u32 {
        match self {
            Self::FiveInch => 89,
            Self::SixInch => 102,
            Self::EightInch => 152,
            Self::FourSmall => 51,
        }
    }

    /// The long side in millimetres.
    pub const fn height_mm(self) -> u32 {
        match self {
            Self::FiveInch => 127,
            Self::SixInch => 152,
            Self::EightInch => 203,
            Self::FourSmall => 76,
        }
    }

    /// Short and long side of the trimmed print in tenths of a millimetre, from the inches in
    /// which the format was defined: 3.5 x 5, 4 x 6, 6 x 8 and 2 x 3.
    pub const fn trimmed_tenths_mm(self) -> (u32, u32) {
        match self {
            Self::FiveInch => (889, 1_270),
            Self::SixInch => (1_016, 1_524),
            Self::EightInch => (1_524, 2_032),
            Self::FourSmall => (508, 762),
        }
    }

    /// The paper it is printed on, by the name of the print that fills it.
    pub const fn paper(self) -> Self {
        match self {
            Self::FiveInch | Self::SixInch | Self::EightInch => self,
            Self::FourSmall => Self::SixInch,
        }
    }

    /// How its pictures share a sheet of that paper.
    pub const fn parts(self) -> Parts {
        match self {
            Self::FiveInch | Self::SixInch | Self::EightInch => Parts::ONE,
            Self::FourSmall => Parts {
                across: 2,
                along: 2,
            },
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
            Self::FiveInch => "five_inch",
            Self::SixInch => "six_inch",
            Self::EightInch => "eight_inch",
            Self::FourSmall => "four_small",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_size_is_found_where_all_lists_it() {
        for (place, size) in PrintSize::ALL.into_iter().enumerate() {
            assert_eq!(size as usize, place, "{size:?} has its own value");
            let named = serde_json::to_value(size).expect("a name");
            assert_eq!(named, size.as_str(), "{size:?} has one name everywhere");
        }
    }

    #[test]
    fn what_shares_a_sheet_fills_it_exactly() {
        for size in PrintSize::ALL {
            let (Parts { across, along }, paper) = (size.parts(), size.paper());
            let (short, long) = size.trimmed_tenths_mm();
            assert_eq!(
                (short * across, long * along),
                paper.trimmed_tenths_mm(),
                "{size:?} in parts of its paper"
            );
            assert_eq!(paper.parts(), Parts::ONE, "{paper:?} is paper");
        }
    }
}
