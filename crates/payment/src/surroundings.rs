//! What this crate needs from the machine it runs on and does not fetch itself.

use std::fmt;

use order::Timestamp;

/// The clock and the randomness that calls are stamped with, handed in so that a test decides
/// both.
pub struct Surroundings {
    now: Box<dyn Fn() -> Timestamp + Send + Sync>,
    random: Box<dyn Fn() -> [u8; 16] + Send + Sync>,
}

impl Surroundings {
    /// `now` is the server's clock, which must be within five minutes of the provider's; `random`
    /// gives sixteen unpredictable bytes, fresh at every call.
    pub fn new(
        now: impl Fn() -> Timestamp + Send + Sync + 'static,
        random: impl Fn() -> [u8; 16] + Send + Sync + 'static,
    ) -> Self {
        Self {
            now: Box::new(now),
            random: Box::new(random),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.now)()
    }

    pub(crate) fn random(&self) -> [u8; 16] {
        (self.random)()
    }
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Surroundings")
    }
}
