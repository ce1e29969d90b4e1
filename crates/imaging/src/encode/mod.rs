//! Writing a finished picture in a format that a printer or a person takes: JPEG, PNG, PWG raster
//! or PDF. Each says how large the print is and, where the format has a place for it, which
//! colours its samples mean.

mod jpeg;
mod pdf;
mod png;
mod profile;
mod pwg;

use thiserror::Error;

use crate::jpeg::JpegError;
use crate::picture::Rgb8;

pub use jpeg::{encode_jpeg, encode_preview_jpeg};
pub use profile::EmbeddedProfile;

/// The JPEG quality of a print: above it files grow and prints do not change.
const PRINT_QUALITY: u8 = 92;

/// What a finished picture is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutputFormat {
    /// Baseline JPEG without chroma subsampling, at print quality: what photo printers take.
    Jpeg,
    /// PNG, 8 bits a sample: every sample as it was, for comparing and keeping.
    Png,
    /// PWG raster (PWG 5102.4): what every driverless IPP printer takes.
    PwgRaster(PwgColour),
    /// A PDF of one page of exactly the print's size.
    Pdf,
}

/// The samples of a PWG raster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PwgColour {
    /// `srgb_8`: red, green and blue, 8 bits each.
    Srgb8,
    /// `sgray_8`: one sample of 8 bits, for printers without colour.
    Sgray8,
}

/// Why a picture could not be written. None of these can be helped by another try.
#[derive(Debug, Error)]
pub enum EncodeError {
    /// The JPEG encoder refused.
    #[error(transparent)]
    Jpeg(#[from] JpegError),
    /// The PNG encoder refused.
    #[error("the PNG encoder refused the picture")]
    Png(#[from] ::png::EncodingError),
    /// The sRGB profile could not be written.
    #[error("the sRGB profile could not be written")]
    Profile,
    /// A picture of no density has no size on paper.
    #[error("a print has at least one dot per inch")]
    Density,
    /// The format has no place for a profile, and the picture's samples are not sRGB.
    #[error("a PWG raster is sRGB or grey and carries no profile")]
    ProfileHasNoPlace,
}

impl OutputFormat {
    /// Its name as `document-format` of a print job and as a media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::PwgRaster(_) => "image/pwg-raster",
            Self::Pdf => "application/pdf",
        }
    }
}

/// Writes a print. `dpi` is the density at which the printer lays down its pixels, so that the
/// file says the print's true size; `profile` is what the samples mean.
///
/// # Errors
/// [`EncodeError`]: no density, or a PWG raster of anything but sRGB. No picture of a valid
/// [`PixelSize`](crate::PixelSize) is known to cause the others.
pub fn encode(
    picture: &Rgb8,
    dpi: u16,
    profile: EmbeddedProfile<'_>,
    format: OutputFormat,
) -> Result<Vec<u8>, EncodeError> {
    if dpi == 0 {
        return Err(EncodeError::Density);
    }
    match format {
        OutputFormat::Jpeg => jpeg::print(picture, PRINT_QUALITY, profile.icc()?, dpi),
        OutputFormat::Png => png::write(picture, profile.icc()?, dpi),
        OutputFormat::PwgRaster(colour) => match profile {
            EmbeddedProfile::Srgb => Ok(pwg::write(picture, colour, dpi)),
            EmbeddedProfile::Icc(_) => Err(EncodeError::ProfileHasNoPlace),
        },
        OutputFormat::Pdf => pdf::write(picture, PRINT_QUALITY, profile.icc()?, dpi),
    }
}
