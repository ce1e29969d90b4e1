//! What a recipe asks for is what lies on the sheet, trim line and all.

mod pictures;

use imaging::sheet::Overscan;
use imaging::{Crew, Destination, Print, Rgb8, Soundness, Studio};
use order::Recipe;
use order::recipe::{Fit, Mirror, Straighten};
use pictures::{AS_IT_IS, CELLS, Painting, cell_colour, difference, grid, pixel_at, size};
use proptest::prelude::*;

const WHITE: [u8; 3] = [255; 3];

/// A sheet of 600 x 400 px after cutting, with 20 px at the sides and 10 px above and below.
fn with_overscan() -> Print {
    Print {
        overscan: Overscan {
            left_px: 20,
            top_px: 10,
            right_px: 20,
            bottom_px: 10,
        },
        ..Print::plain(size(640, 420))
    }
}

fn at(picture: &Rgb8, x: u32, y: u32) -> [u8; 3] {
    let start = 3 * (y * picture.size().width_px() + x) as usize;
    let pixels = picture.pixels();
    [pixels[start], pixels[start + 1], pixels[start + 2]]
}

fn near(one: [u8; 3], other: [u8; 3], most: u8) -> bool {
    difference(&one, &other) <= most
}

fn render(photo: &[u8], recipe: &Recipe, print: &Print) -> Rgb8 {
    Studio::alone()
        .render(photo, recipe, print)
        .expect("a good photo and a good recipe")
}

#[test]
fn the_crop_maps_to_the_trimmed_print_and_the_photo_goes_on_beyond_it() {
    // Red grows by one each four columns, so that every column can be told.
    let photo = Painting::paint(960, 640, |x, _| [(x / 4) as u8, 90, 90]).png();
    let mut recipe = AS_IT_IS;
    recipe.crop.x = 250_000;
    recipe.crop.y = 250_000;
    recipe.crop.width = 500_000;
    recipe.crop.height = 500_000;
    let sheet = render(&photo, &recipe, &with_overscan());
    let red = |x: u32| f64::from(at(&sheet, x, 200)[0]);
    assert!(
        (red(20) - 60.0).abs() <= 1.5,
        "the crop's left edge is at the trim line"
    );
    assert!(
        (red(619) - 179.0).abs() <= 1.5,
        "and its right edge at the other"
    );
    assert!(
        (red(0) - 56.0).abs() <= 1.5,
        "beyond it comes what lies left of the crop"
    );
    assert!((red(639) - 183.0).abs() <= 1.5, "and right of it");
}

#[test]
fn where_the_photo_ends_its_edge_is_mirrored_into_the_bleed() {
    let photo = Painting::paint(600, 400, |x, y| [(x / 3) as u8, (y / 2) as u8, 90]).png();
    let sheet = render(&photo, &AS_IT_IS, &with_overscan());
    for step in [1, 5, 9] {
        let (inside, outside) = (at(&sheet, 300, 10 + step), at(&sheet, 300, 9 - step));
        assert!(
            near(inside, outside, 1),
            "{step} px above: {outside:?}, not {inside:?}"
        );
        let (inside, outside) = (at(&sheet, 619 - step, 200), at(&sheet, 620 + step, 200));
        assert!(
            near(inside, outside, 1),
            "{step} px to the right: {outside:?}, not {inside:?}"
        );
    }
}

#[test]
fn a_border_is_as_wide_as_it_says_and_white_to_the_sheets_edge() {
    let photo = grid(600, 400).png();
    let recipe = Recipe {
        border_mm: 5,
        ..AS_IT_IS
    };
    let sheet = render(&photo, &recipe, &with_overscan());
    // Five millimetres are 59 px at 300 dpi, from the trim line.
    for (x, y) in [
        (0, 0),
        (320, 0),
        (78, 200),
        (561, 200),
        (320, 68),
        (320, 351),
        (639, 419),
    ] {
        assert_eq!(at(&sheet, x, y), WHITE, "paper at {x},{y}");
    }
    for (x, y) in [(80, 70), (559, 349)] {
        assert_ne!(at(&sheet, x, y), WHITE, "photo at {x},{y}");
    }
}

#[test]
fn a_whole_photo_is_shown_with_white_beside_it() {
    let photo = grid(400, 400).png();
    let recipe = Recipe {
        fit: Fit::Whole,
        ..AS_IT_IS
    };
    let sheet = render(&photo, &recipe, &with_overscan());
    for (x, y) in [(0, 0), (119, 200), (520, 200), (639, 419), (320, 5)] {
        assert_eq!(at(&sheet, x, y), WHITE, "paper at {x},{y}");
    }
    assert_eq!(
        at(&sheet, 125, 15),
        cell_colour(0, 0),
        "the left top corner is there"
    );
    let last = cell_colour(CELLS.0 - 1, CELLS.1 - 1);
    assert_eq!(at(&sheet, 514, 404), last, "and so is the right bottom one");
}

#[test]
fn a_whole_photo_that_lies_across_is_turned() {
    let photo = grid(300, 400).png();
    let recipe = Recipe {
        fit: Fit::Whole,
        ..AS_IT_IS
    };
    let sheet = render(&photo, &recipe, &Print::plain(size(600, 400)));
    assert_eq!(
        at(&sheet, 300, 2),
        cell_colour(0, 1),
        "the left side is above"
    );
    assert_eq!(at(&sheet, 20, 200), WHITE, "533 of 600 px are photo");
}

#[test]
fn a_mirrored_photo_is_mirrored_before_it_is_turned() {
    let photo = grid(600, 400);
    let flipped = Painting::paint(600, 400, |x, y| {
        cell_colour((599 - x) * CELLS.0 / 600, y * CELLS.1 / 400)
    });
    for quarter_turns in [order::QuarterTurns::None, order::QuarterTurns::One] {
        let recipe = Recipe {
            quarter_turns,
            ..AS_IT_IS
        };
        let mirrored = Recipe {
            mirror: Mirror::LeftRight,
            ..recipe
        };
        let print = with_overscan();
        let one = render(&photo.png(), &mirrored, &print);
        let other = render(&flipped.png(), &recipe, &print);
        let off = difference(one.pixels(), other.pixels());
        assert!(off <= 1, "{quarter_turns:?}: off by {off}");
    }
}

#[test]
fn a_straightened_photo_is_turned_clockwise_around_its_middle() {
    // A dot to the right of the middle goes down when the photo is turned clockwise.
    let photo = Painting::paint(800, 800, |x, y| {
        let (x, y) = (f64::from(x) - 599.5, f64::from(y) - 399.5);
        if x.hypot(y) < 20.0 { [20; 3] } else { [200; 3] }
    });
    let recipe = Recipe {
        straighten: Straighten(3_000),
        ..AS_IT_IS
    };
    let sheet = render(&photo.png(), &recipe, &Print::plain(size(800, 800)));
    let (sine, cosine) = 30_f64.to_radians().sin_cos();
    let place = |away: f64| (400.0 + away * cosine, 400.0 + away * sine);
    let (x, y) = place(200.0);
    assert!(
        near(at(&sheet, x as u32, y as u32), [20; 3], 2),
        "the dot is 30 degrees down"
    );
    let (x, y) = place(250.0);
    assert!(
        near(at(&sheet, x as u32, y as u32), [200; 3], 2),
        "and no larger than it was"
    );
}

#[test]
fn a_tiny_tilt_changes_next_to_nothing() {
    let photo = Painting::paint(900, 600, |x, y| {
        let wave = |at: u32, length: f64| (f64::from(at) / length).sin() * 60.0 + 128.0;
        [
            wave(x, 9.0) as u8,
            wave(y, 13.0) as u8,
            wave(x + y, 17.0) as u8,
        ]
    });
    let mut recipe = AS_IT_IS;
    recipe.crop.x = 100_000;
    recipe.crop.y = 100_000;
    recipe.crop.width = 800_000;
    recipe.crop.height = 800_000;
    let level = render(&photo.png(), &recipe, &Print::plain(size(600, 400)));
    recipe.straighten = Straighten(1);
    let tilted = render(&photo.png(), &recipe, &Print::plain(size(600, 400)));
    let mean = level
        .pixels()
        .iter()
        .zip(tilted.pixels())
        .map(|(one, other)| f64::from(one.abs_diff(*other)))
        .sum::<f64>()
        / level.pixels().len() as f64;
    assert!(
        mean < 1.0,
        "a hundredth of a degree moves nothing, but the mean is off by {mean}"
    );
}

#[test]
fn sharpness_goes_both_ways() {
    let photo = Painting::paint(300, 300, |x, _| [if x < 150 { 80 } else { 170 }; 3]).png();
    let contrast = |sharpness: i32| {
        let mut recipe = AS_IT_IS;
        recipe.tone.sharpness = sharpness;
        let print = render(&photo, &recipe, &Print::plain(size(300, 300)));
        i32::from(at(&print, 150, 150)[0]) - i32::from(at(&print, 149, 150)[0])
    };
    assert!(contrast(-100) < contrast(-50), "-100 blurs");
    assert!(contrast(-50) < contrast(0), "a print is sharpened");
    assert!(contrast(0) < contrast(100), "100 sharpens more");
}

#[test]
fn a_photo_that_ends_early_says_so_and_a_whole_one_does_not() {
    let painting = Painting::paint(400, 300, |x, y| [(x ^ y) as u8, x as u8, y as u8]);
    let baseline = painting.jpeg();
    let progressive = painting.jpeg_with(|encoder| encoder.set_progressive(true));
    for (name, file) in [("baseline", baseline), ("progressive", progressive)] {
        let sound = |bytes: &[u8]| imaging::preview(bytes, 400).map(|preview| preview.soundness);
        assert_eq!(sound(&file), Ok(Soundness::Whole), "{name}: all is there");
        let cut = &file[..file.len() * 7 / 10];
        assert_eq!(
            sound(cut),
            Ok(Soundness::CutShort),
            "{name}: three tenths are missing"
        );
        let with_tail = [file.as_slice(), &[0; 100], b"a second picture"].concat();
        assert_eq!(
            sound(&with_tail),
            Ok(Soundness::Whole),
            "{name}: what follows is not its own"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn one_thread_two_threads_and_rows_give_the_same_bytes(
        width in 120_u32..500,
        height in 120_u32..500,
        straighten in prop_oneof![Just(0), -4_500..4_500],
        border_mm in 0_u32..4,
        mirror in prop::sample::select(vec![Mirror::No, Mirror::LeftRight]),
        fit in prop::sample::select(vec![Fit::Fill, Fit::Whole]),
        warmth in prop_oneof![Just(0), Just(40)],
    ) {
        let photo = grid(width, height).jpeg();
        let mut recipe = Recipe { straighten: Straighten(straighten), border_mm, mirror, fit, ..AS_IT_IS };
        recipe.tone.warmth = warmth;
        let print = Print { dpi: 72, destination: Destination::Srgb, ..with_overscan() };
        let alone = render(&photo, &recipe, &print);
        let helped = Studio::with(Crew::with_helper().expect("a thread"));
        let both = helped.render(&photo, &recipe, &print).expect("the same photo");
        prop_assert!(alone == both, "a helper changes nothing");
        let mut rows = 0;
        helped
            .render_rows(&photo, &recipe, &print, &mut |row| {
                assert_eq!(row.len(), 640 * 3, "every row is as wide as the sheet");
                rows += 1;
            })
            .expect("the same photo");
        prop_assert_eq!(rows, 420, "as many rows as the sheet is high");
        prop_assert_eq!(pixel_at(&alone, 0.0, 0.0), pixel_at(&both, 0.0, 0.0));
    }
}
