//! How long to wait before the next start: longer each time, up to a cap, and never quite the
//! same, so that a hall of kiosks that lost power together does not start together.

use std::time::Duration;

/// Dice that a seed brings back: SplitMix64 (Steele, Lea and Flood, 2014).
#[derive(Clone, Copy, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Between half of `most` and `most`.
    fn about(&mut self, most: Duration) -> Duration {
        let half = most / 2;
        let nanos = u64::try_from(half.as_nanos()).unwrap_or(u64::MAX);
        half + Duration::from_nanos(self.next() % nanos.saturating_add(1))
    }
}

/// The wait before the start that follows the failure number `failures` in a row: none after the
/// first, for a customer stands there; then about `first`, twice that, and so on up to `cap`.
pub(super) fn wait(failures: u32, first: Duration, cap: Duration, dice: &mut Dice) -> Duration {
    match failures {
        0 | 1 => Duration::ZERO,
        several => {
            let doublings = (several - 2).min(30);
            dice.about(first.saturating_mul(1 << doublings).min(cap))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_their_cap_and_a_seed_brings_them_back() {
        let first = Duration::from_secs(1);
        let cap = Duration::from_secs(60);
        for seed in 0..500 {
            let mut dice = Dice::new(seed);
            let mut same = Dice::new(seed);
            for failures in 0..100 {
                let wait_now = wait(failures, first, cap, &mut dice);
                let whole = match failures {
                    0 | 1 => Duration::ZERO,
                    n => cap.min(first * 2_u32.pow((n - 2).min(10))),
                };
                assert!(
                    whole / 2 <= wait_now && wait_now <= whole,
                    "between half and all of {whole:?}, not {wait_now:?} (failure {failures})"
                );
                assert_eq!(
                    wait_now,
                    wait(failures, first, cap, &mut same),
                    "seed {seed} says the same twice"
                );
            }
        }
    }

    #[test]
    fn kiosks_that_failed_together_do_not_start_together() {
        let waits: std::collections::HashSet<Duration> = (0..100)
            .map(|seed| {
                let second = Duration::from_secs(1);
                wait(6, second, second * 60, &mut Dice::new(seed))
            })
            .collect();
        assert!(
            waits.len() > 95,
            "100 seeds gave only {} waits",
            waits.len()
        );
    }
}
