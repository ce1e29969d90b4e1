//! Boxes in a photo.

use order::recipe::{Crop, WHOLE};

/// A box in pixels, from the top left corner, with fractions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
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
    pub(crate) fn lies_across(self, (width, height): (u32, u32)) -> bool {
        let wide = self.width > self.height;
        let tall = self.height > self.width;
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
    pub(crate) fn covering(self, (width, height): (u32, u32)) -> Self {
        let shape = f64::from(width) / f64::from(height);
        let width = self.width.min(self.height * shape);
        let height = self.height.min(self.width / shape);
        Self {
            x: self.x + (self.width - width) / 2.0,
            y: self.y + (self.height - height) / 2.0,
            width,
            height,
        }
    }
}
