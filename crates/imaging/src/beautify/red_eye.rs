//! The flash's red in pupils made dark; the light that it leaves on the eye stays.

use super::blur::step;
use super::points::EYES;
use crate::faces::{Face, Point};
use crate::picture::Rgb8;

/// How many times redder than green or blue a pixel is to be flashed, and to be surely: the iris
/// of a brown eye reaches 1.5.
const REDDER: [f32; 2] = [1.8, 2.3];

/// Darker reds than this cannot be told from noise.
const LEAST_RED: f32 = 80.0;

/// Takes the red out of both eyes.
pub(super) fn remove(picture: &mut Rgb8, face: &Face, strength: f32) {
    for eye in &EYES {
        let ring: Vec<Point> = eye
            .iter()
            .filter_map(|&index| face.landmarks.get(index).copied())
            .collect();
        let (Some(&outer), Some(&inner)) = (ring.first(), ring.get(8)) else {
            continue;
        };
        let middle = ring
            .iter()
            .fold(Point::default(), |sum, &point| sum.plus(point))
            .times(1.0 / ring.len() as f32);
        // A pupil lies within this of the eye's middle; its corners are always a little red.
        let reach = outer.minus(inner).length() * 0.36;
        let (width, height) = (picture.size().width_px(), picture.size().height_px());
        let span = |at: f32, side: u32| {
            let start = (at - reach).clamp(0.0, side as f32) as usize;
            start..(at + reach).ceil().clamp(0.0, side as f32) as usize
        };
        let (columns, rows) = (span(middle.x, width), span(middle.y, height));
        for y in rows {
            for x in columns.clone() {
                let away = Point::new(x as f32 + 0.5, y as f32 + 0.5).minus(middle);
                let inside = 1.0 - step(away.length(), reach * 0.8, reach);
                let start = (y * width as usize + x) * 3;
                darken(
                    &mut picture.pixels_mut()[start..start + 3],
                    inside * strength,
                );
            }
        }
    }
}

/// Makes a pixel as dark as its green and blue, as far as it is red.
fn darken(pixel: &mut [u8], weight: f32) {
    let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(f32::from);
    if red < LEAST_RED {
        return;
    }
    let flashed = step(red / (green.max(blue) + 6.0), REDDER[0], REDDER[1]) * weight;
    if flashed <= 0.0 {
        return;
    }
    let dark = green.min(blue) * 0.8;
    for (sample, goal) in pixel.iter_mut().zip([dark, dark * 0.95, dark]) {
        let value = f32::from(*sample);
        *sample = (value + (goal - value) * flashed + 0.5) as u8;
    }
}
