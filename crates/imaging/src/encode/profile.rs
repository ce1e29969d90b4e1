//! Which profile goes into a file.

use std::sync::OnceLock;

use super::EncodeError;

/// What the samples of a finished picture mean, as the file says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbeddedProfile<'a> {
    /// sRGB, IEC 61966-2-1.
    Srgb,
    /// An ICC profile of three colours, as a file holds it: a printer's own, usually.
    Icc(&'a [u8]),
}

impl<'a> EmbeddedProfile<'a> {
    /// The profile as an ICC file.
    ///
    /// # Errors
    /// [`EncodeError::Profile`], if sRGB could not be written.
    pub fn icc(self) -> Result<&'a [u8], EncodeError> {
        match self {
            Self::Srgb => srgb().ok_or(EncodeError::Profile),
            Self::Icc(profile) => Ok(profile),
        }
    }
}

/// The sRGB profile as an ICC file, made once.
fn srgb() -> Option<&'static [u8]> {
    static PROFILE: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    PROFILE
        .get_or_init(|| moxcms::ColorProfile::new_srgb().encode().ok())
        .as_deref()
}
