//! What client and worker say to each other over the worker's standard input and output.
//!
//! Worker: [`Hello`]. Client: lays the photo into the tray, the memory that the worker finds as its
//! standard error, and says [`Request`]. Worker: [`Answer`], then the rows of pixels it promised, if
//! any, as they are ready, then [`Done`]. Each message is a frame:
//! its length as four bytes, least significant first, and that much JSON. One worker handles one
//! photo.

use std::io::{Read, Write};

use imaging::colour::{Destination, Standard};
use imaging::{Header, PixelSize, Print};
use order::{Head, Recipe, Refusal, Soundness, Tone};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The longest frame that is accepted from a worker.
pub const MAX_FRAME_BYTES: usize = 4096;

/// The longest request that a worker accepts: a printer's profile may be in it.
pub const MAX_REQUEST_BYTES: usize = 16 * 1024 * 1024;

/// How much of the tray is memory at hand before a photo comes: more than a 12-megapixel JPEG of a
/// phone has.
pub const TRAY_READY_BYTES: usize = 8 * 1024 * 1024;

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What to make.
    pub job: Job,
    /// How many bytes of photo lie in the tray.
    pub photo_bytes: usize,
}

/// What to make of a photo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// The upright photo at [`OPEN_SIDE_PX`], for the screen and for edits.
    Open,
    /// What is in an opened photo: its heads, and how it could be enhanced.
    Study,
    /// The whole upright photo, of a format that takes too long to be decoded twice.
    Transcode,
    /// The upright photo for the screen.
    Preview {
        /// The longest side it may have.
        max_side_px: u32,
    },
    /// A print.
    Print {
        /// How the photo becomes the print.
        recipe: Box<Recipe>,
        /// What the print is to be like.
        print: Box<Print>,
    },
    /// What a recipe shows of a photo, as large as fits into a square.
    Small {
        /// How the photo is edited. It gets no border, and its own shape.
        recipe: Box<Recipe>,
        /// The square's side.
        max_side_px: u32,
        /// Dots per inch.
        dpi: u16,
        /// Whose numbers the pixels are made of.
        destination: Destination,
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

/// The longest side of an opened photo: it fills a screen of full HD, and faces are found in no
/// larger picture.
pub const OPEN_SIDE_PX: u32 = 1600;

/// The worker's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The pixels of an opened photo follow.
    Opened {
        /// What the photo's header says.
        header: Header,
        /// Whether the file could be read to its end.
        soundness: Soundness,
        /// The picture's size.
        size: PixelSize,
    },
    /// What was seen in an opened photo. Nothing follows.
    Studied {
        /// The heads found, the largest first.
        heads: Vec<Head>,
        /// What would become it.
        enhancement: Tone,
    },
    /// The pixels of a preview follow.
    Preview {
        /// What the photo's header says.
        header: Header,
        /// The preview's size.
        size: PixelSize,
    },
    /// All pixels of the upright photo follow.
    Master {
        /// What the photo's header says.
        header: Header,
        /// What the pixels mean.
        standard: Standard,
    },
    /// The pixels of a print follow, as many as were asked for.
    Print,
    /// The pixels of a small photo follow.
    Small {
        /// Its size.
        size: PixelSize,
    },
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
    /// What the worker takes into its jail could not be made ready, and nothing was read.
    pub const NOT_EQUIPPED: i32 = 73;
}

/// A message as a frame.
///
/// # Errors
/// If the message does not fit into the longest frame there is.
pub fn frame<M: Serialize>(message: &M) -> std::io::Result<Vec<u8>> {
    let text = serde_json::to_vec(message)?;
    if text.len() > MAX_REQUEST_BYTES {
        return Err(std::io::Error::other("the message is too long for a frame"));
    }
    let mut frame = (text.len() as u32).to_le_bytes().to_vec();
    frame.extend(text);
    Ok(frame)
}

/// Reads one message of a worker.
///
/// # Errors
/// If the stream ends early or holds something else.
pub fn read<M: DeserializeOwned>(stream: &mut impl Read) -> std::io::Result<M> {
    read_within(stream, MAX_FRAME_BYTES)
}

/// Reads the request, in the worker.
///
/// # Errors
/// If the stream ends early or holds something else.
pub fn read_request(stream: &mut impl Read) -> std::io::Result<Request> {
    read_within(stream, MAX_REQUEST_BYTES)
}

fn read_within<M: DeserializeOwned>(stream: &mut impl Read, most: usize) -> std::io::Result<M> {
    let mut prefix = [0; 4];
    stream.read_exact(&mut prefix)?;
    let length = u32::from_le_bytes(prefix) as usize;
    if length > most {
        return Err(std::io::Error::other("the frame is too long"));
    }
    let mut text = vec![0; length];
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
