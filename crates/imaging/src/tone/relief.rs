//! Highlights and shadows: the large light and dark parts of a photo made darker or brighter, while
//! the detail within each keeps its contrast.
//!
//! Which part a pixel belongs to is told by the base: its lightness, smoothed but for the edges (a
//! guided filter; He, Sun, Tang, "Guided Image Filtering", 2010; its coefficients are found on a
//! small copy, as in He, Sun, "Fast Guided Filter", 2015). The small copy has the same size for
//! every size of a photo, so that preview and print agree.

use super::colour::lightness;
use super::lattice::{BLOCK, Block, Gains, NO_GAINS, gain};
use super::small::Small;

/// How far the base looks around a pixel, as a part of the photo's longer side.
const REACH: f32 = 1.0 / 24.0;

/// Variance of lightness (0 to 1) above which a place counts as an edge: a step of a quarter.
const EDGE: f32 = 0.012;

/// The base of a picture: in each place of the small copy a straight line from a pixel's lightness
/// to that of the part it belongs to.
#[derive(Debug)]
pub(crate) struct Relief {
    width: usize,
    height: usize,
    slopes: Vec<f32>,
    offsets: Vec<f32>,
}

/// The two sliders.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sliders {
    /// -1 to 1.
    pub highlights: f32,
    /// -1 to 1.
    pub shadows: f32,
}

impl Relief {
    /// Finds the base.
    pub(crate) fn of(small: &Small) -> Self {
        let (width, height) = (small.width, small.height);
        let reach = ((width.max(height) as f32 * REACH).round() as usize).max(1);
        let mean = |plane: &[f32]| averaged(plane, width, height, reach);
        let lightness = &small.lightness;
        let squares: Vec<f32> = lightness.iter().map(|light| light * light).collect();
        let means = mean(lightness);
        let mut slopes = mean(&squares);
        for (slope, mean) in slopes.iter_mut().zip(&means) {
            let variance = (*slope - mean * mean).max(0.0);
            *slope = variance / (variance + EDGE);
        }
        let offsets: Vec<f32> = slopes
            .iter()
            .zip(&means)
            .map(|(slope, mean)| mean * (1.0 - slope))
            .collect();
        Self {
            width,
            height,
            slopes: mean(&slopes),
            offsets: mean(&offsets),
        }
    }

    /// Makes rows of a picture of `width` x `height` pixels ready.
    pub(crate) fn rows(&self, width: usize, height: usize, sliders: Sliders) -> Rows<'_> {
        let padded = width.next_multiple_of(BLOCK);
        let line = || Line {
            row: None,
            slopes: vec![0.0; padded],
            offsets: vec![0.0; padded],
        };
        Rows {
            relief: self,
            columns: (0..padded)
                .map(|x| Place::new(x.min(width - 1), width, self.width))
                .collect(),
            height,
            above: line(),
            below: line(),
            share: 0.0,
            sliders,
        }
    }
}

/// Where a pixel lies between two of the small copy.
#[derive(Clone, Copy)]
struct Place {
    before: usize,
    after: usize,
    share: f32,
}

impl Place {
    /// Pixel `at` of `of` along a side that has `small` in the small copy.
    fn new(at: usize, of: usize, small: usize) -> Self {
        let place = (at as f32 + 0.5) * small as f32 / of as f32 - 0.5;
        let place = place.clamp(0.0, (small - 1) as f32);
        let before = place as usize;
        Self {
            before,
            after: (before + 1).min(small - 1),
            share: place - before as f32,
        }
    }
}

/// A row of the small copy, stretched to the picture's width.
struct Line {
    row: Option<usize>,
    slopes: Vec<f32>,
    offsets: Vec<f32>,
}

/// The gains of a picture, row by row.
pub(crate) struct Rows<'a> {
    relief: &'a Relief,
    columns: Vec<Place>,
    height: usize,
    above: Line,
    below: Line,
    share: f32,
    sliders: Sliders,
}

impl Rows<'_> {
    /// Goes to row `y` of the picture.
    pub(crate) fn go_to(&mut self, y: usize) {
        let place = Place::new(y, self.height, self.relief.height);
        self.share = place.share;
        if self.below.row == Some(place.before) {
            std::mem::swap(&mut self.above, &mut self.below);
        }
        self.above.stretch(self.relief, place.before, &self.columns);
        self.below.stretch(self.relief, place.after, &self.columns);
    }

    /// The gains of the block of this row that begins at pixel `x`, a multiple of [`BLOCK`].
    #[inline(always)]
    pub(crate) fn gains(&self, x: usize, pixels: &Block) -> Gains {
        let mut gains = NO_GAINS;
        let stretch = x..x + BLOCK;
        let (Some(slopes_above), Some(slopes_below), Some(offsets_above), Some(offsets_below)) = (
            block(&self.above.slopes, stretch.clone()),
            block(&self.below.slopes, stretch.clone()),
            block(&self.above.offsets, stretch.clone()),
            block(&self.below.offsets, stretch),
        ) else {
            return gains;
        };
        let lift = Lift::of(self.sliders);
        for x in 0..BLOCK {
            let red = pixels.red[x] as i32 as f32 * (1.0 / 255.0);
            let green = pixels.green[x] as i32 as f32 * (1.0 / 255.0);
            let blue = pixels.blue[x] as i32 as f32 * (1.0 / 255.0);
            let slope = slopes_above[x] + (slopes_below[x] - slopes_above[x]) * self.share;
            let offset = offsets_above[x] + (offsets_below[x] - offsets_above[x]) * self.share;
            let base = slope * lightness([red, green, blue]) + offset;
            let most = red.max(green).max(blue);
            gains[x] = gain(lift.gain(base.clamp(0.0, 1.0), most));
        }
        gains
    }
}

#[inline(always)]
fn block(line: &[f32], stretch: std::ops::Range<usize>) -> Option<&[f32; BLOCK]> {
    line.get(stretch)?.first_chunk()
}

/// What the sliders ask of a pixel.
///
/// Samples are multiplied, not light: behind the tone curve, which is nearly a power, both keep the
/// hue, and this costs nothing. Shadows act on the darkest parts most, highlights on those at three
/// quarters; a gain above 1 fades out towards white, so that nothing is clipped.
#[derive(Clone, Copy)]
struct Lift {
    dark: f32,
    bright: f32,
}

impl Lift {
    fn of(sliders: Sliders) -> Self {
        let Sliders {
            highlights,
            shadows,
        } = sliders;
        Self {
            dark: shadows * if shadows > 0.0 { 1.5 } else { 0.6 },
            bright: highlights * if highlights > 0.0 { 0.7 } else { 0.42 },
        }
    }

    /// What a pixel is multiplied with whose part of the photo is as light as `base`, and whose
    /// largest sample is `most`.
    #[inline(always)]
    fn gain(self, base: f32, most: f32) -> f32 {
        let dark = (1.0 - base) * (1.0 - base);
        let bright = base * base * base * (1.6 - base);
        let more = self.dark * dark * dark + self.bright * bright;
        1.0 + more.max(0.0) * (1.0 - most * most) + more.min(0.0)
    }
}

impl Line {
    fn stretch(&mut self, relief: &Relief, row: usize, columns: &[Place]) {
        if self.row == Some(row) {
            return;
        }
        self.row = Some(row);
        let start = row * relief.width;
        for (plane, stretched) in [
            (&relief.slopes, &mut self.slopes),
            (&relief.offsets, &mut self.offsets),
        ] {
            let plane = &plane[start..start + relief.width];
            for (to, column) in stretched.iter_mut().zip(columns) {
                let before = plane[column.before];
                *to = before + (plane[column.after] - before) * column.share;
            }
        }
    }
}

/// The mean of the square around each place, `reach` to every side as far as the plane goes.
fn averaged(plane: &[f32], width: usize, height: usize, reach: usize) -> Vec<f32> {
    let mut across = vec![0.0; plane.len()];
    for (row, means) in plane
        .chunks_exact(width)
        .zip(across.chunks_exact_mut(width))
    {
        let mut sum: f32 = row[..reach.min(width)].iter().sum();
        for x in 0..width {
            if x + reach < width {
                sum += row[x + reach];
            }
            if x > reach {
                sum -= row[x - reach - 1];
            }
            let count = (x + reach).min(width - 1) - x.saturating_sub(reach) + 1;
            means[x] = sum / count as f32;
        }
    }
    let mut means = vec![0.0; plane.len()];
    let mut sums = vec![0.0_f32; width];
    let row_of = |y: usize| &across[y * width..(y + 1) * width];
    for y in 0..reach.min(height) {
        add(&mut sums, row_of(y), 1.0);
    }
    for y in 0..height {
        if y + reach < height {
            add(&mut sums, row_of(y + reach), 1.0);
        }
        if y > reach {
            add(&mut sums, row_of(y - reach - 1), -1.0);
        }
        let count = (y + reach).min(height - 1) - y.saturating_sub(reach) + 1;
        for (mean, sum) in means[y * width..].iter_mut().zip(&sums) {
            *mean = sum / count as f32;
        }
    }
    means
}

fn add(sums: &mut [f32], row: &[f32], sign: f32) {
    for (sum, value) in sums.iter_mut().zip(row) {
        *sum += value * sign;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_around_a_place_is_that_of_what_there_is() {
        let plane: Vec<f32> = (0..35).map(|value| (value * value % 17) as f32).collect();
        let seen = averaged(&plane, 7, 5, 2);
        for y in 0..5_usize {
            for x in 0..7_usize {
                let near: Vec<f32> = (y.saturating_sub(2)..=(y + 2).min(4))
                    .flat_map(|y| (x.saturating_sub(2)..=(x + 2).min(6)).map(move |x| (x, y)))
                    .map(|(x, y)| plane[y * 7 + x])
                    .collect();
                let wanted = near.iter().sum::<f32>() / near.len() as f32;
                assert!(
                    (seen[y * 7 + x] - wanted).abs() < 1e-3,
                    "at {x}, {y}: {} is not {wanted}",
                    seen[y * 7 + x]
                );
            }
        }
    }

    #[test]
    fn a_brighter_part_stays_brighter_and_nothing_is_clipped() {
        for highlights in [-1.0, -0.5, 0.0, 0.5, 1.0] {
            for shadows in [-1.0, -0.5, 0.0, 0.5, 1.0] {
                let lift = Lift::of(Sliders {
                    highlights,
                    shadows,
                });
                let flats: Vec<f32> = (0..=100)
                    .map(|step| step as f32 / 100.0)
                    .map(|base| base * lift.gain(base, base))
                    .collect();
                assert!(
                    flats.windows(2).all(|pair| pair[1] >= pair[0]),
                    "in order under {highlights} and {shadows}: {flats:?}"
                );
                assert!(flats[100] <= 1.0, "white is the end");
            }
        }
    }
}
