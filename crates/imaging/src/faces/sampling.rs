//! Pictures for networks: the whole frame made smaller, and squares cut out of it and turned.

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
            let place = square.place(x * step, y * step);
            if probes < 3 {
                add_between_pixels(picture, place, &mut sums);
            } else {
                add_nearest(picture, place, &mut sums);
            }
        }
        for (value, sum) in pixel.iter_mut().zip(sums) {
            *value = sum * weight;
        }
    }
    cut
}

/// Adds the colour of the pixel at a place: many of them make a mean.
fn add_nearest(picture: &Rgb8, place: Point, sums: &mut [f32; 3]) {
    let (width, height) = (picture.size().width_px(), picture.size().height_px());
    if place.x < 0.0 || place.y < 0.0 || place.x >= width as f32 || place.y >= height as f32 {
        return;
    }
    let at = (place.y as usize * width as usize + place.x as usize) * 3;
    for (sum, &sample) in sums.iter_mut().zip(&picture.pixels()[at..at + 3]) {
        *sum += f32::from(sample);
    }
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

/// The whole picture in that many rows and columns of red, green and blue from -1 to 1, each the
/// mean of the area it covers; black fills both sides up to multiples of `step`.
pub(super) fn frame(picture: &Rgb8, [rows, columns]: [usize; 2], step: usize) -> Tensor {
    let (width, height) = (
        picture.size().width_px() as usize,
        picture.size().height_px() as usize,
    );
    let mut shown = Tensor::zeros([
        rows.next_multiple_of(step),
        columns.next_multiple_of(step),
        3,
    ]);
    shown.values.fill(-1.0);
    let across = shares(width, columns);
    let mut band = vec![0.0; width * 3];
    let lines = shown.width * 3;
    for (down, line) in shares(height, rows)
        .iter()
        .zip(shown.values.chunks_exact_mut(lines))
    {
        band.fill(0.0);
        for (y, weight) in down.weights() {
            let row = &picture.pixels()[y * width * 3..][..width * 3];
            for (sum, &sample) in band.iter_mut().zip(row) {
                *sum += weight * f32::from(sample);
            }
        }
        for (share, pixel) in across.iter().zip(line.chunks_exact_mut(3)) {
            let mut sums = [0.0; 3];
            for (x, weight) in share.weights() {
                for (sum, value) in sums.iter_mut().zip(&band[x * 3..x * 3 + 3]) {
                    *sum += weight * value;
                }
            }
            for (value, sum) in pixel.iter_mut().zip(sums) {
                *value = sum / 127.5 - 1.0;
            }
        }
    }
    shown
}

/// The samples of one side that one sample of a shorter (or longer) side covers.
struct Share {
    first: usize,
    last: usize,
    first_weight: f32,
    inner_weight: f32,
    last_weight: f32,
}

impl Share {
    fn weights(&self) -> impl Iterator<Item = (usize, f32)> {
        (self.first..=self.last).map(|at| {
            let weight = if at == self.first {
                self.first_weight
            } else if at == self.last {
                self.last_weight
            } else {
                self.inner_weight
            };
            (at, weight)
        })
    }
}

/// A side of `length` samples shared out among `parts`.
fn shares(length: usize, parts: usize) -> Vec<Share> {
    let scale = length as f32 / parts as f32;
    (0..parts)
        .map(|part| {
            let (start, end) = (part as f32 * scale, (part + 1) as f32 * scale);
            let first = (start as usize).min(length - 1);
            let last = (end.ceil() as usize).clamp(first + 1, length) - 1;
            let covered = |at: usize| ((at + 1) as f32).min(end) - (at as f32).max(start);
            let whole: f32 = scale.max(f32::MIN_POSITIVE);
            if first == last {
                return Share {
                    first,
                    last,
                    first_weight: 1.0,
                    inner_weight: 1.0,
                    last_weight: 1.0,
                };
            }
            Share {
                first,
                last,
                first_weight: covered(first) / whole,
                inner_weight: 1.0 / whole,
                last_weight: covered(last) / whole,
            }
        })
        .collect()
}
