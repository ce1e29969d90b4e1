//! The first pass of a resize, from top to bottom, as plain loops over whole numbers.
//!
//! After it a sample is counted in 32nds of a level, with room for the overshoot of
//! sharp edges, so that nothing is rounded or cut off before the end.

use crate::simd::for_each_processor;

/// Levels are counted in this many parts after the first pass.
pub(crate) const PARTS: i32 = 32;

/// Columns worked on at a time, so that the sums stay in registers.
const COLUMNS: usize = 64;

/// From top to bottom: the weighted sum of some rows, which are all at least as long as `sums`.
pub(super) fn down(rows: &[&[u8]], weights: &[i16], sums: &mut [i16]) {
    sum_rows(rows, weights, sums);
}

for_each_processor! {
    fn sum_rows(rows: &[&[u8]], weights: &[i16], sums: &mut [i16]) {
        // Each product is rounded down; half a part for each makes up for that.
        let start = (rows.len() / 2) as i16;
        // A factor that the compiler does not see through, or it would merge it with the weight
        // and leave 16-bit multiplication, which is four times as fast as what it does then.
        let up = std::hint::black_box(1 << 7);
        let whole = sums.len() / COLUMNS * COLUMNS;
        let (body, tail) = sums.split_at_mut(whole);
        for (chunk, sums) in body.chunks_exact_mut(COLUMNS).enumerate() {
            let mut sum = [start; COLUMNS];
            for (row, weight) in rows.iter().zip(weights) {
                let Some(samples) = row[chunk * COLUMNS..].first_chunk::<COLUMNS>() else {
                    continue;
                };
                for (sum, sample) in sum.iter_mut().zip(samples) {
                    *sum = sum.wrapping_add(product(*sample, up, *weight));
                }
            }
            sums.copy_from_slice(&sum);
        }
        tail.fill(start);
        for (row, weight) in rows.iter().zip(weights) {
            for (sum, sample) in tail.iter_mut().zip(&row[whole..]) {
                *sum = sum.wrapping_add(product(*sample, up, *weight));
            }
        }
    }
}

/// A sample times a weight of [`ONE`](super::taps::ONE)ths, in [`PARTS`]: 7 bits up, 14 + 2 down.
#[inline(always)]
fn product(sample: u8, up: i16, weight: i16) -> i16 {
    let sample = i16::from(sample).wrapping_mul(up);
    ((i32::from(sample) * i32::from(weight)) >> 16) as i16
}
