//! Numbers under the pictures of an index print, drawn with a round pen, so that no font is needed
//! for ten signs.

use super::arrange::Spot;
use super::canvas::{Canvas, Colour};

const INK: Colour = [32; 3];

/// The pen's way for each digit, in points of a grid 8 wide and 12 high.
const STROKES: [&[&[(i8, i8)]]; 10] = [
    &[&[
        (2, 0),
        (6, 0),
        (8, 2),
        (8, 10),
        (6, 12),
        (2, 12),
        (0, 10),
        (0, 2),
        (2, 0),
    ]],
    &[&[(1, 3), (4, 0), (4, 12)]],
    &[&[(0, 2), (2, 0), (6, 0), (8, 2), (8, 4), (0, 12), (8, 12)]],
    &[
        &[(0, 1), (2, 0), (6, 0), (8, 2), (8, 4), (6, 6), (3, 6)],
        &[(6, 6), (8, 8), (8, 10), (6, 12), (2, 12), (0, 11)],
    ],
    &[&[(6, 12), (6, 0), (0, 8), (8, 8)]],
    &[&[
        (8, 0),
        (1, 0),
        (1, 5),
        (6, 5),
        (8, 7),
        (8, 10),
        (6, 12),
        (2, 12),
        (0, 11),
    ]],
    &[&[
        (7, 1),
        (5, 0),
        (3, 0),
        (0, 3),
        (0, 10),
        (2, 12),
        (6, 12),
        (8, 10),
        (8, 7),
        (6, 5),
        (2, 5),
        (0, 7),
    ]],
    &[&[(0, 0), (8, 0), (3, 12)]],
    &[
        &[
            (2, 0),
            (6, 0),
            (8, 2),
            (8, 4),
            (6, 6),
            (2, 6),
            (0, 4),
            (0, 2),
            (2, 0),
        ],
        &[
            (2, 6),
            (0, 8),
            (0, 10),
            (2, 12),
            (6, 12),
            (8, 10),
            (8, 8),
            (6, 6),
        ],
    ],
    &[&[
        (1, 11),
        (3, 12),
        (5, 12),
        (8, 9),
        (8, 2),
        (6, 0),
        (2, 0),
        (0, 2),
        (0, 5),
        (2, 7),
        (6, 7),
        (8, 5),
    ]],
];

/// The grid's height, a digit's width with the space after it, and half the pen's width.
const GRID_HEIGHT: f32 = 12.0;
const ADVANCE: f32 = 12.0;
const GRID_WIDTH: f32 = 8.0;
const PEN: f32 = 0.9;

/// Writes `number` into the middle of `place`, its digits `height_px` high.
pub(super) fn write(canvas: &mut Canvas, place: Spot, height_px: u32, number: u32) {
    let text = number.to_string();
    // The pen's width belongs to the height.
    let unit = height_px as f32 / (GRID_HEIGHT + 2.0 * PEN);
    let width = unit * (ADVANCE * text.len() as f32 - (ADVANCE - GRID_WIDTH));
    let middle = |start: u32, side: u32| start as f32 + side as f32 / 2.0;
    let top = middle(place.top_px, place.height_px) - unit * GRID_HEIGHT / 2.0;
    let mut left = middle(place.left_px, place.width_px) - width / 2.0;
    for digit in text.bytes() {
        let strokes = STROKES[usize::from(digit - b'0')];
        write_digit(canvas, place, strokes, (left, top), unit);
        left += unit * ADVANCE;
    }
}

fn write_digit(
    canvas: &mut Canvas,
    place: Spot,
    strokes: &[&[(i8, i8)]],
    origin: (f32, f32),
    unit: f32,
) {
    let on_sheet = |(x, y): (i8, i8)| {
        (
            origin.0 + unit * f32::from(x),
            origin.1 + unit * f32::from(y),
        )
    };
    let reach = unit * (PEN + 1.0);
    let columns = (origin.0 - reach) as u32..(origin.0 + unit * GRID_WIDTH + reach) as u32 + 1;
    let rows = (origin.1 - reach) as u32..(origin.1 + unit * GRID_HEIGHT + reach) as u32 + 1;
    for (x, y) in rows.flat_map(|y| columns.clone().map(move |x| (x, y))) {
        let pixel = (x as f32 + 0.5, y as f32 + 0.5);
        let nearest = strokes
            .iter()
            .flat_map(|stroke| stroke.windows(2))
            .map(|line| distance(pixel, on_sheet(line[0]), on_sheet(line[1])))
            .fold(f32::INFINITY, f32::min);
        let cover = (unit * PEN + 0.5 - nearest).clamp(0.0, 1.0);
        if place.holds(x, y) {
            canvas.mix(x, y, INK, (cover * 255.0) as u8);
        }
    }
}

/// From a point to the nearest point of a line between two.
fn distance(point: (f32, f32), from: (f32, f32), to: (f32, f32)) -> f32 {
    let (along_x, along_y) = (to.0 - from.0, to.1 - from.1);
    let (x, y) = (point.0 - from.0, point.1 - from.1);
    let length_squared = along_x * along_x + along_y * along_y;
    let share = ((x * along_x + y * along_y) / length_squared).clamp(0.0, 1.0);
    let (off_x, off_y) = (x - share * along_x, y - share * along_y);
    (off_x * off_x + off_y * off_y).sqrt()
}
