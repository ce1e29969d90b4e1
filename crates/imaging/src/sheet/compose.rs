//! Putting rendered pictures on a sheet.

use order::QuarterTurns;
use thiserror::Error;

use super::arrange::{Arrangement, Spot};
use super::canvas::Canvas;
use super::marks::{self, CutMarks};
use super::paper::Paper;
use crate::geometry::Turn;
use crate::picture::Rgb8;

/// Why a sheet was not composed: always a mistake of the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ComposeError {
    /// More pictures than the sheet has places.
    #[error("{pictures} pictures for {places} places")]
    TooMany {
        /// How many there are.
        pictures: usize,
        /// How many could be.
        places: usize,
    },
    /// A picture was rendered to another size than its place has.
    #[error("picture {index} is {width_px} x {height_px} px, and its place is not")]
    PictureSize {
        /// Which one, from 0.
        index: usize,
        /// Its width.
        width_px: u32,
        /// Its height.
        height_px: u32,
    },
}

/// The sheet: the first picture on the first spot, and so on; spots without a picture stay white.
///
/// A picture that lies across its spot is turned by a quarter clockwise. What reaches an edge of
/// the trimmed paper is continued to the edge of what is printed. Samples are not changed, so the
/// pictures must all mean the same colours.
///
/// # Errors
/// [`ComposeError`] if there are too many pictures or one has another size than its spot.
pub fn compose(
    paper: &Paper,
    plan: &Arrangement,
    pictures: &[&Rgb8],
    cut_marks: CutMarks,
) -> Result<Rgb8, ComposeError> {
    let places = plan.spots.len();
    if pictures.len() > places {
        return Err(ComposeError::TooMany {
            pictures: pictures.len(),
            places,
        });
    }
    let mut canvas = Canvas::white(paper.pixels());
    for (index, (spot, picture)) in plan.spots.iter().zip(pictures).enumerate() {
        put(&mut canvas, *spot, picture).ok_or(ComposeError::PictureSize {
            index,
            width_px: picture.size().width_px(),
            height_px: picture.size().height_px(),
        })?;
    }
    canvas.run_over(paper.trimmed());
    marks::draw(&mut canvas, paper, plan, cut_marks);
    Ok(canvas.into_picture())
}

fn put(canvas: &mut Canvas, spot: Spot, picture: &Rgb8) -> Option<()> {
    let size = spot.size().ok()?;
    if picture.size() == size {
        canvas.put(picture, spot.left_px, spot.top_px);
    } else if picture.size() == size.swapped() {
        let turned = Turn::default()
            .then(QuarterTurns::One)
            .apply(picture.clone());
        canvas.put(&turned, spot.left_px, spot.top_px);
    } else {
        return None;
    }
    Some(())
}
