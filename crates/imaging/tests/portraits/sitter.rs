//! The person in the portraits.

use crate::canvas::Canvas;

/// Her head in the committed picture, an ellipse: middle, half width, half height.
const MIDDLE: [f32; 2] = [127.0, 96.5];
const HALF: [f32; 2] = [74.0, 81.5];

/// How a sitter is put into a portrait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pose {
    /// The head's middle in the portrait.
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// Chin to the top of the hair, when upright.
    pub(crate) head_height: f32,
    /// Clockwise, in radians.
    pub(crate) tilt: f32,
    pub(crate) mirrored: bool,
    /// The exponent of the tone curve: below 1 lighter, above 1 darker.
    pub(crate) darkness: f32,
}

/// A head's true box in pixels; it may reach beyond the portrait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Truth {
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) right: f32,
    pub(crate) bottom: f32,
}

impl Pose {
    pub(crate) fn truth(&self) -> Truth {
        let scale = self.head_height / (2.0 * HALF[1]);
        let (sine, cosine) = self.tilt.sin_cos();
        let across = (HALF[0] * scale * cosine).hypot(HALF[1] * scale * sine);
        let down = (HALF[0] * scale * sine).hypot(HALF[1] * scale * cosine);
        Truth {
            left: self.x - across,
            top: self.y - down,
            right: self.x + across,
            bottom: self.y + down,
        }
    }
}

/// The committed picture.
pub(crate) fn sitter() -> Canvas {
    let bytes = include_bytes!("../data/portraits/collins.jpg");
    let shown = imaging::preview(bytes, 252).expect("the committed portrait is a picture");
    Canvas::of(&shown.picture)
}

/// Draws the sitter's head and shoulders into a portrait.
pub(crate) fn pose(portrait: &mut Canvas, sitter: &Canvas, pose: &Pose) {
    let scale = pose.head_height / (2.0 * HALF[1]);
    let reach = (pose.head_height * 1.5) as i64;
    let (sine, cosine) = pose.tilt.sin_cos();
    let (middle_x, middle_y) = (pose.x as i64, pose.y as i64);
    // Several probes a pixel, where the portrait is coarser than the committed picture.
    let probes = (1.0 / scale).ceil().clamp(1.0, 8.0) as i32;
    for y in (middle_y - reach).max(0)..(middle_y + reach).min(portrait.height as i64) {
        for x in (middle_x - reach).max(0)..(middle_x + reach).min(portrait.width as i64) {
            let mut sum = [0.0; 3];
            let mut cover = 0.0;
            for probe in 0..probes * probes {
                let part = |n: i32| (n as f32 + 0.5) / probes as f32;
                let away_x = (x as f32 + part(probe % probes) - pose.x) / scale;
                let away_y = (y as f32 + part(probe / probes) - pose.y) / scale;
                let turned_x = away_x * cosine + away_y * sine;
                let from_y = away_y * cosine - away_x * sine + MIDDLE[1];
                let from_x = if pose.mirrored { -turned_x } else { turned_x } + MIDDLE[0];
                let weight = outline(from_x, from_y);
                let colour = sitter.between(from_x, from_y);
                cover += weight;
                for (sum, value) in sum.iter_mut().zip(colour) {
                    *sum += weight * 255.0 * (value / 255.0).powf(pose.darkness);
                }
            }
            let count = (probes * probes) as f32;
            let pixel = &mut portrait.pixels[y as usize * portrait.width + x as usize];
            for (value, sum) in pixel.iter_mut().zip(sum) {
                *value = *value * (1.0 - cover / count) + sum / count;
            }
        }
    }
}

/// Where the sitter is in the committed picture: head and shoulders, soft at the border.
fn outline(x: f32, y: f32) -> f32 {
    let away = ((x - MIDDLE[0]) / (HALF[0] + 2.0)).hypot((y - MIDDLE[1]) / (HALF[1] + 2.0));
    let head = ((1.06 - away) / 0.06).clamp(0.0, 1.0);
    // The suit's ring and what is below it.
    let ring = ((x - 110.0) / 100.0).hypot((y - 222.0) / 78.0);
    let suit = ((1.04 - ring) / 0.06).clamp(0.0, 1.0);
    let inside = x > 1.0 && x < 251.0 && y > 1.0 && y < 251.0;
    if inside { head.max(suit) } else { 0.0 }
}
