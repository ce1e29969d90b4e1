//! Pictures to draw on.

use imaging::{PixelSize, Rgb8};

/// A picture in floats, 0 to 255.
#[derive(Clone)]
pub(crate) struct Canvas {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<[f32; 3]>,
}

impl Canvas {
    pub(crate) fn new(width: usize, height: usize, of: impl Fn(f32, f32) -> [f32; 3]) -> Self {
        let pixels = (0..width * height)
            .map(|at| of((at % width) as f32, (at / width) as f32))
            .collect();
        Self {
            width,
            height,
            pixels,
        }
    }

    /// The colour between the four pixels around a place, the nearest one's outside the canvas.
    pub(crate) fn between(&self, x: f32, y: f32) -> [f32; 3] {
        let at = |x: f32, y: f32| {
            let column = x.clamp(0.0, (self.width - 1) as f32) as usize;
            let row = y.clamp(0.0, (self.height - 1) as f32) as usize;
            self.pixels[row * self.width + column]
        };
        let (left, top) = ((x - 0.5).floor(), (y - 0.5).floor());
        let (across, down) = (x - 0.5 - left, y - 0.5 - top);
        let mix = |one: [f32; 3], other: [f32; 3], part: f32| {
            [0, 1, 2].map(|n| one[n] + (other[n] - one[n]) * part)
        };
        let upper = mix(at(left, top), at(left + 1.0, top), across);
        let lower = mix(at(left, top + 1.0), at(left + 1.0, top + 1.0), across);
        mix(upper, lower, down)
    }

    pub(crate) fn picture(&self) -> Rgb8 {
        let size = PixelSize::new(self.width as u32, self.height as u32).expect("a drawn size");
        let bytes = self
            .pixels
            .iter()
            .flatten()
            .map(|&value| (value + 0.5) as u8);
        Rgb8::new(size, bytes.collect()).expect("three bytes a pixel")
    }

    pub(crate) fn of(picture: &Rgb8) -> Self {
        let (width, height) = (picture.size().width_px(), picture.size().height_px());
        let pixels = picture.pixels().chunks_exact(3);
        Self {
            width: width as usize,
            height: height as usize,
            pixels: pixels
                .map(|pixel| [0, 1, 2].map(|n| f32::from(pixel[n])))
                .collect(),
        }
    }
}

/// Numbers that look random and are the same every time, from 0 to 1.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> f32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        // The upper bits, mixed once more: neighbouring seeds begin alike.
        let mixed = (self.0 ^ (self.0 >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed >> 40) as f32 / (1_u64 << 24) as f32
    }

    pub(crate) fn between(&mut self, least: f32, most: f32) -> f32 {
        least + (most - least) * self.roll()
    }
}
