//! The page header of a PWG raster: 1796 bytes, most of which are zero, which means "as the job
//! says" (PWG 5102.4, section 4.3).

use super::PwgColour;
use crate::picture::PixelSize;

/// Bytes of the header, without the word before it.
const HEADER_BYTES: usize = 1_796;

/// A place in the header, in bytes from its start.
#[derive(Clone, Copy)]
#[repr(usize)]
enum Field {
    /// The text `PwgRaster`.
    PwgRaster = 0,
    HwResolutionX = 276,
    HwResolutionY = 280,
    NumCopies = 340,
    PageSizeX = 352,
    PageSizeY = 356,
    Width = 372,
    Height = 376,
    BitsPerColor = 384,
    BitsPerPixel = 388,
    BytesPerLine = 392,
    ColorSpace = 400,
    NumColors = 420,
    TotalPageCount = 452,
    CrossFeedTransform = 456,
    FeedTransform = 460,
    ImageBoxRight = 472,
    ImageBoxBottom = 476,
    AlternatePrimary = 480,
    PrintQuality = 484,
    PrintRenderingIntent = 1_668,
}

/// `ColorSpace`: one sample of luminance.
const SGRAY: u32 = 18;

/// `ColorSpace`: red, green, blue.
const SRGB: u32 = 19;

/// `PrintQuality`: the same numbers as IPP's `print-quality`.
const HIGH: u32 = 5;

/// `AlternatePrimary`: the colour of unprinted paper.
const WHITE: u32 = 0x00FF_FFFF;

/// The header of the only page. Cutting, trays, duplex and the medium's name stay unset: the
/// job's attributes say them.
pub(super) fn page(size: PixelSize, colour: PwgColour, dpi: u16) -> [u8; HEADER_BYTES] {
    let (space, samples) = match colour {
        PwgColour::Srgb8 => (SRGB, 3),
        PwgColour::Sgray8 => (SGRAY, 1),
    };
    let (width, height) = (size.width_px(), size.height_px());
    let mut header = [0; HEADER_BYTES];
    put_text(&mut header, Field::PwgRaster, "PwgRaster");
    put_text(&mut header, Field::PrintRenderingIntent, "auto");
    for (field, value) in [
        (Field::HwResolutionX, u32::from(dpi)),
        (Field::HwResolutionY, u32::from(dpi)),
        (Field::NumCopies, 1),
        (Field::PageSizeX, points(width, dpi)),
        (Field::PageSizeY, points(height, dpi)),
        (Field::Width, width),
        (Field::Height, height),
        (Field::BitsPerColor, 8),
        (Field::BitsPerPixel, 8 * samples),
        (Field::BytesPerLine, width * samples),
        (Field::ColorSpace, space),
        (Field::NumColors, samples),
        (Field::TotalPageCount, 1),
        (Field::CrossFeedTransform, 1),
        (Field::FeedTransform, 1),
        (Field::ImageBoxRight, width),
        (Field::ImageBoxBottom, height),
        (Field::AlternatePrimary, WHITE),
        (Field::PrintQuality, HIGH),
    ] {
        let at = field as usize;
        header[at..at + 4].copy_from_slice(&value.to_be_bytes());
    }
    header
}

/// A text, ended by the zeros that are there already.
fn put_text(header: &mut [u8; HEADER_BYTES], field: Field, text: &str) {
    let at = field as usize;
    header[at..at + text.len()].copy_from_slice(text.as_bytes());
}

/// Seventy-seconds of an inch, to the nearest: the header knows no fractions.
fn points(px: u32, dpi: u16) -> u32 {
    (px * 144 + u32::from(dpi)) / (2 * u32::from(dpi))
}
