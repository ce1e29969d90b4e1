//! The looks: each is itself, none spoils skin, skies or strong colours.

mod pictures;

use imaging::{Rgb8, grade};
use order::recipe::{Look, LookSetting, Tone};
use pictures::size;

const GREY: [Look; 3] = [Look::Mono, Look::Noir, Look::Sepia];

/// Skin in the light and in the shade, from fair to dark.
const SKIN: [[u8; 3]; 6] = [
    [241, 211, 194],
    [224, 182, 158],
    [198, 150, 122],
    [160, 112, 86],
    [118, 78, 58],
    [80, 52, 40],
];

fn worn(look: Look, strength: u32, colours: &[[u8; 3]]) -> Vec<[u8; 3]> {
    let pixels = colours.iter().flatten().copied().collect();
    let mut picture = Rgb8::new(size(colours.len() as u32, 1), pixels).expect("one row");
    let setting = LookSetting {
        name: look,
        strength,
    };
    grade(&mut picture, &Tone::NEUTRAL, setting);
    let pixels = picture.pixels().chunks_exact(3);
    pixels.map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
}

fn coloured() -> impl Iterator<Item = Look> {
    let all = Look::ALL.into_iter();
    all.filter(|look| !GREY.contains(look) && *look != Look::None)
}

fn mean([red, green, blue]: [u8; 3]) -> i32 {
    (i32::from(red) + i32::from(green) + i32::from(blue)) / 3
}

/// Degrees of hue, red at 0, green at 120.
fn hue([red, green, blue]: [u8; 3]) -> f32 {
    let [red, green, blue] = [red, green, blue].map(f32::from);
    let across = (green - blue) * 3_f32.sqrt() / 2.0;
    across.atan2(red - (green + blue) / 2.0).to_degrees()
}

#[test]
fn half_of_a_look_is_halfway() {
    let colours: Vec<[u8; 3]> = (0..64_u8)
        .map(|step| [step * 4, 255 - step * 3, 90])
        .collect();
    for look in Look::ALL {
        let (half, whole) = (worn(look, 50, &colours), worn(look, 100, &colours));
        for ((bare, half), whole) in colours.iter().zip(&half).zip(&whole) {
            for sample in 0..3 {
                let wanted = bare[sample].midpoint(whole[sample]);
                assert!(
                    half[sample].abs_diff(wanted) <= 3,
                    "half of {look:?} makes {half:?} of {bare:?}, all of it {whole:?}"
                );
            }
        }
    }
}

#[test]
fn no_two_looks_are_alike() {
    let colours: Vec<[u8; 3]> = (0..216_u32)
        .map(|step| [step % 6, step / 6 % 6, step / 36].map(|part| 20 + part as u8 * 42))
        .collect();
    let all = Look::ALL.map(|look| worn(look, 100, &colours));
    for (one, first) in all.iter().enumerate() {
        for (other, second) in all.iter().enumerate().skip(one + 1) {
            let apart: u32 = first
                .iter()
                .flatten()
                .zip(second.iter().flatten())
                .map(|(one, other)| u32::from(one.abs_diff(*other)))
                .sum();
            let apart = apart / (3 * colours.len() as u32);
            assert!(
                apart >= 4,
                "{:?} and {:?} differ by {apart} levels",
                Look::ALL[one],
                Look::ALL[other]
            );
        }
    }
}

#[test]
fn skin_stays_skin() {
    for look in coloured() {
        for (bare, worn) in SKIN.iter().zip(worn(look, 100, &SKIN)) {
            let turned = hue(worn);
            assert!(
                (2.0..=52.0).contains(&turned),
                "{look:?} turns skin {bare:?} into {worn:?}, {turned} degrees"
            );
        }
    }
}

#[test]
fn a_sky_has_no_steps() {
    // From a deep blue overhead to white at the horizon, a level at a time.
    let sky: Vec<[u8; 3]> = (0..200_u8)
        .map(|step| [55 + step, 95 + step / 5 * 4, 175 + step / 5 * 2])
        .collect();
    for look in Look::ALL {
        let seen = worn(look, 100, &sky);
        for (place, pair) in seen.windows(2).enumerate() {
            let step = (0..3).map(|s| pair[0][s].abs_diff(pair[1][s])).max();
            let bare = (0..3)
                .map(|s| sky[place][s].abs_diff(sky[place + 1][s]))
                .max();
            assert!(
                step <= bare.map(|bare| bare * 2 + 1),
                "{look:?} makes a step of {pair:?} of {:?}",
                &sky[place..place + 2]
            );
        }
    }
}

#[test]
fn strong_reds_keep_their_shades() {
    let reds: Vec<[u8; 3]> = (0..40_u8)
        .map(|step| [150 + step * 2, 20 + step, 24 + step])
        .collect();
    for look in coloured() {
        let seen = worn(look, 100, &reds);
        let shades = seen.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert!(shades >= 36, "{look:?} keeps {shades} of 39 steps of red");
        let rise = mean(seen[39]) - mean(seen[0]);
        assert!(
            rise >= 25,
            "{look:?} leaves {rise} levels between dark and light red"
        );
    }
}

#[test]
fn black_and_white_is_grey_and_sepia_is_one_brown() {
    let colours: Vec<[u8; 3]> = (0..125_u32)
        .map(|step| [step % 5, step / 5 % 5, step / 25].map(|part| part as u8 * 63))
        .collect();
    for look in [Look::Mono, Look::Noir] {
        for [red, green, blue] in worn(look, 100, &colours) {
            assert!(
                red.abs_diff(green) <= 1 && green.abs_diff(blue) <= 1,
                "{look:?} left a colour: {red} {green} {blue}"
            );
        }
    }
    for [red, green, blue] in worn(Look::Sepia, 100, &colours) {
        assert!(red >= green && green >= blue, "brown: {red} {green} {blue}");
    }
    let [sky, skin] = [[70, 120, 200], SKIN[1]].map(|colour| {
        let seen = worn(Look::Noir, 100, &[colour]);
        mean(seen[0]) - mean(colour)
    });
    assert!(
        sky < -20 && skin > 10,
        "noir darkens a sky ({sky}) and brightens skin ({skin})"
    );
}
