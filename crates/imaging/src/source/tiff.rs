//! TIFF, decoded by the `tiff` crate directly: only so do inks keep their four planes and their
//! profile, and palettes their colours.

use std::borrow::Cow;
use std::io::Cursor;

use order::Refusal;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::{SampleFormat, Tag};
use tiff::{ColorType, TiffError};

use super::palette::Palette;
use crate::alpha::{Fourth, Layout, flatten};
use crate::colour::{Profile, Samples};
use crate::geometry::Turn;
use crate::limits::MAX_DECODED_BYTES;

/// The first page of a TIFF whose directory has been read.
pub(super) struct Tiff<'a> {
    decoder: Decoder<Cursor<Cow<'a, [u8]>>>,
    /// Width and height as stored.
    pub(super) size: (u32, u32),
    pub(super) turn: Turn,
    pub(super) profile: Profile,
    meaning: Meaning,
    /// Bits of one sample.
    bits: u8,
}

/// What the samples of a pixel are.
enum Meaning {
    /// One to four colours or inks, and perhaps opacity.
    Colours(usize, Fourth),
    /// A number of a colour.
    Palette(Box<Palette>),
}

impl<'a> Tiff<'a> {
    /// Reads the directory of the first page.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let palette = Palette::of_tiff(bytes);
        let bytes = match &palette {
            Some((_, readable)) => Cow::Owned(readable.clone()),
            None => Cow::Borrowed(bytes),
        };
        let mut limits = Limits::default();
        limits.decoding_buffer_size = MAX_DECODED_BYTES as usize;
        let mut decoder = Decoder::new(Cursor::new(bytes))
            .map_err(refusal)?
            .with_limits(limits);
        let size = decoder.dimensions().map_err(refusal)?;
        let kind = decoder.colortype().map_err(refusal)?;
        let formats = decoder.find_tag_unsigned_vec::<u16>(Tag::SampleFormat);
        if let Ok(Some(formats)) = formats
            && formats
                .iter()
                .any(|format| *format != SampleFormat::Uint.to_u16())
        {
            return Err(Refusal::NotAPicture); // floating point and signed: no camera writes it
        }
        let opacity = decoder.find_tag_unsigned_vec::<u16>(Tag::ExtraSamples);
        let fourth = match opacity
            .ok()
            .flatten()
            .and_then(|kinds| kinds.first().copied())
        {
            Some(1) => Fourth::Premultiplied,
            Some(2) => Fourth::Opacity,
            _ => Fourth::Ignored,
        };
        let meaning = match (kind, palette) {
            (_, Some((palette, _))) => Meaning::Palette(Box::new(palette)),
            (ColorType::Gray(_), None) => Meaning::Colours(1, Fourth::None),
            (ColorType::GrayA(_) | ColorType::Multiband { num_samples: 2, .. }, None) => {
                Meaning::Colours(1, fourth)
            }
            (ColorType::RGB(_) | ColorType::YCbCr(_), None) => Meaning::Colours(3, Fourth::None),
            (ColorType::RGBA(_), None) => Meaning::Colours(3, fourth),
            (ColorType::CMYK(_), None) => Meaning::Colours(4, Fourth::None),
            (ColorType::CMYKA(_), None) => Meaning::Colours(4, fourth),
            _ => return Err(Refusal::NotAPicture),
        };
        let turn = decoder
            .find_tag_unsigned::<u32>(Tag::Orientation)
            .ok()
            .flatten()
            .map_or_else(Turn::default, Turn::from_exif);
        let profile = decoder
            .get_tag_u8_vec(Tag::IccProfile)
            .map_or(Profile::Srgb, Profile::Embedded);
        Ok(Self {
            decoder,
            size,
            turn,
            profile,
            meaning,
            bits: kind.bit_depth(),
        })
    }

    /// The memory that decoding will need: planes are put together in a second copy.
    pub(super) fn decoded_bytes(&mut self) -> u64 {
        let pixels = u64::from(self.size.0) * u64::from(self.size.1);
        let answer = match self.meaning {
            Meaning::Colours(colours, _) if self.bits < 8 => colours as u64,
            Meaning::Colours(..) => 0,
            Meaning::Palette(_) => 3,
        };
        let layout = self.decoder.image_buffer_layout();
        let buffer = layout.map_or(u64::MAX, |layout| {
            let copies = if layout.planes > 1 { 2 } else { 1 };
            (layout.complete_len as u64).saturating_mul(copies)
        });
        buffer.saturating_add(pixels * answer)
    }

    /// The pixels.
    pub(super) fn decode(mut self) -> Result<Samples, Refusal> {
        let mut result = DecodingResult::U8(Vec::new());
        let layout = self
            .decoder
            .read_image_to_buffer(&mut result)
            .map_err(refusal)?;
        let bytes = match result {
            DecodingResult::U8(bytes) => bytes,
            DecodingResult::U16(words) => words.into_iter().flat_map(u16::to_ne_bytes).collect(),
            _ => return Err(Refusal::NotAPicture),
        };
        if bytes.len() < layout.complete_len {
            return Err(Refusal::TooManyPixels);
        }
        let wide = self.bits > 8;
        let bytes = match layout.plane_stride {
            Some(stride) if layout.planes > 1 => interleaved(&bytes, stride.get(), wide),
            _ => bytes,
        };
        let (width, height) = (self.size.0 as usize, self.size.1 as usize);
        match self.meaning {
            Meaning::Palette(palette) => {
                let numbers = unpacked(bytes, self.bits, width)?;
                Ok(Samples::Rgb(palette.colours(&numbers)))
            }
            Meaning::Colours(colours, fourth) => {
                let mut samples = unpacked(bytes, self.bits, width * colours)?;
                if self.bits < 8 {
                    let most = (1_u16 << self.bits) - 1;
                    for sample in &mut samples {
                        *sample = (u16::from(*sample) * 255 / most) as u8;
                    }
                }
                let layout = Layout {
                    colours,
                    fourth,
                    wide,
                };
                if samples.len() < layout.stride() * width * height {
                    return Err(Refusal::Damaged);
                }
                let samples = flatten(samples, layout);
                Ok(match colours {
                    1 => Samples::Grey(samples),
                    3 => Samples::Rgb(samples),
                    _ => Samples::Cmyk(samples),
                })
            }
        }
    }
}

/// Planes that follow one another, put together pixel by pixel.
fn interleaved(planes: &[u8], stride: usize, wide: bool) -> Vec<u8> {
    let sample = if wide { 2 } else { 1 };
    let planes: Vec<&[u8]> = planes.chunks_exact(stride).collect();
    let mut pixels = Vec::with_capacity(planes.len() * stride);
    for at in (0..stride).step_by(sample) {
        for plane in &planes {
            pixels.extend(plane.get(at..at + sample).unwrap_or_default());
        }
    }
    pixels
}

/// One byte a sample, from rows that are padded to whole bytes; samples of 8 bits and more are
/// left alone.
fn unpacked(bytes: Vec<u8>, bits: u8, row_samples: usize) -> Result<Vec<u8>, Refusal> {
    match bits {
        8 | 16 => return Ok(bytes),
        1 | 2 | 4 => {}
        _ => return Err(Refusal::NotAPicture),
    }
    let per_byte = usize::from(8 / bits);
    let mask = (1_u16 << bits) as u8 - 1;
    let row_bytes = row_samples.div_ceil(per_byte);
    let mut samples = Vec::with_capacity(bytes.len() * per_byte);
    for row in bytes.chunks_exact(row_bytes) {
        samples.extend((0..row_samples).map(|at| {
            let shift = 8 - usize::from(bits) * (at % per_byte + 1);
            row[at / per_byte] >> shift & mask
        }));
    }
    Ok(samples)
}

fn refusal(error: TiffError) -> Refusal {
    match error {
        TiffError::LimitsExceeded => Refusal::TooManyPixels,
        TiffError::UnsupportedError(_) => Refusal::NotAPicture,
        _ => Refusal::Damaged,
    }
}
