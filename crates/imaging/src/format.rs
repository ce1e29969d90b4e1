//! Recognising a file by its first bytes. Names and declared types are never believed.

use order::Refusal;
use serde::{Deserialize, Serialize};

/// A picture format that is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// JPEG; of a file with several pictures (panorama, gain map) the first.
    Jpeg,
    /// PNG; of an animated one the still picture.
    Png,
    /// WebP; of an animated one the first frame.
    Webp,
    /// Windows bitmap.
    Bmp,
    /// GIF; the first frame.
    Gif,
    /// TIFF; the first page.
    Tiff,
    /// HEIC or HEIF with HEVC inside; the primary picture.
    Heic,
    /// AVIF: HEIF with AV1 inside; the primary picture.
    Avif,
}

/// The format of a picture, or why such a file is not printed.
pub(crate) fn recognise(bytes: &[u8]) -> Result<Format, Refusal> {
    if let Some((_, format)) = PICTURES.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Ok(*format);
    }
    if bytes.starts_with(b"RIFF") {
        return match bytes.get(8..12) {
            Some(b"WEBP") => Ok(Format::Webp),
            Some(b"AVI ") => Err(Refusal::Video),
            _ => Err(Refusal::NotAPicture),
        };
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return of_brands(bytes);
    }
    Err(OTHERS
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map_or_else(|| of_text(bytes), |(_, refusal)| *refusal))
}

const PICTURES: [(&[u8], Format); 7] = [
    (b"\xff\xd8\xff", Format::Jpeg),
    (b"\x89PNG\r\n\x1a\n", Format::Png),
    (b"GIF87a", Format::Gif),
    (b"GIF89a", Format::Gif),
    (b"BM", Format::Bmp),
    (b"II*\0", Format::Tiff),
    (b"MM\0*", Format::Tiff),
];

const OTHERS: [(&[u8], Refusal); 13] = [
    (b"\x1aE\xdf\xa3", Refusal::Video),    // Matroska, WebM
    (b"\0\0\x01\xba", Refusal::Video),     // MPEG programme stream
    (b"\0\0\x01\xb3", Refusal::Video),     // MPEG video
    (b"FLV\x01", Refusal::Video),          // Flash video
    (b"\x30\x26\xb2\x75", Refusal::Video), // Windows Media
    (b"%PDF-", Refusal::Document),         // PDF
    (b"%!PS", Refusal::Document),          // PostScript
    (b"PK\x03\x04", Refusal::Document),    // ZIP and the office formats
    (b"PK\x05\x06", Refusal::Document),    // an empty ZIP
    (b"\x1f\x8b", Refusal::Document),      // gzip
    (b"7z\xbc\xaf\x27\x1c", Refusal::Document),
    (b"Rar!\x1a\x07", Refusal::Document),
    (b"\xd0\xcf\x11\xe0", Refusal::Document), // old office formats
];

/// Files of the ISO base media family name their kind in a list of brands (ISO/IEC 14496-12,
/// section 4.3): the major one first, and pictures often only among the compatible ones.
fn of_brands(bytes: &[u8]) -> Result<Format, Refusal> {
    let length = bytes
        .first_chunk::<4>()
        .map_or(0, |length| u32::from_be_bytes(*length) as usize)
        .clamp(16, 256)
        .min(bytes.len());
    let brands = || {
        bytes[8..length.max(8)]
            .chunks_exact(4)
            .enumerate()
            .filter(|(at, _)| *at != 1) // the second word is a version
            .map(|(_, brand)| brand)
    };
    if brands().any(|brand| matches!(brand, b"avif" | b"avis")) {
        Ok(Format::Avif)
    } else if brands().any(|brand| HEIF_BRANDS.contains(&brand)) {
        Ok(Format::Heic)
    } else {
        Err(Refusal::Video)
    }
}

const HEIF_BRANDS: [&[u8]; 8] = [
    b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1",
];

/// SVG and web pages have no magic number, only text.
fn of_text(bytes: &[u8]) -> Refusal {
    let head = &bytes[..bytes.len().min(512)];
    let head = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    let starts = |tag: &[u8]| {
        head.get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag))
    };
    if [b"<?xml".as_slice(), b"<svg", b"<!doctype", b"<html"]
        .iter()
        .any(|tag| starts(tag))
    {
        Refusal::Document
    } else {
        Refusal::NotAPicture
    }
}
