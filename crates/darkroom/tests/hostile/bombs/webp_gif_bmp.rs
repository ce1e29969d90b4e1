//! WebP, GIF and BMP: canvases larger than what is painted on them.

use super::{Bomb, bomb};
use crate::seeds::seed;

pub(super) fn bombs() -> Vec<Bomb> {
    vec![
        bomb("a WebP canvas of 16,384 x 16,384", canvas(16_384, 16_384)),
        bomb("a WebP canvas of 16,777,216 x 256", canvas(16_777_216, 256)),
        bomb(
            "a WebP canvas within the limits, with small frames",
            canvas(10_900, 10_900),
        ),
        bomb("a WebP of 20,000 frames", frames(20_000)),
        bomb("a lossless WebP of 16,384 x 16,384", lossless_header()),
        bomb(
            "a WebP of a million unknown chunks",
            riff(&b"JUNK\0\0\0\0".repeat(1_000_000)),
        ),
        bomb("a WebP of nothing", riff(b"")),
        bomb(
            "a WebP longer than it says",
            [seed("lossy.webp"), &[0; 1_000_000]].concat(),
        ),
        bomb(
            "a GIF canvas of 65,535 x 65,535 for one pixel",
            gif(65_535, 65_535, 1, 1, PIXEL),
        ),
        bomb(
            "a GIF canvas of 10,900 x 10,900 for one pixel",
            gif(10_900, 10_900, 1, 1, PIXEL),
        ),
        bomb(
            "a GIF frame of 10,900 x 10,900 of one code",
            gif(10_900, 10_900, 10_900, 10_900, PIXEL),
        ),
        bomb(
            "a GIF frame outside its canvas",
            gif(200, 200, 65_535, 65_535, PIXEL),
        ),
        bomb(
            "a GIF of 50,000 frames",
            gif(200, 200, 200, 200, &frame(200, 200, PIXEL).repeat(50_000)),
        ),
        bomb(
            "a GIF of 500,000 comments",
            gif(200, 200, 0, 0, &b"\x21\xfe\x01x\0".repeat(500_000)),
        ),
        bomb(
            "a GIF of codes of 12 bits",
            gif(300, 300, 300, 300, b"\x0c\xff"),
        ),
        bomb(
            "a GIF of a code size of 255",
            gif(300, 300, 300, 300, b"\xff\x01\x01\0"),
        ),
        bomb("a GIF that ends in its header", b"GIF89a".to_vec()),
        bomb(
            "a BMP that stands on its head by the least number",
            bmp(300, i32::MIN, 24, 0),
        ),
        bomb("a BMP of a negative width", bmp(-300, 300, 24, 0)),
        bomb("a BMP of 480 MB and no pixels", bmp(30_000, 4_000, 32, 0)),
        bomb(
            "a BMP of one run, 10,900 x 10,900",
            bmp(10_900, 10_900, 8, 1),
        ),
        bomb("a BMP of runs of 4 bits", bmp(10_900, 10_900, 4, 2)),
        bomb("a BMP of 4,294,967,295 colours", {
            let mut file = bmp(300, 300, 8, 0);
            file[46..50].fill(0xff);
            file
        }),
        bomb("a BMP whose pixels lie beyond it", {
            let mut file = bmp(300, 300, 24, 0);
            file[10..14].fill(0xff);
            file
        }),
        bomb("a BMP of masks without a bit", bmp(300, 300, 16, 3)),
        bomb("a BMP of 7 bits", bmp(300, 300, 7, 0)),
        bomb("a BMP that holds a JPEG", bmp(300, 300, 24, 4)),
        bomb("a BMP that holds a PNG", bmp(300, 300, 24, 5)),
    ]
}

fn riff(chunks: &[u8]) -> Vec<u8> {
    let length = (chunks.len() as u32 + 4).to_le_bytes();
    [b"RIFF".as_slice(), &length, b"WEBP", chunks].concat()
}

/// An extended file that says that it is animated.
fn extended(width: u32, height: u32, chunks: &[u8]) -> Vec<u8> {
    let sides = [
        &(width - 1).to_le_bytes()[..3],
        &(height - 1).to_le_bytes()[..3],
    ]
    .concat();
    let head = [
        b"VP8X\x0a\0\0\0\x02\0\0\0".as_slice(),
        &sides,
        b"ANIM\x06\0\0\0\0\0\0\0\0\0",
    ];
    riff(&[head.concat().as_slice(), chunks].concat())
}

/// What follows the headers of the animated seed.
fn animation() -> &'static [u8] {
    let whole = seed("animated.webp");
    let start = whole
        .windows(4)
        .position(|name| name == b"ANMF")
        .expect("frames");
    &whole[start..]
}

fn canvas(width: u32, height: u32) -> Vec<u8> {
    extended(width, height, animation())
}

fn frames(count: usize) -> Vec<u8> {
    let all = animation();
    let length = u32::from_le_bytes(all[4..8].try_into().expect("four bytes")) as usize + 8;
    extended(128, 104, &all[..length.min(400)].repeat(count / 10))
}

fn lossless_header() -> Vec<u8> {
    let mut file = seed("lossless.webp").to_vec();
    // Two sides of 14 bits behind the signature.
    file[21..24].fill(0xff);
    file[24] |= 0x0f;
    file
}

/// A smallest stream of codes: clear, one colour, end.
const PIXEL: &[u8] = b"\x02\x02\x44\x01\0";

/// A GIF of two colours with one frame, or with whole frames of its own.
fn gif(width: u16, height: u16, frame_width: u16, frame_height: u16, data: &[u8]) -> Vec<u8> {
    let sides = [width.to_le_bytes(), height.to_le_bytes()].concat();
    let frames = if data.first() == Some(&0x2c) || data.first() == Some(&0x21) {
        data.to_vec()
    } else {
        frame(frame_width, frame_height, data)
    };
    let colours = [0, 0, 0, 255, 255, 255];
    [
        b"GIF89a".as_slice(),
        &sides,
        b"\x80\0\0",
        &colours,
        &frames,
        b";",
    ]
    .concat()
}

fn frame(width: u16, height: u16, data: &[u8]) -> Vec<u8> {
    let sides = [width.to_le_bytes(), height.to_le_bytes()].concat();
    [b"\x2c\0\0\0\0".as_slice(), &sides, b"\0", data].concat()
}

fn bmp(width: i32, height: i32, bits: u16, compression: u32) -> Vec<u8> {
    let mut file = b"BM".to_vec();
    for number in [0, 0, 1_078, 40] {
        file.extend(u32::to_le_bytes(number));
    }
    file.extend(width.to_le_bytes());
    file.extend(height.to_le_bytes());
    file.extend([1, 0]);
    file.extend(bits.to_le_bytes());
    for number in [compression, 0, 2_835, 2_835, 0, 0] {
        file.extend(u32::to_le_bytes(number));
    }
    file.resize(1_078, 0x55);
    // Two runs, a jump, the end of a line, the end of the picture.
    file.extend([255, 1, 255, 2, 0, 2, 255, 255, 0, 0, 0, 1]);
    file
}
