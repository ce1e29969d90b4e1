//! The functions of libheif that are used, found when the program runs, so that a kiosk works
//! without the library and only these two formats are refused.
//!
//! HEVC is covered by patents in some countries; whether a kiosk reads it is its operator's
//! decision, made by installing the library. Everything here exists since libheif 1.12 and is
//! declared as in its public header `libheif/heif.h` (LGPL-3, linked at run time).

use std::ffi::{c_char, c_int, c_void};

/// `struct heif_error`, which libheif returns by value. Its text is not kept: it may quote the
/// file.
#[repr(C)]
pub(super) struct HeifError {
    pub(super) code: c_int,
    pub(super) subcode: c_int,
    message: *const c_char,
}

/// `heif_error_Ok`.
pub(super) const OK: c_int = 0;
/// `heif_error_Memory_allocation_error`; a picture over the limits is one too.
pub(super) const MEMORY: c_int = 6;
/// `heif_colorspace_RGB`.
pub(super) const COLOURSPACE_RGB: c_int = 1;
/// `heif_chroma_interleaved_RGB`: 8 bits each.
pub(super) const CHROMA_RGB: c_int = 10;
/// `heif_chroma_interleaved_RGBA`.
pub(super) const CHROMA_RGBA: c_int = 11;
/// `heif_chroma_interleaved_RRGGBB_LE`: two bytes each, little-endian.
pub(super) const CHROMA_RRGGBB: c_int = 14;
/// `heif_chroma_interleaved_RRGGBBAA_LE`.
pub(super) const CHROMA_RRGGBBAA: c_int = 15;
/// `heif_channel_interleaved`.
pub(super) const CHANNEL_INTERLEAVED: c_int = 10;

/// `struct heif_color_profile_nclx`, as far as it is read.
#[repr(C)]
pub(super) struct NclxProfile {
    version: u8,
    pub(super) primaries: c_int,
    pub(super) transfer: c_int,
    matrix: c_int,
    full_range: u8,
}

/// An opaque object of libheif.
#[repr(C)]
pub(super) struct Opaque {
    _private: [u8; 0],
}

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident: fn($($argument:ty),*) $(-> $answer:ty)?;)*) => {
        /// Every function, as long as the library stays loaded.
        #[derive(Clone, Copy)]
        pub(super) struct Api {
            $($(#[$doc])* pub(super) $name: unsafe extern "C" fn($($argument),*) $(-> $answer)?,)*
        }

        impl Api {
            /// Looks every function up. `None`, if the library lacks one.
            pub(super) fn of(library: &libloading::Library) -> Option<Self> {
                Some(Self {
                    $($name: {
                        #[expect(
                            unsafe_code,
                            reason = "a symbol's type is known from the library's header only"
                        )]
                        // SAFETY: the type is that of the public header, which libheif keeps
                        // for all of its major version 1 (its soname).
                        *unsafe { library.get(concat!(stringify!($name), "\0").as_bytes()) }.ok()?
                    },)*
                })
            }
        }
    };
}

functions! {
    heif_context_alloc: fn() -> *mut Opaque;
    heif_context_free: fn(*mut Opaque);
    heif_context_set_max_decoding_threads: fn(*mut Opaque, c_int);
    heif_context_set_maximum_image_size_limit: fn(*mut Opaque, c_int);
    /// Keeps the address: the bytes must outlive the context.
    heif_context_read_from_memory_without_copy:
        fn(*mut Opaque, *const c_void, usize, *const c_void) -> HeifError;
    heif_context_get_primary_image_handle: fn(*mut Opaque, *mut *mut Opaque) -> HeifError;
    heif_image_handle_release: fn(*const Opaque);
    /// Width after crop and rotation.
    heif_image_handle_get_width: fn(*const Opaque) -> c_int;
    heif_image_handle_get_height: fn(*const Opaque) -> c_int;
    heif_image_handle_has_alpha_channel: fn(*const Opaque) -> c_int;
    heif_image_handle_get_luma_bits_per_pixel: fn(*const Opaque) -> c_int;
    heif_image_handle_get_raw_color_profile_size: fn(*const Opaque) -> usize;
    heif_image_handle_get_raw_color_profile: fn(*const Opaque, *mut c_void) -> HeifError;
    heif_image_handle_get_nclx_color_profile:
        fn(*const Opaque, *mut *mut NclxProfile) -> HeifError;
    heif_nclx_color_profile_free: fn(*mut NclxProfile);
    /// Applies crop, rotation and mirroring.
    heif_decode_image:
        fn(*const Opaque, *mut *mut Opaque, c_int, c_int, *const c_void) -> HeifError;
    heif_image_release: fn(*const Opaque);
    heif_image_get_width: fn(*const Opaque, c_int) -> c_int;
    heif_image_get_height: fn(*const Opaque, c_int) -> c_int;
    /// The significant bits of a sample.
    heif_image_get_bits_per_pixel_range: fn(*const Opaque, c_int) -> c_int;
    heif_image_get_plane_readonly: fn(*const Opaque, c_int, *mut c_int) -> *const u8;
}
