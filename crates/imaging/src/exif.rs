//! The two things that EXIF says about a photo's pixels: which way is up, and, from cameras that
//! embed no profile, that the colours are Adobe RGB.

use exif::{In, Reader, Tag};

use crate::geometry::Turn;

/// What was found; nothing at all is the common case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Exif {
    /// How stored pixels become upright.
    pub turn: Turn,
    /// The DCF "optional colour space" (interoperability index R03): Adobe RGB.
    pub adobe_rgb: bool,
}

impl Exif {
    /// Reads the TIFF structure of an EXIF block. A broken block says nothing, because a wrong
    /// tag is no reason to refuse a photo.
    pub(crate) fn read(block: Vec<u8>) -> Self {
        let read = Reader::new().continue_on_error(true).read_raw(block);
        let Ok(fields) = read.or_else(|error| error.distill_partial_result(|_| ())) else {
            return Self::default();
        };
        let orientation = fields
            .get_field(Tag::Orientation, In::PRIMARY)
            .and_then(|field| field.value.get_uint(0));
        let adobe_rgb = fields
            .get_field(Tag::InteroperabilityIndex, In::PRIMARY)
            .is_some_and(|field| match &field.value {
                exif::Value::Ascii(lines) => lines.first().is_some_and(|line| line == b"R03"),
                _ => false,
            });
        Self {
            turn: orientation.map_or_else(Turn::default, Turn::from_exif),
            adobe_rgb,
        }
    }
}
