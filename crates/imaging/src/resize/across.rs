//! The second pass of a resize, from left to right: each sample of the result is the sum of some
//! neighbours, which begin anywhere, so that little can be done side by side but the products.

/// Every sum is of as many neighbours as there are weights for each, a multiple of 8, which begin
/// at its start. `line` must reach that far beyond the last start.
pub(super) fn across(line: &[i16], starts: &[usize], weights: &[i16], sums: &mut [i16]) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has what the function was compiled for.
        #[expect(unsafe_code, reason = "calling what needs a processor feature")]
        unsafe {
            wide::across(line, starts, weights, sums);
        }
        return;
    }
    plain(line, starts, weights, sums);
}

/// How many neighbours each sum has.
const fn count(weights: &[i16], sums: &[i16]) -> usize {
    if sums.is_empty() {
        0
    } else {
        weights.len() / sums.len()
    }
}

fn plain(line: &[i16], starts: &[usize], weights: &[i16], sums: &mut [i16]) {
    let count = count(weights, sums).max(1);
    for ((sum, start), weights) in sums.iter_mut().zip(starts).zip(weights.chunks_exact(count)) {
        let products = line[*start..].iter().zip(weights);
        let total: i32 = products
            .map(|(sample, weight)| i32::from(*sample) * i32::from(*weight))
            .sum();
        *sum = ((total + HALF) >> SHIFT) as i16;
    }
}

/// Back from the 14 bits of the weights.
const SHIFT: i32 = super::taps::ONE.trailing_zeros() as i32;
const HALF: i32 = 1 << (SHIFT - 1);

/// The same with the instruction that multiplies eight pairs and adds them up to four, four sums
/// at a time; the compiler does not find that form by itself.
#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::{
        __m128i, _mm_add_epi32, _mm_cvtsi128_si64, _mm_hadd_epi32, _mm_loadu_si128, _mm_madd_epi16,
        _mm_packs_epi32, _mm_set1_epi32, _mm_setzero_si128, _mm_srai_epi32,
    };

    use super::{HALF, SHIFT, count, plain};

    #[target_feature(enable = "avx2")]
    pub(super) fn across(line: &[i16], starts: &[usize], weights: &[i16], sums: &mut [i16]) {
        let count = count(weights, sums);
        let whole = sums.len() / 4 * 4;
        let (body, tail) = sums.split_at_mut(whole);
        let (body_weights, tail_weights) = weights.split_at(whole * count);
        let (body_starts, tail_starts) = starts.split_at(whole);
        match count {
            8 => fours::<1>(line, body_starts, body_weights, body),
            16 => fours::<2>(line, body_starts, body_weights, body),
            24 => fours::<3>(line, body_starts, body_weights, body),
            _ => plain(line, body_starts, body_weights, body),
        }
        plain(line, tail_starts, tail_weights, tail);
    }

    /// Sums of `8 * EIGHTS` neighbours; as many sums as starts, a multiple of four.
    #[target_feature(enable = "avx2")]
    fn fours<const EIGHTS: usize>(
        line: &[i16],
        starts: &[usize],
        weights: &[i16],
        sums: &mut [i16],
    ) {
        let weights = weights.as_chunks::<8>().0.as_chunks::<EIGHTS>().0;
        let weights = weights.as_chunks::<4>().0;
        let each = sums.as_chunks_mut::<4>().0.iter_mut();
        for ((sums, starts), weights) in each.zip(starts.as_chunks::<4>().0).zip(weights) {
            let first = products(line, starts[0], &weights[0]);
            let second = products(line, starts[1], &weights[1]);
            let third = products(line, starts[2], &weights[2]);
            let fourth = products(line, starts[3], &weights[3]);
            let totals =
                _mm_hadd_epi32(_mm_hadd_epi32(first, second), _mm_hadd_epi32(third, fourth));
            let rounded = _mm_srai_epi32::<SHIFT>(_mm_add_epi32(totals, _mm_set1_epi32(HALF)));
            let packed = _mm_cvtsi128_si64(_mm_packs_epi32(rounded, rounded)).to_ne_bytes();
            for (sum, bytes) in sums.iter_mut().zip(packed.as_chunks::<2>().0) {
                *sum = i16::from_ne_bytes(*bytes);
            }
        }
    }

    /// The weighted neighbours, added up to four parts.
    #[target_feature(enable = "avx2")]
    fn products<const EIGHTS: usize>(
        line: &[i16],
        start: usize,
        weights: &[[i16; 8]; EIGHTS],
    ) -> __m128i {
        let mut parts = _mm_setzero_si128();
        let near = line[start..][..8 * EIGHTS].as_chunks::<8>().0;
        for (near, weights) in near.iter().zip(weights) {
            parts = _mm_add_epi32(parts, _mm_madd_epi16(load(near), load(weights)));
        }
        parts
    }

    #[target_feature(enable = "avx2")]
    fn load(eight: &[i16; 8]) -> __m128i {
        // SAFETY: the array is as large as what is read, which needs no alignment.
        #[expect(unsafe_code, reason = "the processor reads through a pointer")]
        unsafe {
            _mm_loadu_si128(eight.as_ptr().cast())
        }
    }
}
