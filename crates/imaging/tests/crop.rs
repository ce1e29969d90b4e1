//! The crop on the screen is the crop on the paper.

mod pictures;

use imaging::RenderError;
use order::QuarterTurns;
use order::recipe::{CropError, WHOLE};
use pictures::{AS_IT_IS, CELLS, cell_colour, difference, grid, pixel_at, recipe, size};

#[test]
fn every_cell_of_a_grid_can_be_cut_out() {
    let photo = grid(400, 300).png();
    for column in 0..CELLS.0 {
        for row in 0..CELLS.1 {
            let crop = (
                column * WHOLE / CELLS.0,
                row * WHOLE / CELLS.1,
                WHOLE / CELLS.0,
                WHOLE / CELLS.1,
            );
            let print = imaging::render(&photo, &recipe(QuarterTurns::None, crop), size(50, 50))
                .expect("a PNG");
            for (across, down) in [(0.1, 0.1), (0.9, 0.1), (0.5, 0.5), (0.1, 0.9), (0.9, 0.9)] {
                assert_eq!(
                    pixel_at(&print, across, down),
                    cell_colour(column, row),
                    "cell {column},{row} fills the print up to {across},{down}"
                );
            }
        }
    }
}

#[test]
fn a_turned_photo_is_cropped_in_its_turned_coordinates() {
    // After one quarter turn clockwise the grid's left bottom cell is at the left top.
    let photo = grid(400, 300).png();
    let corners = [
        (QuarterTurns::None, (0, 0)),
        (QuarterTurns::One, (0, CELLS.1 - 1)),
        (QuarterTurns::Two, (CELLS.0 - 1, CELLS.1 - 1)),
        (QuarterTurns::Three, (CELLS.0 - 1, 0)),
    ];
    for (turns, (column, row)) in corners {
        let (across, down) = turns.turned(CELLS);
        let crop = (0, 0, WHOLE / across, WHOLE / down);
        let print = imaging::render(&photo, &recipe(turns, crop), size(60, 60)).expect("a PNG");
        assert_eq!(
            pixel_at(&print, 0.5, 0.5),
            cell_colour(column, row),
            "the left top cell after {turns:?}"
        );
    }
}

#[test]
fn a_quarter_turn_moves_the_top_to_the_right() {
    let photo = grid(400, 300).png();
    let whole = (0, 0, WHOLE, WHOLE);
    let print =
        imaging::render(&photo, &recipe(QuarterTurns::One, whole), size(300, 400)).expect("a PNG");
    assert_eq!(
        pixel_at(&print, 0.95, 0.05),
        cell_colour(0, 0),
        "left top went to right top"
    );
    assert_eq!(
        pixel_at(&print, 0.95, 0.95),
        cell_colour(CELLS.0 - 1, 0),
        "right top went to right bottom"
    );
}

#[test]
fn a_target_of_another_shape_is_filled_around_the_middle() {
    let photo = grid(400, 300).png();
    let print = imaging::render(&photo, &AS_IT_IS, size(160, 60)).expect("a PNG");
    let expected = recipe(QuarterTurns::None, (0, 250_000, WHOLE, 500_000));
    let same = imaging::render(&photo, &expected, size(160, 60)).expect("a PNG");
    assert!(
        difference(print.pixels(), same.pixels()) <= 1,
        "the middle half is kept and nothing is stretched"
    );
}

#[test]
fn a_wide_crop_is_printed_whole_on_paper_that_is_fed_upright() {
    let photo = grid(400, 300).png();
    let across = imaging::render(&photo, &AS_IT_IS, size(300, 400)).expect("a PNG");
    let turned = recipe(QuarterTurns::One, (0, 0, WHOLE, WHOLE));
    let same = imaging::render(&photo, &turned, size(300, 400)).expect("a PNG");
    assert!(
        difference(across.pixels(), same.pixels()) == 0,
        "the paper is turned, not the picture trimmed"
    );

    // A part of it, away from the middle: the left top cell, and the one to the right of it.
    let two_cells = (0, 0, 2 * WHOLE / CELLS.0, WHOLE / CELLS.1);
    let print = imaging::render(
        &photo,
        &recipe(QuarterTurns::None, two_cells),
        size(50, 100),
    )
    .expect("a PNG");
    assert_eq!(
        [pixel_at(&print, 0.5, 0.25), pixel_at(&print, 0.5, 0.75)],
        [cell_colour(0, 0), cell_colour(1, 0)],
        "left is up after a quarter turn clockwise"
    );
}

#[test]
fn a_crop_outside_the_photo_is_an_error_of_the_caller() {
    let photo = grid(400, 300).png();
    for crop in [(500_001, 0, 500_000, WHOLE), (0, u32::MAX, WHOLE, WHOLE)] {
        let answer = imaging::render(&photo, &recipe(QuarterTurns::None, crop), size(60, 60));
        assert_eq!(
            answer.err(),
            Some(RenderError::Recipe(CropError::Outside.into())),
            "{crop:?} reaches outside"
        );
    }
    let answer = imaging::render(
        &photo,
        &recipe(QuarterTurns::None, (0, 0, 10, 10)),
        size(60, 60),
    );
    assert_eq!(
        answer.err(),
        Some(RenderError::Recipe(CropError::TooSmall.into())),
        "ten millionths are no crop"
    );
}

#[test]
fn a_print_is_sharper_than_a_preview() {
    // A soft edge: the mask must steepen it, and leave flat areas alone.
    let painting = pictures::Painting::paint(300, 300, |x, _| {
        [(60 + 120 * (x.clamp(146, 154) - 146) / 8) as u8; 3]
    });
    let photo = painting.png();
    let print = imaging::render(&photo, &AS_IT_IS, size(300, 300)).expect("a PNG");
    let preview = imaging::preview(&photo, 300).expect("a PNG").picture;
    let darkest = |picture: &imaging::Rgb8| picture.pixels().iter().copied().min();
    assert!(
        darkest(&print) < darkest(&preview),
        "the dark side of the edge is deepened"
    );
    assert_eq!(
        pixel_at(&print, 0.1, 0.5),
        pixel_at(&preview, 0.1, 0.5),
        "flat areas keep their colour"
    );
}
