//! A stranger's file, opened: recognised, measured and found worth decoding, but not decoded.

mod palette;
mod png_colour;
mod tiff;

use std::io::Cursor;

use image::{ColorType, ImageDecoder, ImageFormat, ImageReader, Limits};
use order::Refusal;
use serde::{Deserialize, Serialize};

use self::tiff::Tiff;
use crate::alpha::{Fourth, Layout, flatten};
use crate::colour::{Profile, Samples};
use crate::exif::Exif;
use crate::format::{Format, recognise};
use crate::geometry::Turn;
use crate::heif;
use crate::jpeg::Jpeg;
use crate::limits::{MAX_BYTES, MAX_DECODED_BYTES, MAX_PIXELS, MAX_SIDE_PX, MIN_SIDE_PX};
use crate::strip::{Strips, WholePicture};

/// What a photo's header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// How the file is written.
    pub format: Format,
    /// Width of the upright photo.
    pub width_px: u32,
    /// Height of the upright photo.
    pub height_px: u32,
    /// EXIF's Orientation, 1 to 8, which the two sizes already take into account.
    pub orientation: u8,
}

/// Reads only a photo's header, without decoding a pixel.
///
/// # Errors
/// [`Refusal`], if the bytes are no picture, a kind that is not printed, damaged, or beyond
/// [`limits`](crate::limits).
pub fn probe(bytes: &[u8]) -> Result<Header, Refusal> {
    Source::open(bytes).map(|source| source.header())
}

/// An opened photo.
pub(crate) struct Source<'a> {
    format: Format,
    /// Width and height as stored.
    pub size: (u32, u32),
    /// How stored pixels become upright.
    pub turn: Turn,
    pub profile: Profile,
    pixels: Pixels<'a>,
}

enum Pixels<'a> {
    /// Decoded strip by strip.
    Jpeg(Box<Jpeg<'a>>),
    /// Decoded at once.
    Whole(Whole<'a>),
}

enum Whole<'a> {
    Heif(Box<heif::Image<'a>>),
    Tiff(Box<Tiff<'a>>),
    Other(Box<dyn ImageDecoder + 'a>),
}

impl<'a> Source<'a> {
    /// Reads the header and checks it against the limits.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let format = recognise(bytes)?;
        if bytes.len() > MAX_BYTES {
            return Err(Refusal::TooLarge);
        }
        let mut source = match format {
            Format::Jpeg => Self::open_jpeg(bytes)?,
            Format::Png => Self::open_other(bytes, format, ImageFormat::Png)?,
            Format::Webp => Self::open_other(bytes, format, ImageFormat::WebP)?,
            Format::Bmp => Self::open_other(bytes, format, ImageFormat::Bmp)?,
            Format::Gif => Self::open_other(bytes, format, ImageFormat::Gif)?,
            Format::Tiff => Self::open_tiff(bytes)?,
            Format::Heic | Format::Avif => Self::open_heif(bytes, format)?,
        };
        let (width, height) = source.size;
        if width.max(height) > MAX_SIDE_PX
            || u64::from(width) * u64::from(height) > MAX_PIXELS
            || source.pixels.decoded_bytes(format) > MAX_DECODED_BYTES
        {
            return Err(Refusal::TooManyPixels);
        }
        if width.min(height) < MIN_SIDE_PX {
            return Err(Refusal::TooSmall);
        }
        Ok(source)
    }

    fn open_jpeg(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let mut jpeg = Jpeg::open(bytes)?;
        Ok(Self {
            format: Format::Jpeg,
            size: jpeg.size,
            turn: jpeg.exif.turn,
            profile: std::mem::take(&mut jpeg.profile),
            pixels: Pixels::Jpeg(Box::new(jpeg)),
        })
    }

    fn open_heif(bytes: &'a [u8], format: Format) -> Result<Self, Refusal> {
        let library = heif::library().ok_or(match format {
            Format::Avif => Refusal::Avif,
            _ => Refusal::Heic,
        })?;
        let image = heif::Image::open(library, bytes)?;
        Ok(Self {
            format,
            size: image.size,
            turn: Turn::default(),
            profile: Profile::Srgb, // known once it is decoded
            pixels: Pixels::Whole(Whole::Heif(Box::new(image))),
        })
    }

    fn open_tiff(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let mut tiff = Tiff::open(bytes)?;
        Ok(Self {
            format: Format::Tiff,
            size: tiff.size,
            turn: tiff.turn,
            profile: std::mem::take(&mut tiff.profile),
            pixels: Pixels::Whole(Whole::Tiff(Box::new(tiff))),
        })
    }

    fn open_other(bytes: &'a [u8], format: Format, kind: ImageFormat) -> Result<Self, Refusal> {
        let mut limits = Limits::default();
        limits.max_image_width = Some(MAX_SIDE_PX);
        limits.max_image_height = Some(MAX_SIDE_PX);
        limits.max_alloc = Some(MAX_DECODED_BYTES);
        let mut reader = ImageReader::with_format(Cursor::new(bytes), kind);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(refusal)?;
        let exif = decoder
            .exif_metadata()
            .ok()
            .flatten()
            .map_or_else(Exif::default, Exif::read);
        let profile = match (format, decoder.icc_profile().ok().flatten()) {
            (Format::Png, icc) => png_colour::profile(bytes, icc),
            (_, Some(icc)) => Profile::Embedded(icc),
            (_, None) if exif.adobe_rgb => Profile::AdobeRgb,
            (_, None) => Profile::Srgb,
        };
        Ok(Self {
            format,
            size: decoder.dimensions(),
            turn: exif.turn,
            profile,
            pixels: Pixels::Whole(Whole::Other(Box::new(decoder))),
        })
    }

    /// What the header says.
    pub(crate) fn header(&self) -> Header {
        let (width_px, height_px) = self.turn.turned(self.size);
        Header {
            format: self.format,
            width_px,
            height_px,
            orientation: self.turn.to_exif(),
        }
    }

    /// The pixels as stored, a strip at a time, and the profile that says what their numbers mean.
    /// A result of 1/`shrink` of the stored size may be decoded from less than all.
    pub(crate) fn strips(self, shrink: u32) -> Result<(Box<dyn Strips + 'a>, Profile), Refusal> {
        match self.pixels {
            Pixels::Jpeg(jpeg) => Ok((Box::new(jpeg.strips(shrink)?), self.profile)),
            Pixels::Whole(whole) => {
                let (samples, profile) = whole.decode(self.profile)?;
                let whole = WholePicture::new(samples, self.size);
                Ok((Box::new(whole.ok_or(Refusal::Damaged)?), profile))
            }
        }
    }

    /// All pixels as stored, and the profile that says what their numbers mean. `None` for a JPEG,
    /// which is better decoded in strips.
    pub(crate) fn whole(self) -> Result<Option<(Samples, Profile)>, Refusal> {
        match self.pixels {
            Pixels::Jpeg(_) => Ok(None),
            Pixels::Whole(whole) => whole.decode(self.profile).map(Some),
        }
    }
}

impl Pixels<'_> {
    /// The memory that decoding will need.
    fn decoded_bytes(&mut self, format: Format) -> u64 {
        match self {
            Self::Jpeg(jpeg) => jpeg.decoded_bytes(),
            Self::Whole(Whole::Heif(image)) => image.decoded_bytes(),
            Self::Whole(Whole::Tiff(tiff)) => tiff.decoded_bytes(),
            Self::Whole(Whole::Other(decoder)) => {
                let answer = decoder.total_bytes();
                // These two build the picture aside before they hand it over.
                if matches!(format, Format::Webp | Format::Gif) {
                    answer.saturating_mul(2)
                } else {
                    answer
                }
            }
        }
    }
}

impl Whole<'_> {
    /// The pixels, and what they mean: `said` by the header, unless the decoder knows better.
    fn decode(self, said: Profile) -> Result<(Samples, Profile), Refusal> {
        match self {
            Self::Heif(image) => {
                let (rgb, profile) = image.decode()?;
                Ok((Samples::Rgb(rgb), profile))
            }
            Self::Tiff(tiff) => Ok((tiff.decode()?, said)),
            Self::Other(decoder) => Ok((decode_other(decoder)?, said)),
        }
    }
}

fn decode_other(decoder: Box<dyn ImageDecoder + '_>) -> Result<Samples, Refusal> {
    let (colours, alpha, wide) = match decoder.color_type() {
        ColorType::L8 => (1, false, false),
        ColorType::La8 => (1, true, false),
        ColorType::Rgb8 => (3, false, false),
        ColorType::Rgba8 => (3, true, false),
        ColorType::L16 => (1, false, true),
        ColorType::La16 => (1, true, true),
        ColorType::Rgb16 => (3, false, true),
        ColorType::Rgba16 => (3, true, true),
        _ => return Err(Refusal::NotAPicture), // floating point: no camera writes it
    };
    let length = usize::try_from(decoder.total_bytes()).map_err(|_| Refusal::TooManyPixels)?;
    let mut samples = vec![0; length];
    decoder.read_image_boxed(&mut samples).map_err(refusal)?;
    let samples = flatten(
        samples,
        Layout {
            colours,
            fourth: if alpha { Fourth::Opacity } else { Fourth::None },
            wide,
        },
    );
    Ok(if colours == 1 {
        Samples::Grey(samples)
    } else {
        Samples::Rgb(samples)
    })
}

fn refusal(error: image::ImageError) -> Refusal {
    match error {
        image::ImageError::Limits(_) => Refusal::TooManyPixels,
        _ => Refusal::Damaged,
    }
}
