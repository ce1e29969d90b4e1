//! A photo that was looked at.

use bytes::Bytes;
use imaging::colour::{Destination, Standard, from_working, icc_bytes};
use imaging::{Chroma, EncodeError, Encoder, Header, JpegSettings, Rgb8};
use order::Soundness;

use crate::promises::Sight;

/// JPEG quality of what is edited: what it loses must not show after a strong stroke.
const PROOF_QUALITY: u8 = 95;

/// JPEG quality of a preview: no artefact shows on a screen at arm's length.
pub(crate) const PREVIEW_QUALITY: u8 = 85;

/// A screen's density, which nobody reads.
const SCREEN_DPI: u16 = 96;

/// A photo that can be shown. Its pictures were encoded on this side of
/// the jail, from pixels: they are well-formed whatever the photo was.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What the photo's header says; its sizes are those of the whole upright photo.
    pub header: Header,
    /// Whether the file could be read to its end.
    pub soundness: Soundness,
    /// The upright photo to edit by, at most [`OPEN_SIDE_PX`](crate::protocol::OPEN_SIDE_PX) on its
    /// longer side: a JPEG in Display P3 with all of its colour samples.
    pub proof: Bytes,
    /// The same for the screen: an sRGB JPEG with a quarter of the colour samples.
    pub preview: Bytes,
    /// The whole photo as a JPEG that takes its place, if its format is slow to decode.
    pub master: Option<Bytes>,
}

impl Opened {
    pub(crate) fn of(sight: Sight) -> Result<Self, EncodeError> {
        let Sight {
            header,
            soundness,
            picture,
        } = sight;
        let proof = proof(&picture)?;
        let size = picture.size();
        let pixels = from_working(picture.into_pixels(), &Destination::Srgb);
        let picture = Rgb8::new(size, pixels).ok_or(EncodeError::Profile)?;
        let preview = imaging::encode_preview_jpeg(&picture, PREVIEW_QUALITY)?;
        Ok(Self {
            header,
            soundness,
            proof: proof.into(),
            preview: preview.into(),
            master: None,
        })
    }
}

fn proof(picture: &Rgb8) -> Result<Vec<u8>, EncodeError> {
    let settings = JpegSettings {
        quality: PROOF_QUALITY,
        chroma: Chroma::Full,
        dpi: SCREEN_DPI,
        profile: icc_bytes(Standard::DisplayP3),
    };
    let mut encoder = Encoder::new(picture.size(), settings)?;
    for row in picture.rows() {
        encoder.row(row)?;
    }
    Ok(encoder.finish()?)
}
