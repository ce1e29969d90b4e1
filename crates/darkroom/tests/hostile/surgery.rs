//! Knowing where a format keeps its parts, as far as an attacker would bother to.

use std::ops::Range;

/// The parts a file is made of: PNG chunks, JPEG segments, RIFF chunks, ISO boxes. Empty for the
/// others, and for a file too broken to walk.
pub(crate) fn parts(file: &[u8]) -> Vec<Range<usize>> {
    if file.starts_with(b"\x89PNG") {
        walk(file, 8, |rest| Some(be32(rest, 0)? + 12))
    } else if file.starts_with(b"\xff\xd8") {
        walk(file, 2, |rest| match rest.get(1)? {
            0xda => Some(rest.len()), // the scan and all that follows
            _ => Some(be16(rest, 2)? + 2),
        })
    } else if file.starts_with(b"RIFF") {
        walk(file, 12, |rest| {
            Some(le32(rest, 4)?.next_multiple_of(2) + 8)
        })
    } else if file.get(4..8) == Some(b"ftyp") {
        walk(file, 0, |rest| be32(rest, 0))
    } else {
        Vec::new()
    }
}

fn walk(file: &[u8], start: usize, length: impl Fn(&[u8]) -> Option<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut at = start;
    while let Some(rest) = file.get(at..).filter(|rest| !rest.is_empty()) {
        match length(rest) {
            Some(length) if length >= 2 && length <= rest.len() => {
                parts.push(at..at + length);
                at += length;
            }
            _ => break,
        }
    }
    parts
}

/// Where a file says how large its picture is, and how wide each number is.
pub(crate) fn sizes(file: &[u8]) -> Vec<(usize, Number)> {
    let pair = |at: usize, step: usize, number| vec![(at, number), (at + step, number)];
    if file.starts_with(b"\x89PNG") {
        pair(16, 4, Number::Be32)
    } else if file.starts_with(b"GIF8") {
        pair(6, 2, Number::Le16)
    } else if file.starts_with(b"BM") {
        pair(18, 4, Number::Le32)
    } else if file.starts_with(b"\xff\xd8") {
        parts(file)
            .into_iter()
            .find(|part| matches!(file[part.start + 1], 0xc0..=0xc2))
            .map_or_else(Vec::new, |part| pair(part.start + 5, 2, Number::Be16))
    } else if file.starts_with(b"RIFF") {
        match file.get(12..16) {
            Some(b"VP8X") => pair(24, 3, Number::Le16),
            Some(b"VP8 ") => pair(26, 2, Number::Le16),
            _ => vec![(21, Number::Le16), (23, Number::Le16)],
        }
    } else if file.starts_with(b"II*\0") {
        // The value of the entries for ImageWidth and ImageLength, tags 256 and 257.
        (8..file.len().saturating_sub(12))
            .filter(|at| matches!(file[*at..*at + 4], [0 | 1, 1, 3 | 4, 0]))
            .map(|at| (at + 8, Number::Le32))
            .take(2)
            .collect()
    } else {
        // The box that says how large an item is (ISO/IEC 23008-12, section 6.5.3).
        file.windows(4)
            .position(|name| name == b"ispe")
            .map_or_else(Vec::new, |at| pair(at + 8, 4, Number::Be32))
    }
}

/// How a number is written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    Be16,
    Be32,
    Le16,
    Le32,
}

impl Number {
    /// Writes a number over what stands there, as much of it as there is room for.
    pub(crate) fn write(self, file: &mut [u8], at: usize, value: u32) {
        let low = value as u16;
        let bytes = match self {
            Self::Be16 => low.to_be_bytes().to_vec(),
            Self::Le16 => low.to_le_bytes().to_vec(),
            Self::Be32 => value.to_be_bytes().to_vec(),
            Self::Le32 => value.to_le_bytes().to_vec(),
        };
        for (place, byte) in file.iter_mut().skip(at).zip(bytes) {
            *place = byte;
        }
    }
}

/// Makes a PNG's checksums right again, so that what was done to it is looked at.
pub(crate) fn mend(file: &mut [u8]) {
    if !file.starts_with(b"\x89PNG") {
        return;
    }
    for part in parts(file) {
        let sum = crc(&file[part.start + 4..part.end - 4]);
        Number::Be32.write(file, part.end - 4, sum);
    }
}

/// CRC-32 as PNG wants it (ISO/IEC 15948, annex D).
pub(crate) fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
        })
    })
}

fn be16(bytes: &[u8], at: usize) -> Option<usize> {
    let word = bytes.get(at..at + 2)?;
    Some(usize::from(word[0]) << 8 | usize::from(word[1]))
}

fn be32(bytes: &[u8], at: usize) -> Option<usize> {
    let word = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_be_bytes(word) as usize)
}

fn le32(bytes: &[u8], at: usize) -> Option<usize> {
    let word = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_le_bytes(word) as usize)
}
