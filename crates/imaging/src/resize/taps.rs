//! The weights of a resize along one side: which samples make up each sample of the result.

use std::f64::consts::PI;
use std::ops::Range;

/// What a weight of one is as a whole number: 14 bits, so that weights somewhat above one, which
/// sharpening kernels have, fit 16.
pub(super) const ONE: i32 = 1 << 14;

/// The curve by which neighbours are weighted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kernel {
    /// Lanczos with three lobes: all the detail that paper can show.
    Lanczos3,
    /// Catmull and Rom's cubic: two thirds of the work, and on a screen no eye finds the
    /// difference.
    CatmullRom,
}

impl Kernel {
    /// How far it reaches to either side.
    const fn reach(self) -> f64 {
        match self {
            Self::Lanczos3 => 3.0,
            Self::CatmullRom => 2.0,
        }
    }

    /// The weight at distance `x` from the middle.
    fn weight(self, x: f64) -> f64 {
        let x = x.abs();
        match self {
            Self::Lanczos3 => lanczos3(x),
            Self::CatmullRom if x < 1.0 => (1.5 * x - 2.5) * x * x + 1.0,
            Self::CatmullRom if x < 2.0 => ((2.5 - 0.5 * x) * x - 4.0) * x + 2.0,
            Self::CatmullRom => 0.0,
        }
    }
}

/// `sinc(x) * sinc(x / 3)` from one sine, since `sin 3a = 3 sin a - 4 sin^3 a`.
fn lanczos3(x: f64) -> f64 {
    if x < 1e-6 {
        return 1.0;
    }
    if x >= 3.0 {
        return 0.0;
    }
    let third = (x * PI / 3.0).sin();
    3.0 * (3.0 - 4.0 * third * third) * third * third / (x * x * PI * PI)
}

/// A stretch of one side of a plane, in its samples, that becomes `length` samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    pub start: f64,
    pub end: f64,
    pub length: usize,
}

/// For every sample of the result, where its neighbours begin and what each weighs. All have the
/// same number of weights; those not needed are zero.
#[derive(Clone, Debug)]
pub(super) struct Taps {
    starts: Vec<usize>,
    weights: Vec<i16>,
    count: usize,
}

impl Taps {
    /// For a side of `side` samples, at least 1. The number of weights is a multiple of `multiple`.
    pub(super) fn new(span: Span, side: usize, kernel: Kernel, multiple: usize) -> Self {
        let scale = (span.end - span.start) / span.length as f64;
        let wide = scale.max(1.0);
        let reach = kernel.reach() * wide;
        // As many sample middles fit between one end of the reach and the other.
        let most = (2.0 * reach).ceil() as usize;
        let count = most.min(side).next_multiple_of(multiple);
        let mut starts = Vec::with_capacity(span.length);
        let mut weights = vec![0; span.length * count];
        let mut exact = Vec::with_capacity(most);
        for (at, whole) in weights.chunks_exact_mut(count).enumerate() {
            let middle = span.start + (at as f64 + 0.5) * scale;
            let middle = middle.clamp(0.0, side as f64);
            let first = (middle - reach + 0.5).max(0.0) as usize;
            let end = ((middle + reach + 0.5) as usize).min(side);
            let first = first.min(end.saturating_sub(1));
            exact.clear();
            exact.extend(
                (first..end.min(first + count))
                    .map(|sample| kernel.weight((sample as f64 + 0.5 - middle) / wide)),
            );
            // At the far edge the unused weights come first, so that no neighbour lies outside.
            let start = first.min(side.saturating_sub(count));
            in_whole_numbers(&exact, &mut whole[first - start..]);
            let first = start;
            starts.push(first);
        }
        Self {
            starts,
            weights,
            count,
        }
    }

    /// Where the neighbours of each sample begin.
    pub(super) fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// The weights of all samples, one after the other.
    pub(super) fn weights(&self) -> &[i16] {
        &self.weights
    }

    /// How many samples of the result need none but the first `seen` neighbours.
    pub(super) fn ready(&self, seen: usize) -> usize {
        self.starts
            .partition_point(|start| start + self.count <= seen)
    }

    /// How many weights each sample of the result has.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// Where the neighbours of a sample begin, and their weights.
    pub(super) fn at(&self, sample: usize) -> (usize, &[i16]) {
        let weights = &self.weights[sample * self.count..][..self.count];
        (self.starts[sample], weights)
    }

    /// The samples that are needed for those of the result from `first` on.
    pub(super) fn needed_from(&self, first: usize, side: usize) -> Range<usize> {
        let start = self.starts.get(first).copied().unwrap_or(side);
        let end = self.starts.last().map_or(side, |last| last + self.count);
        start..end.min(side)
    }

    /// The same with every neighbour found `offset` samples earlier.
    pub(super) fn moved(mut self, offset: usize) -> Self {
        for start in &mut self.starts {
            *start -= offset.min(*start);
        }
        self
    }
}

/// Weights whose sum is exactly [`ONE`], so that a flat area keeps its colour: what rounding left
/// over goes to the largest.
fn in_whole_numbers(exact: &[f64], whole: &mut [i16]) {
    let sum: f64 = exact.iter().sum();
    let mut left = ONE;
    for (exact, whole) in exact.iter().zip(whole.iter_mut()) {
        *whole = (exact / sum * f64::from(ONE)).round() as i16;
        left -= i32::from(*whole);
    }
    if let Some(largest) = whole.iter_mut().max() {
        *largest += left as i16;
    }
}
