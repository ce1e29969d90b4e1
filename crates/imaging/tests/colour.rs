//! Colours on paper are the colours the camera meant.

mod pictures;

use jpeg_encoder::{ColorType, Encoder};
use moxcms::ColorProfile;
use order::QuarterTurns;
use pictures::{AS_IT_IS, Painting, difference, exif, pixel_at, recipe, size};

fn print(photo: &[u8]) -> [u8; 3] {
    let picture = imaging::render(photo, &AS_IT_IS, size(60, 60)).expect("a photo");
    pixel_at(&picture, 0.5, 0.5)
}

fn assert_near(seen: [u8; 3], wanted: [u8; 3], why: &str) {
    let off = difference(&seen, &wanted);
    assert!(off <= 3, "{why}: {seen:?} is not {wanted:?}");
}

fn with_profile(colour: [u8; 3], profile: &ColorProfile) -> Vec<u8> {
    let icc = profile.encode().expect("a built-in profile");
    Painting::flat(colour).jpeg_with(|encoder| {
        encoder.add_icc_profile(&icc).expect("a small profile");
    })
}

#[test]
fn display_p3_is_converted_and_srgb_is_not() {
    let orange = [200, 120, 60];
    assert_near(
        print(&Painting::flat(orange).jpeg()),
        orange,
        "no profile means sRGB",
    );
    assert_near(
        print(&with_profile(orange, &ColorProfile::new_srgb())),
        orange,
        "an sRGB profile changes nothing",
    );
    // Computed by hand from the two sets of primaries (D65, the same transfer curve).
    assert_near(
        print(&with_profile(orange, &ColorProfile::new_display_p3())),
        [213, 115, 42],
        "Display P3 reaches further, so the same numbers mean a stronger orange",
    );
}

#[test]
fn adobe_rgb_is_known_by_its_profile_and_by_exif_alone() {
    let green = [100, 180, 90];
    let by_profile = print(&with_profile(green, &ColorProfile::new_adobe_rgb()));
    assert!(
        by_profile[0] < 60,
        "Adobe RGB's green is stronger: {by_profile:?}"
    );
    let tagged = |index: &[u8; 4]| {
        Painting::flat(green).jpeg_with(|encoder| {
            encoder
                .add_exif_metadata(&exif(1, Some(index)))
                .expect("a small segment");
        })
    };
    assert_near(print(&tagged(b"R03\0")), by_profile, "R03 says Adobe RGB");
    assert_near(print(&tagged(b"R98\0")), green, "R98 says sRGB");
}

#[test]
fn a_broken_profile_means_srgb() {
    let grey = [90, 120, 150];
    let mut icc = ColorProfile::new_display_p3()
        .encode()
        .expect("a built-in profile");
    icc.truncate(icc.len() / 3);
    let photo = Painting::flat(grey).jpeg_with(|encoder| {
        encoder.add_icc_profile(&icc).expect("a small profile");
    });
    assert_near(print(&photo), grey, "half a profile is no profile");
    let other_kind = with_profile(grey, &ColorProfile::new_gray_with_gamma(2.2));
    assert_near(
        print(&other_kind),
        grey,
        "a profile for grey pixels does not fit colours",
    );
}

#[test]
fn cmyk_is_printed_in_its_colours() {
    for (ink, wanted, name) in [
        ([0, 0, 0, 0], [255, 255, 255], "bare paper"),
        ([0, 0, 0, 255], [0, 0, 0], "black ink"),
        ([255, 0, 0, 0], [0, 255, 255], "cyan"),
        ([0, 255, 255, 0], [255, 0, 0], "magenta on yellow"),
    ] {
        for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
            let mut file = Vec::new();
            let pixels: Vec<u8> = ink.into_iter().cycle().take(120 * 120 * 4).collect();
            Encoder::new(&mut file, 98)
                .encode(&pixels, 120, 120, kind)
                .expect("written to memory");
            assert_near(print(&file), wanted, &format!("{name} as {kind:?}"));
        }
    }
}

#[test]
fn grey_sixteen_bit_and_transparent_pictures_are_printed() {
    use image::{DynamicImage, ImageBuffer, Luma, LumaA, Rgb, Rgba};
    let files: [(DynamicImage, [u8; 3], &str); 6] = [
        (
            ImageBuffer::from_pixel(120, 120, Luma([77_u8])).into(),
            [77; 3],
            "grey",
        ),
        (
            ImageBuffer::from_pixel(120, 120, Luma([0x8080_u16])).into(),
            [128; 3],
            "deep grey",
        ),
        (
            ImageBuffer::from_pixel(120, 120, Rgb([0xffff_u16, 0x8080, 0])).into(),
            [255, 128, 0],
            "deep colour",
        ),
        (
            ImageBuffer::from_pixel(120, 120, LumaA([0_u8, 128])).into(),
            [127; 3],
            "half transparent black on white paper",
        ),
        (
            ImageBuffer::from_pixel(120, 120, Rgba([0_u8, 0, 255, 0])).into(),
            [255; 3],
            "transparent blue is bare paper",
        ),
        (
            ImageBuffer::from_pixel(120, 120, Rgba([0xffff_u16, 0, 0, 0xffff])).into(),
            [255, 0, 0],
            "opaque deep red",
        ),
    ];
    for (picture, wanted, name) in files {
        let mut file = std::io::Cursor::new(Vec::new());
        picture
            .write_to(&mut file, image::ImageFormat::Png)
            .expect("written to memory");
        assert_near(print(&file.into_inner()), wanted, name);
    }
    let mut file = Vec::new();
    Encoder::new(&mut file, 95)
        .encode(&[88; 120 * 120], 120, 120, ColorType::Luma)
        .expect("written to memory");
    assert_near(print(&file), [88; 3], "a grey JPEG");
}

#[test]
fn every_format_gives_the_same_print() {
    use image::ImageFormat::{Bmp, Gif, Png, Tiff, WebP};
    let painting = pictures::grid(240, 180);
    let edited = recipe(QuarterTurns::Three, (0, 100_000, 900_000, 675_000));
    let png = imaging::render(&painting.png(), &edited, size(120, 160)).expect("a PNG");
    for format in [Png, WebP, Bmp, Gif, Tiff] {
        let print = imaging::render(&painting.as_image(format), &edited, size(120, 160))
            .expect("a picture");
        let off = difference(print.pixels(), png.pixels());
        assert!(off <= 2, "{format:?} is off by {off}");
    }
}
