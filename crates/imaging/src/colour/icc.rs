//! The two profiles that are written into files.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use moxcms::ColorProfile;

/// A colour space that needs no file to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standard {
    /// IEC 61966-2-1.
    Srgb,
    /// Apple's Display P3: the primaries of SMPTE EG 432-1, white D65, the curve of sRGB.
    DisplayP3,
}

/// The profile as an ICC file, made once. It is empty only if the encoder of profiles failed on
/// its own constants.
pub fn icc_bytes(standard: Standard) -> &'static [u8] {
    static SRGB: OnceLock<Vec<u8>> = OnceLock::new();
    static DISPLAY_P3: OnceLock<Vec<u8>> = OnceLock::new();
    match standard {
        Standard::Srgb => SRGB.get_or_init(|| encoded(&ColorProfile::new_srgb())),
        Standard::DisplayP3 => DISPLAY_P3.get_or_init(|| encoded(&ColorProfile::new_display_p3())),
    }
}

fn encoded(profile: &ColorProfile) -> Vec<u8> {
    profile.encode().unwrap_or_default()
}
