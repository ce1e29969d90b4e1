//! JPEG: scans, markers and tables without end.

use super::{Bomb, bomb};
use crate::seeds::seed;
use crate::surgery::parts;

pub(super) fn bombs() -> Vec<Bomb> {
    let mut bombs = vec![
        bomb(
            "5,000 scans over a small picture",
            many_scans("progressive.jpg", None, 5_000),
        ),
        bomb(
            "500 scans over 8,000 x 8,000 pixels",
            many_scans("progressive.jpg", Some(8_000), 500),
        ),
        bomb(
            "200 scans over 10,900 x 10,900 pixels",
            many_scans("progressive.jpg", Some(10_900), 200),
        ),
        bomb(
            "5,000 scans of a baseline picture",
            many_scans("baseline.jpg", None, 5_000),
        ),
        bomb("restart markers instead of data", restarts()),
        bomb(
            "a restart after every block, in no order",
            insert("restart.jpg", &segment(0xdd, &[0, 1])),
        ),
        bomb(
            "10,000 comments",
            insert("grey.jpg", &segment(0xfe, b"bomb").repeat(10_000)),
        ),
        bomb(
            "10,000 empty comments",
            insert("grey.jpg", &segment(0xfe, b"").repeat(10_000)),
        ),
        bomb(
            "10,000 quantization tables",
            insert("grey.jpg", &segment(0xdb, &[1; 65]).repeat(10_000)),
        ),
        bomb(
            "10,000 Huffman tables",
            insert("grey.jpg", &segment(0xc4, &huffman()).repeat(10_000)),
        ),
        bomb(
            "a Huffman table with more codes than fit",
            insert("grey.jpg", &segment(0xc4, &[255; 300])),
        ),
        bomb(
            "255 parts of a profile, one missing",
            insert("rgb", &profile_parts(254)),
        ),
        bomb("a profile of 16 MB", insert("rgb", &profile_parts(255))),
        bomb(
            "an EXIF directory that follows itself",
            insert("grey.jpg", &exif(8)),
        ),
        bomb(
            "an EXIF directory beyond the file",
            insert("grey.jpg", &exif(0xffff_fff0)),
        ),
        bomb("100 EXIF blocks", insert("grey.jpg", &exif(8).repeat(100))),
        bomb(
            "fill bytes for 4 MB",
            insert("grey.jpg", &vec![0xff; 4_000_000]),
        ),
        bomb(
            "a segment of length 0",
            insert("grey.jpg", &[0xff, 0xe5, 0, 0]),
        ),
        bomb(
            "a segment of length 1",
            insert("grey.jpg", &[0xff, 0xe5, 0, 1]),
        ),
        bomb("two frames", insert("grey.jpg", frame("baseline.jpg"))),
        bomb(
            "a frame of 255 components",
            insert(
                "grey.jpg",
                &segment(0xc0, &[&[8, 1, 0, 1, 0, 255][..], &[1; 765]].concat()),
            ),
        ),
        bomb("a frame of no lines, told later", undefined_lines()),
        bomb(
            "an arithmetic frame",
            changed_frame("baseline.jpg", 1, 0xc9),
        ),
        bomb("a lossless frame", changed_frame("baseline.jpg", 1, 0xc3)),
        bomb("a frame of 12 bits", changed_frame("baseline.jpg", 4, 12)),
        bomb("sampling by 15", changed_frame("baseline.jpg", 11, 0xff)),
        bomb("sampling by 0", changed_frame("baseline.jpg", 11, 0)),
        bomb("sampling by 4 and 1", changed_frame("cmyk.jpg", 11, 0x41)),
        bomb(
            "sampling by 1 and 4",
            changed_frame("baseline.jpg", 11, 0x14),
        ),
        bomb("a start and nothing else", b"\xff\xd8\xff".to_vec()),
        bomb("only starts", b"\xff\xd8".repeat(1_000_000)),
        bomb(
            "an end before the picture",
            insert("baseline.jpg", &[0xff, 0xd9]),
        ),
        bomb("a picture in a picture in a picture", nested(60)),
    ];
    let noise: Vec<u8> = (0..2_000_000_u32)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let whole = seed("progressive.jpg");
    bombs.push(bomb(
        "2 MB of noise for data",
        [&whole[..whole.len() / 2], &noise].concat(),
    ));
    bombs
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u16 + 2).to_be_bytes();
    [&[0xff, marker], length.as_slice(), content].concat()
}

/// The picture with that put right after its start.
fn insert(name: &str, bytes: &[u8]) -> Vec<u8> {
    let whole = seed(if name == "rgb" {
        "progressive.jpg"
    } else {
        name
    });
    [&whole[..2], bytes, &whole[2..]].concat()
}

fn huffman() -> Vec<u8> {
    let mut table = vec![0x03, 0, 1];
    table.extend([0; 14]);
    table.push(7);
    table
}

fn profile_parts(last: u8) -> Vec<u8> {
    let part = vec![0; 65_000];
    (1..=last)
        .flat_map(|number| {
            segment(
                0xe2,
                &[b"ICC_PROFILE\0".as_slice(), &[number, 255], &part].concat(),
            )
        })
        .collect()
}

/// An EXIF block whose first directory names another.
fn exif(next: u32) -> Vec<u8> {
    let directory = [0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0];
    let content = [
        b"Exif\0\0MM\0*\0\0\0\x08".as_slice(),
        &directory,
        &next.to_be_bytes(),
    ];
    segment(0xe1, &content.concat())
}

/// Where the frame's segment lies.
fn frame_of(file: &[u8]) -> std::ops::Range<usize> {
    parts(file)
        .into_iter()
        .find(|part| matches!(file[part.start + 1], 0xc0..=0xc2))
        .expect("a whole JPEG has a frame")
}

fn frame(name: &str) -> &'static [u8] {
    let whole = seed(name);
    &whole[frame_of(whole)]
}

fn changed_frame(name: &str, at: usize, byte: u8) -> Vec<u8> {
    let mut file = seed(name).to_vec();
    let frame = frame_of(&file);
    file[frame.start + at] = byte;
    file
}

/// A height of 0, and a DNL segment after the scan that says 65,535 (ITU-T T.81, B.2.5).
fn undefined_lines() -> Vec<u8> {
    let mut file = seed("baseline.jpg").to_vec();
    let frame = frame_of(&file);
    file[frame.start + 5..frame.start + 7].fill(0);
    file.truncate(file.len() - 2);
    file.extend(segment(0xdc, &[0xff, 0xff]));
    file.extend([0xff, 0xd9]);
    file
}

fn many_scans(name: &str, side: Option<u16>, times: usize) -> Vec<u8> {
    let mut file = seed(name).to_vec();
    let frame = frame_of(&file);
    if let Some(side) = side {
        file[frame.start + 5..frame.start + 7].copy_from_slice(&side.to_be_bytes());
        file[frame.start + 7..frame.start + 9].copy_from_slice(&side.to_be_bytes());
    }
    let scan = parts(&file).last().expect("a scan").clone();
    let end = file.len() - 2;
    let scans = file[scan.start..end].repeat(times);
    file.truncate(scan.start);
    file.extend(scans);
    file.extend([0xff, 0xd9]);
    file
}

fn restarts() -> Vec<u8> {
    let file = seed("restart.jpg");
    let scan = parts(file).last().expect("a scan").clone();
    let header = usize::from(file[scan.start + 3]) + 2;
    let markers: Vec<u8> = (0..500_000_u32)
        .flat_map(|at| [0xff, 0xd0 + (at * 5 % 8) as u8])
        .collect();
    [&file[..scan.start + header], &markers].concat()
}

/// Each in an application segment of the next, as far as they fit.
fn nested(depth: usize) -> Vec<u8> {
    let mut file = seed("grey.jpg").to_vec();
    for _ in 0..depth {
        let inner = &file[..file.len().min(60_000)];
        file = insert("grey.jpg", &segment(0xe3, inner));
    }
    file
}
