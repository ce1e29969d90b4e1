//! Four nodes of a lattice by their shares: where the time of a graded pixel goes. The nodes lie
//! wherever the pixel's colour sends us, so this is no loop that a compiler could do for many
//! pixels at once; but a node's samples can be multiplied together, and with AVX2 those of four
//! pixels be rounded and packed together.

use super::lattice::BLOCK;

/// A colour: samples in 256ths of an 8-bit level, red in the lowest 16 bits, then green and blue.
pub(super) type Node = u64;

/// More places than the finest lattice has nodes: all that 16 bits can name, so that no place can
/// be wrong.
const PLACES: usize = 1 << 16;

/// The nodes of a lattice.
pub(super) type Nodes = [Node; PLACES];

/// A table without values. (Made on the heap; half a megabyte would not fit every stack.)
pub(super) fn no_nodes() -> Box<Nodes> {
    let nodes = vec![0; PLACES].into_boxed_slice();
    nodes.try_into().unwrap_or_else(|_| Box::new([0; PLACES]))
}

/// The tetrahedra in which the colours of a block of pixels lie.
#[derive(Debug, Default)]
pub(crate) struct Corners {
    /// The nodes of the four corners, of which the lowest 16 bits count.
    pub(super) places: [[u32; BLOCK]; 4],
    /// The shares of the first two corners in 65535ths: the first's in the lower 16 bits, the
    /// second's in the upper.
    pub(super) near: [u32; BLOCK],
    /// The same of the other two.
    pub(super) far: [u32; BLOCK],
}

impl Corners {
    #[inline(always)]
    fn node(&self, nodes: &Nodes, corner: usize, x: usize) -> Node {
        nodes[usize::from(self.places[corner][x] as u16)]
    }
}

/// Rounds the sum of four products to a level, and makes up for what the four lost (at most one
/// 256th each).
const HALF_LEVEL: u16 = 128 + 2;

/// Mixes the colours of a block of pixels and writes them.
#[inline(always)]
pub(super) fn mix(nodes: &Nodes, corners: &Corners, pixels: &mut [u8; 3 * BLOCK]) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has what the function was compiled for.
        #[expect(unsafe_code, reason = "calling what needs a processor feature")]
        unsafe {
            mix_by_avx2(nodes, corners, pixels);
        }
        return;
    }
    for x in 0..BLOCK {
        let colour = mixed(nodes, corners, x).to_le_bytes();
        // Four bytes at once are sooner written than three; the next pixel mends the fourth.
        match pixels[3 * x..].first_chunk_mut::<4>() {
            Some(four) => *four = colour,
            None => pixels[3 * x..].copy_from_slice(&colour[..3]),
        }
    }
}

/// Pixels that are packed together.
#[cfg(target_arch = "x86_64")]
const FOUR: usize = 4;

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[inline]
fn mix_by_avx2(nodes: &Nodes, corners: &Corners, pixels: &mut [u8; 3 * BLOCK]) {
    use std::arch::x86_64::*;

    // For a pixel in each half: its first share four times and its second four times, or its third
    // and its fourth.
    let near = _mm256_set_epi64x(
        0x0b0a_0b0a_0b0a_0b0a,
        0x0908_0908_0908_0908,
        0x0302_0302_0302_0302,
        0x0100_0100_0100_0100,
    );
    let far = _mm256_add_epi8(near, _mm256_set1_epi8(4));
    let half = _mm256_set1_epi16(HALF_LEVEL as i16);
    let without_fourth = _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1);
    let pair = |x: usize, shares: __m128i| {
        let corner = |corner, x| corners.node(nodes, corner, x) as i64;
        let shares = _mm256_broadcastsi128_si256(shares);
        let first_two = _mm256_set_epi64x(
            corner(1, x + 1),
            corner(0, x + 1),
            corner(1, x),
            corner(0, x),
        );
        let last_two = _mm256_set_epi64x(
            corner(3, x + 1),
            corner(2, x + 1),
            corner(3, x),
            corner(2, x),
        );
        let sum = _mm256_add_epi16(
            _mm256_mulhi_epu16(first_two, _mm256_shuffle_epi8(shares, near)),
            _mm256_mulhi_epu16(last_two, _mm256_shuffle_epi8(shares, far)),
        );
        _mm256_add_epi16(sum, _mm256_shuffle_epi32::<0b1110>(sum))
    };
    let shares_of = |shares: &[u32; BLOCK], x: usize| {
        let share = |next| shares[x + next] as i32;
        _mm_setr_epi32(share(0), share(1), share(2), share(3))
    };
    let (groups, _) = pixels.as_chunks_mut::<{ 3 * FOUR }>();
    for (group, written) in groups.iter_mut().enumerate() {
        let x = FOUR * group;
        let (nears, fars) = (shares_of(&corners.near, x), shares_of(&corners.far, x));
        let (one, other) = (
            pair(x, _mm_unpacklo_epi32(nears, fars)),
            pair(x + 2, _mm_unpackhi_epi32(nears, fars)),
        );
        // The first and third pixel in the lower half, the second and fourth in the upper.
        let sums = _mm256_add_epi16(_mm256_unpacklo_epi64(one, other), half);
        let levels = _mm256_srli_epi16::<8>(sums);
        let levels = _mm256_packus_epi16(levels, levels);
        let levels = _mm_unpacklo_epi32(
            _mm256_castsi256_si128(levels),
            _mm256_extracti128_si256::<1>(levels),
        );
        let levels = _mm_shuffle_epi8(levels, without_fourth);
        let (eight, four) = (_mm_cvtsi128_si64(levels), _mm_extract_epi32::<2>(levels));
        written[..8].copy_from_slice(&eight.to_le_bytes());
        written[8..].copy_from_slice(&four.to_le_bytes());
    }
}

/// One pixel's colour as bytes: red lowest, then green and blue.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn mixed(nodes: &Nodes, corners: &Corners, x: usize) -> u32 {
    // SAFETY: every x86-64 processor knows SSE2.
    #[expect(unsafe_code, reason = "calling a function of SSE2 instructions")]
    unsafe {
        mixed_by_sse2(nodes, corners, x)
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "sse2")]
#[inline]
fn mixed_by_sse2(nodes: &Nodes, corners: &Corners, x: usize) -> u32 {
    use std::arch::x86_64::*;

    let pair = |first: usize, shares: u32| {
        let nodes = _mm_set_epi64x(
            corners.node(nodes, first + 1, x) as i64,
            corners.node(nodes, first, x) as i64,
        );
        let both = _mm_cvtsi32_si128(shares as i32);
        let shares = _mm_shuffle_epi32::<0b0101_0000>(_mm_unpacklo_epi16(both, both));
        _mm_mulhi_epu16(nodes, shares)
    };
    let pairs = _mm_add_epi16(pair(0, corners.near[x]), pair(2, corners.far[x]));
    let sum = _mm_add_epi16(pairs, _mm_unpackhi_epi64(pairs, pairs));
    let levels = _mm_srli_epi16::<8>(_mm_add_epi16(sum, _mm_set1_epi16(HALF_LEVEL as i16)));
    _mm_cvtsi128_si32(_mm_packus_epi16(levels, levels)) as u32
}

/// One pixel's colour as bytes: red lowest, then green and blue.
#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn mixed(nodes: &Nodes, corners: &Corners, x: usize) -> u32 {
    let shares = [corners.near[x], corners.far[x]].map(|two| [two & 0xffff, two >> 16]);
    let sample = |bits: u32| {
        let sum: u32 = shares
            .as_flattened()
            .iter()
            .enumerate()
            .map(|(corner, share)| {
                (((corners.node(nodes, corner, x) >> bits) as u32 & 0xffff) * share) >> 16
            })
            .sum();
        (sum + u32::from(HALF_LEVEL)) >> 8
    };
    sample(0) | sample(16) << 8 | sample(32) << 16
}

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::*;

    #[test]
    fn every_processor_mixes_the_same() {
        let mut seed = 1_u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed >> 8
        };
        let mut nodes = no_nodes();
        for node in nodes.iter_mut() {
            let [red, green, blue] =
                [next(), next(), next()].map(|level| u64::from(level % 65_281));
            *node = red | green << 16 | blue << 32;
        }
        let mut corners = Corners::default();
        for x in 0..BLOCK {
            for places in &mut corners.places {
                places[x] = next() & 0xffff;
            }
            let mut ends = [next() & 0xffff, next() & 0xffff, next() & 0xffff];
            ends.sort_unstable();
            let [least, middle, most] = ends;
            corners.near[x] = (0xffff - most) | (most - middle) << 16;
            corners.far[x] = (middle - least) | least << 16;
        }
        let mut pixels = [0; 3 * BLOCK];
        mix(&nodes, &corners, &mut pixels);
        for (x, pixel) in pixels.chunks_exact(3).enumerate() {
            let one = mixed(&nodes, &corners, x).to_le_bytes();
            assert_eq!(pixel, &one[..3], "pixel {x} beside the others and alone");
        }
    }
}
