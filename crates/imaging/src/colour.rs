//! What a pixel's numbers mean, and turning them into what is wanted.
//!
//! Done after the resize, on the few pixels that are left. A profile that cannot be read or does
//! not fit the pixels is treated as if there were none: a print in slightly wrong colours is worth
//! more to a customer than no print.

use std::sync::Arc;

use moxcms::{
    ColorProfile, DataColorSpace, Layout, RenderingIntent, Transform8BitExecutor, TransformOptions,
};

/// Decoded samples, 8 bits each, row by row without padding.
pub(crate) enum Samples {
    /// One sample a pixel.
    Grey(Vec<u8>),
    /// Red, green, blue.
    Rgb(Vec<u8>),
    /// Cyan, magenta, yellow, black; 255 is full ink.
    #[expect(
        dead_code,
        reason = "JPEG hands its inks out as planes, and no other format has any yet"
    )]
    Cmyk(Vec<u8>),
}

/// What the samples of a pixel are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Grey,
    Rgb,
    Cmyk,
}

/// Where the meaning of the samples comes from.
#[derive(Default)]
pub(crate) enum Profile {
    /// Nothing said: sRGB, by the custom of the web and of phones.
    #[default]
    Srgb,
    /// EXIF said Adobe RGB (1998).
    AdobeRgb,
    /// The working space.
    DisplayP3,
    /// An ICC profile in the file.
    Embedded(Vec<u8>),
}

/// What the numbers of a finished picture mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Destination {
    /// sRGB: screens, and printers whose driver or firmware knows its own colours.
    #[default]
    Srgb,
}

/// What the numbers shall mean afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Display P3 with the sRGB curve.
    Working,
    /// sRGB.
    Srgb,
}

/// A conversion from samples of one kind to three bytes a pixel.
pub(crate) enum Conversion {
    /// The numbers already mean what they should.
    Keep,
    /// Through a profile.
    Profile(Arc<Transform8BitExecutor>),
    /// Grey of which nothing is known, as equal parts.
    EqualParts,
    /// Inks of which nothing is known, on white paper.
    PlainInks,
}

impl Target {
    /// What a destination wants.
    pub(crate) const fn of(destination: &Destination) -> Self {
        match destination {
            Destination::Srgb => Self::Srgb,
        }
    }
}

impl Conversion {
    /// The conversion. A profile that does not fit is passed over.
    pub(crate) fn of(kind: Kind, profile: &Profile, target: Target) -> Arc<Self> {
        let from = match profile {
            Profile::Srgb => None,
            Profile::AdobeRgb => Some(ColorProfile::new_adobe_rgb()),
            Profile::DisplayP3 => Some(ColorProfile::new_display_p3()),
            Profile::Embedded(icc) => ColorProfile::new_from_slice(icc).ok(),
        };
        let through = match (from, target) {
            (None, Target::Srgb) => None,
            (from, target) => through(kind, &from.unwrap_or_else(ColorProfile::new_srgb), target),
        };
        Arc::new(match (through, kind) {
            (Some(transform), _) => Self::Profile(transform),
            (None, Kind::Rgb) => Self::Keep,
            (None, Kind::Grey) => Self::EqualParts,
            (None, Kind::Cmyk) => Self::PlainInks,
        })
    }

    /// Converts pixels; stops at the end of the shorter slice.
    pub(crate) fn run(&self, from: &[u8], to: &mut [u8]) {
        match self {
            Self::Keep => {
                let length = from.len().min(to.len());
                to[..length].copy_from_slice(&from[..length]);
            }
            Self::Profile(transform) => {
                // The only error is a length that is not whole pixels.
                let _ = transform.transform(from, to);
            }
            Self::EqualParts => {
                for (to, grey) in to.as_chunks_mut::<3>().0.iter_mut().zip(from) {
                    *to = [*grey; 3];
                }
            }
            Self::PlainInks => {
                for (to, inks) in to.as_chunks_mut::<3>().0.iter_mut().zip(from.as_chunks().0) {
                    *to = without_profile(inks);
                }
            }
        }
    }
}

/// The way through a profile, if it is one for such pixels.
fn through(
    kind: Kind,
    profile: &ColorProfile,
    target: Target,
) -> Option<Arc<Transform8BitExecutor>> {
    let (layout, space, rendering_intent) = match kind {
        Kind::Grey => (
            Layout::Gray,
            DataColorSpace::Gray,
            RenderingIntent::RelativeColorimetric,
        ),
        Kind::Rgb => (
            Layout::Rgb,
            DataColorSpace::Rgb,
            RenderingIntent::RelativeColorimetric,
        ),
        // Printing profiles carry a perceptual table, which keeps the shadows that the
        // colorimetric one loses without black point compensation.
        Kind::Cmyk => (
            Layout::Rgba,
            DataColorSpace::Cmyk,
            RenderingIntent::Perceptual,
        ),
    };
    if profile.color_space != space {
        return None;
    }
    let options = TransformOptions {
        rendering_intent,
        ..TransformOptions::default()
    };
    let target = match target {
        Target::Working => ColorProfile::new_display_p3(),
        Target::Srgb => ColorProfile::new_srgb(),
    };
    profile
        .create_transform_8bit(layout, &target, Layout::Rgb, options)
        .ok()
}

impl Samples {
    /// All samples.
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Grey(bytes) | Self::Rgb(bytes) | Self::Cmyk(bytes) => bytes,
        }
    }

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
fn without_profile(inks: &[u8; 4]) -> [u8; 3] {
    let light = |ink: u8| u32::from(255 - ink);
    let black = light(inks[3]);
    [inks[0], inks[1], inks[2]].map(|ink| ((light(ink) * black + 127) / 255) as u8)
}
