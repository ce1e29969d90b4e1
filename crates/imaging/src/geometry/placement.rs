//! Where on the sheet the photo lies, and what of it is seen there.
//!
//! The crop maps to the trimmed print, or to what the border leaves of it. Beyond the trim line,
//! where the printer cuts, the photo goes on as far as it reaches; with a border or white margins
//! everything there is white.

use order::recipe::{Fit, Mirror};
use order::{QuarterTurns, Recipe};

use super::{Frame, Turn};
use crate::picture::PixelSize;
use crate::sheet::{Paper, Spot};

const MM_PER_INCH: u32 = 254; // in tenths

/// What is seen where the photo is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Around {
    /// Bare paper.
    White,
    /// The photo, mirrored at its edge: only the printer's knife gets to see it.
    Mirrored,
}

/// A photo on its sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Placement {
    /// From the stored photo to the sheet.
    pub turn: Turn,
    /// Of the turned photo around its middle, clockwise, in radians.
    pub tilt: f64,
    /// All pixels of the sheet.
    pub sheet: PixelSize,
    /// The part of the sheet that shows the photo.
    pub spot: Spot,
    /// What fills the spot, in pixels of the turned and tilted photo. It may reach beyond the photo
    /// if that is tilted.
    pub frame: Frame,
    pub around: Around,
}

impl Placement {
    /// `upright` is the turn that EXIF asks for, `stored` the stored photo's size.
    pub(crate) fn new(
        upright: Turn,
        stored: (u32, u32),
        recipe: &Recipe,
        paper: &Paper,
        dpi: u16,
    ) -> Self {
        let area = within_border(paper.trimmed(), recipe.border_mm, dpi);
        let sides = (area.width_px, area.height_px);
        let mut turn = match recipe.mirror {
            Mirror::No => upright,
            Mirror::LeftRight => upright.mirrored(),
        }
        .then(recipe.quarter_turns);
        let mut turned = turn.turned(stored);
        let mut crop = Frame::of_crop(recipe.crop, turned);
        if crop.lies_across(sides) {
            crop = crop.turned_clockwise(turned);
            turn = turn.then(QuarterTurns::One);
            turned = turn.turned(stored);
        }
        let tilt = recipe.straighten.radians();
        let sheet = paper.pixels();
        let placed = |spot, frame, around| Self {
            turn,
            tilt,
            sheet,
            spot,
            frame,
            around,
        };
        let spot = match recipe.fit {
            Fit::Fill => area,
            Fit::Whole => middle_of(area, crop),
        };
        if spot != area {
            return placed(spot, crop, Around::White);
        }
        let frame = crop.covering(sides);
        if recipe.border_mm > 0 {
            return placed(spot, frame, Around::White);
        }
        let (spot, frame) = with_bleed(spot, frame, sheet);
        if tilt != 0.0 {
            return placed(spot, frame, Around::Mirrored);
        }
        let (spot, frame) = where_photo_is(spot, frame, turned);
        placed(spot, frame, Around::Mirrored)
    }

    /// Pixels of the photo to one of the sheet.
    pub(crate) fn scale(&self) -> f64 {
        self.frame.width / f64::from(self.spot.width_px)
    }
}

/// What a border leaves; at least one pixel.
fn within_border(trimmed: Spot, border_mm: u32, dpi: u16) -> Spot {
    let border = (border_mm * 10 * u32::from(dpi) + MM_PER_INCH / 2) / MM_PER_INCH;
    let inset = |side: u32| border.min((side - 1) / 2);
    let (across, down) = (inset(trimmed.width_px), inset(trimmed.height_px));
    Spot {
        left_px: trimmed.left_px + across,
        top_px: trimmed.top_px + down,
        width_px: trimmed.width_px - 2 * across,
        height_px: trimmed.height_px - 2 * down,
    }
}

/// The largest spot of the frame's shape in the middle of an area; the area itself, if less than a
/// pixel would be left beside it.
fn middle_of(area: Spot, frame: Frame) -> Spot {
    let (width, height) = (f64::from(area.width_px), f64::from(area.height_px));
    let scale = (frame.width / width).max(frame.height / height);
    let side = |length: f64, most: u32| {
        let side = ((length / scale).round() as u32).clamp(1, most);
        if side + 1 >= most { most } else { side }
    };
    let width_px = side(frame.width, area.width_px);
    let height_px = side(frame.height, area.height_px);
    Spot {
        left_px: area.left_px + (area.width_px - width_px) / 2,
        top_px: area.top_px + (area.height_px - height_px) / 2,
        width_px,
        height_px,
    }
}

/// The whole sheet, and the frame carried on over it at the same scale.
fn with_bleed(spot: Spot, frame: Frame, sheet: PixelSize) -> (Spot, Frame) {
    let across = frame.width / f64::from(spot.width_px);
    let down = frame.height / f64::from(spot.height_px);
    let whole = Spot {
        left_px: 0,
        top_px: 0,
        width_px: sheet.width_px(),
        height_px: sheet.height_px(),
    };
    let carried_on = Frame {
        x: frame.x - f64::from(spot.left_px) * across,
        y: frame.y - f64::from(spot.top_px) * down,
        width: f64::from(whole.width_px) * across,
        height: f64::from(whole.height_px) * down,
    };
    (whole, carried_on)
}

/// The pixels whose middle shows the photo, and what of it they show.
fn where_photo_is(spot: Spot, frame: Frame, (width, height): (u32, u32)) -> (Spot, Frame) {
    let (left_px, width_px, x, frame_width) =
        where_side_is((spot.left_px, spot.width_px), (frame.x, frame.width), width);
    let (top_px, height_px, y, frame_height) = where_side_is(
        (spot.top_px, spot.height_px),
        (frame.y, frame.height),
        height,
    );
    let spot = Spot {
        left_px,
        top_px,
        width_px,
        height_px,
    };
    let frame = Frame {
        x,
        y,
        width: frame_width,
        height: frame_height,
    };
    (spot, frame)
}

fn where_side_is(
    (first, count): (u32, u32),
    (start, length): (f64, f64),
    photo: u32,
) -> (u32, u32, f64, f64) {
    let scale = length / f64::from(count);
    let edge = |at: f64| ((at - start) / scale).round().clamp(0.0, f64::from(count)) as u32;
    let begin = edge(0.0).min(count - 1);
    let end = edge(f64::from(photo)).max(begin + 1);
    (
        first + begin,
        end - begin,
        start + f64::from(begin) * scale,
        f64::from(end - begin) * scale,
    )
}
