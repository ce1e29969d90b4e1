//! HEIC and AVIF files through libheif, compared as pictures with what they were made of.

use imaging::{Format, Rgb8, heif};
use order::Refusal;

macro_rules! file {
    ($name:literal) => {
        include_bytes!(concat!("data/heif/", $name))
    };
}

const PLAIN: &[u8] = file!("plain.heic");
const DRAWN: &[u8] = file!("drawn.png");

fn shown(bytes: &[u8]) -> imaging::Preview {
    heif::load(0).expect("libheif is installed on every machine that runs the tests");
    imaging::preview(bytes, 384).expect("a picture")
}

/// Peak signal-to-noise ratio of two pictures of one size, in decibel.
fn likeness(one: &Rgb8, other: &Rgb8) -> f64 {
    assert_eq!(one.size(), other.size(), "pictures of one size");
    let squares: f64 = one
        .pixels()
        .iter()
        .zip(other.pixels())
        .map(|(one, other)| f64::from(one.abs_diff(*other)).powi(2))
        .sum();
    let mean = squares / one.pixels().len() as f64;
    10.0 * (255.0 * 255.0 / mean.max(1e-9)).log10()
}

#[test]
fn every_kind_of_file_shows_what_it_was_made_of() {
    let drawn = shown(DRAWN).picture;
    for (name, bytes, format) in [
        ("plain.heic", PLAIN, Format::Heic),
        ("deep.heic", file!("deep.heic"), Format::Heic),
        ("plain.avif", file!("plain.avif"), Format::Avif),
    ] {
        let preview = shown(bytes);
        assert_eq!(preview.header.format, format, "{name} is recognised");
        let likeness = likeness(&preview.picture, &drawn);
        assert!(
            likeness > 33.0,
            "{name} is {likeness:.1} dB like the drawing"
        );
    }
}

#[test]
fn tiles_are_put_together_in_their_places() {
    let grid = shown(file!("grid.heic"));
    assert_eq!(
        (grid.header.width_px, grid.header.height_px),
        (384, 256),
        "three tiles by two"
    );
    // The grid says Display P3, so it is compared with the one frame that says so too.
    let one_frame = shown(file!("p3.heic")).picture;
    let likeness = likeness(&grid.picture, &one_frame);
    assert!(likeness > 33.0, "{likeness:.1} dB like one frame");
}

#[test]
fn the_same_numbers_are_more_colourful_in_display_p3() {
    let saturation = |picture: &Rgb8| -> u64 {
        let spread = |pixel: &[u8]| {
            let most = pixel.iter().max().copied().unwrap_or(0);
            u64::from(most - pixel.iter().min().copied().unwrap_or(0))
        };
        picture.pixels().chunks_exact(3).map(spread).sum()
    };
    let srgb = saturation(&shown(PLAIN).picture);
    let display_p3 = saturation(&shown(file!("p3.heic")).picture);
    assert!(
        display_p3 * 100 > srgb * 105,
        "the code points were read: {display_p3} against {srgb}"
    );
}

#[test]
fn a_rotation_and_a_crop_are_applied_once() {
    let turned = shown(file!("turned.heic"));
    assert_eq!(
        (turned.header.width_px, turned.header.height_px),
        (256, 384),
        "it stands upright"
    );
    let at = |picture: &Rgb8, x: usize, y: usize| {
        let start = 3 * (y * picture.size().width_px() as usize + x);
        [0, 1, 2].map(|sample| picture.pixels()[start + sample])
    };
    let [red, green, _] = at(&turned.picture, 256 - 48, 64);
    assert!(
        red > 190 && green < 90,
        "the mark at the left top went to the right top: {red} {green}"
    );
    let cropped = shown(file!("cropped.heic"));
    assert_eq!(
        (cropped.header.width_px, cropped.header.height_px),
        (192, 128),
        "the clean aperture is all there is"
    );
    let drawn = shown(DRAWN).picture;
    let (one, other) = (at(&cropped.picture, 96, 64), at(&drawn, 192, 128));
    assert!(
        one.iter()
            .zip(other)
            .all(|(one, other)| one.abs_diff(other) < 8),
        "its middle is the drawing's middle: {one:?}, {other:?}"
    );
}

#[test]
fn high_dynamic_range_is_brought_down_to_paper() {
    let picture = shown(file!("pq.heic")).picture;
    let most = picture.pixels().iter().max().copied();
    let dark = picture
        .pixels()
        .iter()
        .filter(|sample| **sample < 40)
        .count();
    // Its numbers, 40 to 220 of 255 in PQ, mean light from almost nothing to thousands of nits.
    assert!(most > Some(245), "the brightest light is white: {most:?}");
    assert!(
        dark * 40 > picture.pixels().len(),
        "and what was dark stays dark: {dark}"
    );
}

#[test]
fn damage_is_refused_in_words() {
    heif::load(0).expect("libheif is installed on every machine that runs the tests");
    for (bytes, wanted) in [
        (&PLAIN[..600], Refusal::Damaged),
        (&PLAIN[..24], Refusal::Damaged),
    ] {
        assert_eq!(
            imaging::preview(bytes, 384).err(),
            Some(wanted),
            "{} bytes are no picture",
            bytes.len()
        );
    }
}
