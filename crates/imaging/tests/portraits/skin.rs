//! How rough a part of a picture is.

use imaging::Point;

use crate::canvas::Canvas;

/// A box around points, in whole pixels: left, top, right, bottom.
pub(crate) fn around(points: &[Point], air: f32) -> [usize; 4] {
    let least = |of: fn(&Point) -> f32| points.iter().map(of).fold(f32::MAX, f32::min);
    let most = |of: fn(&Point) -> f32| points.iter().map(of).fold(f32::MIN, f32::max);
    [
        (least(|p| p.x) - air) as usize,
        (least(|p| p.y) - air) as usize,
        (most(|p| p.x) + air) as usize,
        (most(|p| p.y) + air) as usize,
    ]
}

fn luma(canvas: &Canvas, x: usize, y: usize) -> f32 {
    let [red, green, blue] = canvas.pixels[y * canvas.width + x];
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// The energy of the differences between neighbours.
pub(crate) fn gradients(canvas: &Canvas, [left, top, right, bottom]: [usize; 4]) -> f32 {
    let mut energy = 0.0;
    for y in top..bottom {
        for x in left..right {
            let here = luma(canvas, x, y);
            energy += (luma(canvas, x + 1, y) - here).powi(2);
            energy += (luma(canvas, x, y + 1) - here).powi(2);
        }
    }
    energy
}

fn mean(canvas: &Canvas, x: usize, y: usize, reach: usize) -> f32 {
    let mut sum = 0.0;
    let mut count = 0.0;
    for row in (y - reach..=y + reach).step_by(2) {
        for column in (x - reach..=x + reach).step_by(2) {
            sum += luma(canvas, column, row);
            count += 1.0;
        }
    }
    sum / count
}

/// The energy of what is broader than `fine` and narrower than `broad` pixels.
pub(crate) fn unevenness(canvas: &Canvas, area: [usize; 4], fine: usize, broad: usize) -> f32 {
    let [left, top, right, bottom] = area;
    let mut energy = 0.0;
    for y in (top..bottom).step_by(4) {
        for x in (left..right).step_by(4) {
            energy += (mean(canvas, x, y, fine) - mean(canvas, x, y, broad)).powi(2);
        }
    }
    energy
}
