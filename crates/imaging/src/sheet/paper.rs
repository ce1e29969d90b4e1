//! The paper of a sheet: its pixels, their density and what the printer cuts off.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::arrange::Spot;
use crate::picture::PixelSize;

/// 1/100 mm in an inch.
const HUNDREDTHS_PER_INCH: u64 = 2_540;

/// What a borderless printer lays down beyond the finished print and cuts off, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Overscan {
    /// At the left edge.
    pub left_px: u32,
    /// At the top edge.
    pub top_px: u32,
    /// At the right edge.
    pub right_px: u32,
    /// At the bottom edge.
    pub bottom_px: u32,
}

/// Paper as the printer prints on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Paper {
    pixels: PixelSize,
    overscan: Overscan,
    dpi: u16,
}

/// What no paper is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PaperError {
    /// Nothing would be left of the paper.
    #[error("the printer cuts off all of the paper")]
    AllCutOff,
    /// The pixels have no size.
    #[error("a sheet has at least one dot per inch")]
    Density,
}

impl Paper {
    /// Paper of `pixels`, the overscan among them, that lie at `dpi` to the inch.
    ///
    /// # Errors
    /// [`PaperError`] where nothing of the paper is left.
    pub fn new(pixels: PixelSize, overscan: Overscan, dpi: u16) -> Result<Self, PaperError> {
        let left = |side: u32, one: u32, other: u32| side > one.saturating_add(other);
        if dpi == 0 {
            return Err(PaperError::Density);
        }
        let across = left(pixels.width_px(), overscan.left_px, overscan.right_px);
        let along = left(pixels.height_px(), overscan.top_px, overscan.bottom_px);
        if !(across && along) {
            return Err(PaperError::AllCutOff);
        }
        Ok(Self {
            pixels,
            overscan,
            dpi,
        })
    }

    /// All pixels, overscan included: the size of the sheet that goes to the printer.
    pub const fn pixels(&self) -> PixelSize {
        self.pixels
    }

    /// How many pixels lie on an inch.
    pub const fn dpi(&self) -> u16 {
        self.dpi
    }

    /// What is left when the printer has cut.
    pub const fn trimmed(&self) -> Spot {
        let Overscan {
            left_px,
            top_px,
            right_px,
            bottom_px,
        } = self.overscan;
        Spot {
            left_px,
            top_px,
            width_px: self.pixels.width_px() - left_px - right_px,
            height_px: self.pixels.height_px() - top_px - bottom_px,
        }
    }

    /// Hundredths of a millimetre in pixels, to the nearest.
    pub(super) fn px(&self, hundredths_mm: u32) -> u32 {
        let doubled = u64::from(hundredths_mm) * u64::from(self.dpi) * 2 + HUNDREDTHS_PER_INCH;
        u32::try_from(doubled / (2 * HUNDREDTHS_PER_INCH)).unwrap_or(u32::MAX)
    }
}
