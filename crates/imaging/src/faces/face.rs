//! A face that was found.

use crate::picture::PixelSize;

/// A place in a picture, in pixels from its left top corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Downwards.
    pub y: f32,
}

impl Point {
    pub(crate) const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }

    pub(crate) fn times(self, factor: f32) -> Self {
        Self::new(self.x * factor, self.y * factor)
    }

    pub(crate) fn length(self) -> f32 {
        self.x.hypot(self.y)
    }

    /// A quarter turn clockwise, as seen on a screen.
    pub(crate) fn turned(self) -> Self {
        Self::new(-self.y, self.x)
    }

    pub(crate) fn middle(self, other: Self) -> Self {
        self.plus(other).times(0.5)
    }
}

/// What the detector says of a face: a square around brows, cheeks and chin, and six points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    /// 0 to 1.
    pub(crate) score: f32,
    /// The middle of the square.
    pub(crate) middle: Point,
    /// Width and height of the box.
    pub(crate) size: Point,
    /// The eye at the picture's left and the eye at its right, for an upright face.
    pub(crate) eyes: [Point; 2],
    /// The tip of the nose, the middle of the mouth.
    pub(crate) nose_and_mouth: [Point; 2],
    /// The ears, at the left and at the right.
    pub(crate) ears: [Point; 2],
}

/// A face in a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// How sure the detector is, 0 to 1.
    pub score: f32,
    /// 468 points of the face in pixels, in the order of the MediaPipe face mesh, or none where
    /// only the detector knows the face.
    pub landmarks: Vec<Point>,
    pub(crate) found: Found,
    pub(crate) frame: PixelSize,
}

impl Face {
    /// From the middle of one eye to the middle of the other, in pixels. A face seen from the side
    /// counts as if it were seen from the front.
    pub fn eye_distance(&self) -> f32 {
        let eyes = self.found.eyes[1].minus(self.found.eyes[0]).length();
        eyes.max(0.35 * self.found.size.x)
    }
}
