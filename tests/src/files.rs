//! Files that are no photographs, or not quite.

use crate::photographs::File;

/// The beginning of an ISO media file of that brand; the rest does not matter.
fn iso_media(name: &str, media_type: &'static str, brand: &[u8; 4]) -> File {
    let mut bytes = vec![0, 0, 0, 24];
    bytes.extend(b"ftyp");
    bytes.extend(brand);
    bytes.extend([0, 0, 0, 0]);
    bytes.extend(brand);
    bytes.extend(b"mp41");
    bytes.resize(4096, 0);
    File {
        name: name.to_owned(),
        media_type,
        bytes,
    }
}

/// A video.
pub fn video() -> File {
    iso_media("birthday.mp4", "video/mp4", b"isom")
}

/// A HEIC photo, as iPhones keep them.
pub fn heic() -> File {
    iso_media("IMG_0001.HEIC", "image/heic", b"heic")
}

/// A document that calls itself a photo.
pub fn pdf() -> File {
    File {
        name: "boarding pass.jpg".to_owned(),
        media_type: "image/jpeg",
        bytes: b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n".to_vec(),
    }
}

/// Words.
pub fn text() -> File {
    File {
        name: "notes.txt".to_owned(),
        media_type: "text/plain",
        bytes: b"Please print this.\n".repeat(50),
    }
}

/// A few bytes that ask for 400 million pixels.
pub fn png_bomb() -> File {
    const SIDE: u32 = 19_999;
    let mut header = SIDE.to_be_bytes().to_vec();
    header.extend(SIDE.to_be_bytes());
    header.extend([1, 0, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut bytes, b"IHDR", &header);
    // An empty zlib stream: whoever unpacks this has looked too late.
    chunk(&mut bytes, b"IDAT", &[0x78, 0x9c, 3, 0, 0, 0, 0, 1]);
    chunk(&mut bytes, b"IEND", &[]);
    File {
        name: "bomb.png".to_owned(),
        media_type: "image/png",
        bytes,
    }
}

/// What is left of a file when the sender's battery dies after so many bytes.
pub fn cut_off(mut file: File, bytes: usize) -> File {
    file.bytes.truncate(bytes);
    file
}

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], body: &[u8]) {
    let length = u32::try_from(body.len()).unwrap_or(0);
    png.extend(length.to_be_bytes());
    let start = png.len();
    png.extend(kind);
    png.extend(body);
    let checksum = crc32(&png[start..]);
    png.extend(checksum.to_be_bytes());
}

/// The CRC of PNG chunks (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    let remainder = bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 * (crc & 1))
        })
    });
    !remainder
}
