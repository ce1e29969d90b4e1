//! Writing a finished picture as JPEG.

use std::sync::OnceLock;

use jpeg_encoder::{ColorType, Encoder, PixelDensity, SamplingFactor};
use thiserror::Error;

use crate::picture::Rgb8;

/// Why a picture could not be written. None of these can be helped by another try.
#[derive(Debug, Error)]
pub enum EncodeError {
    /// The encoder refused.
    #[error("the JPEG encoder refused the picture")]
    Encoder(#[from] jpeg_encoder::EncodingError),
    /// The sRGB profile could not be written.
    #[error("the sRGB profile could not be written")]
    Profile,
}

/// A print as a baseline JPEG without chroma subsampling, so that red lettering stays sharp, with
/// the sRGB profile embedded. `quality` is 1 to 100; `dpi` goes into the JFIF header.
///
/// # Errors
/// [`EncodeError`], which no picture of a valid [`PixelSize`](crate::PixelSize) is known to cause.
pub fn encode_jpeg(picture: &Rgb8, quality: u8, dpi: u16) -> Result<Vec<u8>, EncodeError> {
    encode(picture, quality, SamplingFactor::F_1_1, dpi)
}

/// A preview as a baseline JPEG with a quarter of the colour samples (4:2:0), as cameras write:
/// on a screen the difference does not show, and it is written in two thirds of the time.
///
/// # Errors
/// As [`encode_jpeg`].
pub fn encode_preview_jpeg(picture: &Rgb8, quality: u8) -> Result<Vec<u8>, EncodeError> {
    encode(picture, quality, SamplingFactor::F_2_2, SCREEN_DPI)
}

/// A screen's density, which nobody reads.
const SCREEN_DPI: u16 = 96;

fn encode(
    picture: &Rgb8,
    quality: u8,
    sampling: SamplingFactor,
    dpi: u16,
) -> Result<Vec<u8>, EncodeError> {
    let size = picture.size();
    let side = |side: u32| u16::try_from(side).unwrap_or(u16::MAX); // PixelSize is far below
    let mut jpeg = Vec::with_capacity(picture.pixels().len() / 4);
    let mut encoder = Encoder::new(&mut jpeg, quality.clamp(1, 100));
    encoder.set_sampling_factor(sampling);
    encoder.set_density(PixelDensity::dpi(dpi));
    encoder.add_icc_profile(srgb_profile().ok_or(EncodeError::Profile)?)?;
    encoder.encode(
        picture.pixels(),
        side(size.width_px()),
        side(size.height_px()),
        ColorType::Rgb,
    )?;
    Ok(jpeg)
}

/// The sRGB profile as an ICC file, made once.
fn srgb_profile() -> Option<&'static [u8]> {
    static PROFILE: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    PROFILE
        .get_or_init(|| moxcms::ColorProfile::new_srgb().encode().ok())
        .as_deref()
}
