//! Smaller copies for the screen.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};

use crate::picture::{PixelSize, Rgb8};

/// A copy of a picture whose longer side is `longer_px`, which is not more than the picture's.
/// `None` only if a picture is not of its own size.
pub(super) fn copy(picture: &Rgb8, longer_px: u32) -> Option<Rgb8> {
    let size = picture.size();
    let (width, height) = (size.width_px(), size.height_px());
    let longer = width.max(height);
    let side = |side: u32| ((side * longer_px + longer / 2) / longer).max(1);
    let target = PixelSize::new(side(width), side(height)).ok()?;
    let mut pixels = vec![0; target.rgb_bytes()];
    let from = TypedImageRef::<U8x3>::from_buffer(width, height, picture.pixels()).ok()?;
    let mut to =
        TypedImage::<U8x3>::from_buffer(target.width_px(), target.height_px(), &mut pixels).ok()?;
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Hamming));
    Resizer::new().resize_typed(&from, &mut to, &options).ok()?;
    Rgb8::new(target, pixels)
}
