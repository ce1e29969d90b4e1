//! A JPEG as pixels of the working space.

use moxcms::{ColorProfile, Layout, RenderingIntent, TransformOptions};
use order::Refusal;

use crate::colour::{Profile, Samples};
use crate::picture::{PixelSize, Rgb8};
use crate::source::Source;

pub(super) fn in_working_space(jpeg: &[u8]) -> Result<Rgb8, Refusal> {
    let source = Source::open(jpeg)?;
    let (width_px, height_px) = source.size;
    let turn = source.turn;
    let size = PixelSize::new(width_px, height_px).map_err(|_| Refusal::TooManyPixels)?;
    let (samples, profile) = source.decode()?;
    let Samples::Rgb(samples) = samples else {
        return Err(Refusal::NotAPicture);
    };
    let profile = match profile {
        Profile::Srgb => ColorProfile::new_srgb(),
        Profile::DisplayP3 => ColorProfile::new_display_p3(),
        Profile::AdobeRgb => ColorProfile::new_adobe_rgb(),
        Profile::Embedded(icc) => {
            ColorProfile::new_from_slice(&icc).map_err(|_| Refusal::Damaged)?
        }
    };
    let options = TransformOptions {
        rendering_intent: RenderingIntent::RelativeColorimetric,
        ..TransformOptions::default()
    };
    let working = ColorProfile::new_display_p3();
    let transform = profile
        .create_transform_8bit(Layout::Rgb, &working, Layout::Rgb, options)
        .map_err(|_| Refusal::Damaged)?;
    let mut converted = vec![0; samples.len()];
    transform
        .transform(&samples, &mut converted)
        .map_err(|_| Refusal::Damaged)?;
    Rgb8::new(size, converted)
        .map(|picture| turn.apply(picture))
        .ok_or(Refusal::Damaged)
}
