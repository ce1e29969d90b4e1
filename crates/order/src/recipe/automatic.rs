//! Where the crop goes when nobody has moved it: around the middle, unless that would cut a head.

use super::{Crop, Fit, Recipe, WHOLE};
use crate::photo::Head;
use crate::print_size::PrintSize;

/// Air kept around a head, in hundredths of its size: paper is cut a little beside the line.
const AIR_PERCENT: u32 = 6;

/// A stretch of one side of the photo, in millionths.
#[derive(Clone, Copy)]
struct Stretch {
    start: u32,
    end: u32,
}

impl Recipe {
    /// The recipe a photo begins with: cut to the print's shape, no head cut off. `photo` is the
    /// upright photo's size in pixels, and so are all below.
    pub fn automatic(photo: (u32, u32), size: PrintSize, heads: &[Head]) -> Self {
        Self::cover(photo, size).placed(photo, size, heads)
    }

    /// The same edits on a print whose fit and crop are chosen anew: the photo fills the print
    /// unless no crop can keep every head; then the whole photo is shown with white beside it.
    pub fn placed(self, photo: (u32, u32), size: PrintSize, heads: &[Head]) -> Self {
        match self.keeping_heads(photo, size, heads) {
            Some(crop) => Self {
                fit: Fit::Fill,
                crop,
                ..self
            },
            None => Self {
                fit: Fit::Whole,
                crop: Crop::ALL,
                ..self
            },
        }
    }

    /// The same edits and fit with a crop of the shape that the border leaves of a `size` print,
    /// around the heads if that can be, else around the middle.
    pub fn cut_anew(self, photo: (u32, u32), size: PrintSize, heads: &[Head]) -> Self {
        let crop = match self.fit {
            Fit::Whole => Crop::ALL,
            Fit::Fill => self
                .keeping_heads(photo, size, heads)
                .unwrap_or_else(|| self.largest_crop(photo, size)),
        };
        Self { crop, ..self }
    }

    /// One more quarter turn clockwise, cut anew.
    pub fn turned(self, photo: (u32, u32), size: PrintSize, heads: &[Head]) -> Self {
        Self {
            quarter_turns: self.quarter_turns.next(),
            ..self
        }
        .cut_anew(photo, size, heads)
    }

    /// The largest centred crop that lies in the straightened photo.
    fn largest_crop(self, photo: (u32, u32), size: PrintSize) -> Crop {
        let turned = self.quarter_turns.turned(photo);
        Crop::cover(turned, size, self.border_mm).within_tilt(self.straighten, turned)
    }

    /// That crop moved as little as keeps all heads whole, or `None` if none does.
    fn keeping_heads(self, photo: (u32, u32), size: PrintSize, heads: &[Head]) -> Option<Crop> {
        let heads: Vec<Head> = heads
            .iter()
            .map(|head| head.turned(self.mirror, self.quarter_turns))
            .collect();
        let turned = self.quarter_turns.turned(photo);
        let crop = keep(self.largest_crop(photo, size), &heads)?;
        crop.lies_within_tilt(self.straighten, turned)
            .then_some(crop)
    }
}

/// The crop moved as little as keeps all heads whole, or `None` if none does. A crop that covers
/// as much as it can is free to move along one side only.
fn keep(crop: Crop, heads: &[Head]) -> Option<Crop> {
    let x = start(
        crop.x,
        crop.width,
        heads.iter().map(|head| aired(head.x, head.width)),
    )?;
    let y = start(
        crop.y,
        crop.height,
        heads.iter().map(|head| aired(head.y, head.height)),
    )?;
    Some(Crop { x, y, ..crop })
}

/// The start nearest to `start` from which `length` reaches over all stretches.
fn start(start: u32, length: u32, stretches: impl Iterator<Item = Stretch>) -> Option<u32> {
    let Some(all) = stretches.reduce(|one, other| Stretch {
        start: one.start.min(other.start),
        end: one.end.max(other.end),
    }) else {
        return Some(start);
    };
    let earliest = all.end.saturating_sub(length);
    let latest = all.start.min(WHOLE - length);
    (earliest <= latest).then(|| start.clamp(earliest, latest))
}

/// A head's stretch with air around it, as far as the photo goes.
fn aired(start: u32, length: u32) -> Stretch {
    let air = length / 100 * AIR_PERCENT;
    Stretch {
        start: start.saturating_sub(air).min(WHOLE),
        end: start.saturating_add(length).saturating_add(air).min(WHOLE),
    }
}
