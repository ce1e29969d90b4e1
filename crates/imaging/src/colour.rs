//! What a pixel's numbers mean, and turning them into sRGB.
//!
//! Done after the resize, on the few pixels that are left. A profile that cannot be read or does
//! not fit the pixels is treated as if there were none: a print in slightly wrong colours is worth
//! more to a customer than no print.

use moxcms::{ColorProfile, DataColorSpace, Layout, RenderingIntent, TransformOptions};

/// Decoded samples, 8 bits each, row by row without padding.
pub(crate) enum Samples {
    /// One sample a pixel.
    Grey(Vec<u8>),
    /// Red, green, blue.
    Rgb(Vec<u8>),
    /// Cyan, magenta, yellow, black; 255 is full ink.
    Cmyk(Vec<u8>),
}

/// Where the meaning of the samples comes from.
#[derive(Default)]
pub(crate) enum Profile {
    /// Nothing said: sRGB, by the custom of the web and of phones.
    #[default]
    Srgb,
    /// EXIF said Adobe RGB (1998).
    AdobeRgb,
    /// Display P3: what libheif's code points said, or what its deep pictures were converted to.
    DisplayP3,
    /// An ICC profile in the file.
    Embedded(Vec<u8>),
}

/// Three bytes of sRGB a pixel.
pub(crate) fn to_srgb(samples: Samples, profile: &Profile) -> Vec<u8> {
    let profile = match profile {
        Profile::Srgb => None,
        Profile::AdobeRgb => Some(ColorProfile::new_adobe_rgb()),
        Profile::DisplayP3 => Some(ColorProfile::new_display_p3()),
        Profile::Embedded(icc) => ColorProfile::new_from_slice(icc).ok(),
    };
    let converted = profile.and_then(|profile| convert(&samples, &profile));
    match (converted, samples) {
        (Some(rgb), _) | (None, Samples::Rgb(rgb)) => rgb,
        (None, Samples::Grey(grey)) => grey.iter().flat_map(|grey| [*grey; 3]).collect(),
        (None, Samples::Cmyk(inks)) => inks.chunks_exact(4).flat_map(without_profile).collect(),
    }
}

/// The pixels through the profile, if it is one for such pixels.
fn convert(samples: &Samples, profile: &ColorProfile) -> Option<Vec<u8>> {
    let (pixels, layout, space, intent) = match samples {
        Samples::Grey(grey) => (
            grey,
            Layout::Gray,
            DataColorSpace::Gray,
            RenderingIntent::RelativeColorimetric,
        ),
        Samples::Rgb(rgb) => (
            rgb,
            Layout::Rgb,
            DataColorSpace::Rgb,
            RenderingIntent::RelativeColorimetric,
        ),
        // Printing profiles carry a perceptual table, which keeps the shadows that the
        // colorimetric one loses without black point compensation.
        Samples::Cmyk(inks) => (
            inks,
            Layout::Rgba,
            DataColorSpace::Cmyk,
            RenderingIntent::Perceptual,
        ),
    };
    if profile.color_space != space {
        return None;
    }
    let options = TransformOptions {
        rendering_intent: intent,
        ..TransformOptions::default()
    };
    let transform = profile
        .create_transform_8bit(layout, &ColorProfile::new_srgb(), Layout::Rgb, options)
        .ok()?;
    let mut rgb = vec![0; pixels.len() / samples.per_pixel() * 3];
    transform.transform(pixels, &mut rgb).ok()?;
    Some(rgb)
}

impl Samples {
    /// Samples of one pixel.
    pub(crate) const fn per_pixel(&self) -> usize {
        match self {
            Self::Grey(_) => 1,
            Self::Rgb(_) => 3,
            Self::Cmyk(_) => 4,
        }
    }
}

/// Ink on white paper, for want of a profile.
fn without_profile(inks: &[u8]) -> [u8; 3] {
    let light = |ink: u8| u32::from(255 - ink);
    let black = light(inks[3]);
    [inks[0], inks[1], inks[2]].map(|ink| ((light(ink) * black + 127) / 255) as u8)
}
