//! Whole sheets, compared as pictures with the ones in `tests/golden/sheets`.
//!
//! `MINILAB_GOLDEN=write cargo test -p imaging --test sheet_golden` writes them anew; look at the
//! difference before it is committed.

mod pictures;

use std::path::PathBuf;

use imaging::sheet::{CutMarks, IndexPage, Layout, Overscan, Paper, PictureSize, Spacing, compose};
use imaging::{EmbeddedProfile, OutputFormat, Rgb8, encode};
use pictures::{Painting, size};

/// Golden sheets are a quarter as dense as prints, so that the repository stays small.
const DPI: u16 = 75;

/// How far a sheet may be off: on average over all samples, and at any one.
const MEAN: f64 = 0.05;
const MOST: u8 = 8;

/// A 4 x 6 inch sheet and what a dye-sublimation printer cuts off.
fn paper() -> Paper {
    let overscan = Overscan {
        left_px: 5,
        top_px: 6,
        right_px: 5,
        bottom_px: 6,
    };
    Paper::new(size(310, 462), overscan, DPI).expect("paper")
}

/// A landscape of two colours with a sun that no turn or mirror leaves in its place.
fn photo(width: u32, height: u32, hue: u32) -> Rgb8 {
    let painting = Painting::paint(width, height, |x, y| {
        let (right, down) = (x * 255 / width, y * 255 / height);
        let sun = (right.abs_diff(190) * width / height).pow(2) + down.abs_diff(60).pow(2);
        match () {
            () if sun < 900 => [250, 220, 90],
            () if down > 160 + right / 8 => [40, (110 + 20 * hue % 90) as u8, 60],
            () => [(60 + 40 * hue % 160) as u8, (140 + down / 4) as u8, 230],
        }
    });
    Rgb8::new(size(width, height), painting.rgb).expect("matching size")
}

fn sheet_of(layout: &Layout) -> Rgb8 {
    let paper = paper();
    let plan = layout.arrange(&paper).expect("it fits");
    let photos: Vec<Rgb8> = (0..)
        .zip(&plan.spots)
        .map(|(hue, spot)| photo(spot.width_px, spot.height_px, hue))
        .collect();
    let photos: Vec<&Rgb8> = photos.iter().collect();
    compose(&paper, &plan, &photos, CutMarks::TicksAndLines).expect("sizes match")
}

#[test]
fn four_small_photos() {
    let layout = Layout::Tiled {
        across: 2,
        along: 2,
    };
    compare("four_small_photos", &sheet_of(&layout));
}

#[test]
fn twelve_of_one_inch() {
    let layout = Layout::Equal {
        picture: PictureSize::from_mm(25, 35),
        spacing: Spacing::RECOMMENDED,
    };
    compare("twelve_of_one_inch", &sheet_of(&layout));
}

#[test]
fn several_sizes_on_one_sheet() {
    let mm = PictureSize::from_mm;
    let layout = Layout::Mixed {
        pictures: vec![
            mm(25, 35),
            mm(35, 49),
            mm(25, 35),
            mm(35, 49),
            mm(51, 51),
            mm(25, 35),
        ],
        spacing: Spacing::RECOMMENDED,
    };
    compare("several_sizes_on_one_sheet", &sheet_of(&layout));
}

#[test]
fn index_of_twelve() {
    let index = IndexPage::new(&paper(), 12).expect("there is room");
    let side = index.largest_photo_px();
    let photos: Vec<Rgb8> = (0..12)
        .map(|number| match number % 3 {
            0 => photo(side, side * 3 / 4, number),
            1 => photo(side * 2 / 3, side, number),
            _ => photo(side, side, number),
        })
        .collect();
    let photos: Vec<&Rgb8> = photos.iter().collect();
    compare(
        "index_of_twelve",
        &index.compose(1, &photos).expect("they fit"),
    );
}

/// Compares a sheet with the golden one of that name, or writes it.
fn compare(name: &str, sheet: &Rgb8) {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/sheets"))
        .join(name)
        .with_extension("png");
    if std::env::var_os("MINILAB_GOLDEN").is_some_and(|wanted| wanted == "write") {
        let png = encode(sheet, DPI, EmbeddedProfile::Srgb, OutputFormat::Png).expect("small");
        std::fs::write(&path, png).expect("the golden folder can be written");
        return;
    }
    let golden = image::open(&path)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()))
        .to_rgb8();
    assert_eq!(
        golden.dimensions(),
        sheet.size().into(),
        "{name} has another size"
    );
    let differences = golden
        .iter()
        .zip(sheet.pixels())
        .map(|(a, b)| a.abs_diff(*b));
    let most = differences.clone().max().unwrap_or(0);
    let sum: u64 = differences.map(u64::from).sum();
    let mean = sum as f64 / sheet.pixels().len() as f64;
    assert!(
        mean <= MEAN && most <= MOST,
        "{name} looks different: {mean:.3} levels off on average, {most} at most"
    );
}
