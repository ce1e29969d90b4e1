//! What there is to say about a photo's light and colour, in a few numbers.

use std::ops::Range;
use std::sync::LazyLock;

use order::Head;
use order::recipe::WHOLE;

use crate::tone::Small;
use crate::tone::colour::Hue;
use crate::tone::{Curve, light_of};

/// Values that are told apart.
const LEVELS: usize = 512;

/// Up to this chroma a place may have been grey before a tint fell on it.
const NEARLY_GREY: f32 = 0.22;

/// The logarithm of a sample's light. What is told by it is never darker than this table's start.
static LOG_LIGHT: LazyLock<Curve> =
    LazyLock::new(|| Curve::of(|sample| light_of(sample.max(DARKEST_TOLD / 2.0)).ln()));

/// Darker places say nothing of the light's colour.
const DARKEST_TOLD: f32 = 0.08;

/// What brings every tint that so grey a place can have into 0 to 1, around a half.
const TINT_SCALE: f32 = 0.25;

/// The numbers. Lightness runs from 0 to 1, as samples do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measured {
    /// All but the darkest hundredth is lighter than this.
    pub darkest: f32,
    /// Half of the photo is darker.
    pub middle: f32,
    /// All but the lightest two-hundredth is darker than this.
    pub lightest: f32,
    /// The share of the photo that is darker than a fifth.
    pub dark: f32,
    /// The share that is lighter than four fifths.
    pub bright: f32,
    /// The share that is white or nearly so.
    pub blown: f32,
    /// The mean distance from grey, 0 to 1.
    pub chroma: f32,
    /// The tint of what seems to be grey, as the logarithm of its red light over its blue: the bluest
    /// and the most amber third end here. `None` if too little seems grey.
    pub tints: Option<(f32, f32)>,
    /// Half of the faces' skin is darker, if there are faces.
    pub faces: Option<f32>,
}

impl Measured {
    pub(super) fn of(small: &Small, heads: &[Head]) -> Self {
        let all = Histogram::of(small.lightness.iter().map(|lightness| (*lightness, 1.0)));
        let mut chroma = 0.0;
        let mut tints = Vec::new();
        for (place, samples) in small.samples.iter().enumerate() {
            let distance = Hue::of(*samples).chroma;
            chroma += distance;
            // The sky is at the top, blue by nature and often nearly grey.
            let is_high = place < small.samples.len() * 2 / 5;
            let weight = greyness(*samples, distance) * if is_high { 0.4 } else { 1.0 };
            if weight > 0.0 {
                let tint = LOG_LIGHT.at(samples[0]) - LOG_LIGHT.at(samples[2]);
                tints.push((tint * TINT_SCALE + 0.5, weight));
            }
        }
        let grey: f32 = tints.iter().map(|(_, weight)| weight).sum();
        let tints = Histogram::of(tints.into_iter());
        let tint = |share: f32| (tints.below(share) - 0.5) / TINT_SCALE;
        let count = small.lightness.len() as f32;
        Self {
            darkest: all.below(0.01),
            middle: all.below(0.5),
            lightest: all.below(0.995),
            dark: all.share(0.0, 0.2),
            bright: all.share(0.8, 1.0),
            blown: all.share(0.965, 1.0),
            chroma: chroma / count,
            tints: (grey > count * 0.02).then(|| (tint(1.0 / 3.0), tint(2.0 / 3.0))),
            faces: faces(small, heads),
        }
    }
}

/// How much a place says about the colour of the light: much if it is nearly grey, neither black nor
/// white already.
fn greyness(samples: [f32; 3], chroma: f32) -> f32 {
    let most = samples.into_iter().fold(0.0, f32::max);
    let least = samples.into_iter().fold(1.0, f32::min);
    if most > 0.985 || least < DARKEST_TOLD {
        return 0.0;
    }
    let near = (1.0 - chroma / NEARLY_GREY).max(0.0);
    near * near
}

/// The middle lightness of all faces: of each head its middle part below the hair.
fn faces(small: &Small, heads: &[Head]) -> Option<f32> {
    let mut skin = Vec::new();
    for head in heads {
        let columns = middle(head.x, head.width, (1, 1), small.width);
        for y in middle(head.y, head.height, (3, 1), small.height) {
            skin.extend_from_slice(&small.lightness[y * small.width..][columns.clone()]);
        }
    }
    (!skin.is_empty())
        .then(|| Histogram::of(skin.into_iter().map(|lightness| (lightness, 1.0))).below(0.5))
}

/// A stretch in millionths of a side of `pixels`, without so many tenths at its start and its end,
/// and within the side.
fn middle(start: u32, length: u32, without: (u64, u64), pixels: usize) -> Range<usize> {
    let (start, length) = (u64::from(start), u64::from(length));
    let place = |millionths: u64| {
        let place = millionths.saturating_mul(pixels as u64) / u64::from(WHOLE);
        usize::try_from(place).unwrap_or(pixels).min(pixels)
    };
    place(start + length * without.0 / 10)..place(start + length - length * without.1 / 10)
}

/// How often each value from 0 to 1 occurs, as shares of all.
struct Histogram([f32; LEVELS]);

impl Histogram {
    /// Of values and their weights.
    fn of(values: impl Iterator<Item = (f32, f32)>) -> Self {
        let mut shares = [0.0; LEVELS];
        let mut all = 0.0;
        for (value, weight) in values {
            shares[((value * LEVELS as f32) as usize).min(LEVELS - 1)] += weight;
            all += weight;
        }
        Self(shares.map(|share| share / f32::max(all, 1e-9)))
    }

    /// The value below which `share` of all lies.
    fn below(&self, share: f32) -> f32 {
        let mut sum = 0.0;
        for (level, here) in self.0.iter().enumerate() {
            if sum + here >= share {
                let part = (share - sum) / here.max(1e-9);
                return (level as f32 + part) / LEVELS as f32;
            }
            sum += here;
        }
        1.0
    }

    /// The share between two values.
    fn share(&self, from: f32, to: f32) -> f32 {
        let level = |lightness: f32| (lightness * LEVELS as f32).round() as usize;
        self.0[level(from)..level(to)].iter().sum()
    }
}
