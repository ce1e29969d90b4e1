//! A ruler of 20 mm, so that the shop can check with any other that the sheet was printed at its
//! true size: one that was scaled makes every picture of an exact size worthless.

use super::arrange::{Arrangement, Spot};
use super::canvas::Canvas;
use super::marks::{TICK, TICK_LENGTH};
use super::paper::Paper;

/// The ruler's length, and how far its ends and its middle stand out, 1/100 mm.
const LENGTH: u32 = 2_000;
const HEIGHT: u32 = 150;

#[derive(Clone, Copy)]
enum Way {
    Lying,
    Standing,
}

/// Draws it into the safe box's lower right corner, lying or standing, where there is room.
pub(super) fn draw(canvas: &mut Canvas, paper: &Paper, plan: &Arrangement) {
    let (length, height) = (paper.px(LENGTH), paper.px(HEIGHT));
    let found = [Way::Lying, Way::Standing].into_iter().find_map(|way| {
        let (width, height) = match way {
            Way::Lying => (length, height),
            Way::Standing => (height, length),
        };
        let place = corner(plan.safe, width, height)?;
        is_clear(plan, place, paper.px(TICK_LENGTH)).then_some((way, place))
    });
    let Some((way, place)) = found else {
        return;
    };
    for step in 0..length {
        let stands_out = [0, length / 2, length - 1].contains(&step);
        for depth in 0..if stands_out { height } else { 1 } {
            let (x, y) = match way {
                Way::Lying => (place.left_px + step, place.bottom_px() - 1 - depth),
                Way::Standing => (place.right_px() - 1 - depth, place.top_px + step),
            };
            canvas.dot(x, y, TICK);
        }
    }
}

fn corner(safe: Spot, width_px: u32, height_px: u32) -> Option<Spot> {
    let fits = width_px > 0 && width_px <= safe.width_px && height_px <= safe.height_px;
    fits.then(|| Spot {
        left_px: safe.right_px() - width_px,
        top_px: safe.bottom_px() - height_px,
        width_px,
        height_px,
    })
}

/// Whether the pictures and their ticks leave it free.
fn is_clear(plan: &Arrangement, place: Spot, ticks_px: u32) -> bool {
    let with_ticks = Spot {
        left_px: place.left_px.saturating_sub(ticks_px),
        top_px: place.top_px.saturating_sub(ticks_px),
        width_px: place.width_px + 2 * ticks_px,
        height_px: place.height_px + 2 * ticks_px,
    };
    !plan.spots.iter().any(|spot| spot.overlaps(with_ticks))
}
