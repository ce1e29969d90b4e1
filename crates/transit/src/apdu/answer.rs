//! What came back, if anything did.

use std::fmt;

use super::status::StatusWord;

/// A whole answer: data and the status word behind it.
///
/// `Debug` shows the length of the data only.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    data: Vec<u8>,
    status: StatusWord,
}

impl Answer {
    /// The data, which means something only with a good status.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// The status word.
    pub fn status(&self) -> StatusWord {
        self.status
    }

    /// The data of an answer `9000` that has at least `length` bytes of it.
    pub fn good(&self, length: usize) -> Option<&[u8]> {
        (self.status.is_ok() && self.data.len() >= length).then_some(&self.data[..])
    }

    /// The `N` bytes of an answer `9000` that has exactly so many.
    pub fn exactly<const N: usize>(&self) -> Option<[u8; N]> {
        self.status
            .is_ok()
            .then(|| self.data.as_slice().try_into().ok())?
    }

    /// This answer behind what came before it (`61xx`, then GET RESPONSE).
    pub(crate) fn after(self, mut earlier: Vec<u8>) -> Self {
        earlier.extend(self.data);
        Self {
            data: earlier,
            status: self.status,
        }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes + {}", self.data.len(), self.status)
    }
}

/// Why no answer came. What the card did with the command is unknown in every case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Lost {
    /// Fewer than two bytes came: not even a status word. A reader whose card was pulled says so.
    #[error("the answer was cut short")]
    TooShort,
    /// The card left the reader.
    #[error("the card is gone")]
    Removed,
    /// No answer in time.
    #[error("there was no answer in time")]
    TimedOut,
    /// The reader, or the service behind it, is gone.
    #[error("the reader is gone")]
    ReaderGone,
}

/// The result of one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A whole answer.
    Answer(Answer),
    /// None: unknown, never success and never failure.
    Nothing(Lost),
}

impl Heard {
    /// Reads what a reader handed over. Fewer than two bytes are no answer.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        match bytes.split_last_chunk::<2>() {
            Some((data, status)) => Self::Answer(Answer {
                data: data.to_vec(),
                status: StatusWord(u16::from_be_bytes(*status)),
            }),
            None => Self::Nothing(Lost::TooShort),
        }
    }
}
