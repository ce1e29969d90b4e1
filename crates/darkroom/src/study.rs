//! What is in a photo, besides its pixels.

use order::{Head, Tone};

/// What a photo shows, as far as a print wants to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Study {
    /// The heads in it, the largest first, at most [`imaging::MOST_FACES`].
    pub heads: Vec<Head>,
    /// What one tap on "Enhance" sets.
    pub enhancement: Tone,
}
