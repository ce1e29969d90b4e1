//! Boxes around faces, in the whole frame.

use super::face::{Found, Point};
use super::network::{Network, NetworkError};
use super::sampling::frame;
use crate::picture::Rgb8;

/// The network's answer has a cell for every four pixels.
const CELL_PX: usize = 4;

/// The network halves its picture this often, as a factor: both sides must be multiples.
const STEP_PX: usize = 32;

/// Below this score a cell has seen no face; between this and sure, the mesh decides.
const LEAST_SCORE: f32 = 0.3;

/// Boxes that share more than this part of what they cover together are the same face.
const SAME: f32 = 0.3;

/// The longer side, in pixels, at which the frame is shown to the network: first as it was trained
/// (faces from a tenth of the frame), then larger for smaller faces.
const LOOKS: [usize; 3] = [192, 448, 1152];

/// The smallest face that the network sees, in pixels of its picture.
const SMALLEST_PX: f32 = 9.0;

/// People in one picture stand at about the same distance: nobody is looked for who is this many
/// times smaller than the nearest.
const DISTANT: f32 = 3.0;

/// A frame in which no cell of the middle look reaches this score has no face for the largest look
/// to find, which would take five times as long.
const HINT: f32 = 0.05;

/// What one look at the frame saw.
#[derive(Debug, Default)]
struct Sight {
    found: Vec<Found>,
    /// The highest score of any cell.
    best: f32,
}

/// The network of the boxes.
#[derive(Debug)]
pub(super) struct Detector {
    network: Network,
}

impl Detector {
    pub(super) fn load() -> Result<Self, NetworkError> {
        let network = Network::read(include_bytes!("../../models/face_detector.network"))?;
        Ok(Self { network })
    }

    /// Every face that was seen, each once, in pixels of the picture.
    pub(super) fn find(&self, picture: &Rgb8) -> Vec<Found> {
        let longest = picture.size().width_px().max(picture.size().height_px()) as usize;
        let mut seen = Vec::new();
        for look in LOOKS {
            let look = look.min(longest.max(LOOKS[0]));
            let sight = self.look(picture, look);
            seen.extend(sight.found);
            let largest = seen
                .iter()
                .map(|found: &Found| found.size.y)
                .fold(0.0, f32::max);
            let smallest = SMALLEST_PX * longest as f32 / look as f32;
            let nobody = look > LOOKS[0] && sight.best < HINT;
            if largest >= DISTANT * smallest || look >= longest || nobody {
                break;
            }
        }
        each_once(seen)
    }

    /// What the network sees in the frame scaled to that longer side.
    fn look(&self, picture: &Rgb8, longer_side: usize) -> Sight {
        let (width, height) = (picture.size().width_px(), picture.size().height_px());
        let scale = longer_side as f32 / width.max(height) as f32;
        let scaled = |side: u32| ((side as f32 * scale).round() as usize).max(1);
        let (columns, rows) = (scaled(width), scaled(height));
        let shown = frame(picture, [rows, columns], STEP_PX);
        let cells = shown.width / CELL_PX;
        let outputs = self.network.run(shown);
        let [boxes, scores] = outputs.as_slice() else {
            return Sight::default();
        };
        // What one pixel of the network's picture is in the given one.
        let stretch = Point::new(width as f32 / columns as f32, height as f32 / rows as f32);
        let mut best = 0.0_f32;
        let found = boxes
            .values
            .chunks_exact(16)
            .zip(&scores.values)
            .enumerate()
            .filter_map(|(cell, (numbers, logit))| {
                let score = 1.0 / (1.0 + (-logit).exp());
                best = best.max(score);
                let middle = |at: usize| (at * CELL_PX) as f32 + CELL_PX as f32 / 2.0;
                let anchor = Point::new(middle(cell % cells), middle(cell / cells));
                let seen = score >= LEAST_SCORE && numbers[3] >= SMALLEST_PX;
                seen.then(|| found(score, numbers, anchor, stretch))
            })
            .collect();
        Sight { found, best }
    }
}

/// A cell's sixteen numbers: the box's middle, its size, and six points, all but the size seen
/// from the cell's middle, in pixels of the network's picture.
fn found(score: f32, numbers: &[f32], anchor: Point, stretch: Point) -> Found {
    let stretched = |point: Point| Point::new(point.x * stretch.x, point.y * stretch.y);
    let pair = |at: usize| Point::new(numbers[2 * at], numbers[2 * at + 1]);
    let point = |at: usize| stretched(pair(at).plus(anchor));
    Found {
        score,
        middle: point(0),
        size: stretched(pair(1)),
        eyes: [point(2), point(3)],
        nose_and_mouth: [point(4), point(5)],
        ears: [point(6), point(7)],
    }
}

/// Boxes of the same face joined into one, each counting by its score.
fn each_once(mut seen: Vec<Found>) -> Vec<Found> {
    seen.sort_by(|one, other| other.score.total_cmp(&one.score));
    let mut faces = Vec::new();
    while let Some(&best) = seen.first() {
        let (same, others): (Vec<Found>, Vec<Found>) =
            seen.iter().partition(|found| shared(found, &best) > SAME);
        faces.push(joined(best, &same));
        seen = others.into_iter().filter(|found| *found != best).collect();
    }
    faces
}

/// The mean of what was seen, with the best score.
fn joined(best: Found, same: &[Found]) -> Found {
    let weight: f32 = same.iter().map(|found| found.score).sum();
    let mean = |of: fn(&Found) -> Point| {
        same.iter()
            .fold(Point::default(), |sum, found| {
                sum.plus(of(found).times(found.score))
            })
            .times(1.0 / weight)
    };
    if same.is_empty() {
        return best;
    }
    Found {
        score: best.score,
        middle: mean(|found| found.middle),
        size: mean(|found| found.size),
        eyes: [mean(|found| found.eyes[0]), mean(|found| found.eyes[1])],
        nose_and_mouth: [
            mean(|found| found.nose_and_mouth[0]),
            mean(|found| found.nose_and_mouth[1]),
        ],
        ears: [mean(|found| found.ears[0]), mean(|found| found.ears[1])],
    }
}

/// The part of what two boxes cover together that both cover.
fn shared(one: &Found, other: &Found) -> f32 {
    let overlap = |at: f32, size: f32, other_at: f32, other_size: f32| {
        let end = (at + size / 2.0).min(other_at + other_size / 2.0);
        let start = (at - size / 2.0).max(other_at - other_size / 2.0);
        (end - start).max(0.0)
    };
    let both = overlap(one.middle.x, one.size.x, other.middle.x, other.size.x)
        * overlap(one.middle.y, one.size.y, other.middle.y, other.size.y);
    let together = one.size.x * one.size.y + other.size.x * other.size.y - both;
    if together > 0.0 { both / together } else { 0.0 }
}
