//! Photographs that can be recognised on paper: every patch of a painting has a colour of its
//! own, so that a print that is turned, mirrored, cropped elsewhere or swapped with another shows.

use std::io::Cursor;

use anyhow::Result;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ExtendedColorType, ImageFormat, Rgb, RgbImage, imageops};

use crate::random::Seeded;

/// A file as a phone has it.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its type by the phone's word.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How the phone was held, as EXIF's Orientation tag says it (CIPA DC-008, section 4.6.5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// 1: as the sensor lies.
    Level,
    /// 3: upside down.
    UpsideDown,
    /// 5: as 6 and mirrored, which some selfie cameras write.
    MirroredOnItsSide,
    /// 6: the usual portrait of a phone.
    OnItsSide,
    /// 8: on its other side.
    OnItsOtherSide,
}

/// An upright picture of coloured patches.
#[derive(Clone, Copy, Debug)]
pub struct Painting {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Tells one painting from another: its amount of blue.
    pub tint: u8,
}

/// Patches along each side.
pub const PATCHES: u32 = 6;

/// How far the grain of a painting strays from its patch's colour.
const GRAIN: u64 = 9;

impl Painting {
    /// The colour of the patch `column`, `row`, from the upper left.
    pub fn patch(self, column: u32, row: u32) -> [u8; 3] {
        let part = |step: u32| u8::try_from(40 + step * 180 / (PATCHES - 1)).unwrap_or(u8::MAX);
        [part(column), part(row), self.tint]
    }

    /// The picture itself, with some grain, as photographs have.
    pub fn upright(self) -> RgbImage {
        let mut random = Seeded::new(u64::from(self.tint));
        RgbImage::from_fn(self.width, self.height, |x, y| {
            let patch = self.patch(x * PATCHES / self.width, y * PATCHES / self.height);
            let grain = u8::try_from(random.below(GRAIN)).unwrap_or(0);
            let middle = u8::try_from(GRAIN / 2).unwrap_or(0);
            Rgb(patch.map(|part| part.saturating_add(grain).saturating_sub(middle)))
        })
    }

    /// A JPEG as a phone held like that writes it; `remark` goes into its EXIF description.
    pub fn jpeg(self, name: &str, held: Held, remark: &str) -> Result<File> {
        let upright = self.upright();
        // What the sensor saw is the upright picture, turned and mirrored back.
        let (stored, orientation) = match held {
            Held::Level => (upright, 1),
            Held::UpsideDown => (imageops::rotate180(&upright), 3),
            Held::MirroredOnItsSide => (transposed(&upright), 5),
            Held::OnItsSide => (imageops::rotate270(&upright), 6),
            Held::OnItsOtherSide => (imageops::rotate90(&upright), 8),
        };
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 92).encode(
            &stored,
            stored.width(),
            stored.height(),
            ExtendedColorType::Rgb8,
        )?;
        // Right behind the start-of-image marker.
        let exif = exif(orientation, remark)?;
        bytes.splice(2..2, exif);
        Ok(File {
            name: name.to_owned(),
            media_type: "image/jpeg",
            bytes,
        })
    }

    /// The painting that `data/painting.heic` shows.
    pub const HEIC: Self = Self {
        width: 960,
        height: 1440,
        tint: 150,
    };

    /// [`Self::HEIC`] as a phone writes it.
    pub fn heic(name: &str) -> File {
        File {
            name: name.to_owned(),
            media_type: "image/heic",
            bytes: include_bytes!("../data/painting.heic").to_vec(),
        }
    }

    /// The same as PNG.
    pub fn png(self, name: &str) -> Result<File> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(self.upright()).write_to(&mut bytes, ImageFormat::Png)?;
        Ok(File {
            name: name.to_owned(),
            media_type: "image/png",
            bytes: bytes.into_inner(),
        })
    }
}

fn transposed(picture: &RgbImage) -> RgbImage {
    RgbImage::from_fn(picture.height(), picture.width(), |x, y| {
        *picture.get_pixel(y, x)
    })
}

/// An APP1 segment with ImageDescription and Orientation, little-endian.
fn exif(orientation: u16, remark: &str) -> Result<Vec<u8>> {
    const DESCRIPTION_AT: u32 = 8 + 2 + 2 * 12 + 4;
    let mut description = remark.as_bytes().to_vec();
    description.resize(description.len().max(4) + 1, 0);
    let length = u32::try_from(description.len())?;
    let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend([0x0e, 0x01, 2, 0]);
    tiff.extend(length.to_le_bytes());
    tiff.extend(DESCRIPTION_AT.to_le_bytes());
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0]);
    tiff.extend(u32::from(orientation).to_le_bytes());
    tiff.extend([0; 4]);
    tiff.extend(description);
    let mut segment = vec![0xff, 0xe1];
    segment.extend(u16::try_from(tiff.len() + 8)?.to_be_bytes());
    segment.extend(b"Exif\0\0");
    segment.extend(tiff);
    Ok(segment)
}
