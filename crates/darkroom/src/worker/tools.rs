//! What a worker takes with it into the jail, because it could not be made inside.

use std::num::NonZero;

use darkroom::protocol::Kind;
use imaging::{Crew, FaceFinder, NetworkError, Studio};

/// Does what needs files: readies the colour engine, and loads the library that a HEIF worker
/// exists for. Where that is not installed, such files are refused by name.
pub(crate) fn load(kind: Kind) {
    imaging::colour::warm_up();
    match kind {
        Kind::Ordinary => {}
        Kind::Heif => {
            let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
            // Being absent is told by every refusal.
            let _ = imaging::heif::load(u32::try_from(threads).unwrap_or(1));
        }
    }
}

/// Made from the worker's own program only, never from a photo.
#[derive(Debug)]
pub(crate) struct Tools {
    /// Only that of an ordinary worker has a helper and finds faces: what comes out of the others
    /// is looked at again.
    pub studio: Studio,
    #[cfg(debug_assertions)]
    pub second: crate::probe::Second,
}

impl Tools {
    /// Unpacks and starts them. Every thread has come up when this returns.
    ///
    /// # Errors
    /// If the program was built with networks that it cannot read.
    pub(crate) fn ready(kind: Kind) -> Result<Self, NetworkError> {
        Ok(Self {
            studio: match kind {
                // With no thread to be had, the calling one does it all.
                Kind::Ordinary => {
                    Studio::with(Crew::with_helper().unwrap_or_else(|_| Crew::alone()))
                        .and_faces(FaceFinder::load()?)
                }
                Kind::Heif => Studio::alone(),
            },
            #[cfg(debug_assertions)]
            second: crate::probe::Second::start(),
        })
    }
}
