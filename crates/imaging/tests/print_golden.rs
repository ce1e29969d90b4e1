//! Whole prints, compared as pictures with the ones in `tests/golden/prints`: one for each thing a
//! recipe can ask for, through the same path as a customer's.
//!
//! `MINILAB_GOLDEN=write cargo test -p imaging --test print_golden` writes them anew; look at the
//! difference before committing it. A failure leaves what was rendered beside the build.

mod pictures;

use std::path::{Path, PathBuf};

use imaging::{FaceFinder, PixelSize, Print, Studio};
use order::recipe::{Beautify, Fit, Look, LookSetting, Mirror, Straighten, Tone};
use order::{Crop, QuarterTurns, Recipe};

use pictures::{AS_IT_IS, Painting, size};

/// A small print; at this size 300 dpi would be an inch wide.
const LYING: (u32, u32) = (300, 200);
const STANDING: (u32, u32) = (200, 300);
const SQUARE: (u32, u32) = (240, 240);

/// Other processors round other sums: no sample may be further off than this, ...
const MOST: u8 = 12;

/// ... and all together no further than this, in levels of 255.
const MEAN: f64 = 0.35;

/// An edit that changes less than this on average is none.
const SEEN: f64 = 0.5;

/// The left top of the photo, two thirds of it in each direction.
const CORNER: Crop = Crop {
    x: 40_000,
    y: 60_000,
    width: 640_000,
    height: 640_000,
};

#[test]
fn a_photo_is_cut_turned_and_placed() {
    let chart = chart().png();
    let all = AS_IT_IS;
    for (name, recipe, print) in [
        ("as_it_is", all, LYING),
        (
            "crop",
            Recipe {
                crop: CORNER,
                ..all
            },
            LYING,
        ),
        (
            "mirror",
            Recipe {
                mirror: Mirror::LeftRight,
                ..all
            },
            LYING,
        ),
        (
            "quarter_turn",
            Recipe {
                quarter_turns: QuarterTurns::One,
                ..all
            },
            STANDING,
        ),
        (
            "straighten",
            Recipe {
                straighten: Straighten(700),
                crop: CORNER,
                ..all
            },
            LYING,
        ),
        (
            "fit",
            Recipe {
                fit: Fit::Whole,
                ..all
            },
            SQUARE,
        ),
        (
            "border",
            Recipe {
                border_mm: 3,
                ..all
            },
            LYING,
        ),
        (
            "everything_at_once",
            Recipe {
                mirror: Mirror::LeftRight,
                quarter_turns: QuarterTurns::Three,
                straighten: Straighten(-450),
                crop: CORNER,
                border_mm: 2,
                ..all
            },
            STANDING,
        ),
    ] {
        compare(name, &chart, &recipe, print);
    }
}

/// A recipe without effect would agree with a golden print that was written without it.
fn assert_seen(name: &str, photo: &[u8], recipe: &Recipe) {
    let (plain, edited) = (
        render(photo, &AS_IT_IS, STANDING),
        render(photo, recipe, STANDING),
    );
    let (_, mean) = difference(&plain, &edited);
    assert!(
        mean > SEEN,
        "{name} is seen on the print, not only stored: {mean:.3}"
    );
}

#[test]
fn each_slider_does_what_it_did() {
    let photo = scene("beach");
    let neutral = Tone::NEUTRAL;
    for (name, tone) in [
        (
            "exposure_up",
            Tone {
                exposure: 60,
                ..neutral
            },
        ),
        (
            "exposure_down",
            Tone {
                exposure: -60,
                ..neutral
            },
        ),
        (
            "contrast",
            Tone {
                contrast: 70,
                ..neutral
            },
        ),
        (
            "highlights",
            Tone {
                highlights: -80,
                ..neutral
            },
        ),
        (
            "shadows",
            Tone {
                shadows: 80,
                ..neutral
            },
        ),
        (
            "saturation",
            Tone {
                saturation: 70,
                ..neutral
            },
        ),
        (
            "warmth",
            Tone {
                warmth: 60,
                ..neutral
            },
        ),
        (
            "sharpness",
            Tone {
                sharpness: 80,
                ..neutral
            },
        ),
        (
            "softness",
            Tone {
                sharpness: -80,
                ..neutral
            },
        ),
    ] {
        let recipe = Recipe { tone, ..AS_IT_IS };
        assert_seen(name, &photo, &recipe);
        compare(name, &photo, &recipe, STANDING);
    }
}

#[test]
fn looks_are_the_looks_they_were() {
    let photo = scene("tulips");
    for (name, look) in [
        ("look_vivid", Look::Vivid),
        ("look_golden", Look::Golden),
        ("look_film", Look::Film),
        ("look_cinema", Look::Cinema),
        ("look_mono", Look::Mono),
        ("look_noir", Look::Noir),
        ("look_sepia", Look::Sepia),
    ] {
        let look = LookSetting {
            name: look,
            strength: 100,
        };
        let recipe = Recipe { look, ..AS_IT_IS };
        assert_seen(name, &photo, &recipe);
        compare(name, &photo, &recipe, STANDING);
    }
    let half = LookSetting {
        name: Look::Film,
        strength: 50,
    };
    compare(
        "look_film_half",
        &photo,
        &Recipe {
            look: half,
            ..AS_IT_IS
        },
        STANDING,
    );
}

#[test]
fn beautify_leaves_what_is_no_face_alone() {
    let photo = scene("tulips");
    let most = Beautify {
        smooth: 100,
        brighten: 100,
        blemish: 100,
        red_eye: 100,
    };
    let recipe = Recipe {
        beautify: most,
        ..AS_IT_IS
    };
    let wanted = Print::plain(size(STANDING.0, STANDING.1));
    let print = |studio: Studio| {
        studio
            .render(&photo, &recipe, &wanted)
            .expect("a sound photo and recipe")
    };
    let faces = FaceFinder::load().expect("the networks are built in");
    assert!(
        print(Studio::alone().and_faces(faces)) == print(Studio::alone()),
        "there is no face among tulips, so who looks for faces prints the same as who does not"
    );
}

/// A drawing in which every corner, edge and direction is its own: a grid of colours, grey steps,
/// and lines that get finer.
fn chart() -> Painting {
    let grid = pictures::grid(900, 600);
    Painting::paint(900, 600, |x, y| {
        let start = 3 * (y * grid.width + x) as usize;
        let cell = [grid.rgb[start], grid.rgb[start + 1], grid.rgb[start + 2]];
        match (x, y) {
            (_, 280..320) => [(x * 16 / 900 * 17) as u8; 3],
            (430..470, _) => {
                [if (y / (2 + y / 60)).is_multiple_of(2) {
                    20
                } else {
                    235
                }; 3]
            }
            (20..120, 20..60) | (20..60, 20..160) => [250, 250, 250], // an L, which has no mirror twin
            _ => cell,
        }
    })
}

/// One of the drawn scenes that the kiosk shows when nobody is there.
fn scene(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../ui/kiosk/samples")
        .join(name)
        .with_extension("jpg");
    std::fs::read(&path).expect("the scenes are part of this repository")
}

fn render(photo: &[u8], recipe: &Recipe, (width, height): (u32, u32)) -> image::RgbImage {
    let target: PixelSize = size(width, height);
    let print = imaging::render(photo, recipe, target).expect("a sound photo and recipe");
    image::RgbImage::from_raw(width, height, print.into_pixels()).expect("as many pixels as asked")
}

/// Compares a print with the golden one of that name, or writes it.
fn compare(name: &str, photo: &[u8], recipe: &Recipe, print: (u32, u32)) {
    let rendered = render(photo, recipe, print);
    let path = folder().join(name).with_extension("png");
    if std::env::var_os("MINILAB_GOLDEN").is_some_and(|wish| wish == "write") {
        rendered
            .save(&path)
            .expect("the golden folder can be written");
        return;
    }
    let golden = image::open(&path)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()))
        .into_rgb8();
    assert_eq!(
        golden.dimensions(),
        rendered.dimensions(),
        "{name} has the size of its golden print"
    );
    let (most, mean) = difference(&golden, &rendered);
    if most > MOST || mean > MEAN {
        let seen = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-seen.png"));
        rendered
            .save(&seen)
            .expect("the build folder can be written");
        panic!(
            "{name} is no longer the golden print: off by {most} at most and {mean:.3} on average; \
             compare {} with {}",
            seen.display(),
            path.display()
        );
    }
}

/// The largest difference of any sample, and the mean of all.
fn difference(one: &image::RgbImage, other: &image::RgbImage) -> (u8, f64) {
    let differences = || one.iter().zip(other.iter()).map(|(a, b)| a.abs_diff(*b));
    let mean = differences().map(f64::from).sum::<f64>() / one.len() as f64;
    (differences().max().unwrap_or(0), mean)
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/prints"))
}
