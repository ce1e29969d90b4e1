//! Photos through the real worker.

use std::time::Duration;

use bytes::Bytes;
use darkroom::{
    Darkroom, DarkroomConfig, DarkroomError, Format, IndexPhoto, Overscan, PixelSize, Print,
};
use order::recipe::{Crop, CropError, RecipeError};
use order::{PrintSize, QuarterTurns, Recipe, Refusal};

fn darkroom() -> Darkroom {
    Darkroom::new(DarkroomConfig::new(env!("CARGO_BIN_EXE_minilab-darkroom")))
}

/// A photo that is red on the left and blue on the right.
fn photo(width: u16, height: u16) -> Bytes {
    let pixels: Vec<u8> = (0..height)
        .flat_map(|_| {
            (0..width).flat_map(move |x| {
                if x < width / 2 {
                    [220, 30, 30]
                } else {
                    [30, 30, 220]
                }
            })
        })
        .collect();
    let mut file = Vec::new();
    jpeg_encoder::Encoder::new(&mut file, 92)
        .encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb)
        .expect("written to memory");
    file.into()
}

const AS_IT_IS: Recipe = Recipe::plain(QuarterTurns::None, Crop::ALL);

fn size(width_px: u32, height_px: u32) -> PixelSize {
    PixelSize::new(width_px, height_px).expect("a print's size")
}

#[tokio::test]
async fn a_photo_becomes_a_preview_and_a_print() {
    let room = darkroom();
    room.warm_up()
        .await
        .expect("the worker reports from its jail");
    let preview = room.preview(photo(1200, 800), 300).await.expect("a JPEG");
    assert_eq!(
        (preview.width_px, preview.height_px, preview.format),
        (1200, 800, Format::Jpeg),
        "the size is that of the whole photo"
    );
    let header = imaging::probe(&preview.jpeg).expect("the preview is a JPEG");
    assert_eq!(
        (header.width_px, header.height_px),
        (300, 200),
        "as large as asked"
    );

    let turned = Recipe {
        quarter_turns: QuarterTurns::One,
        ..AS_IT_IS
    };
    let print = room
        .render(photo(1200, 800), turned, Print::plain(size(400, 600)))
        .await
        .expect("a print");
    let print = imaging::preview(&print, 600)
        .expect("the print is a JPEG")
        .picture;
    assert_eq!(print.size(), size(400, 600), "exactly the print's pixels");
    let top = &print.pixels()[..3];
    assert!(
        top[0] > 180 && top[2] < 80,
        "the left went to the top: {top:?}"
    );
}

#[tokio::test]
async fn four_small_prints_share_a_sheet_of_exactly_its_pixels() {
    let overscan = Overscan {
        left_px: 20,
        top_px: 22,
        right_px: 20,
        bottom_px: 22,
    };
    let sheet = Print {
        overscan,
        ..Print::plain(size(1240, 1844))
    };
    let parts = PrintSize::FourSmall.parts();
    let sheet = darkroom()
        .render_shared(photo(600, 400), AS_IT_IS, sheet, parts)
        .await
        .expect("a sheet");
    let sheet = imaging::preview(&sheet, 1844).expect("a JPEG").picture;
    assert_eq!(sheet.size(), size(1240, 1844), "what the printer lays down");
    let red_at = |x: usize, y: usize| sheet.pixels()[3 * (y * 1240 + x)] > 128;
    let down = [5, 400, 520, 900, 950, 1300, 1450, 1840];
    for x in [5, 320, 900, 1235] {
        assert_eq!(
            down.map(|y| red_at(x, y)),
            [true, true, false, false, true, true, false, false],
            "a landscape photo stands on its side on each part, and runs over the edge at {x}"
        );
    }
}

#[tokio::test]
async fn an_index_shows_what_each_recipe_shows_whole_and_without_a_border() {
    let upright = Recipe {
        quarter_turns: QuarterTurns::One,
        border_mm: 6,
        ..AS_IT_IS
    };
    let photos = [AS_IT_IS, upright].map(|recipe| IndexPhoto {
        photo: photo(600, 400),
        recipe,
    });
    let sheet = Print::plain(size(1200, 1800));
    let sheet = darkroom()
        .render_index(photos.to_vec(), 1, sheet)
        .await
        .expect("a sheet");
    let sheet = imaging::preview(&sheet, 1800).expect("a JPEG").picture;
    assert_eq!(sheet.size(), size(1200, 1800), "the printer's pixels");
    let at = |x: usize, y: usize| {
        let start = 3 * (y * 1200 + x);
        match [0, 1, 2].map(|part| sheet.pixels()[start + part] > 128) {
            [true, false, false] => "red",
            [false, false, true] => "blue",
            [true, true, true] => "white",
            _ => "something else",
        }
    };
    // Two squares of 68 mm (805 px) above one another, the first from 35 px down, the second from
    // 912 px down, each 197 px from the left.
    let landscape = [(210, 438), (990, 438), (600, 60), (600, 820)];
    assert_eq!(
        landscape.map(|(x, y)| at(x, y)),
        ["red", "blue", "white", "white"],
        "a wide photo fills the width of its square"
    );
    let standing = [(600, 930), (600, 1700), (230, 1315), (970, 1315)];
    assert_eq!(
        standing.map(|(x, y)| at(x, y)),
        ["red", "blue", "white", "white"],
        "a turned one its height, to the edge"
    );
}

#[tokio::test]
async fn more_photos_than_an_index_has_room_for_are_the_callers_mistake() {
    let photos = vec![
        IndexPhoto {
            photo: photo(60, 40),
            recipe: AS_IT_IS,
        };
        31
    ];
    let sheet = Print::plain(size(1200, 1800));
    let refused = darkroom().render_index(photos, 1, sheet).await;
    assert!(
        matches!(refused, Err(DarkroomError::Unavailable(_))),
        "31 photos would be smaller than a face can be known: {refused:?}"
    );
}

#[tokio::test]
async fn a_photo_is_opened_once_and_then_studied() {
    let room = darkroom();
    let opened = room.open(photo(2400, 1200)).await.expect("a photo");
    assert_eq!(
        (opened.header.width_px, opened.header.height_px),
        (2400, 1200),
        "the size is that of the whole photo"
    );
    let study = room.study(opened.proof.clone()).await.expect("a study");
    assert!(study.heads.is_empty(), "two fields of colour have no head");
    for jpeg in [&opened.proof, &opened.preview] {
        let header = imaging::probe(jpeg).expect("a JPEG");
        assert_eq!(
            (header.width_px, header.height_px),
            (1600, 800),
            "as large as the screen shows"
        );
    }
}

#[tokio::test]
async fn refusals_come_through_by_name() {
    let room = darkroom();
    for (bytes, wanted) in [
        (Bytes::from_static(b"not a picture"), Refusal::NotAPicture),
        (photo(400, 400).slice(..150), Refusal::Damaged),
        (Bytes::new(), Refusal::NotAPicture),
        (
            vec![0; imaging::limits::MAX_BYTES + 1].into(),
            Refusal::TooLarge,
        ),
    ] {
        match room.preview(bytes, 300).await {
            Err(DarkroomError::Refused(refusal)) => assert_eq!(refusal, wanted, "by name"),
            other => panic!("{wanted:?} expected, not {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_recipe_outside_the_photo_is_the_callers_mistake() {
    let mut outside = AS_IT_IS;
    outside.crop.x = 1;
    match darkroom()
        .render(photo(400, 300), outside, Print::plain(size(40, 30)))
        .await
    {
        Err(DarkroomError::Recipe(error)) => {
            assert_eq!(error, RecipeError::Crop(CropError::Outside), "by name");
        }
        other => panic!("an error of the recipe expected, not {other:?}"),
    }
}

#[tokio::test]
async fn more_photos_than_workers_wait_their_turn() {
    let room = darkroom();
    let mut previews = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let room = room.clone();
        previews.spawn(async move { room.preview(photo(600, 400), 100).await });
    }
    while let Some(preview) = previews.join_next().await {
        preview
            .expect("no panic")
            .expect("every photo gets its turn");
    }
}

#[tokio::test]
async fn the_largest_photo_fits_into_the_jail() {
    // 120 megapixels of one colour compress to little and unpack to 360 MB.
    let pixels = vec![200; 12_000 * 10_000];
    let mut file = Vec::new();
    jpeg_encoder::Encoder::new(&mut file, 50)
        .encode(&pixels, 12_000, 10_000, jpeg_encoder::ColorType::Luma)
        .expect("written to memory");
    let preview = darkroom()
        .preview(file.into(), 400)
        .await
        .expect("within the limits");
    assert_eq!(preview.width_px, 12_000, "measured before it was shrunk");
}

#[tokio::test]
async fn a_missing_program_is_not_blamed_on_the_photo() {
    let mut config = DarkroomConfig::new("/nonexistent/minilab-darkroom");
    config.deadline = Duration::from_secs(1);
    let room = Darkroom::new(config);
    assert!(room.warm_up().await.is_err(), "found at start");
    match room.preview(photo(200, 200), 100).await {
        Err(DarkroomError::Unavailable(_)) => {}
        other => panic!("unavailable expected, not {other:?}"),
    }
}
