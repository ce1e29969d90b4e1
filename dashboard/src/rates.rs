//! How often somebody may try: token buckets by purpose and caller, in bounded memory.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use order::Timestamp;

/// The most callers that are remembered at once.
const MOST_CALLERS: usize = 50_000;

/// Whether a try is within the rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Pace {
    /// It is.
    Fine,
    /// Too fast: come back in so many seconds.
    TooFast {
        /// Seconds until the next try is within the rate.
        retry_after_s: u32,
    },
}

/// Buckets of one purpose.
#[derive(Debug)]
pub struct Rates<K> {
    per_minute: u32,
    buckets: Mutex<HashMap<K, Bucket>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// Tries left, in thousandths.
    left_milli: i64,
    at: Timestamp,
}

impl<K: Eq + Hash> Rates<K> {
    /// `per_minute` tries a minute for each caller, all of which may come at once.
    pub fn per_minute(per_minute: u32) -> Self {
        Self {
            per_minute: per_minute.max(1),
            buckets: Mutex::default(),
        }
    }

    /// Uses a try of `caller`, if there is one.
    pub fn spend(&self, caller: K, now: Timestamp) -> Pace {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bucket = self.refilled(buckets.get(&caller), now);
        let pace = self.pace(bucket);
        if pace == Pace::Fine {
            bucket.left_milli -= 1000;
        }
        if buckets.len() >= MOST_CALLERS && !buckets.contains_key(&caller) {
            // Full buckets say nothing; if everybody is busy, somebody's past is forgiven.
            buckets.retain(|_, known| now.ms_since(known.at) < 60_000);
            if buckets.len() >= MOST_CALLERS {
                buckets.clear();
            }
        }
        buckets.insert(caller, bucket);
        pace
    }

    fn full_milli(&self) -> i64 {
        i64::from(self.per_minute) * 1000
    }

    fn refilled(&self, bucket: Option<&Bucket>, now: Timestamp) -> Bucket {
        let left_milli = bucket.map_or_else(
            || self.full_milli(),
            |bucket| {
                let elapsed_ms = now.ms_since(bucket.at).clamp(0, 60_000);
                let gained = elapsed_ms * i64::from(self.per_minute) / 60;
                (bucket.left_milli + gained).min(self.full_milli())
            },
        );
        Bucket {
            left_milli,
            at: now,
        }
    }

    fn pace(&self, bucket: Bucket) -> Pace {
        if bucket.left_milli >= 1000 {
            return Pace::Fine;
        }
        let missing = 1000 - bucket.left_milli;
        let seconds = (missing * 60 / self.full_milli()).max(1);
        Pace::TooFast {
            retry_after_s: u32::try_from(seconds).unwrap_or(60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_run_out_and_come_back_with_time() {
        let rates = Rates::per_minute(2);
        let start = Timestamp::from_ms(0);
        let tries: Vec<Pace> = (0..3).map(|_| rates.spend("a", start)).collect();
        assert_eq!(tries[..2], [Pace::Fine, Pace::Fine], "two tries a minute");
        assert_ne!(tries[2], Pace::Fine, "the third comes too fast");
        assert_eq!(
            rates.spend("b", start),
            Pace::Fine,
            "others are not held up"
        );
        assert_eq!(
            rates.spend("a", start.plus_ms(30_000)),
            Pace::Fine,
            "half a minute brings one back"
        );
    }
}
