//! A fractional box of a picture, scaled to a whole number of pixels by Lanczos3.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use crate::colour::Samples;
use crate::geometry::Frame;
use crate::picture::PixelSize;

/// Scales `frame` of a picture of `stored` pixels to `target`. `None`, if the samples are not as
/// many as `stored` says or the frame is empty.
pub(crate) fn resize(
    samples: &Samples,
    stored: (u32, u32),
    frame: Frame,
    target: PixelSize,
) -> Option<Samples> {
    match samples {
        Samples::Grey(grey) => scale(grey, PixelType::U8, stored, frame, target).map(Samples::Grey),
        Samples::Rgb(rgb) => scale(rgb, PixelType::U8x3, stored, frame, target).map(Samples::Rgb),
        Samples::Cmyk(inks) => {
            scale(inks, PixelType::U8x4, stored, frame, target).map(Samples::Cmyk)
        }
    }
}

fn scale(
    samples: &[u8],
    kind: PixelType,
    (width, height): (u32, u32),
    frame: Frame,
    target: PixelSize,
) -> Option<Vec<u8>> {
    let source = ImageRef::new(width, height, samples, kind).ok()?;
    let mut scaled = Image::new(target.width_px(), target.height_px(), kind);
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
        .use_alpha(false) // the fourth sample, if any, is ink
        .crop(frame.x, frame.y, frame.width, frame.height);
    Resizer::new().resize(&source, &mut scaled, &options).ok()?;
    Some(scaled.into_vec())
}
