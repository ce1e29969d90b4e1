//! What is not printed is told apart, so that a customer reads what the file is.

mod pictures;

use imaging::{Format, limits};
use order::Refusal;
use pictures::{Painting, cmyk, grid, png_with_header};

#[test]
fn other_files_are_named_for_what_they_are() {
    let files: [(&[u8], Refusal); 16] = [
        (b"", Refusal::NotAPicture),
        (b"\xff", Refusal::NotAPicture),
        (b"hello, this is a text", Refusal::NotAPicture),
        (b"MZ\x90\0 a program", Refusal::NotAPicture),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Refusal::Heic),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1miaf", Refusal::Heic),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", Refusal::Avif),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", Refusal::Avif),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", Refusal::Video),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", Refusal::Video),
        (b"\xff\xff\xff\xffftyp", Refusal::Video),
        (b"\x1aE\xdf\xa3 a web video", Refusal::Video),
        (b"%PDF-1.7", Refusal::Document),
        (b"PK\x03\x04 a word file", Refusal::Document),
        (
            b"\xef\xbb\xbf  <?xml version='1.0'?><svg/>",
            Refusal::Document,
        ),
        (b"<SVG onload=alert(1)>", Refusal::Document),
    ];
    for (bytes, wanted) in files {
        assert_eq!(
            imaging::probe(bytes).err(),
            Some(wanted),
            "{:?}",
            String::from_utf8_lossy(bytes)
        );
    }
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    for (width, height, depth, colour, name) in [
        (19_999, 19_999, 1, 0, "one bit a pixel"),
        (30_001, 200, 8, 2, "one long side"),
        (12_001, 10_000, 8, 2, "just over the area"),
        (
            10_900,
            10_900,
            16,
            6,
            "under the area, but eight bytes a pixel",
        ),
        (u32::MAX / 2, u32::MAX / 2, 8, 6, "a product beyond 64 bits"),
    ] {
        let file = png_with_header(width, height, depth, colour);
        assert_eq!(
            imaging::probe(&file).err(),
            Some(Refusal::TooManyPixels),
            "{name}"
        );
    }
    let large = png_with_header(12_000, 10_000, 8, 2);
    assert!(imaging::probe(&large).is_ok(), "120 megapixels are allowed");
}

#[test]
fn a_progressive_jpeg_counts_its_coefficients() {
    let progressive = Painting::flat([9; 3]).jpeg_with(|encoder| encoder.set_progressive(true));
    assert!(imaging::probe(&progressive).is_ok(), "a small one is fine");
    let mut large = progressive.clone();
    let frame = large
        .windows(2)
        .position(|marker| marker == b"\xff\xc2")
        .expect("a progressive frame");
    large[frame + 5..frame + 9].copy_from_slice(&[0x2a, 0xf8, 0x2a, 0xf8]); // 11,000 x 11,000
    assert_eq!(
        imaging::probe(&large).err(),
        Some(Refusal::TooManyPixels),
        "121 megapixels"
    );
    large[frame + 5..frame + 9].copy_from_slice(&[0x2a, 0x94, 0x2a, 0x94]); // 10,900 x 10,900
    assert!(
        imaging::probe(&large).is_ok(),
        "118 megapixels of six bytes each while decoding are 713 MB"
    );
    let inks = cmyk(200, 200, |encoder| encoder.set_progressive(true));
    assert!(imaging::probe(&inks).is_ok(), "a small one is fine");
    let mut large = inks.clone();
    let frame = large
        .windows(2)
        .position(|marker| marker == b"\xff\xc2")
        .expect("a progressive frame");
    large[frame + 5..frame + 9].copy_from_slice(&[0x2a, 0xf0, 0x2a, 0xf0]); // 10,992 x 10,992
    assert_eq!(
        imaging::probe(&large).err(),
        Some(Refusal::TooManyPixels),
        "under the area, but eight bytes each while decoding"
    );
}

#[test]
fn too_many_bytes_too_few_pixels_and_half_a_header_are_refused() {
    let mut padded = grid(200, 200).jpeg();
    padded.resize(limits::MAX_BYTES + 1, 0);
    assert_eq!(
        imaging::probe(&padded).err(),
        Some(Refusal::TooLarge),
        "40 MiB and a byte"
    );
    let tiny = Painting::paint(99, 400, |_, _| [0; 3]).png();
    assert_eq!(
        imaging::probe(&tiny).err(),
        Some(Refusal::TooSmall),
        "99 px wide"
    );
    for cut in [3, 20, 100] {
        let file = &grid(200, 200).jpeg()[..cut];
        assert_eq!(
            imaging::probe(file).err(),
            Some(Refusal::Damaged),
            "{cut} bytes of a JPEG"
        );
    }
}

#[test]
fn a_truncated_jpeg_is_shown_as_far_as_it_goes() {
    let file = grid(400, 300).jpeg();
    let preview = imaging::preview(&file[..file.len() * 6 / 10], 400).expect("shown in part");
    assert_eq!(
        pictures::pixel_at(&preview.picture, 0.1, 0.1),
        pictures::pixel_at(
            &imaging::preview(&file, 400).expect("whole").picture,
            0.1,
            0.1
        ),
        "the top is there"
    );
}

#[test]
fn a_truncated_png_is_damaged() {
    let file = Painting::paint(400, 300, |x, y| [(x * y) as u8, x as u8, y as u8]).png();
    assert_eq!(
        imaging::preview(&file[..file.len() / 2], 400).err(),
        Some(Refusal::Damaged),
        "half a PNG has no picture"
    );
}

#[test]
fn the_content_decides_not_the_name() {
    let header = imaging::probe(&grid(200, 200).png()).expect("a PNG");
    assert_eq!(header.format, Format::Png, "recognised by magic");
}
