//! What goes to the printer or to a person says how large it is and which colours it means.

mod pictures;

use std::io::Cursor;

use image::ImageDecoder as _;
use image::codecs::png::PngDecoder;
use imaging::{EmbeddedProfile, EncodeError, OutputFormat, Rgb8, encode, encode_jpeg};
use pictures::{difference, grid, size};

#[test]
fn a_print_carries_density_profile_and_full_colour_resolution() {
    let painting = grid(240, 160);
    let picture = Rgb8::new(size(240, 160), painting.rgb.clone()).expect("matching size");
    let jpeg = encode_jpeg(&picture, 92, 300).expect("a small picture");
    assert_eq!(&jpeg[6..11], b"JFIF\0", "a JFIF header comes first");
    assert_eq!(
        &jpeg[13..18],
        [1, 1, 44, 1, 44],
        "300 dots per inch both ways"
    );
    assert!(
        jpeg.windows(12).any(|at| at == b"ICC_PROFILE\0"),
        "a profile is embedded"
    );
    let frame = jpeg
        .windows(2)
        .position(|marker| marker == b"\xff\xc0")
        .expect("baseline");
    let components = &jpeg[frame + 10..frame + 19];
    assert_eq!(
        [components[1], components[4], components[7]],
        [0x11; 3],
        "no component is subsampled"
    );
    let again = imaging::preview(&jpeg, 240).expect("our own JPEG").picture;
    let off = difference(again.pixels(), picture.pixels());
    assert!(
        off <= 24,
        "quality 92 stays close even at hard edges, but is off by {off}"
    );
}

#[test]
fn a_png_keeps_every_sample_and_carries_density_and_profile() {
    let painting = grid(240, 160);
    let picture = Rgb8::new(size(240, 160), painting.rgb.clone()).expect("matching size");
    let profile: Vec<u8> = (0..560).map(|byte| (byte % 251) as u8).collect();
    let file = encode(
        &picture,
        300,
        EmbeddedProfile::Icc(&profile),
        OutputFormat::Png,
    )
    .expect("a small picture");
    let mut decoder = PngDecoder::new(Cursor::new(&file)).expect("a PNG");
    assert_eq!(
        decoder.icc_profile().expect("readable").as_ref(),
        Some(&profile),
        "the profile is the one that was asked for"
    );
    let mut samples = vec![0; painting.rgb.len()];
    assert_eq!(decoder.total_bytes(), samples.len() as u64, "8-bit RGB");
    decoder.read_image(&mut samples).expect("our own PNG");
    assert!(samples == painting.rgb, "every sample is as it was");
    let density = b"pHYs\x00\x00\x2e\x23\x00\x00\x2e\x23\x01";
    assert!(
        file.windows(density.len()).any(|at| at == density),
        "11811 pixels per metre both ways"
    );
}

#[test]
fn a_print_without_density_has_no_size() {
    let picture = Rgb8::new(size(1, 1), vec![0; 3]).expect("matching size");
    for format in [OutputFormat::Jpeg, OutputFormat::Png, OutputFormat::Pdf] {
        let refused = encode(&picture, 0, EmbeddedProfile::Srgb, format);
        assert!(
            matches!(refused, Err(EncodeError::Density)),
            "{} of 0 dpi",
            format.media_type()
        );
    }
}

#[test]
fn a_picture_needs_as_many_bytes_as_its_size() {
    assert!(
        Rgb8::new(size(10, 10), vec![0; 299]).is_none(),
        "one byte short"
    );
    assert!(imaging::PixelSize::new(0, 10).is_err(), "no width");
    assert!(
        imaging::PixelSize::new(10, 9_001).is_err(),
        "beyond the largest print"
    );
}
