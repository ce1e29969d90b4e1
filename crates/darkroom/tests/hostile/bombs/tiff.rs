//! TIFF: directories, strips and tags that point anywhere.

use super::{Bomb, bomb};

/// One entry of a directory: tag, type (3 short, 4 long), count, value.
type Entry = (u16, u16, u32, u32);

pub(super) fn bombs() -> Vec<Bomb> {
    vec![
        bomb("a directory that follows itself", tiff(&plain(300, 300), 8)),
        bomb(
            "a directory beyond the file",
            tiff(&plain(300, 300), 0xffff_fff0),
        ),
        bomb("65,535 entries", tiff(&[(256, 4, 1, 300); 65_535], 0)),
        bomb("no entries", tiff(&[], 0)),
        bomb(
            "four thousand million strips",
            changed(300, 300, (273, 4, u32::MAX, 8)),
        ),
        bomb(
            "strips of four thousand million bytes",
            changed(300, 300, (279, 4, 1, u32::MAX)),
        ),
        bomb(
            "a strip beyond the file",
            changed(300, 300, (273, 4, 1, 0xffff_0000)),
        ),
        bomb("no rows in a strip", changed(300, 300, (278, 4, 1, 0))),
        bomb(
            "one row in each of 30,000 strips",
            changed(300, 30_000, (278, 4, 1, 1)),
        ),
        bomb(
            "65,535 samples a pixel",
            changed(300, 300, (277, 3, 1, 65_535)),
        ),
        bomb("no samples a pixel", changed(300, 300, (277, 3, 1, 0))),
        bomb("64 bits a sample", changed(300, 300, (258, 3, 1, 64))),
        bomb("255 bits a sample", changed(300, 300, (258, 3, 1, 255))),
        bomb("floating point", changed(300, 300, (339, 3, 1, 3))),
        bomb(
            "an unknown compression",
            changed(300, 300, (259, 3, 1, 65_000)),
        ),
        bomb("LZW of nothing", changed(10_900, 10_900, (259, 3, 1, 5))),
        bomb(
            "deflate of nothing",
            changed(10_900, 10_900, (259, 3, 1, 8)),
        ),
        bomb(
            "PackBits of nothing",
            changed(10_900, 10_900, (259, 3, 1, 32_773)),
        ),
        bomb("fax of nothing", changed(10_900, 10_900, (259, 3, 1, 4))),
        bomb("JPEG of nothing", changed(300, 300, (259, 3, 1, 7))),
        bomb(
            "120 million pixels of no bytes",
            tiff(&plain(12_000, 10_000), 0),
        ),
        bomb("tiles of one pixel", tiles(1, 1)),
        bomb(
            "tiles of four thousand million pixels",
            tiles(u32::MAX, u32::MAX),
        ),
        bomb("tiles of nothing", tiles(0, 0)),
        bomb(
            "a profile of four thousand million bytes",
            changed(300, 300, (34_675, 7, u32::MAX, 8)),
        ),
        bomb(
            "a directory of EXIF in itself",
            changed(300, 300, (34_665, 4, 1, 8)),
        ),
        bomb("a BigTIFF of a directory without end", {
            [
                b"II+\0\x08\0\0\0".as_slice(),
                &16_u64.to_le_bytes(),
                &[0xff; 64],
            ]
            .concat()
        }),
        bomb("a TIFF that ends in its header", b"II*\0\x08\0".to_vec()),
        bomb(
            "a TIFF for the other end",
            b"MM\0*\0\0\0\x08\xff\xff".repeat(100),
        ),
    ]
}

fn plain(width: u32, height: u32) -> Vec<Entry> {
    vec![
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (277, 3, 1, 1),
        (278, 4, 1, height),
        (279, 4, 1, width.wrapping_mul(height)),
    ]
}

/// A plain one with one entry replaced or added, in the order of tags.
fn changed(width: u32, height: u32, entry: Entry) -> Vec<u8> {
    let mut entries = plain(width, height);
    entries.retain(|(tag, ..)| *tag != entry.0);
    entries.push(entry);
    entries.sort_unstable_by_key(|(tag, ..)| *tag);
    tiff(&entries, 0)
}

fn tiles(width: u32, height: u32) -> Vec<u8> {
    let mut entries = plain(5_000, 5_000);
    entries.retain(|(tag, ..)| ![273, 278, 279].contains(tag));
    entries.extend([
        (322, 4, 1, width),
        (323, 4, 1, height),
        (324, 4, 1, 8),
        (325, 4, 1, 64),
    ]);
    tiff(&entries, 0)
}

fn tiff(entries: &[Entry], next: u32) -> Vec<u8> {
    let mut file = b"II*\0\x08\0\0\0".to_vec();
    file.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, count, value) in entries {
        file.extend(tag.to_le_bytes());
        file.extend(kind.to_le_bytes());
        file.extend(count.to_le_bytes());
        file.extend(value.to_le_bytes());
    }
    file.extend(next.to_le_bytes());
    file.extend([0x5a; 90_000]);
    file
}
