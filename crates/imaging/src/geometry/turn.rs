//! Which way is up: mirroring and quarter turns.

use order::QuarterTurns;

use super::Frame;
use crate::picture::Rgb8;

/// Mirrored left to right (or not), then turned clockwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Turn {
    mirrored: bool,
    /// 0 to 3.
    quarters: u8,
}

/// What a turn makes of stored rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    /// Nothing.
    AsTheyAre,
    /// Their pixels come from right to left.
    Backwards,
    /// They are columns, or come from the bottom.
    Lost,
}

impl Turn {
    /// The eight values of EXIF's Orientation tag (CIPA DC-008, section 4.6.5.1); anything else
    /// leaves the picture as it is.
    pub(crate) const fn from_exif(orientation: u32) -> Self {
        let (mirrored, quarters) = match orientation {
            2 => (true, 0),
            3 => (false, 2),
            4 => (true, 2),
            5 => (true, 3),
            6 => (false, 1),
            7 => (true, 1),
            8 => (false, 3),
            _ => (false, 0),
        };
        Self { mirrored, quarters }
    }

    /// The inverse of [`Self::from_exif`].
    pub(crate) const fn to_exif(self) -> u8 {
        match (self.mirrored, self.quarters) {
            (false, 1) => 6,
            (false, 2) => 3,
            (false, 3) => 8,
            (true, 0) => 2,
            (true, 1) => 7,
            (true, 2) => 4,
            (true, 3) => 5,
            _ => 1,
        }
    }

    /// This turn and then some more quarters.
    pub(crate) const fn then(self, turns: QuarterTurns) -> Self {
        let more = match turns {
            QuarterTurns::None => 0,
            QuarterTurns::One => 1,
            QuarterTurns::Two => 2,
            QuarterTurns::Three => 3,
        };
        Self {
            mirrored: self.mirrored,
            quarters: (self.quarters + more) % 4,
        }
    }

    /// This turn, seen in a mirror.
    pub(crate) const fn mirrored(self) -> Self {
        Self {
            mirrored: !self.mirrored,
            quarters: (4 - self.quarters) % 4,
        }
    }

    /// Whether stored rows stay rows in their order, from left to right or from right to left.
    pub(crate) const fn rows(self) -> Rows {
        match (self.quarters, self.mirrored) {
            (0, false) => Rows::AsTheyAre,
            (0, true) => Rows::Backwards,
            _ => Rows::Lost,
        }
    }

    /// Whether width and height change places.
    pub(crate) const fn swaps_sides(self) -> bool {
        self.quarters % 2 == 1
    }

    /// The size of a stored picture after the turn.
    pub(crate) const fn turned(self, (width, height): (u32, u32)) -> (u32, u32) {
        if self.swaps_sides() {
            (height, width)
        } else {
            (width, height)
        }
    }

    /// Where the pixels of a frame in the turned picture are stored. `stored` is the stored
    /// picture's size.
    pub(crate) fn undo(self, frame: Frame, stored: (u32, u32)) -> Frame {
        let (width, height) = self.turned(stored);
        let (mut width, mut height) = (f64::from(width), f64::from(height));
        let mut frame = frame;
        for _ in 0..self.quarters {
            // One quarter clockwise put the stored left edge on top and the bottom edge at the left.
            frame = Frame {
                x: frame.y,
                y: width - frame.x - frame.width,
                width: frame.height,
                height: frame.width,
            };
            (width, height) = (height, width);
        }
        if self.mirrored {
            frame.x = width - frame.x - frame.width;
        }
        frame
    }

    /// Turns a picture's pixels. Called on small, finished pictures only.
    pub(crate) fn apply(self, picture: Rgb8) -> Rgb8 {
        if self == Self::default() {
            return picture;
        }
        let stored = picture.size();
        let size = if self.swaps_sides() {
            stored.swapped()
        } else {
            stored
        };
        // Turning is linear, so three pixels tell where all the others are stored.
        let stored_sides = (stored.width_px(), stored.height_px());
        let stored_at = |x: f64, y: f64| {
            let pixel = Frame {
                x,
                y,
                width: 1.0,
                height: 1.0,
            };
            let at = self.undo(pixel, stored_sides);
            at.y as isize * stored.width_px() as isize + at.x as isize
        };
        let origin = stored_at(0.0, 0.0);
        let right = stored_at(1.0, 0.0) - origin;
        let down = stored_at(0.0, 1.0) - origin;
        let pixels = picture.pixels();
        let mut turned = Vec::with_capacity(size.rgb_bytes());
        for y in 0..size.height_px() as isize {
            for x in 0..size.width_px() as isize {
                let start = 3 * (origin + x * right + y * down) as usize;
                turned.extend_from_slice(&pixels[start..start + 3]);
            }
        }
        Rgb8::new(size, turned).unwrap_or(picture)
    }
}
