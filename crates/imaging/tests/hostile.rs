//! Nothing that a stranger or a recipe says makes the functions panic.

mod pictures;

use imaging::PixelSize;
use order::recipe::{Crop, WHOLE};
use order::{QuarterTurns, Recipe};
use pictures::{exif, grid};
use proptest::prelude::*;

fn any_recipe() -> impl Strategy<Value = Recipe> {
    let turns = prop::sample::select(vec![
        QuarterTurns::None,
        QuarterTurns::One,
        QuarterTurns::Two,
        QuarterTurns::Three,
    ]);
    let side = || prop_oneof![0..=WHOLE, Just(0), Just(WHOLE), any::<u32>()];
    (turns, side(), side(), side(), side()).prop_map(|(quarter_turns, x, y, width, height)| {
        Recipe::plain(
            quarter_turns,
            Crop {
                x,
                y,
                width,
                height,
            },
        )
    })
}

proptest! {
    #[test]
    fn every_recipe_gives_exactly_the_pixels_asked_for_or_an_error(
        recipe in any_recipe(),
        width in 1_u32..300,
        height in 1_u32..300,
    ) {
        let target = PixelSize::new(width, height).expect("a small size");
        let valid = recipe.crop.check().is_ok();
        match imaging::render(&grid(160, 120).png(), &recipe, target) {
            Ok(print) => prop_assert_eq!(print.size(), target, "exactly the target"),
            Err(error) => prop_assert!(!valid, "a valid crop is followed, not {}", error),
        }
    }
}

/// A small generator, so that a failing file can be made again from its number.
struct Noise(u64);

impl Noise {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

#[test]
fn hundreds_of_mutated_files_are_printed_or_refused() {
    use image::ImageFormat::{Bmp, Gif, Png, Tiff, WebP};
    let painting = grid(160, 120);
    let icc = moxcms::ColorProfile::new_display_p3()
        .encode()
        .expect("a built-in profile");
    let full = painting.jpeg_with(|encoder| {
        encoder
            .add_exif_metadata(&exif(6, Some(b"R03\0")))
            .expect("a small segment");
        encoder.add_icc_profile(&icc).expect("a small profile");
    });
    let progressive = painting.jpeg_with(|encoder| encoder.set_progressive(true));
    let mut files = vec![full, progressive];
    files.extend([Png, WebP, Bmp, Gif, Tiff].map(|format| painting.as_image(format)));
    let target = PixelSize::new(60, 40).expect("a small size");
    let mut printed = 0;
    for seed in 0..700 {
        let mut noise = Noise(seed);
        let mut file = files[seed as usize % files.len()].clone();
        for _ in 0..=noise.next(8) {
            let at = noise.next(file.len());
            match noise.next(4) {
                0 => file[at] = noise.next(256) as u8,
                1 => file[at] ^= 1 << noise.next(8),
                2 => file.truncate(at.max(64)),
                _ => file[at] = [0, 0xff, 0x7f, 0x80][noise.next(4)],
            }
        }
        // A panic here is the failure; the seed is in its message through the loop's state.
        let outcome = std::panic::catch_unwind(|| {
            imaging::render(&file, &pictures::AS_IT_IS, target).is_ok()
        });
        printed += u32::from(outcome.unwrap_or_else(|_| panic!("seed {seed} panicked")));
    }
    assert!(printed > 50, "many a mutant is still a picture: {printed}");
}
