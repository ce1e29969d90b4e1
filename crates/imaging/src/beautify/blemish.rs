//! Small spots that are darker or redder than the skin around them, filled with that skin.

use super::blur::{Plane, step};
use super::grid::{Change, Grid, luma};

/// The reach of what counts as the skin around a spot, as a part of the eye distance.
const AROUND: f32 = 0.10;

/// How much darker or redder a spot is than its surroundings to be one, and to be surely one.
const SPOT: [f32; 2] = [0.018, 0.05];

/// The part of its surroundings that a spot may take; a larger one is a shadow or a fold.
const LARGEST: f32 = 0.30;

/// Fades the spots in `colours`.
pub(super) fn fade(
    grid: &Grid,
    mask: &Plane,
    strength: f32,
    colours: &mut [Plane; 3],
    change: &mut Change,
) {
    let spots = spots(grid, mask, colours);
    let around = grid.cells(AROUND);
    let clean = mask.with(&spots, |mask, spot| mask * (1.0 - spot).powi(2) + 1e-4);
    let weight = clean.blurred(around);
    for plane in colours.iter_mut() {
        let skin = plane
            .with(&clean, |value, clean| value * clean)
            .blurred(around)
            .with(&weight, |sum, weight| sum / weight);
        for (at, value) in plane.values.iter_mut().enumerate() {
            *value += (skin.values[at] - *value) * spots.values[at] * strength;
        }
    }
    for (flatten, spot) in change.flatten.values.iter_mut().zip(&spots.values) {
        *flatten = flatten.max(spot * strength * 0.85);
    }
}

/// How much of a spot each cell is, 0 to 1.
fn spots(grid: &Grid, mask: &Plane, colours: &[Plane; 3]) -> Plane {
    let cells = grid.width * grid.height;
    let around = grid.cells(AROUND);
    // The surroundings are those of skin: a brow beside a cheek makes the cheek no spot.
    let skin = mask.map(|mask| mask + 1e-3);
    let weight = skin.blurred(around);
    let stands_out = |of: &dyn Fn(usize) -> f32| {
        let plane = Plane::new(grid.width, (0..cells).map(of).collect());
        let broad = plane
            .with(&skin, |value, skin| value * skin)
            .blurred(around)
            .with(&weight, |sum, weight| sum / weight);
        plane.with(&broad, |fine, broad| fine - broad)
    };
    let dark = stands_out(&|at| -luma(colours, at));
    let red = stands_out(&|at| colours[0].values[at] - luma(colours, at));
    let raw = dark.with(&red, |dark, red| {
        step(dark.max(0.0) + 1.2 * red.max(0.0), SPOT[0], SPOT[1])
    });
    // Well within the skin: where it ends, a shadow would be taken for a spot.
    let within = mask.blurred(around);
    let raw = raw.with(&within, |spot, within| spot * step(within, 0.70, 0.92));
    let crowd = raw.blurred(around);
    // A little beyond the spot's own border, where it fades into the skin.
    let grown = raw.blurred(1).map(|spot| (spot * 2.0).min(1.0));
    grown
        .with(&crowd, |spot, crowd| {
            spot * (1.0 - step(crowd, LARGEST, LARGEST * 1.6))
        })
        .with(mask, |spot, mask| spot * step(mask, 0.1, 0.5))
}
