//! From the bytes of a photo to the pixels of a print: recognise, measure, decode, crop, turn,
//! resize, convert to sRGB, sharpen and encode. Pure functions on bytes.
//!
//! It deliberately knows no file, process, printer or order: who calls it decides where bytes come
//! from and in which jail strangers' bytes are decoded. Every function takes hostile bytes and
//! answers with a picture or a [`Refusal`]; sizes are checked from the header before a pixel is
//! decoded ([`limits`]).
//!
//! Start reading at [`Studio::render`], which is the whole path in one page; [`probe`] is the part
//! that runs before it.

mod alpha;
mod beautify;
mod bleed;
pub mod colour;
mod crew;
mod develop;
mod encode;
mod enhance;
mod exif;
mod faces;
mod format;
mod geometry;
pub mod heif;
mod jpeg;
pub mod limits;
mod look;
mod master;
mod picture;
mod proof;
mod render;
mod resize;
mod sharpen;
pub mod sheet;
mod simd;
mod source;
mod strip;
mod studio;
mod tone;

pub use beautify::beautify;
pub use colour::Destination;
pub use crew::Crew;
pub use encode::{
    EmbeddedProfile, EncodeError, OutputFormat, PwgColour, encode, encode_jpeg, encode_preview_jpeg,
};
pub use enhance::enhancement;
pub use faces::{Face, FaceFinder, MOST_FACES, NetworkError, Point};
pub use format::Format;
pub use jpeg::{Chroma, Encoder, JpegError, JpegSettings};
pub use master::{Master, transcode};
pub use order::{Refusal, Soundness};
pub use picture::{PixelSize, PixelSizeError, Rgb8};
pub use proof::Proof;
pub use render::{Preview, RenderError, preview, render};
pub use source::{Header, probe};
pub use studio::{Print, Studio};
pub use tone::grade;
