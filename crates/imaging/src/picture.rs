//! Pixels in memory.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A size in pixels, each side 1 to [`PixelSize::LONGEST_PX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "(u32, u32)", into = "(u32, u32)")]
pub struct PixelSize {
    width_px: u32,
    height_px: u32,
}

/// A size that no print or preview has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{width_px} x {height_px} px is not a size: each side must be 1 to {longest} px", longest = PixelSize::LONGEST_PX)]
pub struct PixelSizeError {
    /// The width that was asked for.
    pub width_px: u32,
    /// The height that was asked for.
    pub height_px: u32,
}

impl PixelSize {
    /// The longest side of anything rendered: a 30-inch print at 300 dpi.
    pub const LONGEST_PX: u32 = 9_000;

    /// A size, if each side is 1 to [`Self::LONGEST_PX`].
    pub const fn new(width_px: u32, height_px: u32) -> Result<Self, PixelSizeError> {
        if width_px >= 1
            && width_px <= Self::LONGEST_PX
            && height_px >= 1
            && height_px <= Self::LONGEST_PX
        {
            Ok(Self {
                width_px,
                height_px,
            })
        } else {
            Err(PixelSizeError {
                width_px,
                height_px,
            })
        }
    }

    /// The width in pixels.
    pub const fn width_px(self) -> u32 {
        self.width_px
    }

    /// The height in pixels.
    pub const fn height_px(self) -> u32 {
        self.height_px
    }

    /// Bytes of an RGB picture of this size.
    pub const fn rgb_bytes(self) -> usize {
        self.width_px as usize * self.height_px as usize * 3
    }

    /// Width and height changed for one another.
    pub(crate) const fn swapped(self) -> Self {
        Self {
            width_px: self.height_px,
            height_px: self.width_px,
        }
    }
}

impl TryFrom<(u32, u32)> for PixelSize {
    type Error = PixelSizeError;

    fn try_from((width_px, height_px): (u32, u32)) -> Result<Self, PixelSizeError> {
        Self::new(width_px, height_px)
    }
}

impl From<PixelSize> for (u32, u32) {
    fn from(size: PixelSize) -> Self {
        (size.width_px, size.height_px)
    }
}

/// An upright sRGB picture: rows from the top, pixels from the left, one byte each of red, green
/// and blue, no padding.
#[derive(Clone, PartialEq, Eq)]
pub struct Rgb8 {
    size: PixelSize,
    pixels: Vec<u8>,
}

impl Rgb8 {
    /// A picture, if there are exactly as many bytes as its size says.
    pub fn new(size: PixelSize, pixels: Vec<u8>) -> Option<Self> {
        (pixels.len() == size.rgb_bytes()).then_some(Self { size, pixels })
    }

    /// Width and height.
    pub const fn size(&self) -> PixelSize {
        self.size
    }

    /// The bytes: `3 * width * height` of them.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// Row by row from the top, `3 * width` bytes each.
    pub fn rows(&self) -> std::slice::ChunksExact<'_, u8> {
        self.pixels.chunks_exact(self.size.width_px as usize * 3)
    }

    /// The bytes, for a caller that takes the picture apart.
    pub fn into_pixels(self) -> Vec<u8> {
        self.pixels
    }

    pub(crate) fn pixels_mut(&mut self) -> &mut [u8] {
        &mut self.pixels
    }
}

impl std::fmt::Debug for Rgb8 {
    /// A stranger's photo never reaches a log: only its size is printed.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Rgb8")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}
