//! Writing a finished picture as JPEG.

use jpeg_encoder::{ColorType, Encoder, PixelDensity, SamplingFactor};

use super::{EmbeddedProfile, EncodeError};
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
/// # Errors
/// As [`encode_jpeg`].
pub fn encode_preview_jpeg(picture: &Rgb8, quality: u8) -> Result<Vec<u8>, EncodeError> {
    let profile = EmbeddedProfile::Srgb.icc()?;
    write(picture, quality, SamplingFactor::F_2_2, profile, SCREEN_DPI)
}

/// A print without chroma subsampling, with a profile of the caller's choice.
pub(super) fn print(
    picture: &Rgb8,
    quality: u8,
    icc: &[u8],
    dpi: u16,
) -> Result<Vec<u8>, EncodeError> {
    write(picture, quality, SamplingFactor::F_1_1, icc, dpi)
}

/// A screen's density, which nobody reads.
const SCREEN_DPI: u16 = 96;

fn write(
    picture: &Rgb8,
    quality: u8,
    sampling: SamplingFactor,
    icc: &[u8],
    dpi: u16,
) -> Result<Vec<u8>, EncodeError> {
    let size = picture.size();
    let side = |side: u32| u16::try_from(side).unwrap_or(u16::MAX); // PixelSize is far below
    let mut jpeg = Vec::with_capacity(picture.pixels().len() / 4);
    let mut encoder = Encoder::new(&mut jpeg, quality.clamp(1, 100));
    encoder.set_sampling_factor(sampling);
    encoder.set_density(PixelDensity::dpi(dpi));
    encoder.add_icc_profile(icc)?;
    encoder.encode(
        picture.pixels(),
        side(size.width_px()),
        side(size.height_px()),
        ColorType::Rgb,
    )?;
    Ok(jpeg)
}
