//! The proof: a photo held open while a customer moves sliders, shown again after every stroke.
//!
//! What does not change between two strokes is kept: the decoded picture, its smaller copies and
//! what its large light and dark parts are. A stroke then costs one pass over the pixels, which
//! grades them exactly as the print will be graded and turns them into the screen's colours.

mod copy;

use order::Refusal;
use order::recipe::Retouching;

use crate::picture::{PixelSize, Rgb8};
use crate::studio::Studio;
use crate::tone::{Detail, Grading, Meaning, Relief, Small};

/// Up to this longer side a picture is a thumbnail, whose table of colours may be coarse.
const THUMBNAIL_PX: u32 = 320;

/// Smaller copies that are kept: that of the screen and that of the looks' thumbnails.
const COPIES: usize = 2;

/// A photo opened for editing.
#[derive(Debug)]
pub struct Proof {
    /// The upright photo in the working space, followed by smaller copies of it, the latest last.
    photo: Rgb8,
    copies: Vec<(u32, Rgb8)>,
    relief: Option<Relief>,
}

impl Proof {
    /// Decodes a photo that the kiosk itself has set upright and scaled to the screen: a JPEG in
    /// any RGB profile, the working space's for choice.
    ///
    /// # Errors
    /// [`Refusal`], if it is no such picture.
    pub fn open(jpeg: &[u8]) -> Result<Self, Refusal> {
        Ok(Self {
            photo: Studio::alone().working_copy(jpeg)?,
            copies: Vec::new(),
            relief: None,
        })
    }

    /// The whole photo retouched, in sRGB, its longer side `max_side_px` or, for a smaller photo,
    /// as long as it is. Numbers beyond their range count as the nearest that is allowed.
    pub fn show(&mut self, retouching: &Retouching, max_side_px: u32) -> Rgb8 {
        let mut picture = self.copy(max_side_px).clone();
        let longer = longer_side(&picture);
        let detail = if longer <= THUMBNAIL_PX {
            Detail::Coarse
        } else {
            Detail::Fine
        };
        let tone = &retouching.tone;
        if let Some(grading) = Grading::new(tone, retouching.look, Meaning::Srgb, detail) {
            if grading.needs_relief() && self.relief.is_none() {
                self.relief = Some(Relief::of(&Small::of(&self.photo)));
            }
            grading.apply(&mut picture, self.relief.as_ref());
        }
        picture
    }

    /// The photo, or a smaller copy.
    fn copy(&mut self, max_side_px: u32) -> &Rgb8 {
        let max_side_px = max_side_px.clamp(1, PixelSize::LONGEST_PX);
        if max_side_px >= longer_side(&self.photo) {
            return &self.photo;
        }
        let kept = self
            .copies
            .iter()
            .position(|(side, _)| *side == max_side_px);
        let copy = match kept {
            Some(kept) => self.copies.remove(kept),
            None => match copy::copy(&self.photo, max_side_px) {
                Some(copy) => (max_side_px, copy),
                None => return &self.photo,
            },
        };
        if self.copies.len() == COPIES {
            self.copies.remove(0);
        }
        self.copies.push(copy);
        self.copies.last().map_or(&self.photo, |(_, copy)| copy)
    }
}

fn longer_side(picture: &Rgb8) -> u32 {
    picture.size().width_px().max(picture.size().height_px())
}
