//! One tap that makes a photo better, as values of the sliders, so that the customer sees what was
//! done and can take some of it back.
//!
//! It mends what is plainly amiss (too dark, flat, against the light, a tint) and leaves alone what
//! may be meant: a night scene stays dark, snow stays bright, a sunset stays red.

mod measure;

use order::Head;
use order::recipe::Tone;

use crate::picture::Rgb8;
use crate::tone::{MOST_STOPS, Small, light_of, warming};
use measure::Measured;

/// The lightness that the brightest parts of a well exposed photo reach.
const WHITE: f32 = 0.955;

/// The lightness in the middle of a well exposed photo.
const MIDDLE: f32 = 0.44;

/// Faces darker than this are lifted, whatever their complexion: they are in the shade.
const FACE_IN_SHADE: f32 = 0.36;

/// The most light that is added: what is darker still is night, or was meant.
const MOST_ADDED_STOPS: f32 = 1.1;

/// White balance never multiplies a sample's light by more than this, or less than its inverse.
const MOST_GAIN: f32 = 1.1;

/// What would make a picture in the working space better. Deterministic, and nearly the same for
/// every size of the same photo. `heads` are those found in it.
pub fn enhancement(picture: &Rgb8, heads: &[Head]) -> Tone {
    let measured = Measured::of(&Small::of(picture), heads);
    let exposure = exposure(&measured);
    Tone {
        exposure: (exposure / MOST_STOPS * 100.0).round() as i32,
        contrast: contrast(&measured, exposure),
        highlights: highlights(&measured),
        shadows: shadows(&measured),
        saturation: saturation(&measured),
        warmth: warmth(&measured),
        sharpness: 0,
    }
}

/// Stops: as many as bring the middle to its place, but no more than the brightest parts bear.
fn exposure(measured: &Measured) -> f32 {
    let stops = |from: f32, to: f32| (light_of(to) / light_of(from.max(0.02))).log2();
    let room = stops(measured.lightest, WHITE).max(0.0);
    let wanted = stops(measured.middle, MIDDLE).max(0.0);
    // Nearly every photo holds something white; a dusk or a night need not.
    let night = ramp(0.32 - measured.middle, 0.0, 0.15);
    let whole = wanted.max(0.65 * room).min(room) * (1.0 - 0.65 * night);
    // A face in the shade may cost some of the sky.
    let face = measured
        .faces
        .map_or(0.0, |face| stops(face, FACE_IN_SHADE).clamp(0.0, 0.6));
    let stops = whole.max(face).min(MOST_ADDED_STOPS);
    // Under a twelfth of a stop nobody sees a difference.
    if stops < 1.0 / 12.0 { 0.0 } else { stops }
}

/// A flat photo uses little of the way from black to white.
fn contrast(measured: &Measured, exposure: f32) -> i32 {
    let exposed = |lightness: f32| {
        (light_of(lightness) * exposure.exp2())
            .min(1.0)
            .powf(1.0 / 2.2)
    };
    let range = exposed(measured.lightest) - exposed(measured.darkest);
    // Night, snow and fog are flat by nature: they get half.
    let meant = ramp(measured.middle, 0.1, 0.25) * (1.0 - 0.5 * ramp(measured.middle, 0.65, 0.8));
    (ramp(0.7 - range, 0.0, 0.4) * meant * 40.0).round() as i32 + (exposure * 10.0).round() as i32
}

/// Blown skies are brought back a little, unless most of the photo is bright: that is snow, or meant.
fn highlights(measured: &Measured) -> i32 {
    let meant = 1.0 - ramp(measured.middle, 0.6, 0.75);
    -(ramp(measured.blown, 0.02, 0.2) * meant * 35.0).round() as i32
}

/// Against the light: much is dark and much is bright. Where nearly all is dark it is night.
fn shadows(measured: &Measured) -> i32 {
    let against_the_light = ramp(measured.dark, 0.2, 0.5)
        * (1.0 - ramp(measured.dark, 0.7, 0.85))
        * ramp(measured.bright, 0.06, 0.25);
    let face = measured
        .faces
        .map_or(0.0, |face| ramp(FACE_IN_SHADE - face, 0.0, 0.2));
    (against_the_light.max(face) * 45.0).round() as i32
}

/// Pale photos get a little colour; those without any are black and white on purpose.
fn saturation(measured: &Measured) -> i32 {
    let coloured = ramp(measured.chroma, 0.02, 0.05);
    (ramp(0.2 - measured.chroma, 0.0, 0.15) * coloured * 16.0).round() as i32
}

/// Takes most of a blue tint away and some of an amber one: the light of evening and of lamps is
/// liked, shade is not.
fn warmth(measured: &Measured) -> i32 {
    let (Some((bluest, most_amber)), true) = (measured.tints, measured.chroma > 0.02) else {
        return 0;
    };
    // A tint of the light lies on all that is grey; a blue wall beside a white one is no tint.
    let wanted = if most_amber < 0.0 {
        0.8 * (most_amber + 0.04).min(0.0)
    } else {
        0.4 * (bluest - 0.08).max(0.0)
    };
    let tint = |light: [f32; 3]| (light[0] / light[2]).ln();
    let gains = |warmth: i32| warming(warmth).map(|row| row.iter().sum::<f32>());
    let bearable = |warmth: &i32| {
        gains(*warmth)
            .iter()
            .all(|gain| (1.0 / MOST_GAIN..=MOST_GAIN).contains(gain))
    };
    let away = |warmth: &i32| (tint(gains(*warmth)) + wanted).abs();
    (-100..=100)
        .filter(bearable)
        .min_by(|one, other| away(one).total_cmp(&away(other)))
        .unwrap_or(0)
}

/// 0 up to `from`, 1 from `to` on, a straight line between.
fn ramp(value: f32, from: f32, to: f32) -> f32 {
    ((value - from) / (to - from)).clamp(0.0, 1.0)
}
