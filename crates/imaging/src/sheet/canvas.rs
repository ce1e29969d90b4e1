//! A white sheet on which pictures, lines and digits are put down.

use super::arrange::Spot;
use crate::picture::{PixelSize, Rgb8};

/// Three bytes of a pixel.
pub(super) type Colour = [u8; 3];

pub(super) const WHITE: Colour = [255; 3];

/// A sheet in the making.
pub(super) struct Canvas {
    size: PixelSize,
    pixels: Vec<u8>,
}

impl Canvas {
    /// Unprinted paper.
    pub(super) fn white(size: PixelSize) -> Self {
        Self {
            size,
            pixels: vec![WHITE[0]; size.rgb_bytes()],
        }
    }

    /// The finished sheet.
    pub(super) fn into_picture(self) -> Rgb8 {
        Rgb8::new(self.size, self.pixels).expect("a canvas has as many pixels as its size")
    }

    /// Puts a picture down with its top left corner at a pixel; what hangs over is cut off.
    pub(super) fn put(&mut self, picture: &Rgb8, left_px: u32, top_px: u32) {
        let shown = self.size.width_px().saturating_sub(left_px);
        let shown_bytes = 3 * shown.min(picture.size().width_px()) as usize;
        if shown_bytes == 0 {
            return;
        }
        let rows = picture
            .pixels()
            .chunks_exact(3 * picture.size().width_px() as usize);
        for (row, y) in rows.zip(top_px..self.size.height_px()) {
            let start = self.at(left_px, y);
            self.pixels[start..start + shown_bytes].copy_from_slice(&row[..shown_bytes]);
        }
    }

    /// Sets one pixel; outside the sheet there is nothing to set.
    pub(super) fn dot(&mut self, x: u32, y: u32, colour: Colour) {
        self.mix(x, y, colour, 255);
    }

    /// Lays a colour over a pixel: 0 changes nothing, 255 covers it.
    pub(super) fn mix(&mut self, x: u32, y: u32, colour: Colour, cover: u8) {
        if x >= self.size.width_px() || y >= self.size.height_px() {
            return;
        }
        let start = self.at(x, y);
        let cover = u32::from(cover);
        for (under, over) in self.pixels[start..start + 3].iter_mut().zip(colour) {
            let mixed = u32::from(over) * cover + u32::from(*under) * (255 - cover) + 127;
            *under = (mixed / 255) as u8;
        }
    }

    /// Repeats the outermost pixels of `inner` out to the sheet's edges, so that a cut that is a
    /// little off shows no white.
    pub(super) fn run_over(&mut self, inner: Spot) {
        let width = self.size.width_px();
        for y in inner.top_px..inner.bottom_px() {
            let first = self.colour(inner.left_px, y);
            let last = self.colour(inner.right_px() - 1, y);
            (0..inner.left_px).for_each(|x| self.dot(x, y, first));
            (inner.right_px()..width).for_each(|x| self.dot(x, y, last));
        }
        let row_bytes = 3 * width as usize;
        let row = |y: u32| self.at(0, y)..self.at(0, y) + row_bytes;
        let (top, bottom) = (row(inner.top_px), row(inner.bottom_px() - 1));
        let above: Vec<usize> = (0..inner.top_px).map(|y| self.at(0, y)).collect();
        let below = inner.bottom_px()..self.size.height_px();
        let below: Vec<usize> = below.map(|y| self.at(0, y)).collect();
        for start in above {
            self.pixels.copy_within(top.clone(), start);
        }
        for start in below {
            self.pixels.copy_within(bottom.clone(), start);
        }
    }

    fn colour(&self, x: u32, y: u32) -> Colour {
        let start = self.at(x, y);
        [
            self.pixels[start],
            self.pixels[start + 1],
            self.pixels[start + 2],
        ]
    }

    const fn at(&self, x: u32, y: u32) -> usize {
        3 * (y as usize * self.size.width_px() as usize + x as usize)
    }
}
