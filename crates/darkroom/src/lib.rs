//! The room where strangers' bytes are looked at: a jailed process for every picture, and the
//! client that hands photos in and takes pixels out.
//!
//! The worker (`minilab-darkroom`, in `src/worker`) locks itself in before it reads a byte of a
//! photo: no files, no network, no processes, little memory, little time. It answers with raw
//! pixels, whose number the client knows beforehand, so that nothing the worker says needs clever
//! reading. A worker that dies, stalls or lies means one refused photo and nothing else.
//!
//! It deliberately does not know what a picture is for, where photos are kept or who sent them.
//! Start reading at [`Darkroom`]; `protocol` is what the two processes say to each other, and
//! `src/worker/jail` is the jail.

mod client;
mod conversation;
mod error;
mod index_sheet;
mod opened;
mod process;
mod promises;
mod proofs;
#[doc(hidden)]
pub mod protocol;
mod room;
mod shared_sheet;
mod spares;
mod study;
mod timed;
mod tray;

pub use client::{Darkroom, DarkroomConfig, Preview};
pub use error::{DarkroomError, Unavailable};
pub use imaging::colour::{Destination, Intent, PrinterProfile, PrinterProfileError};
pub use imaging::sheet::Overscan;
pub use imaging::{Format, Header, PixelSize, Print};
pub use index_sheet::IndexPhoto;
pub use opened::Opened;
pub use study::Study;
