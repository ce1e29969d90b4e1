//! Every kind of file shows the picture that was put into it.

mod pictures;

use imaging::colour::{Standard, icc_bytes};
use imaging::{Format, PixelSize};
use order::Refusal;
use pictures::{Painting, cell_colour, grid, pixel_at};

const SIZE: (u32, u32) = (120, 108);

fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/data/formats/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The whole photo, pixel by pixel.
fn shown(name: &str) -> imaging::Rgb8 {
    let preview = imaging::preview(&fixture(name), 120)
        .unwrap_or_else(|refusal| panic!("{name} was refused: {refusal:?}"));
    let size = PixelSize::new(SIZE.0, SIZE.1).expect("a small size");
    assert_eq!(preview.picture.size(), size, "{name} is upright and whole");
    preview.picture
}

/// Peak signal-to-noise ratio in decibels; 99 for equal pictures.
fn psnr(seen: &[u8], wanted: &[u8]) -> f64 {
    let squares: f64 = seen
        .iter()
        .zip(wanted)
        .map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2))
        .sum();
    let mean = squares / wanted.len() as f64;
    if mean == 0.0 {
        99.0
    } else {
        10.0 * (255.0 * 255.0 / mean).log10()
    }
}

fn assert_shows(name: &str, wanted: &Painting, decibels: f64) {
    let measured = psnr(shown(name).pixels(), &wanted.rgb);
    assert!(
        measured >= decibels,
        "{name} is only {measured:.1} dB near its source"
    );
}

/// A PNG with an eXIf chunk after its header.
fn with_exif(png: &[u8], orientation: u8) -> Vec<u8> {
    let header_end = 8 + 25;
    let content = pictures::exif(orientation, None);
    let checked = [b"eXIf".as_slice(), &content].concat();
    let mut file = png[..header_end].to_vec();
    file.extend((content.len() as u32).to_be_bytes());
    file.extend(&checked);
    file.extend(pictures::crc32(&checked).to_be_bytes());
    file.extend(&png[header_end..]);
    file
}

fn stripes() -> Painting {
    Painting::paint(SIZE.0, SIZE.1, |x, _| {
        [if (x * 4 / SIZE.0).is_multiple_of(2) {
            0
        } else {
            255
        }; 3]
    })
}

#[test]
fn every_lossless_kind_is_shown_as_it_was_painted() {
    let painting = grid(SIZE.0, SIZE.1);
    for name in [
        "lzw.tif",
        "deflate-predictor.tif",
        "packbits.tif",
        "tiles.tif",
        "planes.tif",
        "deep.tif",
        "big-endian.tif",
        "opacity.tif",
        "inks.tif",
        "orientation-6.tif",
        "palette.tif",
        "interlaced.png",
        "deep-interlaced.png",
        "palette.png",
        "srgb-gamma.png",
        "lossless.webp",
        "orientation-6.webp",
        "animated.webp",
        "animated.gif",
        "palette.bmp",
        "with-opacity.bmp",
    ] {
        assert_shows(name, &painting, 60.0);
    }
}

#[test]
fn lossy_kinds_are_near_what_was_painted() {
    let painting = grid(SIZE.0, SIZE.1);
    assert_shows("jpeg.tif", &painting, 38.0);
    assert_shows("lossy.webp", &painting, 26.0); // 4:2:0, and cells end inside its blocks
}

#[test]
fn one_bit_and_grey_are_shown() {
    for name in ["fax.tif", "grey.tif", "one-bit.png", "grey.png"] {
        assert_shows(name, &stripes(), 60.0);
    }
}

#[test]
fn what_is_transparent_is_bare_paper() {
    let first_is_white = Painting::paint(SIZE.0, SIZE.1, |x, y| {
        match (x * 4 / SIZE.0, y * 3 / SIZE.1) {
            (0, 0) => [255; 3],
            (column, row) => cell_colour(column, row),
        }
    });
    for name in ["palette-transparent.png", "colour-key.png"] {
        assert_shows(name, &first_is_white, 60.0);
    }
}

#[test]
fn png_says_its_colours_in_four_ways() {
    let [red, ..] = cell_colour(3, 0);
    let middle_of_last = |name| pixel_at(&shown(name), 0.9, 0.1);
    let linear = |sample: u8| {
        let light = f64::from(sample) / 255.0;
        let encoded = 1.055 * light.powf(1.0 / 2.4) - 0.055;
        (encoded * 255.0).round() as u8
    };
    let bright = middle_of_last("gamma.png");
    assert!(
        bright[0].abs_diff(linear(red)) <= 1,
        "gamma 1 is linear light: {bright:?}"
    );
    // The same colour through littleCMS's way: a JPEG with the Display P3 profile.
    let wanted = grid(SIZE.0, SIZE.1).jpeg_with(|encoder| {
        encoder
            .add_icc_profile(icc_bytes(Standard::DisplayP3))
            .expect("a small profile");
    });
    let wanted = imaging::preview(&wanted, 120).expect("a photo").picture;
    let wanted = pixel_at(&wanted, 0.9, 0.1);
    for (name, tolerance) in [("code-points.png", 3), ("chromaticities.png", 6)] {
        let seen = middle_of_last(name);
        let off = pictures::difference(&seen, &wanted);
        assert!(
            off <= tolerance,
            "{name} is Display P3: {seen:?}, not {wanted:?}"
        );
        assert_ne!(seen, cell_colour(3, 0), "{name} is not taken for sRGB");
    }
}

#[test]
fn headers_name_the_format_and_the_upright_size() {
    for (name, format) in [
        ("orientation-6.tif", Format::Tiff),
        ("orientation-6.webp", Format::Webp),
        ("animated.gif", Format::Gif),
        ("palette.bmp", Format::Bmp),
        ("interlaced.png", Format::Png),
    ] {
        let header = imaging::probe(&fixture(name)).expect("a picture");
        assert_eq!(header.format, format, "{name}");
        assert_eq!((header.width_px, header.height_px), SIZE, "{name}");
    }
}

#[test]
fn half_a_file_is_refused_or_shown_and_never_more() {
    for entry in std::fs::read_dir(format!("{}/tests/data/formats", env!("CARGO_MANIFEST_DIR")))
        .expect("the folder of fixtures")
    {
        let path = entry.expect("a file").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.ends_with(".py") || name.ends_with(".md") {
            continue;
        }
        let file = fixture(&name);
        for cut in (0..file.len()).step_by(file.len() / 40 + 1) {
            match imaging::preview(&file[..cut], 120) {
                Ok(_) | Err(Refusal::Damaged | Refusal::NotAPicture | Refusal::TooManyPixels) => {}
                Err(Refusal::TooSmall) => {}
                Err(other) => panic!("{name} cut at {cut} is no {other:?}"),
            }
        }
    }
}

#[test]
fn a_tiff_bomb_is_refused_by_its_directory() {
    let mut file = fixture("lzw.tif");
    let directory = u32::from_le_bytes([file[4], file[5], file[6], file[7]]) as usize;
    for (tag, side) in [(256_u16, 30_000_u32), (257, 29_000)] {
        let entry = (directory + 2..file.len())
            .step_by(12)
            .find(|at| file[*at..*at + 2] == tag.to_le_bytes())
            .expect("a size");
        file[entry + 2..entry + 4].copy_from_slice(&4_u16.to_le_bytes());
        file[entry + 8..entry + 12].copy_from_slice(&side.to_le_bytes());
    }
    assert!(
        matches!(
            imaging::probe(&file),
            Err(Refusal::TooManyPixels | Refusal::Damaged)
        ),
        "870 megapixels: {:?}",
        imaging::probe(&file)
    );
}

#[test]
fn a_slow_photo_becomes_an_upright_master_that_says_its_colours() {
    let painting = grid(SIZE.0, SIZE.1);
    for orientation in 1..=8 {
        let file = with_exif(&painting.stored_with(orientation).png(), orientation);
        let master = imaging::transcode(&file)
            .expect("a photo")
            .expect("no JPEG");
        assert_eq!(
            (master.header().width_px, master.header().height_px),
            SIZE,
            "orientation {orientation} is upright"
        );
        assert_eq!(master.header().orientation, 1, "and says so");
        assert_eq!(
            master.pixels(),
            painting.rgb,
            "orientation {orientation} is the picture that was painted"
        );
        assert_eq!(master.standard(), Standard::Srgb, "no profile is sRGB");
    }
    let master = imaging::transcode(&fixture("code-points.png"))
        .expect("a photo")
        .expect("no JPEG");
    assert_eq!(master.standard(), Standard::DisplayP3, "P3 stays P3");
    assert_eq!(
        psnr(master.pixels(), &painting.rgb),
        99.0,
        "and its numbers are not touched"
    );
    assert!(
        imaging::transcode(&painting.jpeg())
            .expect("a photo")
            .is_none(),
        "a JPEG is its own master"
    );
    let header = imaging::probe(&fixture("lossy.webp")).expect("a photo");
    assert!(header.is_slow(), "WebP is decoded once");
    let header = imaging::probe(&fixture("grey.png")).expect("a photo");
    assert!(!header.is_slow(), "a small PNG is fast enough");
}
