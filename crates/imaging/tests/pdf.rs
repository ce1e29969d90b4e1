//! A PDF is one page of exactly the print's size, and other people's readers see the picture.

mod pictures;
mod readers;

use imaging::{EmbeddedProfile, OutputFormat, Rgb8, encode};
use pictures::{difference, grid, size};
use readers::read_with;

fn grid_page() -> (Rgb8, Vec<u8>) {
    let painting = grid(1240, 1844);
    let picture = Rgb8::new(size(1240, 1844), painting.rgb).expect("matching size");
    let pdf = encode(&picture, 300, EmbeddedProfile::Srgb, OutputFormat::Pdf);
    (picture, pdf.expect("a small picture"))
}

#[test]
fn a_page_is_exactly_the_prints_size() {
    let (_, pdf) = grid_page();
    read_with("qpdf", &["--check", "{}"], &pdf);
    let told = read_with("pdfinfo", &["{}"], &pdf);
    let told = String::from_utf8(told.stdout).expect("text");
    for line in ["Pages:           1", "Page size:       297.6 x 442.56 pts"] {
        assert!(told.contains(line), "pdfinfo says {line:?}, not {told}");
    }
}

#[test]
fn the_picture_is_not_resampled_and_keeps_its_colours() {
    let (picture, pdf) = grid_page();
    let images = read_with("pdfimages", &["-list", "{}"], &pdf);
    let images = String::from_utf8(images.stdout).expect("text");
    let row: Vec<&str> = images
        .lines()
        .last()
        .expect("one picture")
        .split_whitespace()
        .collect();
    assert_eq!(row[3..5], ["1240", "1844"], "every pixel is in the file");
    assert_eq!(
        row[5..9],
        ["icc", "3", "8", "jpeg"],
        "a JPEG with a profile"
    );
    assert_eq!(row[12..14], ["300", "300"], "at the printer's density");
    let arguments = ["-png", "-singlefile", "-r", "300", "{}", "-"];
    let shown = read_with("pdftocairo", &arguments, &pdf);
    let shown = image::load_from_memory(&shown.stdout)
        .expect("a PNG")
        .to_rgb8();
    assert_eq!(shown.dimensions(), (1240, 1844), "a pixel for a pixel");
    let off = difference(shown.as_raw(), picture.pixels());
    assert!(off <= 24, "as near as quality 92, but off by {off}");
}
