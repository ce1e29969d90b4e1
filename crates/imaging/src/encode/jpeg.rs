//! Writing a finished picture as JPEG.

use super::{EmbeddedProfile, EncodeError};
use crate::jpeg::{Chroma, Encoder, JpegSettings};
use crate::picture::Rgb8;

/// A print as a baseline JPEG without chroma subsampling, so that red lettering stays sharp, with
/// the sRGB profile embedded. `quality` is 1 to 100; `dpi` goes into the JFIF header.
///
/// # Errors
/// [`EncodeError`], which no picture of a valid [`PixelSize`](crate::PixelSize) is known to cause.
pub fn encode_jpeg(picture: &Rgb8, quality: u8, dpi: u16) -> Result<Vec<u8>, EncodeError> {
    print(picture, quality, EmbeddedProfile::Srgb.icc()?, dpi)
}

/// A preview as a baseline JPEG with a quarter of the colour samples (4:2:0), as cameras write:
/// on a screen the difference does not show, and it is written in two thirds of the time.
///
/// It carries no profile, by which a web page takes it for sRGB (CSS Color 4, section 3.2). With
/// one, WebKit converts every pixel from sRGB to sRGB, which takes longer than to decode it.
///
/// # Errors
/// As [`encode_jpeg`].
pub fn encode_preview_jpeg(picture: &Rgb8, quality: u8) -> Result<Vec<u8>, EncodeError> {
    write(picture, quality, Chroma::Quarter, &[], SCREEN_DPI)
}

/// A print without chroma subsampling, with a profile of the caller's choice.
pub(super) fn print(
    picture: &Rgb8,
    quality: u8,
    icc: &[u8],
    dpi: u16,
) -> Result<Vec<u8>, EncodeError> {
    write(picture, quality, Chroma::Full, icc, dpi)
}

/// A screen's density, which nobody reads.
const SCREEN_DPI: u16 = 96;

fn write(
    picture: &Rgb8,
    quality: u8,
    chroma: Chroma,
    icc: &[u8],
    dpi: u16,
) -> Result<Vec<u8>, EncodeError> {
    let settings = JpegSettings {
        quality,
        chroma,
        dpi,
        profile: icc,
    };
    let mut encoder = Encoder::new(picture.size(), settings)?;
    for row in picture.rows() {
        encoder.row(row)?;
    }
    Ok(encoder.finish()?)
}
