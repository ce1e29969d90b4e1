//! Scaling one plane while it is being decoded: rows go in as they come, and each row of the result
//! can be had as soon as its neighbours have been seen. Only those few rows are kept.
//!
//! Rows are scaled from top to bottom first, because that needs no rearranging, and then from left
//! to right. Neighbours outside the wanted frame but inside the photo take part, so that a print
//! cut from the middle of a photo is the same as one cut from the enlarged whole.

mod across;
mod down;
mod taps;

pub(crate) use down::PARTS;
pub(crate) use taps::{Kernel, Span};

use crate::strip::{Band, Plane};
use taps::Taps;

/// Weights are padded to a multiple of this, the width of a vector register.
const LANES: usize = 8;

/// One plane on its way to its new size.
pub(crate) struct Scaler {
    down: Taps,
    across: Taps,
    plane: Plane,
    /// The columns that are needed.
    columns: std::ops::Range<usize>,
    /// Rows kept from earlier strips, without gaps, and which row the first one is.
    kept: Vec<u8>,
    kept_first: usize,
    /// A row scaled from top to bottom, and the same from left to right.
    line: Vec<i16>,
    scaled: Vec<i16>,
}

impl Scaler {
    /// `across` and `down` are the wanted frame in this plane's samples. Each must begin before the
    /// plane's end and end after its beginning; neither may be empty.
    pub(crate) fn new(plane: Plane, across: Span, down: Span, kernel: Kernel) -> Self {
        let across_taps = Taps::new(across, plane.width, kernel, LANES);
        let columns = across_taps.needed_from(0, plane.width);
        let length = columns.len().max(across_taps.count()) + across_taps.count();
        Self {
            down: Taps::new(down, plane.height, kernel, 1),
            across: across_taps.moved(columns.start),
            plane,
            columns,
            kept: Vec::new(),
            kept_first: 0,
            line: vec![0; length],
            scaled: vec![0; across.length],
        }
    }

    /// The first row of the plane that matters.
    pub(crate) fn first_needed(&self) -> usize {
        self.down.needed_from(0, self.plane.height).start
    }

    /// How many rows of the result can be had once this band has been read.
    pub(crate) fn ready(&self, band: &Band) -> usize {
        let seen = band.first + band.rows;
        self.down.ready(seen.min(self.plane.height))
    }

    /// A row of the result, in [`PARTS`] of a level. `band` is the newest one; rows must be asked
    /// for in order, and only those that are ready.
    pub(crate) fn row(&mut self, row: usize, band: &Band) -> &[i16] {
        let (first, weights) = self.down.at(row);
        let stride = self.plane.stride;
        let rows: Vec<&[u8]> = (first..first + weights.len())
            .map(|row| {
                let (samples, at) = if row < band.first {
                    (&self.kept, row - self.kept_first)
                } else {
                    (&band.samples, row - band.first)
                };
                &samples[at * stride..][self.columns.clone()]
            })
            .collect();
        down::down(&rows, weights, &mut self.line[..self.columns.len()]);
        across::across(
            &self.line,
            self.across.starts(),
            self.across.weights(),
            &mut self.scaled,
        );
        &self.scaled
    }

    /// Keeps what the rows of the result from `next` on will need of this band and earlier ones.
    pub(crate) fn keep(&mut self, next: usize, band: &Band) {
        let stride = self.plane.stride;
        let first = self.down.needed_from(next, self.plane.height).start;
        let seen = band.first + band.rows;
        if first >= band.first || self.kept.is_empty() {
            self.kept.clear();
            self.kept_first = first.max(band.first).min(seen);
        } else {
            let gone = first.saturating_sub(self.kept_first) * stride;
            self.kept.drain(..gone.min(self.kept.len()));
            self.kept_first = first.max(self.kept_first);
        }
        let from = self.kept_first.max(band.first) - band.first;
        self.kept
            .extend_from_slice(&band.samples[from * stride..band.rows * stride]);
    }
}
