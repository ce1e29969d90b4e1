//! One picture of a HEIF file: opened, measured, decoded.

use std::ffi::{c_int, c_void};
use std::marker::PhantomData;
use std::ptr;

use order::Refusal;

use super::Library;
use super::api::{self, Api, HeifError, NclxProfile, Opaque};
use super::colour::{Claims, Nclx, Samples, to_eight_bits};
use crate::colour::Profile;
use crate::limits::MAX_SIDE_PX;

/// An ICC profile longer than this is no camera's: 4 MiB.
const MAX_PROFILE_BYTES: usize = 4 * 1024 * 1024;

/// The primary picture of a file whose boxes have been read and whose pixels have not.
pub(crate) struct Image<'a> {
    api: Api,
    handle: Handle,
    /// Width and height as shown: cropped and turned.
    pub(crate) size: (u32, u32),
    alpha: bool,
    /// Whether a sample has more than 8 bits.
    deep: bool,
    /// Freed after the handle, since fields are dropped in order.
    _context: Context,
    _bytes: PhantomData<&'a [u8]>,
}

impl<'a> Image<'a> {
    /// Reads the boxes of the file.
    pub(crate) fn open(library: &Library, bytes: &'a [u8]) -> Result<Self, Refusal> {
        let api = library.api;
        let context = Context::new(api, library.threads).ok_or(Refusal::Damaged)?;
        context.read(bytes)?;
        let handle = context.primary_picture()?;
        let width = handle.ask(api.heif_image_handle_get_width);
        let height = handle.ask(api.heif_image_handle_get_height);
        let side = |side: c_int| u32::try_from(side).map_err(|_| Refusal::Damaged);
        Ok(Self {
            api,
            size: (side(width)?, side(height)?),
            alpha: handle.ask(api.heif_image_handle_has_alpha_channel) != 0,
            deep: handle.ask(api.heif_image_handle_get_luma_bits_per_pixel) > 8,
            handle,
            _context: context,
            _bytes: PhantomData,
        })
    }

    /// The memory that decoding will need: the codec's planes, libheif's interleaved samples and
    /// ours.
    pub(crate) fn decoded_bytes(&self) -> u64 {
        let pixels = u64::from(self.size.0) * u64::from(self.size.1);
        let channels = if self.alpha { 4 } else { 3 };
        let planes = if self.deep { 3 } else { 2 }; // 4:2:0 is 1.5 samples a pixel
        let interleaved = channels * if self.deep { 2 } else { 1 };
        pixels * (planes + interleaved + 3)
    }

    /// Three bytes a pixel, and what they mean.
    pub(crate) fn decode(self) -> Result<(Vec<u8>, Profile), Refusal> {
        let claims = self.claims();
        let decoded = self.pixels()?;
        to_eight_bits(&decoded.samples()?, &claims)
    }

    fn pixels(&self) -> Result<Decoded<'_>, Refusal> {
        let chroma = match (self.deep, self.alpha) {
            (false, false) => api::CHROMA_RGB,
            (false, true) => api::CHROMA_RGBA,
            (true, false) => api::CHROMA_RRGGBB,
            (true, true) => api::CHROMA_RRGGBBAA,
        };
        let mut image = ptr::null_mut();
        #[expect(unsafe_code, reason = "a call into libheif")]
        // SAFETY: the handle is alive, `image` is a place for the answer, no options are given.
        let error = unsafe {
            (self.api.heif_decode_image)(
                self.handle.raw,
                &raw mut image,
                api::COLOURSPACE_RGB,
                chroma,
                ptr::null(),
            )
        };
        check(&error)?;
        if image.is_null() {
            return Err(Refusal::Damaged);
        }
        Ok(Decoded { of: self, image })
    }

    /// What the file says of its colours.
    fn claims(&self) -> Claims {
        Claims {
            icc: self.icc(),
            nclx: self.nclx(),
        }
    }

    fn icc(&self) -> Option<Vec<u8>> {
        let length = self
            .handle
            .ask(self.api.heif_image_handle_get_raw_color_profile_size);
        if length == 0 || length > MAX_PROFILE_BYTES {
            return None;
        }
        let mut icc = vec![0_u8; length];
        #[expect(unsafe_code, reason = "a call into libheif")]
        // SAFETY: the buffer is as long as libheif said it must be.
        let error = unsafe {
            (self.api.heif_image_handle_get_raw_color_profile)(
                self.handle.raw,
                icc.as_mut_ptr().cast(),
            )
        };
        check(&error).ok().map(|()| icc)
    }

    fn nclx(&self) -> Option<Nclx> {
        let mut found: *mut NclxProfile = ptr::null_mut();
        #[expect(unsafe_code, reason = "calls into libheif")]
        // SAFETY: `found` is a place for the answer; what libheif puts there is read once and
        // given back.
        unsafe {
            let error = (self.api.heif_image_handle_get_nclx_color_profile)(
                self.handle.raw,
                &raw mut found,
            );
            if error.code != api::OK || found.is_null() {
                return None;
            }
            let nclx = Nclx {
                primaries: (*found).primaries,
                transfer: (*found).transfer,
            };
            (self.api.heif_nclx_color_profile_free)(found);
            Some(nclx)
        }
    }
}

/// `struct heif_context`.
struct Context {
    api: Api,
    raw: *mut Opaque,
}

impl Context {
    fn new(api: Api, threads: u32) -> Option<Self> {
        let threads = c_int::try_from(threads).unwrap_or(0);
        let side = c_int::try_from(MAX_SIDE_PX).unwrap_or(c_int::MAX);
        #[expect(unsafe_code, reason = "calls into libheif")]
        // SAFETY: the context is fresh, and null is looked for before it is used.
        unsafe {
            let raw = (api.heif_context_alloc)();
            if raw.is_null() {
                return None;
            }
            (api.heif_context_set_max_decoding_threads)(raw, threads);
            (api.heif_context_set_maximum_image_size_limit)(raw, side);
            Some(Self { api, raw })
        }
    }

    /// `bytes` must outlive this context: [`Image`] holds both for one lifetime.
    fn read(&self, bytes: &[u8]) -> Result<(), Refusal> {
        #[expect(unsafe_code, reason = "a call into libheif")]
        // SAFETY: address and length are those of a slice that outlives the context.
        let error = unsafe {
            (self.api.heif_context_read_from_memory_without_copy)(
                self.raw,
                bytes.as_ptr().cast::<c_void>(),
                bytes.len(),
                ptr::null(),
            )
        };
        check(&error)
    }

    fn primary_picture(&self) -> Result<Handle, Refusal> {
        let mut raw = ptr::null_mut();
        #[expect(unsafe_code, reason = "a call into libheif")]
        // SAFETY: the context is alive, and `raw` is a place for the answer.
        let error =
            unsafe { (self.api.heif_context_get_primary_image_handle)(self.raw, &raw mut raw) };
        check(&error)?;
        if raw.is_null() {
            return Err(Refusal::Damaged);
        }
        Ok(Handle { api: self.api, raw })
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        #[expect(unsafe_code, reason = "a call into libheif")]
        // SAFETY: made by `heif_context_alloc` and freed once, after everything made from it.
        unsafe {
            (self.api.heif_context_free)(self.raw);
        }
    }
}

/// `struct heif_image_handle`.
struct Handle {
    api: Api,
    raw: *mut Opaque,
}

impl Handle {
    /// Calls one of the functions that only look.
    fn ask<T>(&self, question: unsafe extern "C" fn(*const Opaque) -> T) -> T {
        #[expect(unsafe_code, reason = "a call into libheif")]
        // SAFETY: the handle is alive, and functions of this shape only look at it.
        unsafe {
            question(self.raw)
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        #[expect(unsafe_code, reason = "a call into libheif")]
        // SAFETY: got from libheif and released once.
        unsafe {
            (self.api.heif_image_handle_release)(self.raw);
        }
    }
}

/// `struct heif_image`: decoded pixels.
struct Decoded<'a> {
    of: &'a Image<'a>,
    image: *mut Opaque,
}

impl Decoded<'_> {
    /// The interleaved samples, if libheif made as many as the header promised.
    fn samples(&self) -> Result<Samples<'_>, Refusal> {
        let api = self.of.api;
        let (width, height) = self.of.size;
        let mut stride: c_int = 0;
        #[expect(unsafe_code, reason = "calls into libheif")]
        // SAFETY: the image is alive; these only look at it and tell where its samples are.
        let (decoded, bits, plane) = unsafe {
            let sides = (
                (api.heif_image_get_width)(self.image, api::CHANNEL_INTERLEAVED),
                (api.heif_image_get_height)(self.image, api::CHANNEL_INTERLEAVED),
            );
            let bits =
                (api.heif_image_get_bits_per_pixel_range)(self.image, api::CHANNEL_INTERLEAVED);
            let plane = (api.heif_image_get_plane_readonly)(
                self.image,
                api::CHANNEL_INTERLEAVED,
                &raw mut stride,
            );
            (sides, bits, plane)
        };
        let as_promised = u32::try_from(decoded.0) == Ok(width)
            && u32::try_from(decoded.1) == Ok(height)
            && !plane.is_null();
        let channels = if self.of.alpha { 4 } else { 3 };
        let row_bytes = width as usize * channels * if self.of.deep { 2 } else { 1 };
        let stride = usize::try_from(stride).map_err(|_| Refusal::Damaged)?;
        if !as_promised || stride < row_bytes || height == 0 {
            return Err(Refusal::Damaged);
        }
        #[expect(unsafe_code, reason = "samples that belong to libheif")]
        // SAFETY: `height` rows begin `stride` bytes apart, and the last holds `row_bytes`; they
        // live as long as the image, which this borrows.
        let bytes = unsafe {
            std::slice::from_raw_parts(plane, stride * (height as usize - 1) + row_bytes)
        };
        Ok(Samples {
            bytes,
            stride,
            row_bytes,
            alpha: self.of.alpha,
            bits: match bits {
                8 if !self.of.deep => 8,
                9..=16 if self.of.deep => bits.unsigned_abs(),
                _ => return Err(Refusal::Damaged),
            },
        })
    }
}

impl Drop for Decoded<'_> {
    fn drop(&mut self) {
        #[expect(unsafe_code, reason = "a call into libheif")]
        // SAFETY: made by `heif_decode_image` and released once.
        unsafe {
            (self.of.api.heif_image_release)(self.image);
        }
    }
}

/// What an error means for whoever sent the file.
fn check(error: &HeifError) -> Result<(), Refusal> {
    /// `heif_suberror_Security_limit_exceeded`
    const OVER_THE_LIMIT: c_int = 1000;
    match (error.code, error.subcode) {
        (api::OK, _) => Ok(()),
        (api::MEMORY, _) | (_, OVER_THE_LIMIT) => Err(Refusal::TooManyPixels),
        _ => Err(Refusal::Damaged),
    }
}
