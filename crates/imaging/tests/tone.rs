//! The sliders, on whole pictures.

mod pictures;

use imaging::{Rgb8, grade};
use order::recipe::{Look, LookSetting, Tone};
use pictures::size;
use proptest::prelude::*;

fn painted(width: u32, height: u32, colour: impl Fn(u32, u32) -> [u8; 3]) -> Rgb8 {
    let pixels = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| colour(x, y))
        .collect();
    Rgb8::new(size(width, height), pixels).expect("as many bytes as the size says")
}

fn graded(picture: &Rgb8, tone: Tone) -> Rgb8 {
    let mut picture = picture.clone();
    grade(&mut picture, &tone, LookSetting::NONE);
    picture
}

fn at(picture: &Rgb8, x: u32, y: u32) -> [u8; 3] {
    let start = 3 * (y * picture.size().width_px() + x) as usize;
    [0, 1, 2].map(|sample| picture.pixels()[start + sample])
}

/// A dark half with faint detail beside a bright one with faint detail.
fn against_the_light(width: u32, height: u32) -> Rgb8 {
    painted(width, height, |x, y| {
        let stripe = if (y * 40 / height).is_multiple_of(2) {
            8
        } else {
            0
        };
        let light = if x < width / 2 { 40 } else { 215 };
        [light + stripe; 3]
    })
}

#[test]
fn nothing_wanted_changes_no_byte() {
    let picture = painted(97, 61, |x, y| [x as u8, (x * y) as u8, 255 - y as u8]);
    assert_eq!(graded(&picture, Tone::NEUTRAL), picture, "a neutral tone");
    let mut worn = picture.clone();
    let none = LookSetting {
        name: Look::Film,
        strength: 0,
    };
    grade(&mut worn, &Tone::NEUTRAL, none);
    assert_eq!(worn, picture, "a look of which nothing is seen");
    let sharper = Tone {
        sharpness: 80,
        ..Tone::NEUTRAL
    };
    assert_eq!(
        graded(&picture, sharper),
        picture,
        "sharpness is not colour"
    );
}

#[test]
fn shadows_are_lifted_and_keep_their_detail() {
    let picture = against_the_light(600, 400);
    let lifted = graded(
        &picture,
        Tone {
            shadows: 100,
            ..Tone::NEUTRAL
        },
    );
    let (dark, dark_stripe) = (at(&lifted, 100, 215)[1], at(&lifted, 100, 205)[1]);
    assert!(dark > 60, "the dark half went from 40 to {dark}");
    assert!(
        dark_stripe.abs_diff(dark) >= 8,
        "its detail of 8 levels is now {dark} and {dark_stripe}"
    );
    let bright = at(&lifted, 500, 215)[1];
    assert!(
        bright.abs_diff(215) <= 4,
        "the bright half stays, and is {bright}"
    );
}

#[test]
fn highlights_come_back_and_leave_the_dark_alone() {
    let picture = against_the_light(600, 400);
    let back = graded(
        &picture,
        Tone {
            highlights: -100,
            ..Tone::NEUTRAL
        },
    );
    let (bright, dark) = (at(&back, 500, 215)[1], at(&back, 100, 215)[1]);
    assert!(bright < 200, "the bright half went from 215 to {bright}");
    assert!(dark.abs_diff(40) <= 2, "the dark half is {dark}");
}

#[test]
fn an_edge_gets_no_halo() {
    let picture = painted(800, 200, |x, _| if x < 400 { [45; 3] } else { [220; 3] });
    let lifted = graded(
        &picture,
        Tone {
            shadows: 80,
            highlights: -60,
            ..Tone::NEUTRAL
        },
    );
    for (side, from, far) in [("dark", 300, 20), ("bright", 401, 780)] {
        let wanted = at(&lifted, far, 100)[1];
        for x in from..from + 99 {
            let seen = at(&lifted, x, 100)[1];
            assert!(
                seen.abs_diff(wanted) <= 12,
                "at {x} the {side} side is {seen}, far from the edge {wanted}"
            );
        }
    }
}

#[test]
fn the_size_does_not_matter() {
    let colour = |x: u32, y: u32| {
        let (x, y) = (x as f32, y as f32);
        let light = 128.0 + 90.0 * (x * 9.0).sin() * (y * 7.0).cos();
        [light as u8, (light * 0.8) as u8, (light * 0.6 + 40.0) as u8]
    };
    let at_width = |width: u32| {
        let height = width * 2 / 3;
        painted(width, height, |x, y| {
            // Both sizes are cut into the same 240 columns.
            colour(x * 240 / width / 3, y * 160 / height / 3)
        })
    };
    let tone = Tone {
        exposure: 25,
        contrast: 20,
        highlights: -70,
        shadows: 60,
        saturation: 30,
        warmth: -20,
        sharpness: 0,
    };
    let (small, large) = (graded(&at_width(480), tone), graded(&at_width(1920), tone));
    let mut worst = 0;
    for y in (4..316).step_by(4) {
        for x in (4..476).step_by(4) {
            let (one, other) = (at(&small, x, y), at(&large, 4 * x, 4 * y));
            worst = worst.max((0..3).map(|s| one[s].abs_diff(other[s])).max().unwrap_or(0));
        }
    }
    assert!(worst <= 4, "the same place of two sizes differs by {worst}");
}

fn any_tone() -> impl Strategy<Value = Tone> {
    prop::array::uniform7(-100..=100_i32).prop_map(|[a, b, c, d, e, f, g]| Tone {
        exposure: a,
        contrast: b,
        highlights: c,
        shadows: d,
        saturation: e,
        warmth: f,
        sharpness: g,
    })
}

fn any_look() -> impl Strategy<Value = LookSetting> {
    (0..Look::ALL.len(), 0..=100_u32).prop_map(|(look, strength)| LookSetting {
        name: Look::ALL[look],
        strength,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_picture_survives_any_edit(
        width in 1..90_u32, height in 1..9_u32, tone in any_tone(), look in any_look(),
    ) {
        let mut picture = painted(width, height, |x, y| {
            [(x * 37) as u8, (y * 91) as u8, (x * y * 13) as u8]
        });
        grade(&mut picture, &tone, look);
        prop_assert_eq!(picture.size(), size(width, height));
    }

    #[test]
    fn grey_stays_grey_but_for_warmth(tone in any_tone()) {
        let tone = Tone { warmth: 0, ..tone };
        let greys = graded(&painted(256, 2, |x, _| [x as u8; 3]), tone);
        for pixel in greys.pixels().chunks_exact(3) {
            let spread = pixel.iter().max().zip(pixel.iter().min()).map(|(most, least)| most - least);
            prop_assert!(spread <= Some(1), "a grey became {:?} under {:?}", pixel, tone);
        }
    }

    #[test]
    fn brighter_greys_stay_brighter(tone in any_tone()) {
        // Each grey fills a picture of its own, as the large parts of a photo do.
        let flat = |grey: u8| graded(&painted(3, 3, |_, _| [grey; 3]), tone).pixels()[1];
        let greys: Vec<u8> = (0..=255).step_by(5).map(flat).collect();
        prop_assert!(
            greys.windows(2).all(|pair| pair[1] >= pair[0]),
            "in order under {:?}: {:?}", tone, greys
        );
    }
}
