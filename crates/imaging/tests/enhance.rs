//! One tap: it mends what is amiss and leaves alone what is not.

mod pictures;

use imaging::{PixelSize, Rgb8, enhancement, grade, preview};
use order::Head;
use order::recipe::{LookSetting, Tone};
use pictures::size;

/// A sample of the demo, drawn by the project.
fn sample(name: &str, max_side_px: u32) -> Rgb8 {
    let path = format!(
        "{}/../../ui/kiosk/samples/{name}.jpg",
        env!("CARGO_MANIFEST_DIR")
    );
    let photo = std::fs::read(&path).expect("a sample of the demo");
    preview(&photo, max_side_px).expect("a sound photo").picture
}

/// The same photo in another light: each sample's light times a gain.
fn relit(picture: &Rgb8, gains: [f32; 3]) -> Rgb8 {
    let curve = |sample: u8, gain: f32| {
        let light = (f32::from(sample) / 255.0).powf(2.2) * gain;
        (light.min(1.0).powf(1.0 / 2.2) * 255.0).round() as u8
    };
    let pixels = picture.pixels().chunks_exact(3);
    let pixels = pixels.flat_map(|pixel| [0, 1, 2].map(|s| curve(pixel[s], gains[s])));
    Rgb8::new(picture.size(), pixels.collect()).expect("the same size")
}

fn enhanced(picture: &Rgb8) -> Rgb8 {
    let mut enhanced = picture.clone();
    grade(&mut enhanced, &enhancement(picture, &[]), LookSetting::NONE);
    enhanced
}

/// The mean difference in levels.
fn apart(one: &Rgb8, other: &Rgb8) -> f64 {
    let samples = one.pixels().iter().zip(other.pixels());
    let sum: u64 = samples
        .map(|(one, other)| u64::from(one.abs_diff(*other)))
        .sum();
    sum as f64 / one.pixels().len() as f64
}

/// A flat picture with a stretch of each grey around it, so that black and white are there.
fn around(background: [u8; 3], share_of_greys: u32) -> Rgb8 {
    let pixels = (0..400_u32)
        .flat_map(|y| (0..600_u32).map(move |x| (x, y)))
        .flat_map(|(x, y)| {
            if y * 100 / 400 < share_of_greys {
                [(x * 255 / 599) as u8; 3]
            } else {
                background
            }
        })
        .collect();
    Rgb8::new(size(600, 400), pixels).expect("600 x 400")
}

#[test]
fn a_photo_taken_too_dark_comes_back() {
    for name in ["sea", "snow", "tulips", "mountains", "beach"] {
        let photo = sample(name, 600);
        let dark = relit(&photo, [0.5; 3]);
        let (before, after) = (apart(&dark, &photo), apart(&enhanced(&dark), &photo));
        assert!(
            after < before * 0.55,
            "{name}, a stop too dark, was {before:.1} levels away and is {after:.1}"
        );
    }
}

#[test]
fn a_blue_tint_goes() {
    let photo = around([148, 147, 145], 60);
    let blue = relit(&photo, [0.88, 1.0, 1.14]);
    let (before, after) = (apart(&blue, &photo), apart(&enhanced(&blue), &photo));
    assert!(
        after < before * 0.6,
        "a tint of {before:.1} levels is now {after:.1}"
    );
}

#[test]
fn a_good_photo_is_left_nearly_alone() {
    for name in ["sea", "beach", "leaves", "snow", "tulips", "terraces"] {
        let photo = sample(name, 600);
        let moved = apart(&enhanced(&photo), &photo);
        assert!(moved < 8.0, "{name} was moved by {moved:.1} levels");
    }
}

#[test]
fn night_stays_dark_and_snow_stays_bright() {
    // A few lamps in the dark.
    let night = around([14, 15, 22], 4);
    let tone = enhancement(&night, &[]);
    assert!(
        tone.exposure <= 10 && tone.shadows <= 10,
        "night is not turned into day: {tone:?}"
    );
    let snow = around([236, 240, 246], 8);
    let tone = enhancement(&snow, &[]);
    assert!(
        (-5..=5).contains(&tone.exposure) && tone.highlights >= -5,
        "snow is not turned grey: {tone:?}"
    );
}

#[test]
fn black_and_white_stays_black_and_white() {
    let tone = enhancement(&around([90; 3], 50), &[]);
    assert_eq!(
        (tone.saturation, tone.warmth),
        (0, 0),
        "there is no colour to strengthen or to balance"
    );
}

#[test]
fn a_face_against_the_light_is_lifted() {
    let pixels = (0..400_u32)
        .flat_map(|y| (0..600_u32).map(move |x| (x, y)))
        .flat_map(|(x, y)| {
            if (200..400).contains(&x) && y > 100 {
                [52, 40, 34]
            } else {
                [225, 230, 240]
            }
        })
        .collect();
    let photo = Rgb8::new(size(600, 400), pixels).expect("600 x 400");
    let head = Head {
        x: 350_000,
        y: 270_000,
        width: 300_000,
        height: 500_000,
    };
    let (with, without) = (enhancement(&photo, &[head]), enhancement(&photo, &[]));
    assert!(
        with.shadows >= 25 && with.exposure >= without.exposure,
        "with the face: {with:?}, without: {without:?}"
    );
    let absurd = Head {
        x: u32::MAX,
        y: u32::MAX,
        width: u32::MAX,
        height: u32::MAX,
    };
    assert_eq!(
        enhancement(&photo, &[absurd]),
        without,
        "a head beyond the photo is none"
    );
}

#[test]
fn every_size_of_a_photo_gets_the_same() {
    let values = |tone: Tone| {
        [
            tone.exposure,
            tone.contrast,
            tone.highlights,
            tone.shadows,
            tone.saturation,
            tone.warmth,
        ]
    };
    for name in ["sea", "snow", "city", "tulips", "forest", "lake", "leaves"] {
        for gain in [1.0, 0.6] {
            let large = relit(&sample(name, PixelSize::LONGEST_PX), [gain; 3]);
            let small = relit(&sample(name, 400), [gain; 3]);
            let (large, small) = (enhancement(&large, &[]), enhancement(&small, &[]));
            let pairs = values(large).into_iter().zip(values(small));
            let most = pairs.map(|(one, other)| one.abs_diff(other)).max();
            assert!(
                most <= Some(4),
                "{name} x {gain}: {large:?} and, at 400 px, {small:?}"
            );
        }
    }
}
