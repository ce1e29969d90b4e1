//! The two C files beside this one, as safe types. This is the only unsafe code of the crate's
//! codec: a reader and a writer own what C allocated, and every pointer handed over is checked
//! against the length that C will use.

#![expect(unsafe_code, reason = "libjpeg-turbo is a C library")]

use std::ffi::c_int;
use std::marker::PhantomData;
use std::ptr::NonNull;

/// The most planes of a JPEG that is read.
pub(super) const MOST_PLANES: usize = 4;

/// What the numbers of the planes mean, as the C side counts.
pub(super) mod coding {
    pub(crate) const GREY: u32 = 0;
    pub(crate) const YCC: u32 = 1;
    pub(crate) const RGB: u32 = 2;
    pub(crate) const CMYK: u32 = 3;
    pub(crate) const YCCK: u32 = 4;
}

/// What a file's headers say; see `struct frame` in `read.c`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RawFrame {
    pub width: u32,
    pub height: u32,
    pub coding: u32,
    pub planes: u32,
    pub adobe: u32,
    pub buffered: u32,
    pub most_across: u32,
    pub most_down: u32,
    pub coefficient_bytes: u64,
}

/// One plane while decoding; see `struct plane` in `read.c`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RawPlane {
    pub width: u32,
    pub height: u32,
    pub stride: u32,
    pub rows: u32,
    pub across: u32,
    pub down: u32,
}

#[repr(C)]
struct RawReader {
    opaque: [u8; 0],
}

#[repr(C)]
struct RawWriter {
    opaque: [u8; 0],
}

#[repr(C)]
struct RawSettings {
    width: u32,
    height: u32,
    quality: u32,
    subsampled: u32,
    dpi: u32,
    profile: *const u8,
    profile_length: usize,
}

// SAFETY: these are the functions of read.c and write.c with the types they are declared with.
unsafe extern "C" {
    fn jpeg_reader_open(
        bytes: *const u8,
        length: usize,
        frame: *mut RawFrame,
        answer: *mut c_int,
    ) -> *mut RawReader;
    fn jpeg_reader_exif(reader: *const RawReader, length: *mut usize) -> *const u8;
    fn jpeg_reader_profile(reader: *mut RawReader, length: *mut usize) -> *mut u8;
    fn jpeg_reader_free(bytes: *mut u8);
    fn jpeg_reader_start(reader: *mut RawReader, denominator: u32, planes: *mut RawPlane) -> c_int;
    fn jpeg_reader_next(
        reader: *mut RawReader,
        into: *const *mut u8,
        strides: *const usize,
    ) -> c_int;
    fn jpeg_reader_skip(reader: *mut RawReader) -> c_int;
    fn jpeg_reader_cut_short(reader: *const RawReader) -> c_int;
    fn jpeg_reader_close(reader: *mut RawReader);
    fn jpeg_writer_open(settings: *const RawSettings, answer: *mut c_int) -> *mut RawWriter;
    fn jpeg_writer_row(writer: *mut RawWriter, row: *const u8) -> c_int;
    fn jpeg_writer_finish(
        writer: *mut RawWriter,
        bytes: *mut *const u8,
        length: *mut usize,
    ) -> c_int;
    fn jpeg_writer_close(writer: *mut RawWriter);
}

/// Why libjpeg gave up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The bytes are not a JPEG that it can read, or the settings none it can write.
    Broken,
    /// There is not enough memory.
    NoMemory,
}

fn done(answer: c_int) -> Result<(), Failure> {
    match answer {
        0 => Ok(()),
        2 => Err(Failure::NoMemory),
        _ => Err(Failure::Broken),
    }
}

/// A file being read. It borrows the file's bytes, which C reads until it is dropped.
pub(super) struct Reader<'a> {
    raw: NonNull<RawReader>,
    planes: usize,
    bytes: PhantomData<&'a [u8]>,
}

impl<'a> Reader<'a> {
    /// Reads the headers.
    pub(super) fn open(bytes: &'a [u8]) -> Result<(Self, RawFrame), Failure> {
        let mut frame = RawFrame::default();
        let mut answer = 0;
        // SAFETY: the pointers are valid for the call, and the bytes for as long as the reader,
        // whose lifetime is theirs.
        let raw = unsafe {
            jpeg_reader_open(bytes.as_ptr(), bytes.len(), &raw mut frame, &raw mut answer)
        };
        let mut reader = Self {
            raw: NonNull::new(raw).ok_or(Failure::NoMemory)?,
            planes: 0,
            bytes: PhantomData,
        };
        done(answer)?;
        reader.planes = frame.planes as usize;
        Ok((reader, frame))
    }

    /// The TIFF structure of the EXIF segment.
    pub(super) fn exif(&self) -> Option<&[u8]> {
        let mut length = 0;
        // SAFETY: the reader is open, and what it answers lives as long as it.
        unsafe {
            let start = jpeg_reader_exif(self.raw.as_ptr(), &raw mut length);
            (!start.is_null()).then(|| std::slice::from_raw_parts(start, length))
        }
    }

    /// The embedded ICC profile.
    pub(super) fn profile(&mut self) -> Option<Vec<u8>> {
        let mut length = 0;
        // SAFETY: the reader is open; what it answers is `length` bytes of C's heap, freed once.
        unsafe {
            let start = jpeg_reader_profile(self.raw.as_ptr(), &raw mut length);
            if start.is_null() {
                return None;
            }
            let profile = std::slice::from_raw_parts(start, length).to_vec();
            jpeg_reader_free(start);
            Some(profile)
        }
    }

    /// Begins decoding at 1/`denominator` of the size; the answer has a plane for each that the
    /// headers counted.
    pub(super) fn start(&mut self, denominator: u32) -> Result<Vec<RawPlane>, Failure> {
        let mut planes = [RawPlane::default(); MOST_PLANES];
        // SAFETY: the reader is open and there is room for as many planes as C ever fills.
        done(unsafe { jpeg_reader_start(self.raw.as_ptr(), denominator, planes.as_mut_ptr()) })?;
        Ok(planes[..self.planes.min(MOST_PLANES)].to_vec())
    }

    /// Decodes the next row of coded units: `plane.rows` rows of `plane.stride` bytes, without
    /// gaps, to the front of each buffer.
    pub(super) fn next<'b>(
        &mut self,
        planes: &[RawPlane],
        buffers: impl Iterator<Item = &'b mut [u8]>,
    ) -> Result<(), Failure> {
        let mut into = [std::ptr::null_mut(); MOST_PLANES];
        let mut strides = [0; MOST_PLANES];
        let mut count = 0;
        for (at, (plane, buffer)) in planes.iter().zip(buffers).enumerate().take(MOST_PLANES) {
            let stride = plane.stride as usize;
            if buffer.len() < stride * plane.rows as usize {
                return Err(Failure::Broken);
            }
            into[at] = buffer.as_mut_ptr();
            strides[at] = stride;
            count += 1;
        }
        if count != self.planes {
            return Err(Failure::Broken);
        }
        // SAFETY: the reader has been started by who holds its planes; each buffer has room for
        // the rows that C writes, and no two are one, being borrowed mutably.
        done(unsafe { jpeg_reader_next(self.raw.as_ptr(), into.as_ptr(), strides.as_ptr()) })
    }

    /// Reads over the next row of coded units.
    pub(super) fn skip(&mut self) -> Result<(), Failure> {
        // SAFETY: the reader is open; libjpeg itself refuses one that was not started.
        done(unsafe { jpeg_reader_skip(self.raw.as_ptr()) })
    }

    /// Whether part of the picture was missing from what has been decoded so far.
    pub(super) fn is_cut_short(&self) -> bool {
        // SAFETY: the reader is open.
        unsafe { jpeg_reader_cut_short(self.raw.as_ptr()) != 0 }
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        // SAFETY: it was opened by C and is closed once.
        unsafe { jpeg_reader_close(self.raw.as_ptr()) }
    }
}

/// What a file to be written is like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings<'a> {
    pub width: u32,
    pub height: u32,
    /// 1 to 100.
    pub quality: u8,
    /// Whether three quarters of the colour samples are left out (4:2:0).
    pub subsampled: bool,
    pub dpi: u16,
    /// An ICC profile, or nothing.
    pub profile: &'a [u8],
}

/// A file being written.
pub(super) struct Writer {
    raw: NonNull<RawWriter>,
    row_bytes: usize,
}

// SAFETY: a writer is plain memory that no other code holds a pointer to, and libjpeg keeps no
// state outside it, so it may move to another thread.
unsafe impl Send for Writer {}

impl Writer {
    pub(super) fn open(settings: Settings<'_>) -> Result<Self, Failure> {
        let raw_settings = RawSettings {
            width: settings.width,
            height: settings.height,
            quality: u32::from(settings.quality),
            subsampled: u32::from(settings.subsampled),
            dpi: u32::from(settings.dpi),
            profile: settings.profile.as_ptr(),
            profile_length: settings.profile.len(),
        };
        let mut answer = 0;
        // SAFETY: the settings and the profile are valid for the call, after which C keeps neither.
        let raw = unsafe { jpeg_writer_open(&raw const raw_settings, &raw mut answer) };
        let writer = Self {
            raw: NonNull::new(raw).ok_or(Failure::NoMemory)?,
            row_bytes: settings.width as usize * 3,
        };
        done(answer).map(|()| writer)
    }

    /// Adds a row of red, green and blue.
    pub(super) fn row(&mut self, row: &[u8]) -> Result<(), Failure> {
        if row.len() != self.row_bytes {
            return Err(Failure::Broken);
        }
        // SAFETY: the row has as many bytes as C reads.
        done(unsafe { jpeg_writer_row(self.raw.as_ptr(), row.as_ptr()) })
    }

    /// The whole file, after its last row.
    pub(super) fn finish(self) -> Result<Vec<u8>, Failure> {
        let mut bytes = std::ptr::null();
        let mut length = 0;
        // SAFETY: the bytes that C answers live as long as the writer, and are copied before.
        unsafe {
            done(jpeg_writer_finish(
                self.raw.as_ptr(),
                &raw mut bytes,
                &raw mut length,
            ))?;
            Ok(std::slice::from_raw_parts(bytes, length).to_vec())
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // SAFETY: it was opened by C and is closed once.
        unsafe { jpeg_writer_close(self.raw.as_ptr()) }
    }
}
