//! The proof: a photo held open while a customer moves sliders, shown again after every stroke.
//!
//! What does not change between two strokes is kept: the decoded picture, its faces and what was
//! done to them, its smaller copies, and what its large light and dark parts are. A stroke then
//! costs one pass over the pixels, which grades them exactly as the print will be graded and turns
//! them into the screen's colours.

mod copy;

use order::Refusal;
use order::recipe::{Beautify, Retouching};

use crate::beautify::beautify;
use crate::faces::{Face, FaceFinder};
use crate::picture::{PixelSize, Rgb8};
use crate::sharpen::{Sharpener, Sharpening};
use crate::studio::Studio;
use crate::tone::{Detail, Grading, Meaning, Relief, Small};

/// Up to this longer side a picture is a thumbnail, whose table of colours may be coarse.
const THUMBNAIL_PX: u32 = 320;

/// Smaller copies that are kept: that of the screen and that of the looks' thumbnails.
const COPIES: usize = 2;

/// The longer side of the print that most customers buy, which says how far sharpening reaches.
const USUAL_PRINT_INCHES: f64 = 6.0;

/// A photo opened for editing.
#[derive(Debug)]
pub struct Proof {
    /// The upright photo in the working space.
    photo: Rgb8,
    /// Its faces, once they were asked for.
    faces: Option<Vec<Face>>,
    retouched: Retouched,
}

/// The photo after its faces were beautified, and what follows from its pixels.
#[derive(Debug)]
struct Retouched {
    beautify: Beautify,
    /// `None` if it is the photo itself.
    picture: Option<Rgb8>,
    /// Smaller copies by their longer side, the latest last.
    copies: Vec<(u32, Rgb8)>,
    relief: Option<Relief>,
}

impl Retouched {
    const fn not() -> Self {
        Self {
            beautify: Beautify::NONE,
            picture: None,
            copies: Vec::new(),
            relief: None,
        }
    }
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
            faces: None,
            retouched: Retouched::not(),
        })
    }

    /// The whole photo retouched, in sRGB, its longer side `max_side_px` or, for a smaller photo,
    /// as long as it is. Of the sharpening only that is seen which differs from the usual: a screen
    /// has no dye that runs. Numbers beyond their range count as the nearest that is allowed.
    pub fn show(&mut self, retouching: &Retouching, max_side_px: u32) -> Rgb8 {
        self.beautify(retouching.beautify);
        let Self {
            photo, retouched, ..
        } = self;
        let Retouched {
            picture,
            copies,
            relief,
            ..
        } = retouched;
        let whole = picture.as_ref().unwrap_or(photo);
        let mut shown = at_size(whole, copies, max_side_px).clone();
        let detail = if longer_side(&shown) <= THUMBNAIL_PX {
            Detail::Coarse
        } else {
            Detail::Fine
        };
        let grading = Grading::new(&retouching.tone, retouching.look, Meaning::Srgb, detail);
        if let Some(grading) = grading {
            if grading.needs_relief() && relief.is_none() {
                *relief = Some(Relief::of(&Small::of(whole)));
            }
            grading.apply(&mut shown, relief.as_ref());
        }
        let dpi = f64::from(longer_side(&shown)) / USUAL_PRINT_INCHES;
        match Sharpening::on_screen(dpi, retouching.tone.sharpness) {
            Some(sharpening) if detail == Detail::Fine => sharpened(&shown, sharpening),
            _ => shown,
        }
    }

    /// Makes the retouched picture that of `wanted`. The faces are found at the first wish.
    fn beautify(&mut self, wanted: Beautify) {
        if wanted == self.retouched.beautify {
            return;
        }
        self.retouched = Retouched {
            beautify: wanted,
            ..Retouched::not()
        };
        if wanted == Beautify::NONE {
            return;
        }
        let photo = &self.photo;
        let faces = self.faces.get_or_insert_with(|| {
            // Without its networks the program finds no faces; prints are made all the same.
            FaceFinder::load().map_or_else(|_| Vec::new(), |finder| finder.find(photo))
        });
        if !faces.is_empty() {
            let mut picture = photo.clone();
            beautify(&mut picture, faces, wanted);
            self.retouched.picture = Some(picture);
        }
    }
}

/// The picture, or a smaller copy, which is kept.
fn at_size<'a>(whole: &'a Rgb8, copies: &'a mut Vec<(u32, Rgb8)>, max_side_px: u32) -> &'a Rgb8 {
    let max_side_px = max_side_px.clamp(1, PixelSize::LONGEST_PX);
    if max_side_px >= longer_side(whole) {
        return whole;
    }
    let kept = copies.iter().position(|(side, _)| *side == max_side_px);
    let copy = match kept {
        Some(kept) => copies.remove(kept),
        None => match copy::copy(whole, max_side_px) {
            Some(copy) => (max_side_px, copy),
            None => return whole,
        },
    };
    if copies.len() == COPIES {
        copies.remove(0);
    }
    copies.push(copy);
    copies.last().map_or(whole, |(_, copy)| copy)
}

fn sharpened(picture: &Rgb8, how: Sharpening) -> Rgb8 {
    let size = picture.size();
    let width = size.width_px() as usize;
    let mut pixels = Vec::with_capacity(size.rgb_bytes());
    let mut sharpener = Sharpener::new(how, width);
    for row in picture.pixels().chunks_exact(3 * width) {
        sharpener.row(row, |row| pixels.extend_from_slice(row));
    }
    sharpener.finish(|row| pixels.extend_from_slice(row));
    Rgb8::new(size, pixels).unwrap_or_else(|| picture.clone())
}

fn longer_side(picture: &Rgb8) -> u32 {
    picture.size().width_px().max(picture.size().height_px())
}
