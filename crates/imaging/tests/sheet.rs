//! Sheets: what fits, where it lies, and that nothing is lost, doubled or scaled.

mod pictures;

use imaging::Rgb8;
use imaging::sheet::{
    ComposeError, CutMarks, IndexPage, Layout, LayoutError, Overscan, Paper, PaperError,
    PictureSize, Spacing, Spot, compose,
};
use pictures::{Painting, size};
use proptest::prelude::*;

/// Paper of which nothing is cut off, at 300 dpi.
fn plain(width_px: u32, height_px: u32) -> Paper {
    Paper::new(size(width_px, height_px), Overscan::default(), 300).expect("paper")
}

/// A 4 x 6 inch sheet of a dye-sublimation printer: 1200 x 1800 and what it cuts off.
fn dye_sub() -> Paper {
    let overscan = Overscan {
        left_px: 20,
        top_px: 22,
        right_px: 20,
        bottom_px: 22,
    };
    Paper::new(size(1240, 1844), overscan, 300).expect("paper")
}

fn flat(spot: Spot, colour: [u8; 3]) -> Rgb8 {
    let painting = Painting::paint(spot.width_px, spot.height_px, |_, _| colour);
    Rgb8::new(size(spot.width_px, spot.height_px), painting.rgb).expect("matching size")
}

fn at(sheet: &Rgb8, x: u32, y: u32) -> [u8; 3] {
    let start = 3 * (y * sheet.size().width_px() + x) as usize;
    [0, 1, 2].map(|channel| sheet.pixels()[start + channel])
}

#[test]
fn as_many_fit_as_the_arithmetic_of_gap_and_margin_says() {
    let papers = [plain(1795, 1205), plain(2398, 1795), plain(1500, 1051)];
    let sizes = [
        (25, 35),
        (22, 32),
        (33, 48),
        (35, 49),
        (35, 53),
        (35, 45),
        (51, 51),
    ];
    let spacings = [(0, 0), (30, 200), (200, 300), (250, 420)];
    let [touching, narrow, recommended, wide] = spacings;
    for (paper, (gap, margin), expected) in [
        (0, touching, [16, 18, 9, 8, 4, 8, 4]),
        (0, narrow, [12, 18, 8, 6, 4, 8, 2]),
        (0, recommended, [12, 16, 4, 4, 4, 8, 2]),
        (0, wide, [10, 12, 4, 4, 4, 6, 2]),
        (1, recommended, [28, 32, 12, 12, 12, 16, 6]),
        (2, recommended, [9, 10, 4, 4, 4, 4, 2]),
    ] {
        let counts = sizes.map(|(width, height)| {
            let layout = Layout::Equal {
                picture: PictureSize::from_mm(width, height),
                spacing: Spacing { gap, margin },
            };
            layout
                .arrange(&papers[paper])
                .expect("some fit")
                .spots
                .len()
        });
        assert_eq!(
            counts, expected,
            "paper {paper}, gap {gap}, margin {margin}"
        );
    }
}

#[test]
fn small_pictures_have_their_size_to_the_pixel() {
    for ((width, height), expected) in [
        ((25, 35), (295, 413)),
        ((22, 32), (260, 378)),
        ((33, 48), (390, 567)),
        ((35, 49), (413, 579)),
        ((35, 45), (413, 531)),
        ((51, 51), (602, 602)),
    ] {
        let layout = Layout::Mixed {
            pictures: vec![PictureSize::from_mm(width, height)],
            spacing: Spacing::RECOMMENDED,
        };
        let plan = layout.arrange(&dye_sub()).expect("one fits");
        let spot = plan.spots[0];
        assert_eq!(
            (spot.width_px, spot.height_px),
            expected,
            "{width} x {height} mm at 300 dpi"
        );
    }
}

#[test]
fn four_small_photos_share_a_sheet_and_their_outer_edges_run_over() {
    let paper = dye_sub();
    let layout = Layout::Tiled {
        across: 2,
        along: 2,
    };
    let plan = layout.arrange(&paper).expect("four fit");
    let places: Vec<(u32, u32)> = plan
        .spots
        .iter()
        .map(|spot| (spot.left_px, spot.top_px))
        .collect();
    assert_eq!(
        places,
        [(20, 22), (620, 22), (20, 922), (620, 922)],
        "edge to edge"
    );
    assert!(
        plan.spots
            .iter()
            .all(|spot| (spot.width_px, spot.height_px) == (600, 900)),
        "each is 2 x 3 inches"
    );
    let colours = [[200, 0, 0], [0, 200, 0], [0, 0, 200], [90, 90, 0]];
    let photos: Vec<Rgb8> = plan
        .spots
        .iter()
        .zip(colours)
        .map(|(spot, colour)| flat(*spot, colour))
        .collect();
    let photos: Vec<&Rgb8> = photos.iter().collect();
    let sheet = compose(&paper, &plan, &photos, CutMarks::TicksAndLines).expect("they fit");
    assert_eq!(
        sheet.size(),
        size(1240, 1844),
        "all that the printer lays down"
    );
    for ((x, y), colour) in [
        ((0, 0), 0),
        ((1239, 0), 1),
        ((0, 1843), 2),
        ((1239, 1843), 3),
    ] {
        assert_eq!(
            at(&sheet, x, y),
            colours[colour],
            "the corner at {x}, {y} shows no white"
        );
    }
    let across: Vec<[u8; 3]> = (617..=622).map(|x| at(&sheet, x, 400)).collect();
    let line = [208; 3];
    let [red, green, ..] = colours;
    assert_eq!(
        across,
        [red, red, red, line, green, green],
        "one line where two touch"
    );

    let eight = Layout::Tiled {
        across: 2,
        along: 4,
    };
    let plan = eight.arrange(&plain(2400, 1800)).expect("eight fit");
    assert!(
        plan.spots.len() == 8
            && plan
                .spots
                .iter()
                .all(|spot| (spot.width_px, spot.height_px) == (600, 900)),
        "eight of 2 x 3 inches on a sheet of 6 x 8"
    );
}

#[test]
fn a_picture_that_lies_across_its_place_is_turned_clockwise() {
    let paper = plain(300, 200);
    let layout = Layout::Tiled {
        across: 1,
        along: 1,
    };
    let plan = layout.arrange(&paper).expect("one fits");
    let upright = Painting::paint(200, 300, |x, y| [x as u8, (y / 2) as u8, 7]);
    let upright = Rgb8::new(size(200, 300), upright.rgb).expect("matching size");
    let sheet = compose(&paper, &plan, &[&upright], CutMarks::None).expect("it fits");
    assert_eq!(
        at(&sheet, 299, 0),
        [0, 0, 7],
        "its top left corner is at the top right"
    );
    assert_eq!(at(&sheet, 0, 0), [0, 149, 7], "and its foot at the left");
}

#[test]
fn marks_stay_off_the_pictures_and_away_from_the_edge() {
    let paper = dye_sub();
    let layout = Layout::Equal {
        picture: PictureSize::from_mm(25, 35),
        spacing: Spacing::RECOMMENDED,
    };
    let plan = layout.arrange(&paper).expect("12 fit");
    let photos: Vec<Rgb8> = plan
        .spots
        .iter()
        .map(|spot| flat(*spot, [10, 20, 30]))
        .collect();
    let photos: Vec<&Rgb8> = photos.iter().collect();
    let sheet = compose(&paper, &plan, &photos, CutMarks::TicksAndLines).expect("they fit");
    let mut marks = 0;
    for (x, y) in (0..1844).flat_map(|y| (0..1240).map(move |x| (x, y))) {
        let in_picture = plan.spots.iter().any(|spot| {
            (spot.left_px..spot.left_px + spot.width_px).contains(&x)
                && (spot.top_px..spot.top_px + spot.height_px).contains(&y)
        });
        let colour = at(&sheet, x, y);
        if in_picture {
            assert_eq!(colour, [10, 20, 30], "no mark on a picture at {x}, {y}");
        } else if colour != [255; 3] {
            marks += 1;
            let safe = (20 + 35..1220 - 35).contains(&x) && (22 + 35..1822 - 35).contains(&y);
            assert!(safe, "a mark 3 mm from the cut at {x}, {y}");
        }
    }
    assert!(marks > 1_000, "there are marks at all");
    // 20 mm are 236 px; the ruler stands in the corner, for there is no room to lie.
    let foot = (0..1844)
        .filter(|y| at(&sheet, 1220 - 36, *y) == [96; 3])
        .count();
    assert_eq!(foot, 236, "a ruler of 20 mm");
}

#[test]
fn an_index_shows_its_photos_as_large_as_the_sheet_allows() {
    let paper = dye_sub();
    let side_mm = |photos| {
        let page = IndexPage::new(&paper, photos).expect("there is room");
        page.largest_photo_px() * 254 / 3000
    };
    // What is left of 101.6 x 152.4 mm inside the margins, shared by columns and rows.
    let sides = [
        (1, 95),
        (2, 68),
        (4, 46),
        (6, 43),
        (12, 30),
        (20, 22),
        (30, 17),
    ];
    for (photos, side) in sides {
        assert_eq!(side_mm(photos), side, "{photos} photos, mm");
    }
    assert_eq!(
        IndexPage::new(&paper, 31),
        Err(LayoutError::DoesNotFit),
        "a face smaller than 16 mm is not known again"
    );
    let small = Paper::new(size(200, 300), Overscan::default(), 300).expect("paper");
    assert_eq!(
        IndexPage::new(&small, 5),
        Err(LayoutError::DoesNotFit),
        "17 mm of paper"
    );
}

#[test]
fn a_sheet_of_six_inches_holds_as_many_photos_as_are_sold_with_it() {
    let most = order::index_print::MOST_ON_A_SHEET;
    for paper in [dye_sub(), plain(1200, 1800), plain(1205, 1795)] {
        for photos in 1..=most {
            let page = IndexPage::new(&paper, photos);
            page.unwrap_or_else(|error| panic!("{photos} photos on {paper:?}: {error}"));
        }
    }
}

#[test]
fn no_photo_of_an_index_lies_on_another_or_in_the_cut() {
    let paper = dye_sub();
    for photos in 1..=30 {
        let page = IndexPage::new(&paper, photos).expect("there is room");
        let side = page.largest_photo_px();
        let place = Spot {
            left_px: 0,
            top_px: 0,
            width_px: side,
            height_px: side,
        };
        let black = flat(place, [0; 3]);
        let pictures = vec![&black; photos as usize];
        let sheet = page.compose(1, &pictures).expect("they fit");
        let dark = |pixel: &&[u8]| pixel.iter().all(|part| *part < 16);
        let printed = sheet.pixels().chunks_exact(3).filter(dark).count();
        assert_eq!(
            printed,
            (photos * side * side) as usize,
            "{photos} photos, none of them covered"
        );
        let trimmed = paper.trimmed();
        let edge = |x, y| at(&sheet, x, y) == [255; 3];
        let all_white = (trimmed.left_px..trimmed.right_px())
            .all(|x| edge(x, trimmed.top_px) && edge(x, trimmed.bottom_px() - 1));
        assert!(all_white, "{photos} photos keep away from the cut");
    }
}

#[test]
fn what_cannot_be_composed_is_said() {
    let paper = plain(1200, 1800);
    let plan = Layout::Tiled {
        across: 2,
        along: 2,
    }
    .arrange(&paper)
    .expect("four fit");
    let right = flat(plan.spots[0], [0; 3]);
    let wrong = flat(
        Spot {
            width_px: 599,
            ..plan.spots[0]
        },
        [0; 3],
    );
    assert!(
        matches!(
            compose(&paper, &plan, &[&right, &wrong], CutMarks::None),
            Err(ComposeError::PictureSize { index: 1, .. })
        ),
        "a picture is never scaled to fit"
    );
    assert!(
        matches!(
            compose(&paper, &plan, &[&right; 5], CutMarks::None),
            Err(ComposeError::TooMany { .. })
        ),
        "five pictures for four places"
    );
    let all_cut = Overscan {
        left_px: 600,
        right_px: 600,
        ..Overscan::default()
    };
    assert_eq!(
        Paper::new(size(1200, 1800), all_cut, 300),
        Err(PaperError::AllCutOff),
        "paper of which nothing is left"
    );
    let huge = Layout::Equal {
        picture: PictureSize {
            width: u32::MAX,
            height: 1_000,
        },
        spacing: Spacing::RECOMMENDED,
    };
    assert_eq!(
        huge.arrange(&paper),
        Err(LayoutError::DoesNotFit),
        "a picture of 43 km"
    );
}

fn papers() -> impl Strategy<Value = Paper> {
    let pixels = (300_u32..3_000, 300_u32..3_000);
    let cut = (0_u32..60, 0_u32..60, 0_u32..60, 0_u32..60);
    (
        pixels,
        cut,
        prop::sample::select(vec![150_u16, 200, 300, 301, 600]),
    )
        .prop_map(
            |((width, height), (left_px, top_px, right_px, bottom_px), dpi)| {
                let overscan = Overscan {
                    left_px,
                    top_px,
                    right_px,
                    bottom_px,
                };
                Paper::new(size(width, height), overscan, dpi).expect("enough is left")
            },
        )
}

fn picture_sizes() -> impl Strategy<Value = PictureSize> {
    (500_u32..8_000, 500_u32..8_000).prop_map(|(width, height)| PictureSize { width, height })
}

fn layouts() -> impl Strategy<Value = Layout> {
    let spacings = (0_u32..500, 0_u32..500).prop_map(|(gap, margin)| Spacing { gap, margin });
    prop_oneof![
        (1_u32..6, 1_u32..6).prop_map(|(across, along)| Layout::Tiled { across, along }),
        (picture_sizes(), spacings.clone())
            .prop_map(|(picture, spacing)| Layout::Equal { picture, spacing }),
        (prop::collection::vec(picture_sizes(), 1..9), spacings)
            .prop_map(|(pictures, spacing)| Layout::Mixed { pictures, spacing }),
    ]
}

proptest! {
    #[test]
    fn no_two_pictures_overlap_and_none_leaves_the_safe_box(paper in papers(), layout in layouts()) {
        let Ok(plan) = layout.arrange(&paper) else {
            return Ok(());
        };
        let (safe, trimmed) = (plan.safe, paper.trimmed());
        prop_assert!(inside(safe, trimmed), "what is safe is on the paper");
        for (index, spot) in plan.spots.iter().enumerate() {
            prop_assert!(inside(*spot, safe), "{spot:?} in {safe:?}");
            for other in &plan.spots[index + 1..] {
                let apart = spot.right_px() <= other.left_px || other.right_px() <= spot.left_px
                    || spot.bottom_px() <= other.top_px || other.bottom_px() <= spot.top_px;
                prop_assert!(apart, "{spot:?} and {other:?}");
            }
        }
    }

    #[test]
    fn a_picture_is_as_large_as_its_millimetres_within_half_a_pixel(
        picture in picture_sizes(),
        pixels in (1_000_u32..3_000, 1_000_u32..3_000),
        dpi in 100_u16..600,
    ) {
        let paper = Paper::new(size(pixels.0, pixels.1), Overscan::default(), dpi).expect("paper");
        let layout = Layout::Equal { picture, spacing: Spacing::RECOMMENDED };
        let Ok(plan) = layout.arrange(&paper) else {
            return Ok(());
        };
        let exact = |hundredths: u32| f64::from(hundredths) / 2540.0 * f64::from(dpi);
        for spot in plan.spots {
            let off = |width: u32, height: u32| {
                (f64::from(spot.width_px) - exact(width)).abs()
                    .max((f64::from(spot.height_px) - exact(height)).abs())
            };
            let off = off(picture.width, picture.height).min(off(picture.height, picture.width));
            // Exactly half a pixel is a little more in floating point.
            prop_assert!(off <= 0.5 + 1e-6, "{off} px off");
        }
    }
}

fn inside(inner: Spot, outer: Spot) -> bool {
    inner.left_px >= outer.left_px
        && inner.top_px >= outer.top_px
        && inner.right_px() <= outer.right_px()
        && inner.bottom_px() <= outer.bottom_px()
}
