//! JPEG, by the system's libjpeg-turbo: read by strips as the planes that are stored, and written
//! row by row.
//!
//! libjpeg is used directly, and not through one of the crates around it, because only its own
//! interface hands out a few rows at a time without blowing up the colour planes, and because the
//! system's library gets the distribution's security fixes without a new release of ours. What is
//! wrong with such a file is told by [`Soundness`](order::Soundness).

mod decode;
mod encode;
mod ffi;

pub(crate) use decode::JpegStrips;

pub use encode::{Chroma, Encoder, JpegError, JpegSettings};

use order::Refusal;

use crate::colour::Profile;
use crate::exif::Exif;
use crate::strip::Coding;
use ffi::{Failure, RawFrame, Reader, coding};

/// A JPEG whose headers have been read.
pub(crate) struct Jpeg<'a> {
    reader: Reader<'a>,
    frame: RawFrame,
    coding: Coding,
    /// Width and height as stored.
    pub size: (u32, u32),
    pub exif: Exif,
    pub profile: Profile,
}

impl<'a> Jpeg<'a> {
    /// Reads up to the start of the picture itself.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let (mut reader, frame) = Reader::open(bytes).map_err(refusal)?;
        let coding = match frame.coding {
            coding::GREY => Coding::Grey,
            coding::YCC => Coding::Ycc,
            coding::RGB => Coding::Rgb,
            coding::CMYK if frame.adobe == 1 => Coding::InvertedCmyk,
            coding::CMYK => Coding::Cmyk,
            coding::YCCK => Coding::Ycck,
            _ => return Err(Refusal::Damaged),
        };
        let exif = reader
            .exif()
            .map_or_else(Exif::default, |block| Exif::read(block.to_vec()));
        let profile = match reader.profile() {
            Some(icc) => Profile::Embedded(icc),
            None if exif.adobe_rgb => Profile::AdobeRgb,
            None => Profile::Srgb,
        };
        Ok(Self {
            size: (frame.width, frame.height),
            reader,
            frame,
            coding,
            exif,
            profile,
        })
    }

    /// The memory that decoding will need: strips of a picture that is stored in one go, and all
    /// coefficients of one that is stored in several.
    pub(crate) fn decoded_bytes(&self) -> u64 {
        let strips = u64::from(self.frame.width) * decode::STRIP_ROWS as u64 * 8;
        let coefficients = match self.frame.buffered {
            0 => 0,
            _ => self.frame.coefficient_bytes,
        };
        strips + coefficients
    }

    /// Begins decoding for a result of 1/`shrink` of the stored size or less. `shrink` is rounded
    /// down to one that libjpeg has fast code for.
    pub(crate) fn strips(self, shrink: u32) -> Result<JpegStrips<'a>, Refusal> {
        JpegStrips::start(self.reader, self.coding, self.frame, shrink)
    }
}

fn refusal(failure: Failure) -> Refusal {
    match failure {
        Failure::Broken => Refusal::Damaged,
        Failure::NoMemory => Refusal::TooManyPixels,
    }
}
