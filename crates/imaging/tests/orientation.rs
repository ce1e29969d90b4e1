//! A photo is printed upright, however the camera was held.

mod pictures;

use order::QuarterTurns;
use pictures::{AS_IT_IS, difference, grid, recipe, size};

#[test]
fn all_eight_orientations_print_the_same() {
    let painting = grid(480, 320);
    let upright = imaging::render(&painting.jpeg(), &AS_IT_IS, size(240, 160)).expect("a JPEG");
    for orientation in 1..=8 {
        let photo = painting
            .stored_with(orientation)
            .jpeg_with_orientation(orientation);
        let print = imaging::render(&photo, &AS_IT_IS, size(240, 160)).expect("a JPEG");
        let off = difference(print.pixels(), upright.pixels());
        assert!(
            off <= 6,
            "orientation {orientation} prints upright, but is off by {off}"
        );
    }
}

#[test]
fn all_eight_orientations_crop_and_turn_the_same() {
    let painting = grid(480, 320);
    let edited = recipe(QuarterTurns::One, (100_000, 250_000, 600_000, 600_000));
    let upright = imaging::render(&painting.png(), &edited, size(128, 192)).expect("a PNG");
    for orientation in 1..=8 {
        let photo = painting
            .stored_with(orientation)
            .jpeg_with_orientation(orientation);
        let print = imaging::render(&photo, &edited, size(128, 192)).expect("a JPEG");
        let off = difference(print.pixels(), upright.pixels());
        assert!(
            off <= 16,
            "orientation {orientation} is cropped alike, but is off by {off}"
        );
    }
}

#[test]
fn a_probe_gives_the_upright_size() {
    let painting = grid(480, 320);
    for orientation in 1..=8 {
        let photo = painting
            .stored_with(orientation)
            .jpeg_with_orientation(orientation);
        let header = imaging::probe(&photo).expect("a JPEG");
        assert_eq!(
            (header.width_px, header.height_px, header.orientation),
            (480, 320, orientation),
            "the size is that of the upright photo"
        );
    }
}

#[test]
fn a_preview_is_upright_and_no_longer_than_asked() {
    let photo = grid(480, 320).stored_with(6).jpeg_with_orientation(6);
    let preview = imaging::preview(&photo, 120).expect("a JPEG");
    assert_eq!(
        preview.picture.size(),
        size(120, 80),
        "the long side is as asked"
    );
    let preview = imaging::preview(&photo, 5_000).expect("a JPEG");
    assert_eq!(
        preview.picture.size(),
        size(480, 320),
        "a small photo is not blown up"
    );
}
