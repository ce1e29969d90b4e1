//! The index print: photos of an order, small and numbered, as large as one sheet can show them.

use std::cmp::Reverse;

use super::arrange::Spot;
use super::canvas::Canvas;
use super::compose::ComposeError;
use super::digits;
use super::fit::Grid;
use super::layout::{LayoutError, Spacing};
use super::paper::Paper;
use crate::picture::Rgb8;

/// The smallest box of a photo on which a face is still known again, 1/100 mm.
const SMALLEST: u32 = 1_600;

/// The strip under a photo and the digits in it, 1/100 mm.
const STRIP: u32 = 400;
const DIGITS: u32 = 250;

/// A sheet of an index print: where its photos lie on some paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexPage {
    paper: Paper,
    grid: Grid,
    /// The side of the square into which each photo is fitted.
    side_px: u32,
    photos: u32,
}

impl IndexPage {
    /// A sheet of `photos` photos, each as large as can be.
    ///
    /// # Errors
    /// [`LayoutError`] if there is no photo, or more than fit at 16 mm.
    pub fn new(paper: &Paper, photos: u32) -> Result<Self, LayoutError> {
        if photos == 0 {
            return Err(LayoutError::Empty);
        }
        let gap_px = paper.px(Spacing::RECOMMENDED.gap);
        let margin_px = paper.px(Spacing::RECOMMENDED.margin);
        let strip_px = paper.px(STRIP);
        let safe = paper
            .trimmed()
            .shrunk(margin_px)
            .ok_or(LayoutError::DoesNotFit)?;
        let part = |room: u32, parts: u32| ((room + gap_px) / parts).saturating_sub(gap_px);
        let with_columns = |columns: u32| {
            let rows = photos.div_ceil(columns);
            let high = part(safe.height_px, rows).saturating_sub(strip_px);
            (part(safe.width_px, columns).min(high), columns, rows)
        };
        let (side_px, columns, rows) = (1..=photos)
            .map(with_columns)
            .max_by_key(|(side_px, columns, _)| (*side_px, Reverse(*columns)))
            .filter(|(side_px, ..)| *side_px >= paper.px(SMALLEST))
            .ok_or(LayoutError::DoesNotFit)?;
        let cell = (side_px, side_px + strip_px);
        Ok(Self {
            paper: *paper,
            grid: Grid::of(safe, cell, gap_px, (columns, rows)),
            side_px,
            photos,
        })
    }

    /// The largest size that a photo may be rendered to: it lies in the middle of a square.
    pub const fn largest_photo_px(&self) -> u32 {
        self.side_px
    }

    /// The sheet with `pictures`, each upright and no side longer than
    /// [`Self::largest_photo_px`]; the first of them has the number `first`.
    ///
    /// # Errors
    /// [`ComposeError`] if there are too many pictures, or one is too large.
    pub fn compose(&self, first: u32, pictures: &[&Rgb8]) -> Result<Rgb8, ComposeError> {
        if pictures.len() > self.photos as usize {
            return Err(ComposeError::TooMany {
                pictures: pictures.len(),
                places: self.photos as usize,
            });
        }
        let Self { paper, side_px, .. } = *self;
        let mut canvas = Canvas::white(paper.pixels());
        for (index, (cell, picture)) in self.grid.spots().zip(pictures).enumerate() {
            let (width_px, height_px) = picture.size().into();
            if width_px > side_px || height_px > side_px {
                return Err(ComposeError::PictureSize {
                    index,
                    width_px,
                    height_px,
                });
            }
            let left_px = cell.left_px + (side_px - width_px) / 2;
            let top_px = cell.top_px + (side_px - height_px) / 2;
            canvas.put(picture, left_px, top_px);
            let strip = Spot {
                top_px: cell.top_px + side_px,
                height_px: cell.height_px - side_px,
                ..cell
            };
            let number = first + index as u32;
            digits::write(&mut canvas, strip, paper.px(DIGITS), number);
        }
        Ok(canvas.into_picture())
    }
}
