//! Test pictures, painted in code.

#![expect(dead_code, reason = "each test file paints only some of them")]

use imaging::{PixelSize, Rgb8};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use order::recipe::Crop;
use order::{QuarterTurns, Recipe};

/// Cells of the grid, across and down.
pub(crate) const CELLS: (u32, u32) = (4, 3);

/// The colour of a grid cell: all differ by at least 48 in some channel, so that neither JPEG nor
/// sharpening can mistake one for another.
pub(crate) fn cell_colour(column: u32, row: u32) -> [u8; 3] {
    [
        40 + 48 * column as u8,
        40 + 70 * row as u8,
        if (column + row).is_multiple_of(2) {
            60
        } else {
            180
        },
    ]
}

/// A 4 x 3 grid of flat colours.
pub(crate) fn grid(width: u32, height: u32) -> Painting {
    Painting::paint(width, height, |x, y| {
        cell_colour(x * CELLS.0 / width, y * CELLS.1 / height)
    })
}

/// Pixels before they become a file.
#[derive(Clone)]
pub(crate) struct Painting {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) rgb: Vec<u8>,
}

impl Painting {
    pub(crate) fn paint(width: u32, height: u32, colour: impl Fn(u32, u32) -> [u8; 3]) -> Self {
        let rgb = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .flat_map(|(x, y)| colour(x, y))
            .collect();
        Self { width, height, rgb }
    }

    pub(crate) fn flat(colour: [u8; 3]) -> Self {
        Self::paint(120, 120, |_, _| colour)
    }

    fn at(&self, x: u32, y: u32) -> [u8; 3] {
        let start = 3 * (y * self.width + x) as usize;
        [self.rgb[start], self.rgb[start + 1], self.rgb[start + 2]]
    }

    /// The stored pixels of a photo that EXIF's `orientation` sets upright as `self`. Written from
    /// the table of the standard ("the 0th row is the visual ...; the 0th column ..."), not from
    /// the code under test.
    pub(crate) fn stored_with(&self, orientation: u8) -> Self {
        let (right, bottom) = (self.width - 1, self.height - 1);
        match orientation {
            2 => Self::paint(self.width, self.height, |x, y| self.at(right - x, y)),
            3 => Self::paint(self.width, self.height, |x, y| {
                self.at(right - x, bottom - y)
            }),
            4 => Self::paint(self.width, self.height, |x, y| self.at(x, bottom - y)),
            5 => Self::paint(self.height, self.width, |x, y| self.at(y, x)),
            6 => Self::paint(self.height, self.width, |x, y| self.at(right - y, x)),
            7 => Self::paint(self.height, self.width, |x, y| {
                self.at(right - y, bottom - x)
            }),
            8 => Self::paint(self.height, self.width, |x, y| self.at(y, bottom - x)),
            _ => self.clone(),
        }
    }

    pub(crate) fn png(&self) -> Vec<u8> {
        self.as_image(image::ImageFormat::Png)
    }

    pub(crate) fn as_image(&self, format: image::ImageFormat) -> Vec<u8> {
        let picture = image::RgbImage::from_raw(self.width, self.height, self.rgb.clone())
            .expect("as many bytes as the size says");
        let mut file = std::io::Cursor::new(Vec::new());
        picture
            .write_to(&mut file, format)
            .expect("written to memory");
        file.into_inner()
    }

    pub(crate) fn jpeg(&self) -> Vec<u8> {
        self.jpeg_with(|_| {})
    }

    pub(crate) fn jpeg_with(&self, set: impl FnOnce(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, 95);
        encoder.set_sampling_factor(SamplingFactor::F_1_1);
        set(&mut encoder);
        encoder
            .encode(
                &self.rgb,
                self.width as u16,
                self.height as u16,
                ColorType::Rgb,
            )
            .expect("written to memory");
        file
    }

    pub(crate) fn jpeg_with_orientation(&self, orientation: u8) -> Vec<u8> {
        self.jpeg_with(|encoder| {
            encoder
                .add_exif_metadata(&exif(orientation, None))
                .expect("a small segment");
        })
    }
}

/// A CMYK JPEG of a smooth pattern.
pub(crate) fn cmyk(
    width: u16,
    height: u16,
    set: impl FnOnce(&mut Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
    let inks: Vec<u8> = (0..u32::from(height))
        .flat_map(|y| (0..u32::from(width)).map(move |x| (x, y)))
        .flat_map(|(x, y)| [x as u8, y as u8, ((x + y) / 2) as u8, 20])
        .collect();
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 95);
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    set(&mut encoder);
    encoder
        .encode(&inks, width, height, ColorType::Cmyk)
        .expect("written to memory");
    file
}

/// A little-endian EXIF block with an orientation and, if asked for, an interoperability index.
pub(crate) fn exif(orientation: u8, interoperability: Option<&[u8; 4]>) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        let mut entry = Vec::new();
        entry.extend(tag.to_le_bytes());
        entry.extend(kind.to_le_bytes());
        entry.extend(count.to_le_bytes());
        entry.extend(value);
        entry
    };
    let directory = |entries: &[Vec<u8>]| {
        let mut directory = (entries.len() as u16).to_le_bytes().to_vec();
        directory.extend(entries.concat());
        directory.extend([0; 4]);
        directory
    };
    let orientation = entry(0x0112, 3, 1, [orientation, 0, 0, 0]);
    match interoperability {
        None => block.extend(directory(&[orientation])),
        Some(index) => {
            // 0th directory of two entries at 8, EXIF directory at 38, interoperability at 56.
            block.extend(directory(&[
                orientation,
                entry(0x8769, 4, 1, 38_u32.to_le_bytes()),
            ]));
            block.extend(directory(&[entry(0xa005, 4, 1, 56_u32.to_le_bytes())]));
            block.extend(directory(&[entry(1, 2, 4, *index)]));
        }
    }
    block
}

/// A PNG of the given header and content, with the checksums it needs to be read at all.
pub(crate) fn png_with_header(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([depth, colour, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, content) in [
        (b"IHDR", header.as_slice()),
        (b"IDAT", b"\x78\x9c"),
        (b"IEND", b""),
    ] {
        file.extend((content.len() as u32).to_be_bytes());
        let checked = [kind.as_slice(), content].concat();
        file.extend(&checked);
        file.extend(crc32(&checked).to_be_bytes());
    }
    file
}

pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 }
        })
    })
}

pub(crate) fn size(width_px: u32, height_px: u32) -> PixelSize {
    PixelSize::new(width_px, height_px).expect("a small size")
}

pub(crate) fn recipe(quarter_turns: QuarterTurns, crop: (u32, u32, u32, u32)) -> Recipe {
    let (x, y, width, height) = crop;
    Recipe::plain(
        quarter_turns,
        Crop {
            x,
            y,
            width,
            height,
        },
    )
}

pub(crate) const AS_IT_IS: Recipe = Recipe::plain(QuarterTurns::None, order::Crop::ALL);

/// The pixel at that part of the picture's width and height.
pub(crate) fn pixel_at(picture: &Rgb8, across: f64, down: f64) -> [u8; 3] {
    let x = (across * f64::from(picture.size().width_px())) as usize;
    let y = (down * f64::from(picture.size().height_px())) as usize;
    let start = 3 * (y * picture.size().width_px() as usize + x);
    let pixels = picture.pixels();
    [pixels[start], pixels[start + 1], pixels[start + 2]]
}

/// The largest difference of any sample.
pub(crate) fn difference(one: &[u8], other: &[u8]) -> u8 {
    assert_eq!(one.len(), other.len(), "pictures of one size are compared");
    one.iter()
        .zip(other)
        .map(|(one, other)| one.abs_diff(*other))
        .max()
        .unwrap_or(0)
}
