//! PNG: anything may be compressed, and anything may be repeated.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

use super::{Bomb, bomb};
use crate::seeds::seed;
use crate::surgery::crc;

pub(super) fn bombs() -> Vec<Bomb> {
    let zeros = zeros(120_000_000);
    vec![
        bomb(
            "48 KB for 19,999 x 19,999 pixels of one bit",
            blank(19_999, 19_999, 1, 0),
        ),
        bomb(
            "a picture of exactly as many pixels as allowed",
            blank(12_000, 10_000, 1, 0),
        ),
        bomb("the longest side allowed", blank(30_000, 4_000, 8, 0)),
        bomb(
            "800 MB of samples within the pixels allowed",
            blank(10_000, 10_000, 16, 6),
        ),
        bomb(
            "a zTXt chunk of 120 MB",
            with(b"zTXt", &[b"Comment\0\0".as_slice(), &zeros].concat()),
        ),
        bomb(
            "an iTXt chunk of 120 MB",
            with(
                b"iTXt",
                &[b"Comment\0\x01\0\0\0".as_slice(), &zeros].concat(),
            ),
        ),
        bomb(
            "an ICC profile of 120 MB",
            with(b"iCCP", &[b"profile\0\0".as_slice(), &zeros].concat()),
        ),
        bomb(
            "an EXIF block of 8 MB of entries",
            with(b"eXIf", &exif(500_000)),
        ),
        bomb(
            "100,000 comments",
            repeated(b"tEXt", b"Comment\0bomb", 100_000),
        ),
        bomb("100,000 empty data chunks", repeated(b"IDAT", b"", 100_000)),
        bomb(
            "1,000 compressed comments",
            repeated(
                b"zTXt",
                &[b"C\0\0".as_slice(), &self::zeros(100_000)].concat(),
                1_000,
            ),
        ),
        bomb(
            "an animation of four thousand million frames",
            with(b"acTL", &[0xff; 8]),
        ),
        bomb(
            "a header of no colour type",
            header(&[0, 0, 1, 0, 0, 0, 1, 0, 8, 5, 0, 0, 0]),
        ),
        bomb(
            "a header of 255 bits",
            header(&[0, 0, 1, 0, 0, 0, 1, 0, 255, 2, 0, 0, 0]),
        ),
        bomb("a header of 4 MB", header(&vec![1; 4_000_000])),
        bomb("a chunk of no end", with_length(u32::MAX)),
        bomb(
            "a chunk of the most bytes allowed",
            with_length(0x7fff_ffff),
        ),
        bomb(
            "a picture that never comes",
            [&blank(1_000, 1_000, 8, 2)[..60], &[0; 40]].concat(),
        ),
        bomb("ten times more data than pixels", {
            let mut file = start(200, 200, 8, 2);
            chunk(&mut file, b"IDAT", &self::zeros(1_200_000));
            chunk(&mut file, b"IEND", b"");
            file
        }),
    ]
}

fn start(width: u32, height: u32, bits: u8, colour: u8) -> Vec<u8> {
    let sides = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header(&[sides.as_slice(), &[bits, colour, 0, 0, 0]].concat())
}

fn header(ihdr: &[u8]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, b"IHDR", ihdr);
    file
}

/// A whole picture of zeros.
fn blank(width: u32, height: u32, bits: u8, colour: u8) -> Vec<u8> {
    let samples = match colour {
        6 => 4,
        2 => 3,
        _ => 1,
    };
    let row = (u64::from(width) * samples * u64::from(bits)).div_ceil(8) + 1;
    let mut file = start(width, height, bits, colour);
    chunk(&mut file, b"IDAT", &zeros(row * u64::from(height)));
    chunk(&mut file, b"IEND", b"");
    file
}

fn zeros(mut count: u64) -> Vec<u8> {
    const STEP: &[u8] = &[0; 65_536];
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    while count > 0 {
        let now = count.min(STEP.len() as u64);
        encoder
            .write_all(&STEP[..now as usize])
            .expect("memory takes it");
        count -= now;
    }
    encoder.finish().expect("memory takes it")
}

fn chunk(file: &mut Vec<u8>, name: &[u8; 4], content: &[u8]) {
    file.extend((content.len() as u32).to_be_bytes());
    let from = file.len();
    file.extend(name);
    file.extend(content);
    let sum = crc(&file[from..]);
    file.extend(sum.to_be_bytes());
}

/// Where a whole picture's header ends.
const AFTER_HEADER: usize = 33;

fn with(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    repeated(name, content, 1)
}

fn repeated(name: &[u8; 4], content: &[u8], times: usize) -> Vec<u8> {
    let (head, tail) = seed("palette.png").split_at(AFTER_HEADER);
    let mut one = Vec::new();
    chunk(&mut one, name, content);
    [head, &one.repeat(times), tail].concat()
}

fn with_length(length: u32) -> Vec<u8> {
    let (head, tail) = seed("rgb.png").split_at(AFTER_HEADER);
    [head, &length.to_be_bytes(), b"tEXt", tail].concat()
}

/// An EXIF block of one directory of so many entries.
fn exif(entries: usize) -> Vec<u8> {
    let entry = [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0];
    let count = (entries as u16).to_be_bytes();
    [
        b"MM\0*\0\0\0\x08".as_slice(),
        &count,
        &entry.repeat(entries),
    ]
    .concat()
}
