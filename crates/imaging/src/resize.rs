//! A fractional box of a picture, scaled to a whole number of pixels.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use crate::colour::Samples;
use crate::geometry::Frame;
use crate::picture::PixelSize;

/// How much care the scaling takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Care {
    /// Lanczos3: all the detail that paper can show.
    Print,
    /// Hamming: half the time, and on a screen no eye finds the difference.
    Screen,
}

/// Scales `frame` of a picture of `stored` pixels to `target`. `None`, if the samples are not as
/// many as `stored` says or the frame is empty.
pub(crate) fn resize(
    samples: &Samples,
    stored: (u32, u32),
    frame: Frame,
    target: PixelSize,
    care: Care,
) -> Option<Samples> {
    match samples {
        Samples::Grey(grey) => {
            scale(grey, PixelType::U8, stored, frame, target, care).map(Samples::Grey)
        }
        Samples::Rgb(rgb) => {
            scale(rgb, PixelType::U8x3, stored, frame, target, care).map(Samples::Rgb)
        }
        Samples::Cmyk(inks) => {
            scale(inks, PixelType::U8x4, stored, frame, target, care).map(Samples::Cmyk)
        }
    }
}

fn scale(
    samples: &[u8],
    kind: PixelType,
    (width, height): (u32, u32),
    frame: Frame,
    target: PixelSize,
    care: Care,
) -> Option<Vec<u8>> {
    let source = ImageRef::new(width, height, samples, kind).ok()?;
    let mut scaled = Image::new(target.width_px(), target.height_px(), kind);
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(match care {
            Care::Print => FilterType::Lanczos3,
            Care::Screen => FilterType::Hamming,
        }))
        .use_alpha(false) // the fourth sample, if any, is ink
        .crop(frame.x, frame.y, frame.width, frame.height);
    Resizer::new().resize(&source, &mut scaled, &options).ok()?;
    Some(scaled.into_vec())
}
