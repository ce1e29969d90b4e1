//! Skin made even: a guided filter takes away what is broader than a pore and narrower than a
//! feature, and keeps edges; a part of what is finer than a cell goes too.

use super::blur::Plane;
use super::grid::{Change, Grid, luma};

/// The filter's reach, as a part of the eye distance.
const REACH: f32 = 0.11;

/// Unevenness, as a deviation of luma, that counts as an edge and is kept.
const EDGE: f32 = 0.12;

/// The part of the finest detail that is taken away at full strength: the rest is pores.
const FINEST: f32 = 0.33;

/// Evens `colours` out, cell by cell.
pub(super) fn smooth(
    grid: &Grid,
    mask: &Plane,
    strength: f32,
    colours: &mut [Plane; 3],
    change: &mut Change,
) {
    let reach = grid.cells(REACH);
    let cells = grid.width * grid.height;
    let light = Plane::new(grid.width, (0..cells).map(|at| luma(colours, at)).collect());
    let mean = light.blurred(reach);
    let square = light.map(|value| value * value).blurred(reach);
    let variance = square.with(&mean, |square, mean| (square - mean * mean).max(0.0));
    let kept = variance.map(|variance| variance / (variance + EDGE * EDGE));
    let kept_mean = kept.blurred(reach / 2);
    for plane in colours {
        // What is left when brightness alone goes its own way around the mean.
        let level = plane.blurred(reach);
        let rest = level
            .with(&mean, |level, mean| level - mean)
            .blurred(reach / 2);
        let base = mean
            .with(&kept, |mean, kept| mean * (1.0 - kept))
            .blurred(reach / 2);
        for at in 0..cells {
            let weight = mask.values[at] * strength;
            let tinted = kept_mean.values[at];
            let even = light.values[at] * tinted + base.values[at];
            let colour =
                rest.values[at] * (1.0 - tinted) + (plane.values[at] - light.values[at]) * tinted;
            let value = &mut plane.values[at];
            *value += (even + colour - *value) * weight;
        }
    }
    for (flatten, mask) in change.flatten.values.iter_mut().zip(&mask.values) {
        *flatten = flatten.max(mask * strength * FINEST);
    }
}
