//! A face on a coarse grid, and what changes there laid over its pixels.

use super::blur::Plane;
use crate::faces::{Face, Point};
use crate::picture::Rgb8;

use super::points::{CHIN, HAIR_LINE, OVAL};

/// About how many cells lie between the eyes. A blemish has two or three, a pore is smaller.
pub(super) const CELLS: f32 = 40.0;

/// How far above the mesh's end the forehead may go on, as a part of the face's height.
pub(super) const FOREHEAD: f32 = 0.12;

/// The part of a picture around a face, in square cells of whole pixels.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    /// The first cell's left top pixel.
    left: usize,
    top: usize,
    /// Pixels on each side of a cell.
    cell: usize,
    /// Cells in a row, and rows.
    pub(super) width: usize,
    pub(super) height: usize,
    /// Cells between the eyes.
    pub(super) eye_distance: f32,
    /// The cells' mean red, green and blue, 0 to 1.
    pub(super) colours: [Plane; 3],
}

impl Grid {
    /// The grid over a face, or `None` for a face that lies outside the picture.
    pub(super) fn over(picture: &Rgb8, face: &Face) -> Option<Self> {
        let eye_distance = face.eye_distance();
        let cell = ((eye_distance / CELLS).round() as usize).max(1);
        let air = eye_distance * 0.15;
        let rise = forehead(face);
        let reached = || {
            let oval = OVAL.iter().filter_map(|&index| face.landmarks.get(index));
            oval.flat_map(move |&point| [point, point.plus(rise)])
        };
        let least = |of: fn(Point) -> f32| reached().map(of).fold(f32::MAX, f32::min) - air;
        let most = |of: fn(Point) -> f32| reached().map(of).fold(f32::MIN, f32::max) + air;
        let (width, height) = (picture.size().width_px(), picture.size().height_px());
        let inside = |at: f32, side: u32| at.clamp(0.0, side as f32) as usize;
        let left = inside(least(|point| point.x), width);
        let right = inside(most(|point| point.x).ceil(), width);
        let top = inside(least(|point| point.y), height);
        let bottom = inside(most(|point| point.y).ceil(), height);
        // Whole cells only: what is left over lies beyond the mask.
        let (columns, rows) = (
            (right - left.min(right)) / cell,
            (bottom - top.min(bottom)) / cell,
        );
        if columns < 4 || rows < 4 {
            return None;
        }
        let mut grid = Self {
            left,
            top,
            cell,
            width: columns,
            height: rows,
            eye_distance: eye_distance / cell as f32,
            colours: [0, 1, 2].map(|_| Plane::new(columns, vec![0.0; columns * rows])),
        };
        grid.read(picture);
        Some(grid)
    }

    fn read(&mut self, picture: &Rgb8) {
        let stride = picture.size().width_px() as usize * 3;
        let scale = 1.0 / (255 * self.cell * self.cell) as f32;
        let mut sums = vec![[0_u32; 3]; self.width];
        for row in 0..self.height {
            sums.fill([0; 3]);
            for y in 0..self.cell {
                let start = (self.top + row * self.cell + y) * stride + self.left * 3;
                let pixels = &picture.pixels()[start..start + self.width * self.cell * 3];
                for (sum, pixels) in sums.iter_mut().zip(pixels.chunks_exact(self.cell * 3)) {
                    for pixel in pixels.chunks_exact(3) {
                        sum[0] += u32::from(pixel[0]);
                        sum[1] += u32::from(pixel[1]);
                        sum[2] += u32::from(pixel[2]);
                    }
                }
            }
            for (column, sum) in sums.iter().enumerate() {
                for (plane, &sum) in self.colours.iter_mut().zip(sum) {
                    plane.values[row * self.width + column] = sum as f32 * scale;
                }
            }
        }
    }

    /// Where a point of the picture lies, in cells.
    pub(super) fn place(&self, point: Point) -> Point {
        Point::new(
            (point.x - self.left as f32) / self.cell as f32,
            (point.y - self.top as f32) / self.cell as f32,
        )
    }

    /// A part of the eye distance in whole cells, at least one.
    pub(super) fn cells(&self, part: f32) -> usize {
        ((self.eye_distance * part).round() as usize).max(1)
    }
}

/// From the mesh's end on the forehead to where skin may end.
pub(super) fn forehead(face: &Face) -> Point {
    match (face.landmarks.get(HAIR_LINE), face.landmarks.get(CHIN)) {
        (Some(&top), Some(&chin)) => top.minus(chin).times(FOREHEAD),
        _ => Point::default(),
    }
}

/// How bright a colour is.
pub(super) fn luma(colours: &[Plane; 3], at: usize) -> f32 {
    let [red, green, blue] = colours;
    0.299 * red.values[at] + 0.587 * green.values[at] + 0.114 * blue.values[at]
}

/// What is done to each cell's pixels: times a factor, plus an addition.
#[derive(Debug)]
pub(super) struct Change {
    /// The part of what is finer than a cell that is taken away, 0 to 1.
    pub(super) flatten: Plane,
    /// By cell: the factor, and the additions to red, green and blue (of 255).
    laid: Vec<[f32; 4]>,
}

/// A cell that changes nothing.
const SAME: [f32; 4] = [1.0, 0.0, 0.0, 0.0];

impl Change {
    pub(super) fn none(grid: &Grid) -> Self {
        let cells = grid.width * grid.height;
        Self {
            flatten: Plane::new(grid.width, vec![0.0; cells]),
            laid: vec![SAME; cells],
        }
    }

    /// Takes over what the cells shall look like.
    pub(super) fn settle(&mut self, grid: &Grid, wanted: &[Plane; 3]) {
        for (at, laid) in self.laid.iter_mut().enumerate() {
            let flatten = self.flatten.values[at];
            laid[0] = 1.0 - flatten;
            for channel in 0..3 {
                let (was, is) = (grid.colours[channel].values[at], wanted[channel].values[at]);
                laid[channel + 1] = 255.0 * (is - was * (1.0 - flatten));
            }
        }
    }

    /// Lifts the lightness of what the cells look like; hue and saturation stay, and nothing is
    /// lifted beyond white.
    pub(super) fn brighten(&mut self, mask: &Plane, colours: &[Plane; 3], strength: f32) {
        for (at, laid) in self.laid.iter_mut().enumerate() {
            let light = luma(colours, at).clamp(0.02, 1.0);
            // A curve that leaves black and white where they are.
            let lift = MOST_LIFT * strength * mask.values[at] * (1.0 - light);
            let most = colours
                .iter()
                .map(|plane| plane.values[at])
                .fold(0.02, f32::max);
            let factor = (1.0 + lift).min((0.985 / most).max(1.0));
            laid.iter_mut().for_each(|number| *number *= factor);
        }
    }

    /// Changes the picture. Between the cells' middles the change is a mixture of theirs.
    pub(super) fn lay_over(&self, picture: &mut Rgb8, grid: &Grid) {
        let stride = picture.size().width_px() as usize * 3;
        let cell = grid.cell;
        let mut line = vec![SAME; grid.width];
        // Outermost half cells stay as they are; the mask ends before them.
        for y in cell / 2..(grid.height - 1) * cell + cell / 2 {
            let (row, part) = between(y, cell);
            let upper = &self.laid[row * grid.width..][..grid.width];
            let lower = &self.laid[(row + 1) * grid.width..][..grid.width];
            for ((mixed, upper), lower) in line.iter_mut().zip(upper).zip(lower) {
                for number in 0..4 {
                    mixed[number] = upper[number] + (lower[number] - upper[number]) * part;
                }
            }
            let start = (grid.top + y) * stride + (grid.left + cell / 2) * 3;
            let pixels = &mut picture.pixels_mut()[start..][..(grid.width - 1) * cell * 3];
            for (pair, pixels) in line.windows(2).zip(pixels.chunks_exact_mut(cell * 3)) {
                if pair[0] == SAME && pair[1] == SAME {
                    continue;
                }
                across(pair[0], pair[1], pixels, cell);
            }
        }
    }
}

/// How much lighter a dark skin may become at full strength.
const MOST_LIFT: f32 = 0.26;

/// The cell whose middle lies before a pixel, and how far the pixel is from it, 0 to 1.
fn between(pixel: usize, cell: usize) -> (usize, f32) {
    let from_first = pixel - cell / 2;
    let odd = if cell.is_multiple_of(2) { 0.5 } else { 0.0 };
    (
        from_first / cell,
        ((from_first % cell) as f32 + odd) / cell as f32,
    )
}

/// The pixels from one cell's middle to the next one's.
#[inline]
fn across(from: [f32; 4], to: [f32; 4], pixels: &mut [u8], cell: usize) {
    let per_pixel = 1.0 / cell as f32;
    let first = if cell.is_multiple_of(2) { 0.5 } else { 0.0 };
    for (number, pixel) in pixels.chunks_exact_mut(3).enumerate() {
        let part = (number as f32 + first) * per_pixel;
        let at = |number: usize| from[number] + (to[number] - from[number]) * part;
        let factor = at(0);
        for (channel, sample) in pixel.iter_mut().enumerate() {
            // A cast from float to byte ends at 0 and 255.
            *sample = (f32::from(*sample) * factor + at(channel + 1) + 0.5) as u8;
        }
    }
}
