//! What client and worker say to each other over the worker's standard input and output.
//!
//! Worker: [`Hello`]. Client: [`Request`], then the photo's bytes. Worker: [`Answer`], then the
//! rows of pixels it promised, if any, as they are ready, then [`Done`]. Each message is a frame:
//! its length as four bytes, least significant first, and that much JSON. One worker handles one
//! photo.

use std::io::{Read, Write};

use imaging::{Header, PixelSize};
use order::{Recipe, Refusal};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The longest frame either side accepts.
pub const MAX_FRAME_BYTES: usize = 4096;

/// The worker's first words, spoken from inside the jail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// How much of Landlock the kernel granted. The rest of the jail is not optional.
    pub landlock: Landlock,
}

/// A kind of worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// For everything that is decoded by code linked into the worker. It can start no thread.
    Ordinary,
    /// For HEIC and AVIF, whose decoder is a library of the system and starts its own threads.
    Heif,
}

impl Kind {
    /// The kind a file needs, judged by its first bytes alone: the family of HEIC and AVIF (and of
    /// films, which any worker can refuse) has `ftyp` in its second word (ISO/IEC 14496-12,
    /// section 4.3).
    pub fn of(file: &[u8]) -> Self {
        if file.get(4..8) == Some(b"ftyp") {
            Self::Heif
        } else {
            Self::Ordinary
        }
    }

    /// The worker's only argument, by which it knows its kind.
    pub const fn argument(self) -> Option<&'static str> {
        match self {
            Self::Ordinary => None,
            Self::Heif => Some("--heif"),
        }
    }
}

/// How much of the Landlock rules is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Landlock {
    /// All: no file, no network, no signals.
    Full,
    /// What an older kernel can do.
    Partial,
    /// Nothing: the kernel has no Landlock, or it is switched off.
    None,
}

/// An order for one photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What to make.
    pub job: Job,
    /// How many bytes of photo follow.
    pub photo_bytes: usize,
}

/// What to make of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// The upright photo for the screen.
    Preview {
        /// The longest side it may have.
        max_side_px: u32,
    },
    /// A print.
    Print {
        /// How the photo becomes the print.
        recipe: Recipe,
        /// Exactly so many pixels.
        size: PixelSize,
    },
    /// An attempt to escape, so that tests can see the jail hold; release builds know no such job.
    #[cfg(debug_assertions)]
    Probe {
        /// Who tries.
        prisoner: Prisoner,
        /// Number and first arguments of the system call to try.
        call: [i64; 5],
    },
}

/// A thread of the worker.
#[cfg(debug_assertions)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prisoner {
    /// The one that builds the jail.
    First,
    /// One that was there before the last wall was closed.
    Second,
}

/// The worker's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The pixels of a preview follow.
    Preview {
        /// What the photo's header says.
        header: Header,
        /// The preview's size.
        size: PixelSize,
    },
    /// The pixels of a print follow, as many as were asked for.
    Print,
    /// Nothing follows.
    Refused(Refusal),
    /// The attempt to escape was survived. Nothing follows.
    #[cfg(debug_assertions)]
    Probed {
        /// The error number of the system call, or 0.
        errno: i32,
    },
}

/// The worker's last words: everything promised was sent. Without them a row too few would look
/// like a worker that still thinks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "done")]
pub struct Done;

/// Exit codes of the worker, for the client's log.
pub mod exit {
    /// The jail could not be built, and nothing was read.
    pub const NOT_JAILED: i32 = 71;
    /// A decoder panicked.
    pub const PANICKED: i32 = 70;
    /// The request could not be understood, or the client went away.
    pub const BAD_REQUEST: i32 = 72;
}

/// A message as a frame.
///
/// # Errors
/// If the message does not fit into a frame.
pub fn frame<M: Serialize>(message: &M) -> std::io::Result<Vec<u8>> {
    let text = serde_json::to_vec(message)?;
    if text.len() > MAX_FRAME_BYTES {
        return Err(std::io::Error::other("the message is too long for a frame"));
    }
    let mut frame = (text.len() as u32).to_le_bytes().to_vec();
    frame.extend(text);
    Ok(frame)
}

/// The length of the JSON that follows a frame's first four bytes.
///
/// # Errors
/// If it is longer than [`MAX_FRAME_BYTES`].
pub fn frame_length(prefix: [u8; 4]) -> std::io::Result<usize> {
    let length = u32::from_le_bytes(prefix) as usize;
    if length > MAX_FRAME_BYTES {
        return Err(std::io::Error::other("the frame is too long"));
    }
    Ok(length)
}

/// Reads one message.
///
/// # Errors
/// If the stream ends early or holds something else.
pub fn read<M: DeserializeOwned>(stream: &mut impl Read) -> std::io::Result<M> {
    let mut prefix = [0; 4];
    stream.read_exact(&mut prefix)?;
    let mut text = vec![0; frame_length(prefix)?];
    stream.read_exact(&mut text)?;
    Ok(serde_json::from_slice(&text)?)
}

/// Writes one message.
///
/// # Errors
/// If the other side is gone.
pub fn write<M: Serialize>(stream: &mut impl Write, message: &M) -> std::io::Result<()> {
    stream.write_all(&frame(message)?)
}
