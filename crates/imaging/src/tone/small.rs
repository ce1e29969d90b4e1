//! A small copy of a picture, from which everything is found that concerns its large parts.

use std::ops::Range;

use super::colour::lightness;
use crate::picture::Rgb8;
use crate::simd::for_each_processor;

/// The longer side of a small copy, of whatever large picture.
const LONGER_SIDE: usize = 240;

/// The copy.
#[derive(Clone, Debug)]
pub(crate) struct Small {
    pub width: usize,
    pub height: usize,
    /// Red, green and blue of each place, 0 to 1.
    pub samples: Vec<[f32; 3]>,
    /// The lightness of each place, 0 to 1.
    pub lightness: Vec<f32>,
}

impl Small {
    /// Each place is the mean of the whole pixels that lie there.
    pub(crate) fn of(picture: &Rgb8) -> Self {
        let size = picture.size();
        let (wide, tall) = (size.width_px() as usize, size.height_px() as usize);
        let longer = wide.max(tall);
        let side = |side: usize| match longer {
            0..=LONGER_SIDE => side,
            _ => ((side * LONGER_SIDE + longer / 2) / longer).max(1),
        };
        let (width, height) = (side(wide), side(tall));
        let mut samples = Vec::with_capacity(width * height);
        let mut sums = vec![0_u32; 3 * wide];
        for y in 0..height {
            let rows = stretch(y, height, tall);
            add_up(&mut sums, picture.pixels(), rows.clone());
            samples.extend((0..width).map(|x| {
                let columns = stretch(x, width, wide);
                let count = (columns.len() * rows.len()) as f32 * 255.0;
                let mut sum = [0; 3];
                for pixel in sums[3 * columns.start..3 * columns.end].chunks_exact(3) {
                    for (sum, sample) in sum.iter_mut().zip(pixel) {
                        *sum += sample;
                    }
                }
                sum.map(|sum| sum as f32 / count)
            }));
        }
        let lightness = samples.iter().map(|samples| lightness(*samples)).collect();
        Self {
            width,
            height,
            samples,
            lightness,
        }
    }
}

/// The pixels of a side of `of` that lie in place `at` of `places`: at least one, for there are no
/// more places than pixels.
fn stretch(at: usize, places: usize, of: usize) -> Range<usize> {
    at * of / places..(at + 1) * of / places
}

/// The sum of some rows, sample by sample.
fn add_up(sums: &mut [u32], pixels: &[u8], rows: Range<usize>) {
    let row_bytes = sums.len();
    sums.fill(0);
    for row in pixels[rows.start * row_bytes..rows.end * row_bytes].chunks_exact(row_bytes) {
        add_row(sums, row);
    }
}

for_each_processor! {
    fn add_row(sums: &mut [u32], row: &[u8]) {
        for (sum, sample) in sums.iter_mut().zip(row) {
            *sum += u32::from(*sample);
        }
    }
}
