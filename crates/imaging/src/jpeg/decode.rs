//! The planes of a JPEG, a strip at a time.

use order::{Refusal, Soundness};

use super::ffi::{RawFrame, RawPlane, Reader};
use super::refusal;
use crate::strip::{Band, Coding, Plane, Strip, Strips};

/// How many rows of the largest plane a strip has, roughly: few enough for all planes of a 48
/// megapixel photo to stay in a processor's second cache, enough for the work between strips not
/// to matter.
pub(super) const STRIP_ROWS: usize = 64;

/// A JPEG being decoded.
pub(crate) struct JpegStrips<'a> {
    reader: Reader<'a>,
    coding: Coding,
    raw: Vec<RawPlane>,
    planes: Vec<Plane>,
    /// Rows of coded units: how many there are, how many have been read, and how many a strip has.
    units: usize,
    read: usize,
    units_in_strip: usize,
}

impl<'a> JpegStrips<'a> {
    pub(super) fn start(
        mut reader: Reader<'a>,
        coding: Coding,
        frame: RawFrame,
        shrink: u32,
    ) -> Result<Self, Refusal> {
        let denominator = [8, 4, 2]
            .into_iter()
            .find(|fast| shrink >= *fast)
            .unwrap_or(1);
        let raw = reader.start(denominator).map_err(refusal)?;
        if raw.len() != coding.planes() || raw.iter().any(|plane| plane.rows == 0) {
            return Err(Refusal::Damaged);
        }
        let planes = raw
            .iter()
            .map(|plane| Plane {
                width: plane.width as usize,
                height: plane.height as usize,
                stride: plane.stride as usize,
                across: f64::from(plane.across) / f64::from(frame.most_across),
                down: f64::from(plane.down) / f64::from(frame.most_down),
            })
            .collect();
        let most_rows = raw.iter().map(|plane| plane.rows as usize).max();
        Ok(Self {
            reader,
            coding,
            units: frame.height.div_ceil(frame.most_down) as usize,
            read: 0,
            units_in_strip: (STRIP_ROWS / most_rows.unwrap_or(1)).max(1),
            raw,
            planes,
        })
    }
}

impl Strips for JpegStrips<'_> {
    fn coding(&self) -> Coding {
        self.coding
    }

    fn planes(&self) -> &[Plane] {
        &self.planes
    }

    fn skip_above(&mut self, first_rows: &[usize]) -> Result<(), Refusal> {
        let unneeded = self.raw.iter().zip(first_rows);
        let units = unneeded
            .map(|(plane, first)| first / plane.rows as usize)
            .min();
        for _ in 0..units.unwrap_or(0).min(self.units) {
            self.reader.skip().map_err(refusal)?;
            self.read += 1;
        }
        Ok(())
    }

    fn next(&mut self, strip: &mut Strip) -> Result<bool, Refusal> {
        let units = self.units_in_strip.min(self.units - self.read);
        if units == 0 {
            return Ok(false);
        }
        strip.planes.resize_with(self.raw.len(), Band::default);
        for ((band, raw), plane) in strip.planes.iter_mut().zip(&self.raw).zip(&self.planes) {
            let rows = raw.rows as usize;
            band.first = self.read * rows;
            band.rows = (units * rows).min(plane.height.saturating_sub(band.first));
            band.samples
                .resize(self.units_in_strip * rows * plane.stride, 0);
        }
        for unit in 0..units {
            let buffers = strip.planes.iter_mut().zip(&self.raw).map(|(band, raw)| {
                let bytes = raw.rows as usize * raw.stride as usize;
                &mut band.samples[unit * bytes..][..bytes]
            });
            self.reader.next(&self.raw, buffers).map_err(refusal)?;
        }
        self.read += units;
        Ok(true)
    }

    fn soundness(&self) -> Soundness {
        if self.reader.is_cut_short() {
            Soundness::CutShort
        } else {
            Soundness::Whole
        }
    }
}
