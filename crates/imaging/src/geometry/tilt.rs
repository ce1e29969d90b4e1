//! Turning by any angle: every pixel of the print looks up its place in a picture of the part that
//! is needed, which is at about the print's own scale, and takes it from its sixteen neighbours.

use super::{Around, Frame, Placement};
use crate::picture::{PixelSize, Rgb8};

/// Neighbours on either side that a pixel may be taken from.
const MARGIN: f64 = 3.0;

/// A placement whose photo is tilted.
pub(crate) struct Tilt {
    placement: Placement,
    photo: (f64, f64),
    /// What of the turned photo is needed, and its size in pixels of the picture of it.
    needed: Frame,
    size: PixelSize,
}

impl Tilt {
    /// `None`, if no picture can be that large.
    pub(crate) fn new(placement: Placement, (width, height): (u32, u32)) -> Option<Self> {
        let photo = (f64::from(width), f64::from(height));
        let frame = placement.frame;
        let corners = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)].map(|(across, down)| {
            let at = (
                frame.x + across * frame.width,
                frame.y + down * frame.height,
            );
            untilted(at, photo, placement.tilt)
        });
        let scale = placement.scale().max(1.0);
        let stretch = |of: fn((f64, f64)) -> f64, side: f64| {
            let least = corners.map(of).into_iter().fold(f64::MAX, f64::min);
            let most = corners.map(of).into_iter().fold(f64::MIN, f64::max);
            let start = (least - MARGIN * scale).floor().clamp(0.0, side - 1.0);
            let end = (most + MARGIN * scale).ceil().clamp(start + 1.0, side);
            (start, end - start)
        };
        let (x, needed_width) = stretch(|at| at.0, photo.0);
        let (y, needed_height) = stretch(|at| at.1, photo.1);
        let longest = f64::from(PixelSize::LONGEST_PX);
        let scale = scale.max(needed_width.max(needed_height) / longest);
        let pixels = |length: f64| ((length / scale).ceil() as u32).min(PixelSize::LONGEST_PX);
        let size = PixelSize::new(pixels(needed_width), pixels(needed_height)).ok()?;
        Some(Self {
            placement,
            photo,
            needed: Frame {
                x,
                y,
                width: f64::from(size.width_px()) * scale,
                height: f64::from(size.height_px()) * scale,
            },
            size,
        })
    }

    /// What of the turned photo is needed.
    pub(crate) const fn needed(&self) -> Frame {
        self.needed
    }

    /// How large a picture of it is needed.
    pub(crate) const fn size(&self) -> PixelSize {
        self.size
    }

    /// The spot's pixels, from a picture of what is needed. `None`, if no picture can have the
    /// spot's size.
    pub(crate) fn apply(&self, picture: &Rgb8) -> Option<Rgb8> {
        let spot = self.placement.spot;
        let size = PixelSize::new(spot.width_px, spot.height_px).ok()?;
        let scale = self.placement.scale();
        let mut pixels = Vec::with_capacity(size.rgb_bytes());
        for row in 0..spot.height_px {
            for column in 0..spot.width_px {
                let at = (
                    self.placement.frame.x + (f64::from(column) + 0.5) * scale,
                    self.placement.frame.y + (f64::from(row) + 0.5) * scale,
                );
                pixels.extend(self.pixel(picture, at, scale));
            }
        }
        Rgb8::new(size, pixels)
    }

    fn pixel(&self, picture: &Rgb8, at: (f64, f64), scale: f64) -> [u8; 3] {
        let at = untilted(at, self.photo, self.placement.tilt);
        let per_photo = f64::from(self.size.width_px()) / self.needed.width;
        let x = (at.0 - self.needed.x) * per_photo - 0.5;
        let y = (at.1 - self.needed.y) * per_photo - 0.5;
        let colour = cubic(picture, x as f32, y as f32);
        // At the photo's edge paper shows through by as much as the pixel lies outside.
        let inside =
            at.0.min(self.photo.0 - at.0)
                .min(at.1)
                .min(self.photo.1 - at.1);
        let cover = match self.placement.around {
            Around::Mirrored => 1.0,
            Around::White => (inside / scale + 0.5).clamp(0.0, 1.0) as f32,
        };
        colour.map(|sample| {
            let sample = 255.0 + (sample - 255.0) * cover;
            (sample + 0.5).clamp(0.0, 255.0) as u8
        })
    }
}

/// Where a place of the tilted photo lies in the level one.
fn untilted((x, y): (f64, f64), (width, height): (f64, f64), tilt: f64) -> (f64, f64) {
    let (x, y) = (x - width / 2.0, y - height / 2.0);
    let (sine, cosine) = tilt.sin_cos();
    (
        x * cosine + y * sine + width / 2.0,
        y * cosine - x * sine + height / 2.0,
    )
}

/// Catmull and Rom's cubic through sixteen pixels. Beyond the edge its last pixels go on.
fn cubic(picture: &Rgb8, x: f32, y: f32) -> [f32; 3] {
    let (width, height) = (picture.size().width_px(), picture.size().height_px());
    let (left, top) = (x.floor(), y.floor());
    let (across, down) = (weights(x - left), weights(y - top));
    let place = |first: f32, step: usize, side: u32| {
        (first as i64 + step as i64 - 1).clamp(0, i64::from(side) - 1) as usize
    };
    let pixels = picture.pixels().as_chunks::<3>().0;
    let columns: [usize; 4] = std::array::from_fn(|step| place(left, step, width));
    let mut sum = [0.0; 3];
    for (step, down) in down.into_iter().enumerate() {
        let row = &pixels[place(top, step, height) * width as usize..][..width as usize];
        for (column, across) in columns.into_iter().zip(across) {
            for (sum, sample) in sum.iter_mut().zip(row[column]) {
                *sum += f32::from(sample) * across * down;
            }
        }
    }
    sum
}

/// The weights of the four neighbours of a place `part` of the way from the second to the third.
fn weights(part: f32) -> [f32; 4] {
    let (square, cube) = (part * part, part * part * part);
    [
        -0.5 * cube + square - 0.5 * part,
        1.5 * cube - 2.5 * square + 1.0,
        -1.5 * cube + 2.0 * square + 0.5 * part,
        0.5 * cube - 0.5 * square,
    ]
}
