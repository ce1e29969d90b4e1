//! The whole path from bytes to a print or a preview.
//!
//! The order is chosen for speed without loss: the crop is cut by the resize itself, in stored
//! coordinates, while the photo is being decoded, and everything else happens on the few pixels
//! that are left. If the recipe leaves rows rows and edits no pixels, each row goes all the way
//! before the next one is made.

use std::ops::ControlFlow;

use order::recipe::{Beautify, Look, RecipeError, Tone};
use order::{Recipe, Refusal, Soundness};
use thiserror::Error;

use crate::beautify::beautify;
use crate::bleed::Bleed;
use crate::colour::{Conversion, Destination, Kind, Profile, Target};
use crate::develop::Developer;
use crate::geometry::{Frame, Placement, Rows, Tilt, Turn};
use crate::picture::{PixelSize, Rgb8};
use crate::resize::Kernel;
use crate::sharpen::{Sharpener, Sharpening};
use crate::sheet::{Paper, PaperError};
use crate::source::{Header, Source};
use crate::studio::{Print, Studio};
use crate::tone::grade;

/// Why a print was not rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RenderError {
    /// The photo cannot be used; another try will not help.
    #[error("the photo was refused: {0:?}")]
    Refused(Refusal),
    /// The recipe cannot be followed: a mistake of the caller.
    #[error("the recipe cannot be followed: {0}")]
    Recipe(#[from] RecipeError),
    /// There is no such paper: a mistake of the caller.
    #[error("the print cannot be: {0}")]
    Paper(#[from] PaperError),
}

impl From<Refusal> for RenderError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A picture for the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// What the photo's header says; its sizes are those of the whole upright photo.
    pub header: Header,
    /// Whether all of the photo was there.
    pub soundness: Soundness,
    /// The upright photo, no side longer than was asked for.
    pub picture: Rgb8,
}

/// [`Studio::render`] on the calling thread, for a print of which nothing is cut off.
///
/// # Errors
/// As [`Studio::render`].
pub fn render(bytes: &[u8], recipe: &Recipe, target: PixelSize) -> Result<Rgb8, RenderError> {
    Studio::alone().render(bytes, recipe, &Print::plain(target))
}

/// [`Studio::preview`] on the calling thread.
///
/// # Errors
/// [`Refusal`] of the photo.
pub fn preview(bytes: &[u8], max_side_px: u32) -> Result<Preview, Refusal> {
    Studio::alone().preview(bytes, max_side_px)
}

impl Studio {
    /// Renders a photo by its recipe to exactly the print's pixels, sharpened.
    ///
    /// The crop lies in the turned and straightened photo. A wide crop on paper that the printer
    /// feeds upright (or the other way round) is turned by a quarter clockwise, so that all of it
    /// is printed. If its shape differs from that of the trimmed print, it is trimmed around its
    /// middle: the print is always filled and nothing is stretched.
    ///
    /// # Errors
    /// [`RenderError::Refused`] for the photo; the others for what the caller asks.
    pub fn render(
        &self,
        bytes: &[u8],
        recipe: &Recipe,
        print: &Print,
    ) -> Result<Rgb8, RenderError> {
        let mut pixels = Vec::with_capacity(print.size.rgb_bytes());
        self.render_rows(bytes, recipe, print, &mut |row| {
            pixels.extend_from_slice(row)
        })?;
        Rgb8::new(print.size, pixels).ok_or(RenderError::Refused(Refusal::Damaged))
    }

    /// The same, handing on each row of the print, from the top, as soon as it is finished. Rows
    /// may be handed on before an error is found.
    ///
    /// # Errors
    /// As [`Studio::render`].
    pub fn render_rows(
        &self,
        bytes: &[u8],
        recipe: &Recipe,
        print: &Print,
        next: &mut (dyn FnMut(&[u8]) + Send),
    ) -> Result<(), RenderError> {
        recipe.check()?;
        let paper = Paper::new(print.size, print.overscan, print.dpi)?;
        let source = Source::open(bytes)?;
        let stored = source.size;
        let placement = Placement::new(source.turn, stored, recipe, &paper, print.dpi);
        let turn = placement.turn;
        let sharpening = Sharpening::new(f64::from(print.dpi), recipe.tone.sharpness);
        let mut sharpener = Sharpener::new(sharpening, placement.spot.width_px as usize);
        let mut bleed = Bleed::new(&placement, next);
        if turn.rows() != Rows::Lost && placement.tilt == 0.0 && !edits_pixels(recipe) {
            let wanted = Wanted {
                frame: turn.undo(placement.frame, stored),
                size: (placement.spot.width_px, placement.spot.height_px),
                care: Care::Print,
                target: Target::of(&print.destination),
            };
            self.develop(source, wanted, |row| {
                if turn.rows() == Rows::Backwards {
                    row.as_chunks_mut::<3>().0.reverse();
                }
                sharpener.row(row, |row| bleed.row(row));
            })?;
        } else {
            let edited = edits_pixels(recipe);
            let target = if edited {
                Target::Working
            } else {
                Target::of(&print.destination)
            };
            let mut picture = self.part(source, &placement, target)?;
            let finish = if edited {
                self.edit(&mut picture, recipe);
                from_working(&print.destination)
            } else {
                Conversion::of(Kind::Rgb, &Profile::Srgb, Target::Srgb)
            };
            let mut finished = vec![0; placement.spot.width_px as usize * 3];
            let mut last = |row: &[u8]| {
                finish.run(row, &mut finished);
                bleed.row(&finished);
            };
            for row in picture.rows() {
                sharpener.row(row, &mut last);
            }
            sharpener.finish(&mut last);
            bleed.finish();
            return Ok(());
        }
        sharpener.finish(|row| bleed.row(row));
        bleed.finish();
        Ok(())
    }

    /// Renders the whole upright photo so that its longer side is `max_side_px` or, for a smaller
    /// photo, as long as it is.
    ///
    /// # Errors
    /// [`Refusal`] of the photo.
    pub fn preview(&self, bytes: &[u8], max_side_px: u32) -> Result<Preview, Refusal> {
        self.shown(bytes, max_side_px, Target::Srgb)
    }

    /// The same in the working space, to be edited.
    ///
    /// # Errors
    /// As [`Studio::preview`].
    pub fn proof(&self, bytes: &[u8], max_side_px: u32) -> Result<Preview, Refusal> {
        self.shown(bytes, max_side_px, Target::Working)
    }

    fn shown(&self, bytes: &[u8], max_side_px: u32, target: Target) -> Result<Preview, Refusal> {
        let source = Source::open(bytes)?;
        let header = source.header();
        let longest = header.width_px.max(header.height_px);
        let wanted = max_side_px.clamp(1, PixelSize::LONGEST_PX).min(longest);
        let side = |side: u32| {
            let scaled =
                (u64::from(side) * u64::from(wanted) + u64::from(longest) / 2) / u64::from(longest);
            u32::try_from(scaled).unwrap_or(wanted).clamp(1, wanted)
        };
        let size = PixelSize::new(side(header.width_px), side(header.height_px))
            .map_err(|_| Refusal::TooManyPixels)?;
        let (turn, frame) = (source.turn, Frame::whole(source.size));
        let (picture, soundness) = self.whole(source, turn, frame, size, Care::Screen, target)?;
        Ok(Preview {
            header,
            soundness,
            picture,
        })
    }

    /// The whole upright photo at its own size, in the working space.
    pub(crate) fn working_copy(&self, bytes: &[u8]) -> Result<Rgb8, Refusal> {
        let source = Source::open(bytes)?;
        let (turn, stored) = (source.turn, source.size);
        let (width, height) = turn.turned(stored);
        let size = PixelSize::new(width, height).map_err(|_| Refusal::TooManyPixels)?;
        let frame = Frame::whole(stored);
        let (picture, _) = self.whole(source, turn, frame, size, Care::Screen, Target::Working)?;
        Ok(picture)
    }

    /// The pixels of the placement's spot, not yet edited.
    fn part(
        &self,
        source: Source<'_>,
        placement: &Placement,
        target: Target,
    ) -> Result<Rgb8, Refusal> {
        let (turn, stored) = (placement.turn, source.size);
        if placement.tilt == 0.0 {
            let size = PixelSize::new(placement.spot.width_px, placement.spot.height_px)
                .map_err(|_| Refusal::TooManyPixels)?;
            let frame = turn.undo(placement.frame, stored);
            let (picture, _) = self.whole(source, turn, frame, size, Care::Print, target)?;
            return Ok(picture);
        }
        let tilt = Tilt::new(*placement, turn.turned(stored)).ok_or(Refusal::TooManyPixels)?;
        let frame = turn.undo(tilt.needed(), stored);
        let (level, _) = self.whole(source, turn, frame, tilt.size(), Care::Print, target)?;
        tilt.apply(&level).ok_or(Refusal::TooManyPixels)
    }

    /// A frame of the stored photo as a picture that has been turned, of `size`.
    fn whole(
        &self,
        source: Source<'_>,
        turn: Turn,
        frame: Frame,
        size: PixelSize,
        care: Care,
        target: Target,
    ) -> Result<(Rgb8, Soundness), Refusal> {
        let stored = if turn.swaps_sides() {
            size.swapped()
        } else {
            size
        };
        let mut pixels = Vec::with_capacity(size.rgb_bytes());
        let wanted = Wanted {
            frame,
            size: (stored.width_px(), stored.height_px()),
            care,
            target,
        };
        let soundness = self.develop(source, wanted, |row| pixels.extend_from_slice(row))?;
        let picture = Rgb8::new(stored, pixels).ok_or(Refusal::Damaged)?;
        Ok((turn.apply(picture), soundness))
    }

    /// Decodes, cuts, scales and converts, row by row as stored. With a helper, decoding goes on
    /// beside the rest.
    fn develop(
        &self,
        source: Source<'_>,
        wanted: Wanted,
        mut row: impl FnMut(&mut [u8]) + Send,
    ) -> Result<Soundness, Refusal> {
        let scale = wanted.frame.width / f64::from(wanted.size.0);
        let size = (wanted.size.0 as usize, wanted.size.1 as usize);
        let (mut strips, profile) = source.strips(wanted.care.shrink(scale))?;
        let kernel = wanted.care.kernel();
        let mut developer = Developer::new(strips.as_ref(), wanted.frame, size, kernel);
        strips.skip_above(&developer.first_needed())?;
        let conversion = Conversion::of(strips.coding().kind(), &profile, wanted.target);
        let mut rgb = vec![0; size.0 * 3];
        self.crew.relay(
            |strip| strips.next(strip),
            |strip| {
                developer.feed(strip, |samples| {
                    conversion.run(samples, &mut rgb);
                    row(&mut rgb);
                });
                if developer.is_finished() {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        )?;
        Ok(strips.soundness())
    }

    /// What the recipe does to pixels of the working space.
    fn edit(&self, picture: &mut Rgb8, recipe: &Recipe) {
        if recipe.beautify != Beautify::NONE
            && let Some(finder) = &self.faces
        {
            let faces = finder.find(picture);
            beautify(picture, &faces, recipe.beautify);
        }
        grade(picture, &recipe.tone, recipe.look);
    }
}

/// Whether the recipe does more to pixels than moving them.
fn edits_pixels(recipe: &Recipe) -> bool {
    let tone = Tone {
        sharpness: 0, // every print is sharpened
        ..recipe.tone
    };
    recipe.beautify != Beautify::NONE
        || tone != Tone::NEUTRAL
        || recipe.look.name != Look::None && recipe.look.strength > 0
}

/// From the working space to what the destination wants.
fn from_working(destination: &Destination) -> std::sync::Arc<Conversion> {
    Conversion::of(Kind::Rgb, &Profile::DisplayP3, Target::of(destination))
}

/// What is to be developed.
struct Wanted {
    /// In pixels of the stored photo.
    frame: Frame,
    /// Columns and rows of the result, as stored.
    size: (u32, u32),
    care: Care,
    target: Target,
}

/// How much care the scaling takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Care {
    Print,
    Screen,
}

impl Care {
    const fn kernel(self) -> Kernel {
        match self {
            Self::Print => Kernel::Lanczos3,
            Self::Screen => Kernel::CatmullRom,
        }
    }

    /// How much smaller a photo may be decoded that is to be scaled down by `scale`. A print keeps
    /// 1.6 times the pixels it needs, beyond which a smaller decode is seen as softness; a screen
    /// needs no more than it shows.
    fn shrink(self, scale: f64) -> u32 {
        let spare = match self {
            Self::Print => 1.6,
            Self::Screen => 1.0,
        };
        // A photo of 1001 pixels shown at 500 is halved by all means.
        (scale / spare + 0.01).max(1.0) as u32
    }
}
