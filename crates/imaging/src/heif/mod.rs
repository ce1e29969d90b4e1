//! HEIC, HEIF and AVIF, decoded by the system's libheif if there is one.
//!
//! A file may hold many pictures; the primary one is printed, with its crop, rotation and mirror,
//! which libheif applies (EXIF's orientation says the same again and is passed over, ISO/IEC
//! 23008-12, section 7.2.1). The library is loaded once in the life of a process, by [`load`],
//! before a jail closes the file system; a process that never loads it refuses these formats.

mod api;
mod colour;
mod hdr;
mod image;

use std::sync::OnceLock;

use api::Api;
pub(crate) use image::Image;

/// The library by the name that says which binary interface it has.
const NAME: &str = "libheif.so.1";

/// libheif, loaded.
pub(crate) struct Library {
    api: Api,
    threads: u32,
    /// Unloading it while [`Api`] is used would pull the floor away.
    _loaded: libloading::Library,
}

static LIBRARY: OnceLock<Library> = OnceLock::new();

/// Loads the library for the rest of the process. Up to `threads` threads decode the tiles of one
/// picture; 0 means that libheif starts none for tiles, although its codecs may. Doing it again
/// changes nothing.
///
/// # Errors
/// [`NotThere`], if the library is not installed or is too old.
pub fn load(threads: u32) -> Result<(), NotThere> {
    if LIBRARY.get().is_some() {
        return Ok(());
    }
    #[expect(
        unsafe_code,
        reason = "loading a library runs its initialisers, which no compiler can check"
    )]
    // SAFETY: the system's own libheif, by its soname from the system's library folders; its
    // initialisers register codecs and touch nothing of ours.
    let loaded = unsafe { libloading::Library::new(NAME) }.map_err(|_| NotThere)?;
    let library = Library {
        api: Api::of(&loaded).ok_or(NotThere)?,
        threads,
        _loaded: loaded,
    };
    // If another thread was quicker, its library is the same one.
    let _ = LIBRARY.set(library);
    Ok(())
}

/// The library, if it was loaded.
pub(crate) fn library() -> Option<&'static Library> {
    LIBRARY.get()
}

/// There is no libheif on this machine, or one without a function that is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("libheif 1.12 or later ({NAME}) is not installed; HEIC and AVIF photos are refused")]
pub struct NotThere;
