//! Where the meaning of a photo's samples comes from.

use moxcms::{
    Chromaticity, CicpColorPrimaries, CicpProfile, ColorPrimaries, ColorProfile, DataColorSpace,
    MatrixCoefficients, ToneReprCurve, TransferCharacteristics, XyY,
};

use super::samples::Kind;

/// The most bytes an ICC profile may have: 8 MiB. Real ones, tables for inks included, stay under
/// 4 MiB.
pub(super) const MAX_PROFILE_BYTES: usize = 8 * 1024 * 1024;

/// Where the meaning of the samples comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Profile {
    /// Nothing said: sRGB, by the custom of the web and of phones.
    #[default]
    Srgb,
    /// EXIF said Adobe RGB (1998).
    AdobeRgb,
    /// Display P3, which is also the working space.
    DisplayP3,
    /// An ICC profile in the file.
    Embedded(Vec<u8>),
    /// Code points of ITU-T H.273 for an ordinary (not high) dynamic range.
    Cicp {
        /// Table 2 of the standard.
        primaries: u8,
        /// Table 3 of the standard.
        transfer: u8,
    },
    /// PNG's older way of saying it (section 11.3.2 of its specification).
    Gamma {
        /// The exponent that turns samples into light, 2.2 for example.
        exponent: f32,
        /// Those of sRGB if the file does not say.
        chromaticities: Option<Chromaticities>,
    },
}

/// The x and y of white, red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chromaticities {
    /// Of white.
    pub white: (f32, f32),
    /// Of full red.
    pub red: (f32, f32),
    /// Of full green.
    pub green: (f32, f32),
    /// Of full blue.
    pub blue: (f32, f32),
}

impl Profile {
    /// The profile for the fast engine. `None`, if it says nothing that can be used.
    pub(super) fn parsed(&self) -> Option<ColorProfile> {
        match self {
            Self::Srgb => Some(ColorProfile::new_srgb()),
            Self::AdobeRgb => Some(ColorProfile::new_adobe_rgb()),
            Self::DisplayP3 => Some(ColorProfile::new_display_p3()),
            Self::Embedded(icc) if icc.len() > MAX_PROFILE_BYTES => None,
            Self::Embedded(icc) => ColorProfile::new_from_slice(icc).ok(),
            Self::Cicp {
                primaries,
                transfer,
            } => from_code_points(*primaries, *transfer),
            Self::Gamma {
                exponent,
                chromaticities,
            } => from_gamma(*exponent, *chromaticities),
        }
    }
}

impl Profile {
    /// Whether samples may mean colours that sRGB cannot show.
    pub(super) fn is_wider_than_srgb(&self, kind: Kind) -> bool {
        match (kind, self) {
            (Kind::Grey, _) | (Kind::Rgb, Self::Srgb) | (Kind::Cmyk, Self::Srgb) => false,
            (Kind::Rgb, Self::DisplayP3 | Self::AdobeRgb) | (Kind::Cmyk, _) => true,
            (Kind::Rgb, _) => self.parsed().is_some_and(|profile| {
                // Full red, green and blue in linear sRGB: one that cannot be shown has a part
                // below nothing. Profiles of sRGB differ by a thousandth.
                profile.color_space == DataColorSpace::Rgb
                    && (!profile.is_matrix_shaper()
                        || profile
                            .transform_matrix(&ColorProfile::new_srgb())
                            .v
                            .iter()
                            .flatten()
                            .any(|part| *part < -0.01))
            }),
        }
    }
}

fn from_code_points(primaries: u8, transfer: u8) -> Option<ColorProfile> {
    let unspecified = 2;
    let srgb = 13;
    // Phones and cameras write the curve of video (1, 6, 14, 15) and mean that of screens.
    let transfer = match transfer {
        1 | 6 | 14 | 15 => srgb,
        // Eight bits of high dynamic range (PQ and HLG) are too few to fold: read as a screen's,
        // they come out flat but whole.
        16 | 18 => srgb,
        other if other == unspecified => srgb,
        other => other,
    };
    let primaries = if primaries == unspecified {
        1
    } else {
        primaries
    };
    let code = CicpProfile {
        color_primaries: CicpColorPrimaries::try_from(primaries).ok()?,
        transfer_characteristics: TransferCharacteristics::try_from(transfer).ok()?,
        matrix_coefficients: MatrixCoefficients::Identity,
        full_range: true,
    };
    Some(ColorProfile::new_from_cicp(code)).filter(ColorProfile::is_matrix_shaper)
}

fn from_gamma(exponent: f32, chromaticities: Option<Chromaticities>) -> Option<ColorProfile> {
    if !(0.2..=5.0).contains(&exponent) {
        return None;
    }
    let mut profile = ColorProfile::new_srgb();
    if let Some(said) = chromaticities {
        let spread = [said.white, said.red, said.green, said.blue];
        if spread
            .iter()
            .any(|(x, y)| !(0.0..=1.0).contains(x) || !(0.01..=1.0).contains(y))
        {
            return None;
        }
        let point = |(x, y): (f32, f32)| Chromaticity { x, y };
        let (x, y) = said.white;
        profile.update_rgb_colorimetry(
            XyY::new(f64::from(x), f64::from(y), 1.0),
            ColorPrimaries {
                red: point(said.red),
                green: point(said.green),
                blue: point(said.blue),
            },
        );
    }
    let curve = ToneReprCurve::Parametric(vec![exponent]);
    profile.cicp = None;
    profile.red_trc = Some(curve.clone());
    profile.green_trc = Some(curve.clone());
    profile.blue_trc = Some(curve);
    Some(profile)
}
