//! One command to a card or PSAM.

use std::fmt;

use crate::octets::to_hex;

/// Whether a command may be sent a second time after `6Cxx` ("wrong length, send again").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// It only asks.
    Harmless,
    /// It moves money or a counter: what became of it is found out in another way.
    Never,
}

/// A short command (ISO/IEC 7816-4, section 5): header, up to 255 bytes of data, expected length.
///
/// `Debug` shows the header only, because data can hold card numbers and MACs.
#[derive(Clone, PartialEq, Eq)]
pub struct Command {
    header: [u8; 4],
    body: Vec<u8>,
    expected: Option<u8>,
    repeat: Repeat,
}

impl Command {
    /// A command without data; `expected` is Le.
    pub fn asking(header: [u8; 4], expected: u8) -> Self {
        Self {
            header,
            body: Vec::new(),
            expected: Some(expected),
            repeat: Repeat::Harmless,
        }
    }

    /// A command with data. Longer data than a short command can carry is cut at 255 bytes; ours
    /// are at most 36.
    pub fn saying(header: [u8; 4], body: &[u8], expected: Option<u8>) -> Self {
        Self {
            header,
            body: body[..body.len().min(255)].to_vec(),
            expected,
            repeat: Repeat::Harmless,
        }
    }

    /// The same command, never to be sent again by itself.
    pub fn once(mut self) -> Self {
        self.repeat = Repeat::Never;
        self
    }

    /// Whether it may be sent again.
    pub fn repeat(&self) -> Repeat {
        self.repeat
    }

    /// CLA, INS, P1, P2.
    pub fn header(&self) -> [u8; 4] {
        self.header
    }

    /// As it goes over the wire.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.header.to_vec();
        if let (false, Ok(length)) = (self.body.is_empty(), u8::try_from(self.body.len())) {
            bytes.push(length);
            bytes.extend_from_slice(&self.body);
        }
        bytes.extend(self.expected);
        bytes
    }

    /// The same command with another expected length, as `6Cxx` asks for.
    pub(crate) fn expecting(&self, length: u8) -> Self {
        Self {
            expected: Some(length),
            ..self.clone()
        }
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} + {} bytes", to_hex(&self.header), self.body.len())
    }
}
