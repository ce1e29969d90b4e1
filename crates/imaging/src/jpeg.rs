//! JPEG, decoded by `zune-jpeg` directly, because only so do we get the four planes of a CMYK file
//! and no second copy of the bytes.

use order::Refusal;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;

use crate::colour::{Profile, Samples};
use crate::exif::Exif;
use crate::limits::MAX_SIDE_PX;

/// A JPEG whose headers have been read.
pub(crate) struct Jpeg<'a> {
    decoder: zune_jpeg::JpegDecoder<ZCursor<&'a [u8]>>,
    frame: FrameHeader,
    stored: ColorSpace,
    /// Width and height as stored.
    pub size: (u32, u32),
    pub exif: Exif,
    pub profile: Profile,
}

impl<'a> Jpeg<'a> {
    /// Reads up to the start of the picture itself.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let frame = FrameHeader::find(bytes).ok_or(Refusal::Damaged)?;
        let options = DecoderOptions::default()
            .set_strict_mode(false) // show what there is of a truncated photo
            .set_max_width(MAX_SIDE_PX as usize)
            .set_max_height(MAX_SIDE_PX as usize);
        let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(bytes), options);
        decoder.decode_headers().map_err(|error| match error {
            zune_jpeg::errors::DecodeErrors::LargeDimensions(_) => Refusal::TooManyPixels,
            _ => Refusal::Damaged,
        })?;
        let (width, height) = decoder.dimensions().ok_or(Refusal::Damaged)?;
        let side = |side: usize| u32::try_from(side).map_err(|_| Refusal::TooManyPixels);
        let stored = decoder.input_colorspace().ok_or(Refusal::Damaged)?;
        let exif = decoder
            .exif()
            .map_or_else(Exif::default, |block| Exif::read(block.clone()));
        let profile = match decoder.icc_profile() {
            Some(icc) => Profile::Embedded(icc),
            None if exif.adobe_rgb => Profile::AdobeRgb,
            None => Profile::Srgb,
        };
        Ok(Self {
            size: (side(width)?, side(height)?),
            decoder,
            frame,
            stored,
            exif,
            profile,
        })
    }

    /// The memory that decoding will need.
    pub(crate) fn decoded_bytes(&self) -> u64 {
        let pixels = u64::from(self.size.0) * u64::from(self.size.1);
        pixels * self.stored.num_components().max(3) as u64 + self.frame.coefficient_bytes(pixels)
    }

    /// The pixels. A file that ends early is grey from there on.
    pub(crate) fn decode(mut self) -> Result<Samples, Refusal> {
        let wanted = match self.stored {
            ColorSpace::Luma | ColorSpace::CMYK | ColorSpace::YCCK => self.stored,
            _ => ColorSpace::RGB,
        };
        let options = self.decoder.options().jpeg_set_out_colorspace(wanted);
        self.decoder.set_options(options);
        let samples = self.decoder.decode().map_err(|_| Refusal::Damaged)?;
        Ok(match wanted {
            ColorSpace::Luma => Samples::Grey(samples),
            ColorSpace::CMYK if self.frame.adobe => Samples::Cmyk(inverted(samples)),
            ColorSpace::CMYK => Samples::Cmyk(samples),
            ColorSpace::YCCK => Samples::Cmyk(from_ycck(samples)),
            _ => Samples::Rgb(samples),
        })
    }
}

/// Adobe's programs store ink upside down: 255 is bare paper.
fn inverted(mut samples: Vec<u8>) -> Vec<u8> {
    for sample in &mut samples {
        *sample = !*sample;
    }
    samples
}

/// YCCK holds an inverted CMY picture as YCbCr (Adobe technical note 5116), so that converting it
/// to "RGB" gives the inks C, M and Y, and K stored upside down.
fn from_ycck(mut samples: Vec<u8>) -> Vec<u8> {
    for pixel in samples.chunks_exact_mut(4) {
        let y = f32::from(pixel[0]);
        let blue = f32::from(pixel[1]) - 128.0;
        let red = f32::from(pixel[2]) - 128.0;
        pixel[0] = (y + 1.402 * red).round() as u8;
        pixel[1] = (y - 0.344_136 * blue - 0.714_136 * red).round() as u8;
        pixel[2] = (y + 1.772 * blue).round() as u8;
        pixel[3] = !pixel[3];
    }
    samples
}

/// What the frame header says beyond the size (ITU-T T.81, section B.2.2).
struct FrameHeader {
    /// A progressive file's coefficients are all held until the last scan.
    progressive: bool,
    /// Horizontal times vertical sampling factor of each component.
    sampling: Vec<u64>,
    /// Whether an "Adobe" segment came before it.
    adobe: bool,
}

impl FrameHeader {
    /// Walks the segments up to the first frame header.
    fn find(bytes: &[u8]) -> Option<Self> {
        let mut adobe = false;
        let mut rest = bytes.get(2..)?;
        loop {
            let start = rest.iter().position(|byte| *byte == 0xff)?;
            let code = start + rest[start..].iter().position(|byte| *byte != 0xff)?;
            let marker = rest[code];
            let segment = &rest[code + 1..];
            if matches!(marker, 0x00 | 0x01 | 0xd0..=0xd8) {
                rest = segment; // these stand alone
                continue;
            }
            let length = usize::from(u16::from_be_bytes(*segment.first_chunk()?));
            let content = segment.get(2..length)?;
            match marker {
                0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                    let components = content.get(6..)?.chunks_exact(3);
                    return Some(Self {
                        progressive: marker == 0xc2,
                        sampling: components
                            .map(|component| {
                                u64::from(component[1] >> 4) * u64::from(component[1] & 15)
                            })
                            .collect(),
                        adobe,
                    });
                }
                0xee => adobe |= content.starts_with(b"Adobe"),
                0xd9 | 0xda => return None, // the end or a scan without a frame
                _ => {}
            }
            rest = &segment[length..];
        }
    }

    /// The memory for the coefficients of a progressive picture, two bytes each.
    fn coefficient_bytes(&self, pixels: u64) -> u64 {
        let largest = self.sampling.iter().copied().max().unwrap_or(1).max(1);
        if self.progressive {
            2 * pixels * self.sampling.iter().sum::<u64>() / largest
        } else {
            0
        }
    }
}
