//! The JPEG that goes to the printer says how large it is and which colours it means.

mod pictures;

use imaging::{Rgb8, encode_jpeg};
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
