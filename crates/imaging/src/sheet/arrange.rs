//! From millimetres to pixels: where each picture of a layout lies.

use super::fit::Grid;
use super::layout::{Layout, LayoutError, PictureSize, Spacing};
use super::paper::Paper;
use super::shelves;
use crate::picture::{PixelSize, PixelSizeError};

/// A box of pixels on a sheet, from the top left corner of everything that is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spot {
    /// From the left edge.
    pub left_px: u32,
    /// From the top edge.
    pub top_px: u32,
    /// Left to right.
    pub width_px: u32,
    /// Top to bottom.
    pub height_px: u32,
}

/// Where the pictures of a layout lie on some paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// One box for each picture. A picture is rendered to exactly this size, or to this size lying
    /// on its side, and then turned by a quarter clockwise.
    pub spots: Vec<Spot>,
    /// The box that neither a picture nor a mark leaves.
    pub safe: Spot,
}

impl Layout {
    /// Where each picture lies on `paper`.
    ///
    /// Every picture's size is its millimetres to the nearest pixel; no two overlap.
    ///
    /// # Errors
    /// [`LayoutError`] if it does not fit, or there is nothing to place.
    pub fn arrange(&self, paper: &Paper) -> Result<Arrangement, LayoutError> {
        match self {
            Self::Tiled { across, along } => tiled(paper, *across, *along),
            Self::Equal { picture, spacing } => equal(paper, *picture, *spacing),
            Self::Mixed { pictures, spacing } => mixed(paper, pictures, *spacing),
        }
    }
}

fn tiled(paper: &Paper, across: u32, along: u32) -> Result<Arrangement, LayoutError> {
    let safe = paper.trimmed();
    if across == 0 || along == 0 {
        return Err(LayoutError::Empty);
    }
    let (columns, rows) = if safe.width_px <= safe.height_px {
        (across, along)
    } else {
        (along, across)
    };
    let (width_px, height_px) = (safe.width_px / columns, safe.height_px / rows);
    if width_px == 0 || height_px == 0 {
        return Err(LayoutError::DoesNotFit);
    }
    // A pixel that cannot be shared out lies on a cut, where its white only shows the way.
    let start = |index: u32, count: u32, side: u32, part: u32| {
        if count == 1 {
            0
        } else {
            index * (side - part) / (count - 1)
        }
    };
    let spots = (0..rows)
        .flat_map(|row| (0..columns).map(move |column| (column, row)))
        .map(|(column, row)| Spot {
            left_px: safe.left_px + start(column, columns, safe.width_px, width_px),
            top_px: safe.top_px + start(row, rows, safe.height_px, height_px),
            width_px,
            height_px,
        })
        .collect();
    Ok(Arrangement { spots, safe })
}

fn equal(
    paper: &Paper,
    picture: PictureSize,
    spacing: Spacing,
) -> Result<Arrangement, LayoutError> {
    let safe = safe(paper, spacing)?;
    let standing = Grid::fitting(safe, in_pixels(paper, picture)?, paper.px(spacing.gap));
    let lying = Grid::fitting(
        safe,
        in_pixels(paper, picture.turned())?,
        paper.px(spacing.gap),
    );
    let grid = if lying.count() > standing.count() {
        lying
    } else {
        standing
    };
    let spots: Vec<Spot> = grid.spots().collect();
    if spots.is_empty() {
        return Err(LayoutError::DoesNotFit);
    }
    Ok(Arrangement { spots, safe })
}

fn mixed(
    paper: &Paper,
    pictures: &[PictureSize],
    spacing: Spacing,
) -> Result<Arrangement, LayoutError> {
    let safe = safe(paper, spacing)?;
    let sizes: Vec<(u32, u32)> = pictures
        .iter()
        .map(|picture| in_pixels(paper, *picture))
        .collect::<Result<_, _>>()?;
    if sizes.is_empty() {
        return Err(LayoutError::Empty);
    }
    let spots = shelves::place(safe, &sizes, paper.px(spacing.gap));
    let spots = spots.ok_or(LayoutError::DoesNotFit)?;
    Ok(Arrangement { spots, safe })
}

fn safe(paper: &Paper, spacing: Spacing) -> Result<Spot, LayoutError> {
    let margin_px = paper.px(spacing.margin);
    paper
        .trimmed()
        .shrunk(margin_px)
        .ok_or(LayoutError::DoesNotFit)
}

fn in_pixels(paper: &Paper, picture: PictureSize) -> Result<(u32, u32), LayoutError> {
    let (width_px, height_px) = (paper.px(picture.width), paper.px(picture.height));
    if width_px == 0 || height_px == 0 {
        return Err(LayoutError::Empty);
    }
    Ok((width_px, height_px))
}

impl Spot {
    /// The size to which its picture is rendered.
    ///
    /// # Errors
    /// [`PixelSizeError`] if it is larger than anything rendered.
    pub const fn size(self) -> Result<PixelSize, PixelSizeError> {
        PixelSize::new(self.width_px, self.height_px)
    }

    /// The first column to the right of it.
    pub const fn right_px(self) -> u32 {
        self.left_px + self.width_px
    }

    /// The first row below it.
    pub const fn bottom_px(self) -> u32 {
        self.top_px + self.height_px
    }

    /// Whether a pixel lies in it.
    pub(super) const fn holds(self, x: u32, y: u32) -> bool {
        x >= self.left_px && x < self.right_px() && y >= self.top_px && y < self.bottom_px()
    }

    /// Whether the two have a pixel in common.
    pub(super) const fn overlaps(self, other: Self) -> bool {
        self.left_px < other.right_px()
            && other.left_px < self.right_px()
            && self.top_px < other.bottom_px()
            && other.top_px < self.bottom_px()
    }

    /// What is left when as much is taken away on every side; `None` if that is nothing.
    pub(super) fn shrunk(self, by_px: u32) -> Option<Self> {
        let both = by_px.checked_mul(2)?;
        let left = |side: u32| side.checked_sub(both).filter(|side| *side > 0);
        Some(Self {
            left_px: self.left_px + by_px,
            top_px: self.top_px + by_px,
            width_px: left(self.width_px)?,
            height_px: left(self.height_px)?,
        })
    }
}
