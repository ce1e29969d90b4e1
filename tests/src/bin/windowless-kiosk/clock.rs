//! A clock that a story can put forward, so that a time-out of minutes takes none.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use order::Timestamp;
use station::ports::Clock;
use station::runner::SystemClock;

/// The system's clock, ahead by some milliseconds. Clones run together.
#[derive(Clone, Debug, Default)]
pub(crate) struct ShiftedClock(Arc<AtomicI64>);

impl ShiftedClock {
    /// From now on it is ahead of the system's clock by so much.
    pub(crate) fn run_ahead(&self, ms: i64) {
        self.0.store(ms, Ordering::Relaxed);
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus_ms(self.0.load(Ordering::Relaxed))
    }
}
