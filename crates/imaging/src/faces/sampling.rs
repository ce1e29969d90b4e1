//! Squares cut out of a picture, turned and scaled for a network.

use super::face::Point;
use super::network::Tensor;
use crate::picture::Rgb8;

/// A square in a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Square {
    pub(super) middle: Point,
    /// From the middle to the middle of the right side.
    pub(super) right: Point,
}

impl Square {
    /// The place in the picture of a place in the square, both sides of which go from 0 to 1.
    pub(super) fn place(&self, x: f32, y: f32) -> Point {
        let across = self.right.times(2.0 * x - 1.0);
        let down = self.right.turned().times(2.0 * y - 1.0);
        self.middle.plus(across).plus(down)
    }
}

/// The square in `side` rows and columns of red, green and blue from 0 to 1; what lies outside the
/// picture is black.
pub(super) fn square(picture: &Rgb8, square: &Square, side: usize) -> Tensor {
    let mut cut = Tensor::zeros([side, side, 3]);
    // How many pixels of the picture fall on one of the cut, along a side.
    let shrink = 2.0 * square.right.length() / side as f32;
    let probes = (shrink.ceil() as usize).clamp(1, 4);
    let step = 1.0 / (side * probes) as f32;
    let weight = 1.0 / (255 * probes * probes) as f32;
    for (at, pixel) in cut.values.chunks_exact_mut(3).enumerate() {
        let (row, column) = (at / side, at % side);
        let mut sums = [0.0; 3];
        for probe in 0..probes * probes {
            let x = (column * probes + probe % probes) as f32 + 0.5;
            let y = (row * probes + probe / probes) as f32 + 0.5;
            add_between_pixels(picture, square.place(x * step, y * step), &mut sums);
        }
        for (value, sum) in pixel.iter_mut().zip(sums) {
            *value = sum * weight;
        }
    }
    cut
}

/// Adds the colour at a place that lies between four pixels.
fn add_between_pixels(picture: &Rgb8, place: Point, sums: &mut [f32; 3]) {
    let (width, height) = (picture.size().width_px(), picture.size().height_px());
    let (x, y) = (place.x - 0.5, place.y - 0.5);
    let (left, top) = (x.floor(), y.floor());
    let (across, down) = (x - left, y - top);
    for (column, row, weight) in [
        (left, top, (1.0 - across) * (1.0 - down)),
        (left + 1.0, top, across * (1.0 - down)),
        (left, top + 1.0, (1.0 - across) * down),
        (left + 1.0, top + 1.0, across * down),
    ] {
        if column < 0.0 || row < 0.0 || column >= width as f32 || row >= height as f32 {
            continue;
        }
        let at = (row as usize * width as usize + column as usize) * 3;
        for (sum, &sample) in sums.iter_mut().zip(&picture.pixels()[at..at + 3]) {
            *sum += weight * f32::from(sample);
        }
    }
}
