//! Writing a finished picture as PWG raster (PWG 5102.4): a word, a page header and compressed
//! rows, the one format that every driverless IPP printer takes.

mod grey;
mod header;
mod rows;

use super::PwgColour;
use crate::picture::Rgb8;

/// The word every PWG raster begins with; numbers after it have their high byte first.
const SYNC_WORD: &[u8; 4] = b"RaS2";

/// A raster of one page.
pub(super) fn write(picture: &Rgb8, colour: PwgColour, dpi: u16) -> Vec<u8> {
    let mut raster = Vec::with_capacity(picture.pixels().len() / 2);
    raster.extend_from_slice(SYNC_WORD);
    raster.extend_from_slice(&header::page(picture.size(), colour, dpi));
    let width_px = picture.size().width_px() as usize;
    match colour {
        PwgColour::Srgb8 => rows::append::<3>(&mut raster, picture.pixels(), width_px),
        PwgColour::Sgray8 => {
            let grey = grey::of(picture.pixels());
            rows::append::<1>(&mut raster, &grey, width_px);
        }
    }
    raster
}
