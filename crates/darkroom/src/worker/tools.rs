//! What a worker takes with it into the jail, because it could not be made inside.

/// Made from the worker's own program only, never from a photo.
#[derive(Debug)]
pub(crate) struct Tools {
    #[cfg(debug_assertions)]
    pub second: crate::probe::Second,
}

impl Tools {
    /// Starts threads.
    pub(crate) fn ready() -> Self {
        Self {
            #[cfg(debug_assertions)]
            second: crate::probe::Second::start(),
        }
    }
}
