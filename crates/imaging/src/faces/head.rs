//! How far a head reaches: from the chin to the top of the hair, ears and hair at the sides.
//!
//! The mesh ends at the hair line, the detector's box below it, so the hair is an estimate, and a
//! generous one: a crop that keeps too much costs a little picture, one that keeps too little
//! costs a head.

use order::Head;
use order::recipe::WHOLE;

use super::face::{Face, Point};

/// Points of the mesh: under the chin, at the hair line, before the ears.
const CHIN: usize = 152;
const HAIR_LINE: usize = 10;
const LEFT_EAR: usize = 234;
const RIGHT_EAR: usize = 454;

/// Hair above the hair line, as a part of the face's height.
const HAIR_ABOVE: f32 = 0.56;
/// What hangs below the chin's point.
const CHIN_BELOW: f32 = 0.06;
/// Ears and hair at each side, as a part of the face's width.
const HAIR_ASIDE: f32 = 0.37;
/// A face is at least this much higher than wide, whichever way it looks.
const LEAST_HEIGHT: f32 = 1.15;

/// An ellipse around a head: its middle, and from there to its top and to its right side.
struct Outline {
    middle: Point,
    up: Point,
    right: Point,
}

impl Face {
    /// The head around this face, as far as it lies in the picture.
    pub fn head(&self) -> Head {
        let outline = self.outline();
        // How far an ellipse with these two half axes reaches along the picture's sides.
        let across = outline.up.x.hypot(outline.right.x);
        let down = outline.up.y.hypot(outline.right.y);
        let part = |at: f32, side: u32| {
            let whole = WHOLE as f32;
            (at / side as f32 * whole).round().clamp(0.0, whole) as u32
        };
        let (width, height) = (self.frame.width_px(), self.frame.height_px());
        let (left, right) = (
            part(outline.middle.x - across, width),
            part(outline.middle.x + across, width),
        );
        let (top, bottom) = (
            part(outline.middle.y - down, height),
            part(outline.middle.y + down, height),
        );
        Head {
            x: left,
            y: top,
            width: right - left,
            height: bottom - top,
        }
    }

    fn outline(&self) -> Outline {
        let at = |index: usize| self.landmarks.get(index).copied();
        match (at(CHIN), at(HAIR_LINE), at(LEFT_EAR), at(RIGHT_EAR)) {
            (Some(chin), Some(hair_line), Some(left), Some(right)) => {
                Self::outline_of_mesh(chin, hair_line, left, right)
            }
            _ => self.outline_of_box(),
        }
    }

    fn outline_of_mesh(chin: Point, hair_line: Point, left: Point, right: Point) -> Outline {
        let along = hair_line.minus(chin);
        let width = right.minus(left).length();
        let height = along.length().max(width * LEAST_HEIGHT);
        let up = along.times(1.0 / along.length().max(1.0));
        let top = hair_line.plus(up.times(height * HAIR_ABOVE));
        let bottom = chin.minus(up.times(height * CHIN_BELOW));
        let half_width = (width * (0.5 + HAIR_ASIDE)).max(height * 0.5);
        Outline {
            middle: top.middle(bottom),
            up: top.minus(bottom).times(0.5),
            right: up.turned().times(half_width),
        }
    }

    /// The detector's box ends at the brows and at the chin.
    fn outline_of_box(&self) -> Outline {
        let found = &self.found;
        let along = found.eyes[1].minus(found.eyes[0]);
        let side = found.size.x.max(found.size.y);
        let right = if along.length() > 0.1 * side {
            along.times(1.0 / along.length())
        } else {
            Point::new(1.0, 0.0)
        };
        let up = right.turned().times(-1.0);
        Outline {
            middle: found.middle.plus(up.times(side * 0.24)),
            up: up.times(side * 0.98),
            right: right.times(side * 0.90),
        }
    }
}
