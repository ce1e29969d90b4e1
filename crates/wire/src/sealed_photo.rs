//! The sealed form of a photo, so that every writer (phone, kiosk, tests) and reader agrees.
//!
//! ```text
//! "MLP1" | nonce, 12 bytes | AES-256-GCM ciphertext and 16-byte tag
//! plaintext: length of the label, u32 big-endian | label, JSON | the file's own bytes
//! associated data: "minilab photo v1\n" SESSION "\n" PHOTO
//! ```
//!
//! The key is the session's, 32 random bytes that only the kiosk and the phone hold. The
//! associated data nails a photo to its session and its name: a server cannot swap two.

use order::{PhotoId, SessionId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The first bytes of a sealed photo.
pub const MARK: &[u8; 4] = b"MLP1";

/// Bytes of the nonce.
pub const NONCE_BYTES: usize = 12;

/// Bytes of the key.
pub const KEY_BYTES: usize = 32;

/// What a phone says of a file. Both are the sender's word: shown escaped, believed by nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Label {
    /// The file's name, cut to 120 characters.
    pub name: String,
    /// The media type by the phone's word; may be empty.
    pub media_type: String,
}

/// A sealed photo's parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed<'a> {
    /// The nonce.
    pub nonce: &'a [u8; NONCE_BYTES],
    /// Ciphertext and tag.
    pub ciphertext: &'a [u8],
}

/// The parts of `bytes`, or nothing when they are no sealed photo.
pub fn split(bytes: &[u8]) -> Option<Sealed<'_>> {
    let rest = bytes.strip_prefix(MARK)?;
    let (nonce, ciphertext) = rest.split_first_chunk::<NONCE_BYTES>()?;
    Some(Sealed { nonce, ciphertext })
}

/// What a photo is sealed for.
pub fn associated_data(session: &SessionId, photo: &PhotoId) -> Vec<u8> {
    format!("minilab photo v1\n{session}\n{photo}").into_bytes()
}

/// The plaintext's parts, or nothing when it is malformed.
pub fn split_plaintext(plaintext: &[u8]) -> Option<(Label, &[u8])> {
    let (length, rest) = plaintext.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (label, file) = rest.split_at_checked(length)?;
    Some((serde_json::from_slice(label).ok()?, file))
}

/// The plaintext of a label and a file.
pub fn plaintext(label: &Label, file: &[u8]) -> Vec<u8> {
    // A label is two short texts, which always serialise and never fill four bytes of length.
    let label = serde_json::to_vec(label).unwrap_or_default();
    let length = u32::try_from(label.len()).unwrap_or(0).to_be_bytes();
    [length.as_slice(), &label, file].concat()
}
