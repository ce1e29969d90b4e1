//! A photo that is slow to decode, decoded once: the whole picture, upright, in a colour space
//! that needs no stranger's profile. Kept as a JPEG with that profile, it stands for the photo in
//! every later edit and print.

use order::Refusal;

use crate::colour::{Standard, to_standard};
use crate::format::Format;
use crate::geometry::Turn;
use crate::source::{Header, Source};

/// From so many pixels on, a PNG or TIFF takes longer to decode than its JPEG would: 8 million.
const SLOW_PIXELS: u64 = 8_000_000;

/// The whole upright photo. Its sides may be longer than any print's.
#[derive(Clone, PartialEq, Eq)]
pub struct Master {
    header: Header,
    pixels: Vec<u8>,
    standard: Standard,
}

impl Master {
    /// What the photo's own header says; its sizes are those of the pixels.
    pub const fn header(&self) -> Header {
        self.header
    }

    /// Rows from the top, pixels from the left, one byte each of red, green and blue.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The pixels, for a caller that takes the master apart.
    pub fn into_pixels(self) -> Vec<u8> {
        self.pixels
    }

    /// What the numbers mean: Display P3 if the photo may hold colours beyond sRGB, else sRGB.
    pub const fn standard(&self) -> Standard {
        self.standard
    }
}

impl std::fmt::Debug for Master {
    /// A stranger's photo never reaches a log: only its header is printed.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Master")
            .field("header", &self.header)
            .field("standard", &self.standard)
            .finish_non_exhaustive()
    }
}

impl Header {
    /// Whether the photo is worth a [`transcode`] on arrival: its format takes several times as
    /// long to decode as a JPEG of the same pixels.
    pub const fn is_slow(&self) -> bool {
        match self.format {
            Format::Heic | Format::Avif | Format::Webp => true,
            Format::Png | Format::Tiff => {
                self.width_px as u64 * self.height_px as u64 >= SLOW_PIXELS
            }
            Format::Jpeg | Format::Bmp | Format::Gif => false,
        }
    }
}

/// Decodes the whole photo, sets it upright and converts it to sRGB or Display P3. `None` for a JPEG,
/// which is its own master.
///
/// # Errors
/// [`Refusal`] of the photo.
pub fn transcode(bytes: &[u8]) -> Result<Option<Master>, Refusal> {
    let source = Source::open(bytes)?;
    let header = source.header();
    let (turn, stored) = (source.turn, source.size);
    let Some((samples, profile)) = source.whole()? else {
        return Ok(None);
    };
    let (pixels, standard) = to_standard(samples, &profile);
    let expected = u64::from(stored.0) * u64::from(stored.1) * 3;
    if pixels.len() as u64 != expected {
        return Err(Refusal::Damaged);
    }
    Ok(Some(Master {
        header: Header {
            orientation: Turn::default().to_exif(),
            ..header
        },
        pixels: upright(pixels, stored, turn),
        standard,
    }))
}

/// Side of the squares in which pixels are moved, so that rows of both pictures stay in cache.
const SQUARE: usize = 64;

/// Turns a stored picture upright.
fn upright(stored: Vec<u8>, size: (u32, u32), turn: Turn) -> Vec<u8> {
    if turn == Turn::default() {
        return stored;
    }
    let (width, height) = (size.0 as usize, size.1 as usize);
    let turned_width = turn.turned(size).0 as usize;
    // Where the first stored pixel goes, and how far a step right or down in the stored picture
    // leads in the turned one.
    let (right, down) = match turn.to_exif() {
        2 => (-1, turned_width as isize),
        3 => (-1, -(turned_width as isize)),
        4 => (1, -(turned_width as isize)),
        5 => (turned_width as isize, 1),
        6 => (turned_width as isize, -1),
        7 => (-(turned_width as isize), -1),
        8 => (-(turned_width as isize), 1),
        _ => (1, turned_width as isize),
    };
    let back = |step: isize, count: usize| {
        if step < 0 {
            step.unsigned_abs() * (count - 1)
        } else {
            0
        }
    };
    let first = back(right, width) + back(down, height);
    let mut turned = vec![0; stored.len()];
    for top in (0..height).step_by(SQUARE) {
        for left in (0..width).step_by(SQUARE) {
            for y in top..(top + SQUARE).min(height) {
                let row = first as isize + y as isize * down;
                for x in left..(left + SQUARE).min(width) {
                    let to = (row + x as isize * right) as usize * 3;
                    let from = (y * width + x) * 3;
                    turned[to..to + 3].copy_from_slice(&stored[from..from + 3]);
                }
            }
        }
    }
    turned
}
