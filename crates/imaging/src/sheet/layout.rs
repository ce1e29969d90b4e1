//! What goes on a sheet, in hundredths of a millimetre.

use thiserror::Error;

/// The size of a picture on paper, in 1/100 mm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PictureSize {
    /// Left to right, 1/100 mm.
    pub width: u32,
    /// Top to bottom, 1/100 mm.
    pub height: u32,
}

/// The white between pictures and around them, in 1/100 mm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spacing {
    /// From a picture to the next.
    pub gap: u32,
    /// From the trimmed paper's edge to what must stay whole.
    pub margin: u32,
}

/// How pictures lie on a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The trimmed paper cut into equal parts without a margin: pictures touch, and those at an
    /// edge run over it. Four pictures of 2 x 3 inches are 2 by 2 parts of a 4 x 6 inch sheet.
    Tiled {
        /// Parts of the paper's short side, 1 or more.
        across: u32,
        /// Parts of the paper's long side, 1 or more.
        along: u32,
    },
    /// As many pictures of one exact size as fit, standing or lying, whichever gives more, in the
    /// middle of the paper.
    Equal {
        /// The size of each.
        picture: PictureSize,
        /// The white around them.
        spacing: Spacing,
    },
    /// Pictures of different exact sizes, row by row.
    Mixed {
        /// The sizes; the spots come out in this order.
        pictures: Vec<PictureSize>,
        /// The white around them.
        spacing: Spacing,
    },
}

/// Why a layout cannot be had on some paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LayoutError {
    /// The paper is too small for it.
    #[error("the paper is too small for the pictures")]
    DoesNotFit,
    /// A picture without a side, or paper cut into no parts.
    #[error("a layout has at least one picture, and each has a size")]
    Empty,
}

impl PictureSize {
    /// A size from whole millimetres.
    pub const fn from_mm(width_mm: u32, height_mm: u32) -> Self {
        Self {
            width: width_mm.saturating_mul(100),
            height: height_mm.saturating_mul(100),
        }
    }

    /// Width and height changed for one another.
    pub(super) const fn turned(self) -> Self {
        Self {
            width: self.height,
            height: self.width,
        }
    }
}

impl Spacing {
    /// 2 mm from cut to cut, which scissors can follow, and 3 mm from the edge, more than any
    /// dye-sublimation printer's cutter is off.
    pub const RECOMMENDED: Self = Self {
        gap: 200,
        margin: 300,
    };
}
