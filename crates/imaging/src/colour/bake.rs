//! What littleCMS is asked: colours on a lattice, once for each pair of profiles.
//!
//! littleCMS is C and reads strangers' profiles here, so this runs in the jail that decodes their
//! photos. Its optimiser is switched off: it would interpolate in a lattice of its own, and ours
//! on top of that would err twice.

use lcms2::{
    ColorSpaceSignature, Flags, Intent as LcmsIntent, PixelFormat, Profile as LcmsProfile,
    ProfileClassSignature, Transform,
};

use super::conversion::Target;
use super::destination::{Intent, PrinterProfile, PrinterProfileError};
use super::icc::{Standard, icc_bytes};
use super::samples::Kind;

/// Colours of a source profile as the target wants them, 16 bits each.
pub(super) struct Baker {
    source: LcmsProfile,
    target: LcmsProfile,
    intent: LcmsIntent,
    flags: Flags,
}

impl Baker {
    /// `None`, if the source is not a profile for such samples.
    pub(super) fn new(source: &[u8], kind: Kind, target: &Target) -> Option<Self> {
        let source = LcmsProfile::new_icc(source).ok()?;
        let space = match kind {
            Kind::Grey => ColorSpaceSignature::GrayData,
            Kind::Rgb => ColorSpaceSignature::RgbData,
            Kind::Cmyk => ColorSpaceSignature::CmykData,
        };
        if source.color_space() != space {
            return None;
        }
        let (icc, intent, compensation) = match target {
            Target::Working => (icc_bytes(Standard::DisplayP3), Intent::default(), true),
            Target::Srgb => (icc_bytes(Standard::Srgb), Intent::default(), true),
            Target::Printer(printer) => (
                printer.icc(),
                printer.intent(),
                printer.black_point_compensation(),
            ),
        };
        let compensation = if compensation {
            Flags::BLACKPOINT_COMPENSATION
        } else {
            Flags::default()
        };
        Some(Self {
            source,
            target: LcmsProfile::new_icc(icc).ok()?,
            intent: intent.into(),
            flags: Flags::NO_OPTIMIZE | compensation,
        })
    }

    /// `colours` holds pixels of one sample.
    pub(super) fn greys(&self, colours: &[[u16; 1]]) -> Option<Vec<[u16; 3]>> {
        self.convert(PixelFormat::GRAY_16, colours)
    }

    /// `colours` holds red, green and blue.
    pub(super) fn rgb(&self, colours: &[[u16; 3]]) -> Option<Vec<[u16; 3]>> {
        self.convert(PixelFormat::RGB_16, colours)
    }

    /// `colours` holds cyan, magenta, yellow and black; 65,535 is full ink.
    pub(super) fn inks(&self, colours: &[[u16; 4]]) -> Option<Vec<[u16; 3]>> {
        self.convert(PixelFormat::CMYK_16, colours)
    }

    fn convert<Pixel: Copy + lcms2::Pod>(
        &self,
        format: PixelFormat,
        colours: &[Pixel],
    ) -> Option<Vec<[u16; 3]>> {
        let transform = Transform::<Pixel, [u16; 3]>::new_flags(
            &self.source,
            format,
            &self.target,
            PixelFormat::RGB_16,
            self.intent,
            self.flags,
        )
        .ok()?;
        let mut converted = vec![[0; 3]; colours.len()];
        transform.transform_pixels(colours, &mut converted);
        Some(converted)
    }
}

/// Whether littleCMS can convert to the printer.
pub(super) fn check(printer: &PrinterProfile) -> Result<(), PrinterProfileError> {
    let profile =
        LcmsProfile::new_icc(printer.icc()).map_err(|_| PrinterProfileError::NotAProfile)?;
    if profile.color_space() != ColorSpaceSignature::RgbData {
        return Err(PrinterProfileError::NotRgb);
    }
    match profile.device_class() {
        ProfileClassSignature::OutputClass | ProfileClassSignature::DisplayClass => {}
        _ => return Err(PrinterProfileError::NotAnOutput),
    }
    let target = Target::Printer(printer.clone());
    Baker::new(icc_bytes(Standard::Srgb), Kind::Rgb, &target)
        .and_then(|baker| baker.rgb(&[[0; 3], [u16::MAX; 3]]))
        .map(|_| ())
        .ok_or(PrinterProfileError::NoTables)
}

impl From<Intent> for LcmsIntent {
    fn from(intent: Intent) -> Self {
        match intent {
            Intent::RelativeColorimetric => Self::RelativeColorimetric,
            Intent::Perceptual => Self::Perceptual,
            Intent::Saturation => Self::Saturation,
            Intent::AbsoluteColorimetric => Self::AbsoluteColorimetric,
        }
    }
}
