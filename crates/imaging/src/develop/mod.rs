//! From strips of stored planes to rows of the wanted size: each plane is scaled on its own, and
//! the scaled rows are put together again, one by one.

mod join;

use crate::colour::Samples;
use crate::geometry::Frame;
use crate::picture::{PixelSize, Rgb8};
use crate::resize::{Kernel, Scaler, Span};
use crate::strip::{Coding, Plane, Strip, Strips, WholePicture};
use join::join;

/// A frame of a stored photo on its way to a number of pixels.
pub(crate) struct Developer {
    coding: Coding,
    scalers: Vec<Scaler>,
    rows: usize,
    /// The next row of the result.
    next: usize,
    row: Vec<u8>,
}

impl Developer {
    /// `frame` is in pixels of the stored photo, and each of its sides has a part in the photo;
    /// the result has `size` columns and rows.
    pub(crate) fn new(
        strips: &dyn Strips,
        frame: Frame,
        size: (usize, usize),
        kernel: Kernel,
    ) -> Self {
        let scaler = |plane: &Plane| {
            let across = Span {
                start: frame.x * plane.across,
                end: (frame.x + frame.width) * plane.across,
                length: size.0,
            };
            let down = Span {
                start: frame.y * plane.down,
                end: (frame.y + frame.height) * plane.down,
                length: size.1,
            };
            Scaler::new(*plane, across, down, kernel)
        };
        let coding = strips.coding();
        Self {
            coding,
            scalers: strips.planes().iter().map(scaler).collect(),
            rows: size.1,
            next: 0,
            row: vec![0; size.0 * coding.samples()],
        }
    }

    /// The first row of each plane that matters.
    pub(crate) fn first_needed(&self) -> Vec<usize> {
        self.scalers.iter().map(Scaler::first_needed).collect()
    }

    /// Takes the next strip, and hands on every row of samples that is finished by it.
    pub(crate) fn feed(&mut self, strip: &Strip, mut finished: impl FnMut(&[u8])) {
        let ready = self.scalers.iter().zip(&strip.planes);
        let ready = ready.map(|(scaler, band)| scaler.ready(band)).min();
        for row in self.next..ready.unwrap_or(0) {
            let scaled: Vec<&[i16]> = self
                .scalers
                .iter_mut()
                .zip(&strip.planes)
                .map(|(scaler, band)| scaler.row(row, band))
                .collect();
            join(self.coding, &scaled, &mut self.row);
            finished(&self.row);
            self.next = row + 1;
        }
        for (scaler, band) in self.scalers.iter_mut().zip(&strip.planes) {
            scaler.keep(self.next, band);
        }
    }

    /// Whether all rows have been handed on.
    pub(crate) const fn is_finished(&self) -> bool {
        self.next >= self.rows
    }
}

/// A copy of a whole picture at another size, for a screen. `None` only if the picture cannot be
/// read through to its end.
pub(crate) fn scaled(picture: &Rgb8, size: PixelSize) -> Option<Rgb8> {
    let stored = (picture.size().width_px(), picture.size().height_px());
    let samples = Samples::Rgb(picture.pixels().to_vec());
    let mut strips = WholePicture::new(samples, stored)?;
    let wanted = (size.width_px() as usize, size.height_px() as usize);
    let frame = Frame::whole(stored);
    let mut developer = Developer::new(&strips, frame, wanted, Kernel::CatmullRom);
    let mut pixels = Vec::with_capacity(size.rgb_bytes());
    let mut strip = Strip::default();
    while !developer.is_finished() && strips.next(&mut strip).ok()? {
        developer.feed(&strip, |row| pixels.extend_from_slice(row));
    }
    Rgb8::new(size, pixels)
}
