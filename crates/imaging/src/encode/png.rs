//! Writing a finished picture as PNG, every sample as it was.

use std::borrow::Cow;

use png::{BitDepth, ColorType, Compression, Encoder, Info, PixelDimensions, Unit};

use super::EncodeError;
use crate::picture::Rgb8;

/// An 8-bit PNG with the profile (`iCCP`) and the density (`pHYs`).
pub(super) fn write(picture: &Rgb8, icc: &[u8], dpi: u16) -> Result<Vec<u8>, EncodeError> {
    let size = picture.size();
    let mut info = Info::with_size(size.width_px(), size.height_px());
    info.color_type = ColorType::Rgb;
    info.bit_depth = BitDepth::Eight;
    info.icc_profile = Some(Cow::Borrowed(icc));
    info.pixel_dims = Some(PixelDimensions {
        xppu: per_metre(dpi),
        yppu: per_metre(dpi),
        unit: Unit::Meter,
    });
    let mut file = Vec::with_capacity(picture.pixels().len() / 2);
    let mut encoder = Encoder::with_info(&mut file, info)?;
    encoder.set_compression(Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(picture.pixels())?;
    writer.finish()?;
    Ok(file)
}

/// Pixels per metre, which is what PNG counts in, to the nearest: 300 dpi are 11811.
fn per_metre(dpi: u16) -> u32 {
    (u32::from(dpi) * 10_000 + 127) / 254
}
