//! Turning and cropping as arithmetic on boxes, so that only the few pixels that are printed are
//! ever moved.
//!
//! Stored pixels become *upright* ones by the file's orientation and *turned* ones by the
//! recipe's quarter turns; a recipe's crop lies in the turned picture. [`Turn`] carries a box back
//! to where its pixels are stored.

use order::QuarterTurns;
use order::recipe::{Crop, WHOLE};

use crate::picture::{PixelSize, Rgb8};

/// Mirrored left to right (or not), then turned clockwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Turn {
    mirrored: bool,
    /// 0 to 3.
    quarters: u8,
}

/// A box in pixels, from the top left corner, with fractions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
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

impl Frame {
    /// The whole of a picture.
    pub(crate) fn whole((width, height): (u32, u32)) -> Self {
        Self {
            x: 0.0,
            y: 0.0,
            width: f64::from(width),
            height: f64::from(height),
        }
    }

    /// A recipe's crop in the pixels of a turned picture.
    pub(crate) fn of_crop(crop: Crop, (width, height): (u32, u32)) -> Self {
        let scale = |part: u32, side: u32| f64::from(part) * f64::from(side) / f64::from(WHOLE);
        Self {
            x: scale(crop.x, width),
            y: scale(crop.y, height),
            width: scale(crop.width, width),
            height: scale(crop.height, height),
        }
    }

    /// Whether it lies across a target: one is wider than tall, the other taller than wide.
    pub(crate) fn lies_across(self, target: PixelSize) -> bool {
        let wide = self.width > self.height;
        let tall = self.height > self.width;
        let (width, height) = (target.width_px(), target.height_px());
        (wide && height > width) || (tall && width > height)
    }

    /// Where this frame of a picture of that size lies once the picture is turned by a quarter
    /// clockwise.
    pub(crate) fn turned_clockwise(self, (_, height): (u32, u32)) -> Self {
        Self {
            x: f64::from(height) - self.y - self.height,
            y: self.x,
            width: self.height,
            height: self.width,
        }
    }

    /// The largest frame of the target's shape around the same middle, inside this one: what is
    /// left of a frame that must fill a target of a slightly different shape.
    pub(crate) fn covering(self, target: PixelSize) -> Self {
        let shape = f64::from(target.width_px()) / f64::from(target.height_px());
        let width = self.width.min(self.height * shape);
        let height = self.height.min(self.width / shape);
        Self {
            x: self.x + (self.width - width) / 2.0,
            y: self.y + (self.height - height) / 2.0,
            width,
            height,
        }
    }

    /// The part that lies in a picture of that size; takes away rounding at the edges.
    pub(crate) fn within(self, (width, height): (u32, u32)) -> Self {
        let (width, height) = (f64::from(width), f64::from(height));
        let x = self.x.clamp(0.0, width);
        let y = self.y.clamp(0.0, height);
        Self {
            x,
            y,
            width: self.width.min(width - x),
            height: self.height.min(height - y),
        }
    }
}
