//! The printer's colours.

use darkroom::{Destination, Intent, PrinterProfile};

use super::values::Values;
use super::{ConfigError, path};

/// What prints are converted to: the profile that was configured, or sRGB.
pub(super) fn destination(values: &Values<'_>) -> Result<Destination, ConfigError> {
    let intent = values.required("rendering_intent", intent)?;
    let black_point_compensation =
        values.required("black_point_compensation", |text| match text {
            "on" => Some(true),
            "off" => Some(false),
            _ => None,
        })?;
    let profile = values.optional("printer_profile", |text| {
        let icc = std::fs::read(path(text)?).ok()?;
        PrinterProfile::new(icc, intent, black_point_compensation).ok()
    })?;
    Ok(profile.map_or(Destination::Srgb, Destination::Printer))
}

fn intent(text: &str) -> Option<Intent> {
    Some(match text {
        "relative_colorimetric" => Intent::RelativeColorimetric,
        "perceptual" => Intent::Perceptual,
        "saturation" => Intent::Saturation,
        "absolute_colorimetric" => Intent::AbsoluteColorimetric,
        _ => return None,
    })
}
