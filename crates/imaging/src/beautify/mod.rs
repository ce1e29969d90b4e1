//! What is done to faces, and to nothing else in the picture.
//!
//! All measures are parts of the distance between the eyes, so that a preview and a print come out
//! alike. A face is looked at on a coarse grid of [`grid`] cells, about [`grid::CELLS`] between
//! the eyes: [`mask`] says where there is skin, [`blemish`] and [`smooth`] what each cell should
//! look like. The answer of all of them is, for each cell, a factor and an addition for its
//! pixels, laid over the picture in one pass ([`grid::Change`]). Whatever is finer than a cell,
//! pores and lashes, passes through. [`red_eye`] alone works on the pixels themselves.

mod blemish;
mod blur;
mod grid;
mod mask;
mod points;
mod red_eye;
mod smooth;

use order::recipe::Beautify;

use crate::faces::Face;
use crate::picture::Rgb8;
use grid::Grid;

/// Faces whose eyes are nearer to each other than this, in pixels, are left alone: there is no
/// skin to be seen on them.
const LEAST_EYE_DISTANCE_PX: f32 = 10.0;

/// Smooths and brightens the skin of the faces, fades their blemishes and takes the red out of
/// their eyes, each by its strength. `faces` must be those of this very picture. Pixels outside
/// the faces' skin and eyes keep their bytes; a face without landmarks keeps all of its own.
pub fn beautify(picture: &mut Rgb8, faces: &[Face], wanted: Beautify) {
    for face in faces {
        if face.landmarks.is_empty() || face.eye_distance() < LEAST_EYE_DISTANCE_PX {
            continue;
        }
        if wanted.red_eye > 0 {
            red_eye::remove(picture, face, strength(wanted.red_eye));
        }
        if wanted.smooth > 0 || wanted.brighten > 0 || wanted.blemish > 0 {
            skin(picture, face, wanted);
        }
    }
}

fn skin(picture: &mut Rgb8, face: &Face, wanted: Beautify) {
    let Some(grid) = Grid::over(picture, face) else {
        return;
    };
    let mask = mask::skin(&grid, face);
    let mut change = grid::Change::none(&grid);
    let mut colours = grid.colours.clone();
    if wanted.blemish > 0 {
        blemish::fade(
            &grid,
            &mask,
            strength(wanted.blemish),
            &mut colours,
            &mut change,
        );
    }
    if wanted.smooth > 0 {
        smooth::smooth(
            &grid,
            &mask,
            strength(wanted.smooth),
            &mut colours,
            &mut change,
        );
    }
    change.settle(&grid, &colours);
    if wanted.brighten > 0 {
        change.brighten(&mask, &colours, strength(wanted.brighten));
    }
    change.lay_over(picture, &grid);
}

/// A recipe's 0 to 100 as 0 to 1.
fn strength(wanted: u32) -> f32 {
    wanted.min(100) as f32 / 100.0
}
