//! Marks to cut along.

use super::arrange::{Arrangement, Spot};
use super::canvas::{Canvas, Colour};
use super::paper::Paper;
use super::ruler;

/// What shows where to cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CutMarks {
    /// Nothing.
    None,
    /// Short ticks outside the pictures, at their corners, and a ruler where there is room.
    Ticks,
    /// Ticks, and a light grey line of one pixel around each picture; where two touch, one line
    /// between them.
    TicksAndLines,
}

/// Dark enough to find, on white.
pub(super) const TICK: Colour = [96; 3];

/// Light enough not to be seen beside a picture once it is cut a little wide.
const LINE: Colour = [208; 3];

/// How far a tick reaches away from a picture, 1/100 mm.
pub(super) const TICK_LENGTH: u32 = 150;

/// Draws what `marks` asks for. No mark leaves the safe box, and no tick touches a picture.
pub(super) fn draw(canvas: &mut Canvas, paper: &Paper, plan: &Arrangement, marks: CutMarks) {
    if marks == CutMarks::None {
        return;
    }
    if marks == CutMarks::TicksAndLines {
        for spot in &plan.spots {
            lines_around(canvas, plan, *spot);
        }
    }
    let length = paper.px(TICK_LENGTH);
    for spot in &plan.spots {
        ticks_at(canvas, plan, *spot, length);
    }
    ruler::draw(canvas, paper, plan);
}

/// Lines just outside a picture. The right and the lower one may lie on a neighbour's first
/// pixels; the left and the upper one then are its neighbour's.
fn lines_around(canvas: &mut Canvas, plan: &Arrangement, spot: Spot) {
    let (right, bottom) = (spot.right_px(), spot.bottom_px());
    let columns = || spot.left_px.saturating_sub(1)..right + 1;
    let rows = || spot.top_px.saturating_sub(1)..bottom + 1;
    let after = rows()
        .map(|y| (right, y))
        .chain(columns().map(|x| (x, bottom)));
    for (x, y) in after.filter(|(x, y)| plan.safe.holds(*x, *y) && !spot.holds(*x, *y)) {
        canvas.dot(x, y, LINE);
    }
    let left = spot.left_px.checked_sub(1);
    let top = spot.top_px.checked_sub(1);
    let before = rows()
        .filter_map(|y| Some((left?, y)))
        .chain(columns().filter_map(|x| Some((x, top?))));
    for (x, y) in before.filter(|(x, y)| is_free(plan, *x, *y)) {
        canvas.dot(x, y, LINE);
    }
}

/// Two ticks at each corner: the picture's edges, continued.
fn ticks_at(canvas: &mut Canvas, plan: &Arrangement, spot: Spot, length: u32) {
    // An edge continued on either side: from `length` before its start, and behind its end.
    let beyond = |start: u32, end: u32| {
        (start.saturating_sub(length)..start).chain(end..end.saturating_add(length))
    };
    let across = || beyond(spot.left_px, spot.right_px());
    let along = || beyond(spot.top_px, spot.bottom_px());
    let (left, right) = (spot.left_px, spot.right_px() - 1);
    let (top, bottom) = (spot.top_px, spot.bottom_px() - 1);
    let dots = across()
        .flat_map(|x| [(x, top), (x, bottom)])
        .chain(along().flat_map(|y| [(left, y), (right, y)]));
    for (x, y) in dots.filter(|(x, y)| is_free(plan, *x, *y)) {
        canvas.dot(x, y, TICK);
    }
}

/// Whether a pixel may carry a mark.
fn is_free(plan: &Arrangement, x: u32, y: u32) -> bool {
    plan.safe.holds(x, y) && !plan.spots.iter().any(|spot| spot.holds(x, y))
}
