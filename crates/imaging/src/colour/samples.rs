//! Decoded pixels whose meaning a profile tells.

use std::fmt;

/// Decoded samples, 8 bits each, row by row without padding.
#[derive(Clone)]
pub enum Samples {
    /// One sample a pixel.
    Grey(Vec<u8>),
    /// Red, green, blue.
    Rgb(Vec<u8>),
    /// Cyan, magenta, yellow, black; 255 is full ink.
    Cmyk(Vec<u8>),
}

impl fmt::Debug for Samples {
    /// A stranger's photo never reaches a log: only its kind is printed.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind().fmt(formatter)
    }
}

/// What the samples of a pixel are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One sample of grey.
    Grey,
    /// Red, green, blue.
    Rgb,
    /// Cyan, magenta, yellow, black.
    Cmyk,
}

impl Samples {
    /// What the samples of a pixel are.
    pub(super) const fn kind(&self) -> Kind {
        match self {
            Self::Grey(_) => Kind::Grey,
            Self::Rgb(_) => Kind::Rgb,
            Self::Cmyk(_) => Kind::Cmyk,
        }
    }

    /// All samples.
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Grey(bytes) | Self::Rgb(bytes) | Self::Cmyk(bytes) => bytes,
        }
    }

    /// Samples of one pixel.
    pub(crate) const fn per_pixel(&self) -> usize {
        self.kind().per_pixel()
    }

    /// The samples, taken out.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Grey(bytes) | Self::Rgb(bytes) | Self::Cmyk(bytes) => bytes,
        }
    }
}

impl Kind {
    /// Samples of one pixel.
    pub(super) const fn per_pixel(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::Rgb => 3,
            Self::Cmyk => 4,
        }
    }
}
