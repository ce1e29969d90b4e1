//! TIFFs whose samples are numbers of colours. The `tiff` crate reads no such file, but the
//! numbers are stored as greys would be: so the directory is told that they are greys.

/// TIFF's tag for what samples mean, and its values for numbers and for greys.
const MEANING: u16 = 262;
const IS_PALETTE: u16 = 3;
const IS_GREY: u16 = 1;
/// TIFF's tag for the colours: all reds, then all greens, then all blues, 16 bits each.
const COLOUR_MAP: u16 = 320;
/// A classic directory's entry: tag, kind, count, and the value or where it is.
const ENTRY_BYTES: usize = 12;
/// The kind "16-bit number".
const SHORT: u16 = 3;

/// The colours by number.
pub(super) struct Palette(Vec<[u8; 3]>);

/// Reads numbers in the file's byte order.
struct Reader<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Palette {
    /// The palette of a classic TIFF's first page and a copy of the file that calls its numbers
    /// greys; `None` for every other file.
    pub(super) fn of_tiff(bytes: &[u8]) -> Option<(Self, Vec<u8>)> {
        let reader = Reader {
            bytes,
            little: bytes.starts_with(b"II"),
        };
        let directory = reader.long(4)? as usize;
        let entries = usize::from(reader.short(directory)?);
        let entry = |tag: u16| {
            (0..entries)
                .map(|index| directory + 2 + index * ENTRY_BYTES)
                .find(|at| reader.short(*at) == Some(tag))
        };
        let meaning = entry(MEANING)? + 8;
        if reader.short(meaning)? != IS_PALETTE {
            return None;
        }
        let map = entry(COLOUR_MAP)?;
        let count = reader.long(map + 4)? as usize;
        if reader.short(map + 2)? != SHORT || !count.is_multiple_of(3) || count > 3 * 256 {
            return None;
        }
        let (start, colours) = (reader.long(map + 8)? as usize, count / 3);
        let colour = |number: usize| {
            let channel = |plane: usize| {
                // The high byte: writers fill 16 bits by repeating or by shifting 8.
                Some((reader.short(start + 2 * (plane * colours + number))? >> 8) as u8)
            };
            Some([channel(0)?, channel(1)?, channel(2)?])
        };
        let palette = (0..colours).map(colour).collect::<Option<Vec<_>>>()?;
        let mut readable = bytes.to_vec();
        let grey = if reader.little {
            IS_GREY.to_le_bytes()
        } else {
            IS_GREY.to_be_bytes()
        };
        readable
            .get_mut(meaning..meaning + 2)?
            .copy_from_slice(&grey);
        Some((Self(palette), readable))
    }

    /// Three bytes for each number; one that has no colour is black.
    pub(super) fn colours(&self, numbers: &[u8]) -> Vec<u8> {
        numbers
            .iter()
            .flat_map(|number| {
                self.0
                    .get(usize::from(*number))
                    .copied()
                    .unwrap_or_default()
            })
            .collect()
    }
}

impl Reader<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let bytes = *self.bytes.get(at..)?.first_chunk()?;
        Some(if self.little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let bytes = *self.bytes.get(at..)?.first_chunk()?;
        Some(if self.little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }
}
