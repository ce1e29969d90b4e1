//! Writing a JPEG row by row, so that the file grows while the picture is still being made.

use thiserror::Error;

use super::ffi::{Settings, Writer};
use crate::picture::PixelSize;

/// Why a JPEG could not be written. None of these can be helped by another try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the JPEG encoder refused the picture or ran out of memory")]
pub struct JpegError;

/// How much colour a JPEG keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chroma {
    /// As much as lightness (4:4:4), so that red lettering stays sharp.
    Full,
    /// A quarter (4:2:0), as cameras write: on a screen the difference does not show.
    Quarter,
}

/// What a JPEG is to be like.
#[derive(Clone, Copy, Debug)]
pub struct JpegSettings<'a> {
    /// 1 to 100; what lies beyond is brought there.
    pub quality: u8,
    /// How much colour is kept.
    pub chroma: Chroma,
    /// Dots per inch for the JFIF header.
    pub dpi: u16,
    /// The ICC profile to embed, or nothing.
    pub profile: &'a [u8],
}

/// A JPEG being written.
pub struct Encoder(Writer);

impl Encoder {
    /// A baseline file of that size.
    ///
    /// # Errors
    /// [`JpegError`], which no picture of a valid [`PixelSize`] is known to cause.
    pub fn new(size: PixelSize, settings: JpegSettings<'_>) -> Result<Self, JpegError> {
        Writer::open(Settings {
            width: size.width_px(),
            height: size.height_px(),
            quality: settings.quality.clamp(1, 100),
            subsampled: settings.chroma == Chroma::Quarter,
            dpi: settings.dpi,
            profile: settings.profile,
        })
        .map(Self)
        .map_err(|_| JpegError)
    }

    /// Adds the next row: red, green and blue of each pixel, one byte each.
    ///
    /// # Errors
    /// [`JpegError`], if the row is not as long as the picture is wide or is one too many.
    pub fn row(&mut self, row: &[u8]) -> Result<(), JpegError> {
        self.0.row(row).map_err(|_| JpegError)
    }

    /// The file.
    ///
    /// # Errors
    /// [`JpegError`], if rows are missing.
    pub fn finish(self) -> Result<Vec<u8>, JpegError> {
        self.0.finish().map_err(|_| JpegError)
    }
}

impl std::fmt::Debug for Encoder {
    /// A stranger's photo never reaches a log.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Encoder").finish_non_exhaustive()
    }
}
