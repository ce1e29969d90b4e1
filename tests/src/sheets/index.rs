//! Where the photos of an index print lie on 4 x 6 inches at 300 dpi, worked out here once more.

use std::fmt;

use image::{RgbImage, imageops};
use order::Recipe;
use order::recipe::WHOLE;

use crate::photographs::Painting;

const MM: f64 = 300.0 / 25.4;

/// Inside the margins of 3 mm, between pictures 2 mm, under each picture 4 mm for its number.
const ROOM: (f64, f64) = (1200.0 - 6.0 * MM, 1800.0 - 6.0 * MM);
const GAP: f64 = 2.0 * MM;
const STRIP: f64 = 4.0 * MM;

/// Darker than any patch of a painting.
const INK: u8 = 90;

/// The square of one photo, pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    number: usize,
    left: f64,
    top: f64,
    side: f64,
}

/// The places of so many photos: as many columns as make them largest.
pub(super) fn places(photos: usize) -> impl Iterator<Item = Place> {
    let side = |columns: usize| {
        let rows = photos.div_ceil(columns);
        let across = (ROOM.0 + GAP) / columns as f64 - GAP;
        across.min((ROOM.1 + GAP) / rows as f64 - GAP - STRIP)
    };
    let columns = (1..=photos)
        .max_by(|one, other| side(*one).total_cmp(&side(*other)))
        .unwrap_or(1);
    let (side, rows) = (side(columns), photos.div_ceil(columns));
    let (wide, high) = (side + GAP, side + STRIP + GAP);
    let left = (1200.0 - (wide * columns as f64 - GAP)) / 2.0;
    let top = (1800.0 - (high * rows as f64 - GAP)) / 2.0;
    (0..photos).map(move |index| Place {
        number: index + 1,
        left: left + wide * (index % columns) as f64,
        top: top + high * (index / columns) as f64,
        side,
    })
}

impl Place {
    /// The photo in the middle of the square, of which it has the shape of its crop.
    pub(super) fn picture(self, sheet: &RgbImage, painting: Painting, recipe: &Recipe) -> RgbImage {
        let turned = recipe
            .quarter_turns
            .turned((painting.width, painting.height));
        let shown = |side: u32, part: u32| f64::from(side) * f64::from(part) / f64::from(WHOLE);
        let width = shown(turned.0, recipe.crop.width);
        let height = shown(turned.1, recipe.crop.height);
        let scale = self.side / width.max(height);
        let (width, height) = (width * scale, height * scale);
        let left = self.left + (self.side - width) / 2.0;
        let top = self.top + (self.side - height) / 2.0;
        let [left, top, width, height] = [left, top, width, height].map(|px| px.round() as u32);
        imageops::crop_imm(sheet, left, top, width, height).to_image()
    }

    /// Whether something is written in the strip under the square.
    pub(super) fn has_a_number(self, sheet: &RgbImage) -> bool {
        let [left, top] = [self.left, self.top + self.side].map(|px| px.round() as u32 + 2);
        let (width, height) = (self.side as u32 - 4, STRIP as u32 - 4);
        let strip = imageops::crop_imm(sheet, left, top, width, height).to_image();
        let dark = |pixel: &&image::Rgb<u8>| pixel.0.iter().all(|part| *part < INK);
        strip.pixels().filter(dark).count() > 20
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "place {} at {:.0},{:.0}",
            self.number, self.left, self.top
        )
    }
}
