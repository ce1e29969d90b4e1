//! The arithmetic of crops and recipes.

use proptest::prelude::*;

use super::*;
use crate::photo::Head;

#[test]
fn a_four_by_three_photo_fills_an_eight_inch_print_whole() {
    assert_eq!(
        Crop::cover((4032, 3024), PrintSize::EightInch, 0),
        Crop::ALL,
        "4:3 is the shape of the 8-inch print"
    );
}

#[test]
fn a_four_by_three_photo_loses_a_ninth_of_its_short_side_on_six_inch() {
    let crop = Crop::cover((4032, 3024), PrintSize::SixInch, 0);
    assert_eq!(
        (crop.x, crop.width),
        (0, WHOLE),
        "the long side stays whole"
    );
    assert_eq!(crop.height, 888_888, "8/9 of the short side is left");
    assert_eq!(crop.y, (WHOLE - 888_888) / 2, "cut evenly above and below");
}

#[test]
fn a_recipe_of_the_first_version_means_what_it_meant() {
    let text = r#"{"quarter_turns":"one","crop":{"x":0,"y":0,"width":1000000,"height":500000}}"#;
    let recipe: Recipe = serde_json::from_str(text).expect("orders outlive an update");
    let crop = Crop {
        height: 500_000,
        ..Crop::ALL
    };
    assert_eq!(
        recipe,
        Recipe::plain(QuarterTurns::One, crop),
        "what it did not know is left undone"
    );
}

#[test]
fn a_number_beyond_its_range_is_named_with_the_range() {
    let mut recipe = Recipe::plain(QuarterTurns::None, Crop::ALL);
    recipe.tone.warmth = 101;
    let error = recipe.check().expect_err("beyond the range");
    assert_eq!(
        error.to_string(),
        "tone.warmth is 101; allowed is -100 to 100",
        "what, where and what is allowed"
    );
}

#[test]
fn a_border_changes_the_shape_of_the_picture() {
    assert_eq!(
        PrintSize::SixInch.picture_aspect(Orientation::Landscape, 5),
        (1424, 916),
        "ten millimetres less on both sides of 152.4 x 101.6 mm"
    );
}

/// The four corners of a crop, in pixels along the sides of the tilted photo, from its middle.
fn corners(crop: Crop, tilt: Straighten, photo: (u32, u32)) -> [(f64, f64); 4] {
    let (width, height) = (f64::from(photo.0), f64::from(photo.1));
    let (sine, cosine) = tilt.radians().sin_cos();
    let part = |at: u32, side: f64| (f64::from(at) / f64::from(WHOLE) - 0.5) * side;
    [
        (crop.x, crop.y),
        (crop.x + crop.width, crop.y),
        (crop.x, crop.y + crop.height),
        (crop.x + crop.width, crop.y + crop.height),
    ]
    .map(|(x, y)| {
        let (x, y) = (part(x, width), part(y, height));
        (x * cosine + y * sine, y * cosine - x * sine)
    })
}

proptest! {
    #[test]
    fn every_photo_has_a_cover_crop_of_the_right_shape(
        width in 100_u32..20_000,
        height in 100_u32..20_000,
        size in prop::sample::select(PrintSize::ALL.to_vec()),
        border_mm in 0..=MOST_BORDER_MM,
    ) {
        prop_assume!(width / height < 20 && height / width < 20);
        let crop = Crop::cover((width, height), size, border_mm).check().expect("inside the photo");
        let orientation = orientation_of((width, height));
        let (aspect_width, aspect_height) = size.picture_aspect(orientation, border_mm);
        let shape = (f64::from(crop.width) * f64::from(width))
            / (f64::from(crop.height) * f64::from(height));
        let wanted = f64::from(aspect_width) / f64::from(aspect_height);
        prop_assert!((shape / wanted - 1.0).abs() < 0.001, "{shape} is not {wanted}");
    }

    #[test]
    fn a_tilted_photo_covers_its_whole_crop(
        width in 500_u32..8_000,
        height in 500_u32..8_000,
        tilt in -MOST_STRAIGHTEN..=MOST_STRAIGHTEN,
        size in prop::sample::select(PrintSize::ALL.to_vec()),
    ) {
        prop_assume!(width / height < 4 && height / width < 4);
        let tilt = Straighten(tilt);
        let crop = Crop::cover((width, height), size, 0).within_tilt(tilt, (width, height));
        prop_assert!(crop.lies_within_tilt(tilt, (width, height)), "the rule agrees with itself");
        for (x, y) in corners(crop, tilt, (width, height)) {
            let inside = x.abs() <= f64::from(width) / 2.0 + 1.0 && y.abs() <= f64::from(height) / 2.0 + 1.0;
            prop_assert!(inside, "a corner at {x}, {y} shows no photo");
        }
    }
}

fn head(x: u32, y: u32, width: u32, height: u32) -> Head {
    Head {
        x,
        y,
        width,
        height,
    }
}

#[test]
fn a_head_at_the_top_moves_the_crop_up() {
    // A 3:4 portrait on 4:6 paper loses width; a wide one of 4:3 loses height.
    let photo = (4032, 3024);
    let recipe = Recipe::automatic(
        photo,
        PrintSize::SixInch,
        &[head(400_000, 10_000, 200_000, 300_000)],
    );
    assert_eq!(recipe.fit, Fit::Fill, "there is room for the head");
    assert_eq!(
        recipe.crop.y, 0,
        "the air above the head is kept to the photo's edge"
    );
    assert_eq!(
        Recipe::automatic(
            photo,
            PrintSize::SixInch,
            &[head(400_000, 300_000, 200_000, 300_000)]
        ),
        Recipe::cover(photo, PrintSize::SixInch),
        "a head that is safe in the middle moves nothing"
    );
}

#[test]
fn heads_too_far_apart_for_any_crop_are_all_shown() {
    let heads = [
        head(300_000, 0, 200_000, 250_000),
        head(500_000, 700_000, 200_000, 300_000),
    ];
    let recipe = Recipe::automatic((4032, 3024), PrintSize::SixInch, &heads);
    assert_eq!(
        (recipe.fit, recipe.crop),
        (Fit::Whole, Crop::ALL),
        "white at the edge is better than half a head"
    );
}

proptest! {
    #[test]
    fn no_head_is_ever_cut(
        width in 500_u32..8_000,
        height in 500_u32..8_000,
        size in prop::sample::select(PrintSize::ALL.to_vec()),
        heads in prop::collection::vec((0_u32..900_000, 0_u32..900_000, 10_000_u32..100_000, 10_000_u32..100_000), 0..5),
    ) {
        let heads: Vec<Head> = heads.into_iter().map(|(x, y, w, h)| head(x, y, w, h)).collect();
        let recipe = Recipe::automatic((width, height), size, &heads);
        recipe.check().expect("a recipe that can be followed");
        let crop = recipe.crop;
        for head in heads {
            let inside = crop.x <= head.x
                && crop.y <= head.y
                && crop.x + crop.width >= head.x + head.width
                && crop.y + crop.height >= head.y + head.height;
            prop_assert!(inside, "{head:?} is not in {crop:?}");
        }
    }
}

#[test]
fn a_head_goes_where_its_photo_is_turned() {
    let left_top = head(100_000, 50_000, 200_000, 300_000);
    assert_eq!(
        left_top.turned(Mirror::No, QuarterTurns::One),
        head(650_000, 100_000, 300_000, 200_000),
        "the left is up after a quarter clockwise, and the top is at the right"
    );
    assert_eq!(
        left_top.turned(Mirror::LeftRight, QuarterTurns::None),
        head(700_000, 50_000, 200_000, 300_000),
        "a mirror keeps the height"
    );
}

#[test]
fn the_screen_and_the_kiosk_agree_where_a_tilted_photo_ends() {
    #[derive(serde::Deserialize)]
    struct Case {
        photo: (u32, u32),
        straighten: i32,
        crop: Crop,
        within_tilt: Crop,
    }
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../ui/shared/testdata/crops.json"
    );
    let text = std::fs::read_to_string(path).expect("the screen's vectors");
    let cases: Vec<Case> = serde_json::from_str(&text).expect("JSON");
    assert!(cases.len() >= 50, "the vectors are all there");
    for case in cases {
        let held = case
            .crop
            .within_tilt(Straighten(case.straighten), case.photo);
        assert_eq!(
            held, case.within_tilt,
            "{:?} tilted by {}: the editor draws what is printed",
            case.photo, case.straighten
        );
    }
}
