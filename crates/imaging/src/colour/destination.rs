//! Whose numbers a finished picture is made of: the screen's, or a printer's by its profile.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::bake;
use super::profile::MAX_PROFILE_BYTES;

/// What the numbers of a finished picture mean.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Destination {
    /// sRGB: screens, and printers whose driver or firmware knows its own colours.
    #[default]
    Srgb,
    /// A printer's own numbers.
    Printer(PrinterProfile),
}

/// A printer's ICC profile and how to use it. Clones share the bytes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct PrinterProfile {
    icc: Arc<[u8]>,
    intent: Intent,
    black_point_compensation: bool,
}

/// What becomes of colours that the paper cannot show (ICC.1:2022, section 6.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// Colours that can be shown stay as they are, measured from the paper's white; the others
    /// become the nearest. Right for photos together with black point compensation.
    #[default]
    RelativeColorimetric,
    /// All colours move together, as the profile's maker found pleasing.
    Perceptual,
    /// Strong colours stay strong: for charts.
    Saturation,
    /// The paper's white is imitated too: for proofs.
    AbsoluteColorimetric,
}

/// Why a file is no printer profile that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PrinterProfileError {
    /// Larger than any real profile.
    #[error("a printer profile has at most {} MiB", MAX_PROFILE_BYTES / 1024 / 1024)]
    TooLarge,
    /// Not an ICC file, or a damaged one.
    #[error("this file is not an ICC profile")]
    NotAProfile,
    /// A profile of grey, of inks, or of no device.
    #[error("the profile is not of a device that is driven by red, green and blue")]
    NotRgb,
    /// A scanner's or camera's profile, a link between two devices, or an abstract one.
    #[error("the profile is not of a printer or a screen")]
    NotAnOutput,
    /// The tables towards the device are missing or broken.
    #[error("the profile has no usable tables towards the device")]
    NoTables,
}

impl PrinterProfile {
    /// A profile, if littleCMS can convert to it.
    ///
    /// `black_point_compensation` maps black to the paper's black, so that shadows keep their
    /// steps; it has no effect on the absolute colorimetric intent.
    ///
    /// # Errors
    /// [`PrinterProfileError`] says in words what is wrong with the file.
    pub fn new(
        icc: impl Into<Arc<[u8]>>,
        intent: Intent,
        black_point_compensation: bool,
    ) -> Result<Self, PrinterProfileError> {
        let icc = icc.into();
        if icc.len() > MAX_PROFILE_BYTES {
            return Err(PrinterProfileError::TooLarge);
        }
        let profile = Self {
            icc,
            intent,
            black_point_compensation,
        };
        bake::check(&profile)?;
        Ok(profile)
    }

    /// The profile as a file, for embedding.
    pub fn icc(&self) -> &[u8] {
        &self.icc
    }

    /// What becomes of colours that the paper cannot show.
    pub const fn intent(&self) -> Intent {
        self.intent
    }

    /// Whether black becomes the paper's black.
    pub const fn black_point_compensation(&self) -> bool {
        self.black_point_compensation
    }
}

impl fmt::Debug for PrinterProfile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PrinterProfile")
            .field("icc_bytes", &self.icc.len())
            .field("intent", &self.intent)
            .field("black_point_compensation", &self.black_point_compensation)
            .finish()
    }
}

/// A printer profile as it is written down.
#[derive(Serialize, Deserialize)]
struct Written {
    /// The file in base64.
    icc: String,
    intent: Intent,
    black_point_compensation: bool,
}

impl TryFrom<Written> for PrinterProfile {
    type Error = PrinterProfileError;

    fn try_from(written: Written) -> Result<Self, PrinterProfileError> {
        let icc = BASE64_STANDARD
            .decode(written.icc)
            .map_err(|_| PrinterProfileError::NotAProfile)?;
        Self::new(icc, written.intent, written.black_point_compensation)
    }
}

impl From<PrinterProfile> for Written {
    fn from(profile: PrinterProfile) -> Self {
        Self {
            icc: BASE64_STANDARD.encode(&profile.icc),
            intent: profile.intent,
            black_point_compensation: profile.black_point_compensation,
        }
    }
}
