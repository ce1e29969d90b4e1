//! From the rows of a photo to the rows of the sheet it lies on: white paper beside it, or the
//! photo's edges mirrored to where the printer cuts.

use std::collections::VecDeque;

use crate::geometry::{Around, Placement};
use crate::sheet::Spot;

/// Lays rows on a sheet as they come.
pub(crate) struct Bleed<'a> {
    width: usize,
    below: usize,
    spot: Spot,
    around: Around,
    next: &'a mut (dyn FnMut(&[u8]) + Send),
    /// Rows that wait until as many are known as lie above the photo.
    waiting: Vec<Vec<u8>>,
    /// The last rows, for what lies below the photo.
    last: VecDeque<Vec<u8>>,
    seen: usize,
}

impl<'a> Bleed<'a> {
    pub(crate) fn new(placement: &Placement, next: &'a mut (dyn FnMut(&[u8]) + Send)) -> Self {
        let spot = placement.spot;
        let height = placement.sheet.height_px();
        Self {
            width: placement.sheet.width_px() as usize,
            below: height.saturating_sub(spot.top_px + spot.height_px) as usize,
            spot,
            around: placement.around,
            next,
            waiting: Vec::new(),
            last: VecDeque::new(),
            seen: 0,
        }
    }

    /// Takes the next row of the photo, and hands on the rows of the sheet that are finished.
    pub(crate) fn row(&mut self, row: &[u8]) {
        let above = self.spot.top_px as usize;
        let fills = self.spot.width_px as usize == self.width;
        if fills && above == 0 && self.below == 0 {
            (self.next)(row);
            return;
        }
        let line = self.line(row);
        self.seen += 1;
        if self.around == Around::White {
            if self.seen == 1 {
                self.white(above);
            }
            (self.next)(&line);
            return;
        }
        if self.below > 0 {
            if self.last.len() == self.below {
                self.last.pop_front();
            }
            self.last.push_back(line.clone());
        }
        if self.seen > above {
            (self.next)(&line);
            return;
        }
        self.waiting.push(line);
        if self.seen == above {
            self.release(above);
        }
    }

    /// Hands on what lies below the photo.
    pub(crate) fn finish(mut self) {
        if self.around == Around::White {
            self.white(self.below);
            return;
        }
        if !self.waiting.is_empty() {
            self.release(self.spot.top_px as usize);
        }
        for step in 0..self.below {
            let from_end = step.min(self.last.len().saturating_sub(1));
            if let Some(line) = self.last.iter().rev().nth(from_end) {
                (self.next)(line);
            }
        }
    }

    /// The rows that waited: mirrored, then as they are.
    fn release(&mut self, above: usize) {
        let waiting = std::mem::take(&mut self.waiting);
        for step in (0..above).rev() {
            (self.next)(&waiting[step.min(waiting.len() - 1)]);
        }
        for line in &waiting {
            (self.next)(line);
        }
    }

    fn white(&mut self, rows: usize) {
        let line = vec![255; self.width * 3];
        for _ in 0..rows {
            (self.next)(&line);
        }
    }

    /// A row of the sheet.
    fn line(&self, row: &[u8]) -> Vec<u8> {
        let left = self.spot.left_px as usize;
        let length = self.spot.width_px as usize;
        let mut line = vec![255; self.width * 3];
        line[left * 3..][..row.len()].copy_from_slice(row);
        if self.around == Around::White {
            return line;
        }
        let pixel = |column: usize| &row[column.min(length - 1) * 3..][..3];
        for step in 0..left {
            line[(left - 1 - step) * 3..][..3].copy_from_slice(pixel(step));
        }
        for step in 0..self.width - left - length {
            let mirrored = length - 1 - step.min(length - 1);
            line[(left + length + step) * 3..][..3].copy_from_slice(pixel(mirrored));
        }
        line
    }
}
