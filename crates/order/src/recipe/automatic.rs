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
    /// The recipe a photo begins with: cut to the print's shape, no head cut off. When no crop can
    /// keep every head, the whole photo is shown with white beside it. `photo` is the upright
    /// photo's size in pixels.
    pub fn automatic(photo: (u32, u32), size: PrintSize, heads: &[Head]) -> Self {
        let plain = Self::cover(photo, size);
        match keep(plain.crop, heads) {
            Some(crop) => Self { crop, ..plain },
            None => Self {
                crop: Crop::ALL,
                fit: Fit::Whole,
                ..plain
            },
        }
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
