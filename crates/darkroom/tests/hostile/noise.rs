//! Randomness that can be had again.

/// SplitMix64 (Steele, Lea and Flood, 2014): one number of state, any seed is good.
#[derive(Debug)]
pub(crate) struct Noise(u64);

impl Noise {
    /// The noise of one mutant: neighbours share nothing.
    pub(crate) fn of(seed: u64, number: u64) -> Self {
        let mut noise = Self(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        noise.next();
        noise
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A number from 0 to below `end`; 0 if there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of them.
    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// A place below `end`, every other time among the first few hundred bytes, where headers are.
    pub(crate) fn place(&mut self, end: usize) -> usize {
        if self.once_in(2) {
            self.below(end.min(400))
        } else {
            self.below(end)
        }
    }
}
