//! HEIC and AVIF: boxes in boxes, and pictures made of pictures.

use super::{Bomb, bomb};
use crate::seeds::seed;

pub(super) fn bombs() -> Vec<Bomb> {
    vec![
        bomb(
            "a grid of 256 x 256 tiles that are one",
            grid(255, 255, 65_535, 65_535, 1),
        ),
        bomb(
            "a grid of giant tiles",
            grid(1, 1, 0x7fff_ffff, 0x7fff_ffff, 4),
        ),
        bomb(
            "a grid within the limits, of tiles that are missing",
            grid(9, 9, 10_900, 10_900, 0),
        ),
        bomb("a grid of itself", grid_of_itself()),
        bomb("boxes in boxes, 10,000 deep", nested(10_000)),
        bomb(
            "a box of no length, again and again",
            repeated(&[0, 0, 0, 0, b'f', b'r', b'e', b'e']),
        ),
        bomb(
            "a box shorter than its header",
            repeated(&[0, 0, 0, 1, b'f', b'r', b'e', b'e']),
        ),
        bomb(
            "a box of a length of 64 bits",
            repeated(&[
                0, 0, 0, 1, b'm', b'd', b'a', b't', 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
            ]),
        ),
        bomb(
            "a million brands",
            whole_box(b"ftyp", &b"heic".repeat(1_000_000)),
        ),
        bomb(
            "a HEIC that ends in its brand",
            seed("plain.heic")[..24].to_vec(),
        ),
        bomb("a HEIC without data", seed("plain.heic")[..600].to_vec()),
        bomb(
            "an AVIF under a HEIC's name",
            renamed("plain.avif", b"heic"),
        ),
        bomb(
            "a HEIC under an AVIF's name",
            renamed("plain.heic", b"avif"),
        ),
        bomb("a HEIC under a film's name", renamed("plain.heic", b"isom")),
        bomb(
            "a HEIC turned a thousand times",
            with_properties(&whole_box(b"irot", &[1]).repeat(1_000)),
        ),
        bomb(
            "a crop outside the picture",
            with_properties(&whole_box(b"clap", &[0xff; 32])),
        ),
        bomb(
            "a profile of four thousand million bytes",
            with_properties(b"\xff\xff\xff\xffcolrprof"),
        ),
    ]
}

fn whole_box(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u32 + 8).to_be_bytes();
    [length.as_slice(), name, content].concat()
}

fn full_box(name: &[u8; 4], version: u8, content: &[u8]) -> Vec<u8> {
    whole_box(name, &[&[version, 0, 0, 0], content].concat())
}

fn brand() -> Vec<u8> {
    whole_box(b"ftyp", b"heic\0\0\0\0mif1heic")
}

fn nested(depth: usize) -> Vec<u8> {
    let mut inner = Vec::new();
    for _ in 0..depth {
        inner = whole_box(b"meta", &[&[0; 4], inner.as_slice()].concat());
    }
    [brand(), inner].concat()
}

fn repeated(part: &[u8]) -> Vec<u8> {
    [brand(), part.repeat(10_000)].concat()
}

fn renamed(name: &str, brand: &[u8; 4]) -> Vec<u8> {
    let mut file = seed(name).to_vec();
    file[8..12].copy_from_slice(brand);
    file
}

/// The plain HEIC with more properties than it has, without anything else moved.
fn with_properties(properties: &[u8]) -> Vec<u8> {
    let mut file = seed("plain.heic").to_vec();
    let name = file
        .windows(4)
        .position(|name| name == b"ipco")
        .expect("properties");
    file.splice(name + 4..name + 4, properties.iter().copied());
    file
}

/// A picture of `(rows + 1) x (columns + 1)` tiles, each of which is the same item of one byte
/// (ISO/IEC 23008-12, section 6.6.2.3). `tiles` is how many of them are really named.
fn grid(rows: u8, columns: u8, width: u32, height: u32, tiles: u16) -> Vec<u8> {
    let sides = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let description = [&[0, 1, rows, columns], sides.as_slice()].concat();
    heif(&description, &vec![2; usize::from(tiles)], &sides)
}

fn grid_of_itself() -> Vec<u8> {
    let description = [0, 0, 1, 1, 1, 0, 1, 0];
    let side = 256_u32.to_be_bytes();
    heif(&description, &[1; 4], &[side, side].concat())
}

/// A file whose primary item, number 1, is a grid of the `named` items; item 2 is HEVC.
fn heif(description: &[u8], named: &[u16], sides: &[u8]) -> Vec<u8> {
    let info = |number: u8, kind: &[u8; 4]| {
        full_box(
            b"infe",
            2,
            &[&[0, number, 0, 0], kind.as_slice(), &[0]].concat(),
        )
    };
    let mut references = vec![0, 1];
    references.extend((named.len() as u16).to_be_bytes());
    references.extend(named.iter().flat_map(|item| item.to_be_bytes()));
    let place = |number: u8, offset: u8, length: u8| {
        vec![
            0, number, 0, 1, 0, 0, 0, 1, 0, 0, 0, offset, 0, 0, 0, length,
        ]
    };
    let length = description.len() as u8;
    let properties = whole_box(b"ipco", &full_box(b"ispe", 0, sides));
    let belongings = full_box(b"ipma", 0, &[0, 0, 0, 2, 0, 1, 1, 0x81, 0, 2, 1, 0x81]);
    let meta = [
        full_box(b"hdlr", 0, b"\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0"),
        full_box(b"pitm", 0, &[0, 1]),
        full_box(
            b"iinf",
            0,
            &[vec![0, 2], info(1, b"grid"), info(2, b"hvc1")].concat(),
        ),
        full_box(b"iref", 0, &whole_box(b"dimg", &references)),
        whole_box(b"iprp", &[properties, belongings].concat()),
        full_box(
            b"iloc",
            1,
            &[vec![0x44, 0, 0, 2], place(1, 0, length), place(2, 0, 1)].concat(),
        ),
        whole_box(b"idat", description),
    ];
    [brand(), full_box(b"meta", 0, &meta.concat())].concat()
}
