//! Where a face shows skin: its oval without eyes, brows, lips and nostrils, and of that what has
//! the colour of its own cheeks.

use super::blur::{Plane, step};
use super::grid::{Grid, forehead, luma};
use super::points::{BROW_TOPS, BROWS, CHEEKS, EYES, LIPS, NOSTRILS, OVAL};
use crate::faces::{Face, Point};

/// Skin by cell, 0 to 1, soft at every border.
pub(super) fn skin(grid: &Grid, face: &Face) -> Plane {
    let place = |&index: &usize| {
        face.landmarks
            .get(index)
            .map(|&point| grid.place(point))
            .unwrap_or_default()
    };
    let ring = |indices: &[usize]| indices.iter().map(place).collect::<Vec<Point>>();
    let soft = grid.cells(0.07);

    let mut oval = Plane::new(grid.width, vec![0.0; grid.width * grid.height]);
    fill(&mut oval, &ring(&OVAL));
    let rise = forehead(face);
    let lifted: Vec<Point> = OVAL
        .iter()
        .filter_map(|&index| face.landmarks.get(index))
        .map(|&point| grid.place(point.plus(rise)))
        .collect();
    fill(&mut oval, &upper_half(&lifted, &ring(&OVAL)));
    let oval = oval.blurred(soft);

    let mut features = Plane::new(grid.width, vec![0.0; grid.width * grid.height]);
    for eye in &EYES {
        fill(&mut features, &ring(eye));
    }
    for brow in &BROWS {
        fill(&mut features, &ring(brow));
    }
    fill(&mut features, &ring(&LIPS));
    fill(&mut features, &ring(&NOSTRILS));
    let features = features.blurred(grid.cells(0.09));

    let likely = likelihood(grid, face, &above_brows(grid, face));
    let mut mask = oval
        .with(&features, |oval, feature| {
            step(oval, 0.5, 1.0) * (1.0 - step(feature, 0.0, 0.2))
        })
        .with(&likely, |inside, likely| inside * likely);
    clear_border(&mut mask);
    let seeds = CHEEKS.iter().map(place);
    let reached = reached(&mask, seeds).blurred(1);
    mask.with(&reached, |mask, reached| mask * step(reached, 0.3, 1.0))
}

/// The cells that hang together with one of the seeds: blond hair has the colour of skin, but a
/// parting or the shadow under a fringe lies between them. 1 where a cell is reached.
fn reached(mask: &Plane, seeds: impl Iterator<Item = Point>) -> Plane {
    let (width, height) = (mask.width, mask.height());
    let mut reached = Plane::new(width, vec![0.0; mask.values.len()]);
    let mut next: Vec<(usize, usize)> = seeds
        .map(|seed| (seed.x.max(0.0) as usize, seed.y.max(0.0) as usize))
        .collect();
    while let Some((x, y)) = next.pop() {
        let at = y * width + x;
        if x >= width || y >= height || mask.values[at] < REACHED || reached.values[at] > 0.0 {
            continue;
        }
        reached.values[at] = 1.0;
        next.extend([(x + 1, y), (x, y + 1)]);
        next.extend(x.checked_sub(1).map(|x| (x, y)));
        next.extend(y.checked_sub(1).map(|y| (x, y)));
    }
    reached
}

/// A cell with less skin than this leads no further.
const REACHED: f32 = 0.25;

/// The lifted oval above the ears: where a forehead goes on. A face below its ears ends at the
/// mesh.
fn upper_half(lifted: &[Point], oval: &[Point]) -> Vec<Point> {
    // The ring runs from the hair line over one ear (8), the chin (18) and the other ear (28).
    let mut half: Vec<Point> = lifted.iter().skip(29).copied().collect();
    half.extend(lifted.iter().take(8));
    half.extend(oval.iter().skip(8).take(1));
    half.extend(oval.iter().skip(28).take(1));
    half
}

/// The mask ends within the grid, so that a change never stops at an edge.
fn clear_border(mask: &mut Plane) {
    let (width, height) = (mask.width, mask.height());
    for (at, value) in mask.values.iter_mut().enumerate() {
        let (x, y) = (at % width, at / width);
        let room = x.min(y).min(width - 1 - x).min(height - 1 - y);
        if room < 4 {
            *value *= room as f32 / 4.0;
        }
    }
}

/// Where hair may hang into the face: 1 above the brows, 0 below.
fn above_brows(grid: &Grid, face: &Face) -> Plane {
    let up = forehead(face);
    let up = up.times(1.0 / up.length().max(f32::MIN_POSITIVE));
    let brows = BROW_TOPS.map(|index| face.landmarks.get(index).copied().unwrap_or_default());
    let line = grid.place(brows[0].middle(brows[1]));
    let values = (0..grid.width * grid.height)
        .map(|at| {
            let cell = Point::new((at % grid.width) as f32, (at / grid.width) as f32);
            let away = cell.minus(line);
            let above = away.x * up.x + away.y * up.y;
            step(above, 0.0, grid.eye_distance * 0.15)
        })
        .collect();
    Plane::new(grid.width, values)
}

/// How much a cell's colour is like that of the cheeks: a measure by shares of red and green, which
/// are alike for all skins in one light, and loosely by brightness.
/// Where `strict` is 1 the colour must be twice as near.
fn likelihood(grid: &Grid, face: &Face, strict: &Plane) -> Plane {
    let [red, green, blue] = grid
        .colours
        .each_ref()
        .map(|plane| plane.blurred(grid.cells(0.05)));
    let smooth = [red, green, blue];
    let shares = |at: usize| {
        let sum: f32 = smooth.iter().map(|plane| plane.values[at]).sum::<f32>() + 0.06;
        let light = luma(&smooth, at).max(0.004).ln();
        [
            smooth[0].values[at] / sum,
            smooth[1].values[at] / sum,
            light,
        ]
    };
    let seeds: Vec<[f32; 3]> = CHEEKS
        .iter()
        .filter_map(|&index| face.landmarks.get(index))
        .filter_map(|&point| {
            let place = grid.place(point);
            let inside = place.x >= 0.0
                && place.y >= 0.0
                && place.x < grid.width as f32
                && place.y < grid.height as f32;
            inside.then(|| shares(place.y as usize * grid.width + place.x as usize))
        })
        .collect();
    let middle = |number: usize| {
        let mut values: Vec<f32> = seeds.iter().map(|seed| seed[number]).collect();
        values.sort_by(f32::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(0.33)
    };
    let centre = [middle(0), middle(1), middle(2)];
    let spread = |number: usize, least: f32| {
        let sum: f32 = seeds
            .iter()
            .map(|seed| (seed[number] - centre[number]).powi(2))
            .sum();
        (sum / seeds.len().max(1) as f32).sqrt().max(least)
    };
    let spreads = [spread(0, 0.028), spread(1, 0.020), spread(2, 0.35)];
    let values = (0..grid.width * grid.height)
        .map(|at| {
            let shares = shares(at);
            let distance: f32 = (0..3)
                .map(|n| ((shares[n] - centre[n]) / spreads[n]).powi(2))
                .sum();
            let distance = distance.sqrt() * (1.0 + strict.values[at]);
            1.0 - step(distance, 1.8, 3.4)
        })
        .collect();
    Plane::new(grid.width, values).blurred(1)
}

/// Sets the cells whose middle lies in a polygon to 1.
fn fill(plane: &mut Plane, corners: &[Point]) {
    for (y, row) in plane
        .values
        .chunks_exact_mut(plane.width.max(1))
        .enumerate()
    {
        let line = y as f32 + 0.5;
        let mut crossings: Vec<f32> = corners
            .iter()
            .zip(corners.iter().cycle().skip(1))
            .filter(|(one, other)| (one.y <= line) != (other.y <= line))
            .map(|(one, other)| one.x + (line - one.y) / (other.y - one.y) * (other.x - one.x))
            .collect();
        crossings.sort_by(f32::total_cmp);
        for pair in crossings.chunks_exact(2) {
            let cell = |at: f32| (at + 0.5).clamp(0.0, row.len() as f32) as usize;
            let (start, end) = (cell(pair[0]), cell(pair[1]));
            row[start..end.max(start)].fill(1.0);
        }
    }
}
