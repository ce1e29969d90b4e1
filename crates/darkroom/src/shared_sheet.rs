//! A sheet of paper that shows the same print several times, to be cut apart.

use imaging::sheet::{Arrangement, ComposeError, CutMarks, Layout, LayoutError, Paper, compose};
use imaging::{PixelSize, Rgb8};
use order::print_size::Parts;

/// Where the prints lie on some paper.
#[derive(Debug)]
pub(crate) struct SharedSheet {
    paper: Paper,
    plan: Arrangement,
    part: PixelSize,
}

impl SharedSheet {
    pub(crate) fn new(paper: Paper, parts: Parts) -> Result<Self, LayoutError> {
        let layout = Layout::Tiled {
            across: parts.across,
            along: parts.along,
        };
        let plan = layout.arrange(&paper)?;
        let first = plan.spots.first().ok_or(LayoutError::Empty)?;
        let part = first.size().map_err(|_| LayoutError::DoesNotFit)?;
        Ok(Self { paper, plan, part })
    }

    /// The size of each print, pixels.
    pub(crate) const fn part(&self) -> PixelSize {
        self.part
    }

    /// The sheet with that print on every part of it.
    pub(crate) fn of(&self, print: &Rgb8) -> Result<Rgb8, ComposeError> {
        let prints = vec![print; self.plan.spots.len()];
        compose(&self.paper, &self.plan, &prints, CutMarks::TicksAndLines)
    }
}
