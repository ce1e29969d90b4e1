//! The whole path from bytes to a print or a preview.
//!
//! The order is chosen for speed without loss: the crop is cut by the resize itself, in stored
//! coordinates, and turning and colour conversion happen on the small result.

use order::recipe::RecipeError;
use order::{QuarterTurns, Recipe, Refusal};
use thiserror::Error;

use crate::colour::to_srgb;
use crate::geometry::{Frame, Turn};
use crate::picture::{PixelSize, Rgb8};
use crate::resize::{Care, resize};
use crate::sharpen::sharpen;
use crate::source::{Header, Source};

/// Why a print was not rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RenderError {
    /// The photo cannot be used; another try will not help.
    #[error("the photo was refused: {0:?}")]
    Refused(Refusal),
    /// The recipe cannot be followed: a mistake of the caller.
    #[error("the recipe cannot be followed: {0}")]
    Recipe(#[from] RecipeError),
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
    /// The upright photo, no side longer than was asked for.
    pub picture: Rgb8,
}

/// Renders a photo by its recipe to exactly `target` pixels, sharpened for print.
///
/// The crop lies in the turned photo. A wide crop on paper that the printer feeds upright (or the
/// other way round) is turned by a quarter clockwise, so that all of it is printed. If its shape differs from the target's, it is trimmed
/// around its middle, so that the target is always filled and nothing is stretched.
///
/// # Errors
/// [`RenderError::Refused`] for the photo, [`RenderError::Recipe`] for a crop outside it.
pub fn render(bytes: &[u8], recipe: &Recipe, target: PixelSize) -> Result<Rgb8, RenderError> {
    recipe.check()?;
    let source = Source::open(bytes)?;
    let mut turn = source.turn.then(recipe.quarter_turns);
    let turned = turn.turned(source.size);
    let mut frame = Frame::of_crop(recipe.crop, turned);
    if frame.lies_across(target) {
        frame = frame.turned_clockwise(turned);
        turn = turn.then(QuarterTurns::One);
    }
    let frame = frame.covering(target);
    let mut picture = develop(source, turn, frame, target, Care::Print)?;
    sharpen(&mut picture);
    Ok(picture)
}

/// Renders the whole upright photo so that its longer side is `max_side_px` or, for a smaller
/// photo, as long as it is.
///
/// # Errors
/// [`Refusal`] of the photo.
pub fn preview(bytes: &[u8], max_side_px: u32) -> Result<Preview, Refusal> {
    let source = Source::open(bytes)?;
    let header = source.header();
    let upright = (header.width_px, header.height_px);
    let longest = header.width_px.max(header.height_px);
    let wanted = max_side_px.clamp(1, PixelSize::LONGEST_PX).min(longest);
    let side = |side: u32| {
        let scaled =
            (u64::from(side) * u64::from(wanted) + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(scaled).unwrap_or(wanted).clamp(1, wanted)
    };
    let target =
        PixelSize::new(side(upright.0), side(upright.1)).map_err(|_| Refusal::TooManyPixels)?;
    let turn = source.turn;
    let picture = develop(source, turn, Frame::whole(upright), target, Care::Screen)?;
    Ok(Preview { header, picture })
}

/// Decodes, cuts `frame` out of the turned photo, scales, converts and turns.
fn develop(
    source: Source<'_>,
    turn: Turn,
    frame: Frame,
    target: PixelSize,
    care: Care,
) -> Result<Rgb8, Refusal> {
    let stored = source.size;
    let stored_frame = turn.undo(frame, stored).within(stored);
    let stored_target = if turn.swaps_sides() {
        target.swapped()
    } else {
        target
    };
    let (samples, profile) = source.decode()?;
    let scaled =
        resize(&samples, stored, stored_frame, stored_target, care).ok_or(Refusal::Damaged)?;
    drop(samples);
    let rgb = to_srgb(scaled, &profile);
    let picture = Rgb8::new(stored_target, rgb).ok_or(Refusal::Damaged)?;
    Ok(turn.apply(picture))
}
