//! One photo in the editor, and its recipe carried to the others.

use order::recipe::Fit;

use super::*;
use crate::view::Line;

/// A kiosk whose editor is open on the first of these photos.
fn editing(names: &[&str], heads: &[Head]) -> Kiosk {
    let mut kiosk = Kiosk::ready();
    kiosk.photos_of(names, heads);
    kiosk.tap(Command::Next);
    kiosk.tap(Command::OpenEditor {
        photo: photo(names[0]),
    });
    kiosk
}

fn line(kiosk: &Kiosk) -> Line {
    match kiosk.screen() {
        Screen::Edit { line, .. } => line,
        screen => panic!("editing: {screen:?}"),
    }
}

fn set(kiosk: &mut Kiosk, change: impl FnOnce(Recipe) -> Recipe) -> Recipe {
    let recipe = change(line(kiosk).recipe);
    kiosk.tap(Command::SetRecipe { recipe });
    line(kiosk).recipe
}

/// At the very top of a 4:3 photo, where a crop around the middle would cut it.
const AT_THE_TOP: Head = Head {
    x: 400_000,
    y: 5_000,
    width: 200_000,
    height: 300_000,
};

#[test]
fn a_photo_begins_with_every_head_whole() {
    let kiosk = editing(&["1"], &[AT_THE_TOP]);
    let line = line(&kiosk);
    assert_eq!(line.recipe.crop.y, 0, "the crop moved up to the head");
    assert_eq!(line.faces, 1, "the screen may offer what is done to faces");
}

#[test]
fn heads_that_are_seen_later_move_the_crop_unless_the_customer_placed_it() {
    let mut kiosk = Kiosk::ready();
    kiosk.unstudied_photos(&["1", "2"]);
    kiosk.tap(Command::Next);
    kiosk.tap(Command::OpenEditor { photo: photo("1") });
    let middle = line(&kiosk).recipe;
    assert!(
        middle.crop.y > 0,
        "before that a photo is cut around its middle"
    );
    let by_hand = set(&mut kiosk, |recipe| Recipe {
        crop: Crop {
            y: recipe.crop.y + 1_000,
            ..recipe.crop
        },
        ..recipe
    });
    for name in ["1", "2"] {
        kiosk.studied(name, &[AT_THE_TOP]);
    }
    assert_eq!(line(&kiosk).recipe, by_hand, "what a finger placed stays");
    kiosk.tap(Command::Next);
    kiosk.tap(Command::OpenEditor { photo: photo("2") });
    assert_eq!(line(&kiosk).recipe.crop.y, 0, "the other moved to its head");
}

#[test]
fn a_border_cuts_the_photo_anew_in_the_shape_that_is_left() {
    let mut kiosk = editing(&["1"], &[]);
    let recipe = set(&mut kiosk, |recipe| Recipe {
        border_mm: 5,
        ..recipe
    });
    assert_eq!(recipe.border_mm, 5, "the border is taken");
    let Screen::Edit {
        aspect_width,
        aspect_height,
        ..
    } = kiosk.screen()
    else {
        panic!("still editing");
    };
    assert_eq!(
        (aspect_width, aspect_height),
        (1_424, 916),
        "152.4 x 101.6 mm without 5 mm on each side"
    );
    let shape = f64::from(recipe.crop.width) * 4.0 / (f64::from(recipe.crop.height) * 3.0);
    assert!(
        (shape - 1_424.0 / 916.0).abs() < 0.01,
        "the crop has that shape: {shape}"
    );
}

#[test]
fn a_number_out_of_range_or_a_corner_beside_the_photo_is_not_taken() {
    let mut kiosk = editing(&["1"], &[]);
    let before = line(&kiosk).recipe;
    let wrong = [
        Recipe {
            tone: Tone {
                exposure: 101,
                ..Tone::NEUTRAL
            },
            ..before
        },
        Recipe {
            straighten: order::recipe::Straighten(1_000),
            ..before
        },
        Recipe {
            border_mm: 99,
            ..before
        },
    ];
    for wrong in wrong {
        let after = set(&mut kiosk, |_| wrong);
        assert_eq!(after, before, "{wrong:?} cannot be printed");
    }
}

#[test]
fn what_suits_one_photo_is_carried_to_all_without_moving_them() {
    let mut kiosk = editing(&["1", "2"], &[AT_THE_TOP]);
    set(&mut kiosk, |recipe| Recipe {
        crop: Crop {
            y: 100_000,
            ..recipe.crop
        },
        ..recipe
    });
    let model = set(&mut kiosk, |recipe| Recipe {
        tone: Tone {
            warmth: 20,
            ..Tone::NEUTRAL
        },
        ..recipe
    });
    kiosk.tap(Command::ApplyToAll);
    kiosk.tap(Command::Next);
    kiosk.tap(Command::OpenEditor { photo: photo("2") });
    let other = line(&kiosk).recipe;
    assert_eq!(other.tone, model.tone, "the colours are the same");
    assert_eq!(other.crop.y, 0, "and each photo keeps its own crop");
    assert_ne!(
        other.crop, model.crop,
        "which was moved in one of them only"
    );
}

#[test]
fn a_photo_without_pixels_enough_for_200_dpi_is_called_soft() {
    let mut kiosk = editing(&["1"], &[]);
    assert_eq!(
        line(&kiosk).sharpness,
        crate::view::Sharpness::Good,
        "4032 pixels on six inches are 672 dpi"
    );
    let crop = |recipe: Recipe, parts: u32| Recipe {
        crop: Crop {
            x: 0,
            y: 0,
            width: recipe.crop.width / parts,
            height: recipe.crop.height / parts,
        },
        ..recipe
    };
    set(&mut kiosk, |recipe| crop(recipe, 4));
    assert_eq!(
        line(&kiosk).sharpness,
        crate::view::Sharpness::Soft,
        "a quarter of it is 168 dpi"
    );
}

#[test]
fn a_photo_shown_whole_stays_whole_on_another_size() {
    let mut kiosk = editing(&["1"], &[]);
    set(&mut kiosk, |recipe| Recipe {
        fit: Fit::Whole,
        ..recipe
    });
    kiosk.tap(Command::SetSize {
        photo: photo("1"),
        size: PrintSize::EightInch,
    });
    assert_eq!(
        line(&kiosk).recipe.fit,
        Fit::Whole,
        "the customer decided that"
    );
}
