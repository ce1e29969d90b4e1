//! The index print: every photo of an order, small and numbered, on as few sheets as it takes.

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

/// An index print on some paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexPrint {
    paper: Paper,
    safe: Spot,
    gap_px: u32,
    /// The side of the square into which each photo is fitted.
    side_px: u32,
    per_page: u32,
    photos: u32,
}

/// One sheet of an index print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexPage {
    print: IndexPrint,
    /// The first photo on it, counted from 0.
    pub first: u32,
    /// How many photos are on it.
    pub photos: u32,
}

impl IndexPrint {
    /// An index of `photos` photos: on one sheet as large as they fit, and down to 16 mm before
    /// another sheet is begun.
    ///
    /// # Errors
    /// [`LayoutError`] if there is no photo, or the paper has no room for one.
    pub fn new(paper: &Paper, photos: u32) -> Result<Self, LayoutError> {
        if photos == 0 {
            return Err(LayoutError::Empty);
        }
        let gap_px = paper.px(Spacing::RECOMMENDED.gap);
        let margin_px = paper.px(Spacing::RECOMMENDED.margin);
        let safe = paper
            .trimmed()
            .shrunk(margin_px)
            .ok_or(LayoutError::DoesNotFit)?;
        let with_columns = |columns: u32| {
            let side_px = (safe.width_px + gap_px) / columns - gap_px;
            let cell = (side_px, side_px + paper.px(STRIP));
            Self {
                paper: *paper,
                safe,
                gap_px,
                side_px,
                per_page: Grid::fitting(safe, cell, gap_px).count(),
                photos,
            }
        };
        let most = (safe.width_px + gap_px) / (paper.px(SMALLEST) + gap_px);
        (1..=most)
            .map(with_columns)
            .find(|print| print.per_page >= photos)
            .or_else(|| (most > 0).then(|| with_columns(most)))
            .filter(|print| print.per_page > 0)
            .ok_or(LayoutError::DoesNotFit)
    }

    /// The largest size that a photo may be rendered to: it lies in the middle of a square.
    pub const fn largest_photo_px(&self) -> u32 {
        self.side_px
    }

    /// The sheets, in the order of the photos.
    pub fn pages(self) -> impl Iterator<Item = IndexPage> {
        let firsts = (0..self.photos).step_by(self.per_page as usize);
        firsts.map(move |first| IndexPage {
            print: self,
            first,
            photos: self.per_page.min(self.photos - first),
        })
    }
}

impl IndexPage {
    /// The sheet with `pictures`, the photos from [`Self::first`] on, each upright and no side
    /// longer than [`IndexPrint::largest_photo_px`]; the first photo of an order is number 1.
    ///
    /// # Errors
    /// [`ComposeError`] if there are too many pictures, or one is too large.
    pub fn compose(&self, pictures: &[&Rgb8]) -> Result<Rgb8, ComposeError> {
        if pictures.len() > self.photos as usize {
            return Err(ComposeError::TooMany {
                pictures: pictures.len(),
                places: self.photos as usize,
            });
        }
        let IndexPrint { paper, side_px, .. } = self.print;
        let mut canvas = Canvas::white(paper.pixels());
        for (index, (cell, picture)) in self.cells().zip(pictures).enumerate() {
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
            let number = self.first + index as u32 + 1;
            digits::write(&mut canvas, strip, paper.px(DIGITS), number);
        }
        Ok(canvas.into_picture())
    }

    fn cells(&self) -> impl Iterator<Item = Spot> {
        let IndexPrint {
            paper,
            safe,
            gap_px,
            side_px,
            ..
        } = self.print;
        let cell = (side_px, side_px + paper.px(STRIP));
        Grid::fitting(safe, cell, gap_px).spots()
    }
}
