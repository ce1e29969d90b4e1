//! Smaller copies for the screen.

use crate::develop::scaled;
use crate::picture::{PixelSize, Rgb8};

/// A copy of a picture whose longer side is `longer_px`, which is not more than the picture's.
/// `None` only if a picture is not of its own size.
pub(super) fn copy(picture: &Rgb8, longer_px: u32) -> Option<Rgb8> {
    let size = picture.size();
    let (width, height) = (size.width_px(), size.height_px());
    let longer = width.max(height);
    let side = |side: u32| ((side * longer_px + longer / 2) / longer).max(1);
    scaled(picture, PixelSize::new(side(width), side(height)).ok()?)
}
