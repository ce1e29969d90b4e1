//! Status words (ISO/IEC 7816-4, section 5.6, and JR/T 0025 for those from `93` on).

use std::fmt;

/// The last two bytes of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct StatusWord(pub u16);

/// What a status word means to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// `9000`: done.
    Done,
    /// `61xx`: done, and `xx` more bytes are to be fetched.
    MoreToFetch(u8),
    /// `6Cxx`: send again with the expected length `xx`.
    OtherLength(u8),
    /// The purse holds too little.
    NotEnough,
    /// The card, or this application of it, is blocked.
    Blocked,
    /// A MAC was wrong: keys do not fit, or one side is not genuine.
    WrongMac,
    /// The file, record, application or command is not there: a card of another kind.
    NotThere,
    /// The key's number or version is not on the card or PSAM.
    NoSuchKey,
    /// A counter is at its end: the card or PSAM has to be exchanged.
    WornOut,
    /// Said at the wrong moment: a step before it is missing or was forgotten.
    OutOfOrder,
    /// The proof that was asked for is not kept.
    NoProof,
    /// Anything else.
    Other,
}

impl StatusWord {
    /// Whether it is `9000`.
    pub const fn is_ok(self) -> bool {
        self.0 == 0x9000
    }

    /// What it means to us.
    pub const fn meaning(self) -> Meaning {
        let low = self.0.to_be_bytes()[1];
        match self.0 {
            0x9000 => Meaning::Done,
            0x6100..=0x61FF => Meaning::MoreToFetch(low),
            0x6C00..=0x6CFF => Meaning::OtherLength(low),
            0x9401 => Meaning::NotEnough,
            0x6283 | 0x6983 | 0x6A81 | 0x9303 => Meaning::Blocked,
            0x6988 | 0x9302 => Meaning::WrongMac,
            0x6A82 | 0x6A83 | 0x6D00 | 0x6E00 => Meaning::NotThere,
            0x9403 | 0x6A88 => Meaning::NoSuchKey,
            0x9402 => Meaning::WornOut,
            0x6901 | 0x6984 | 0x6985 => Meaning::OutOfOrder,
            0x9406 => Meaning::NoProof,
            _ => Meaning::Other,
        }
    }
}

impl fmt::Display for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

impl fmt::Debug for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl serde::Serialize for StatusWord {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_9000_is_done() {
        let done: Vec<u16> = (0..=u16::MAX)
            .filter(|word| StatusWord(*word).meaning() == Meaning::Done)
            .collect();
        assert_eq!(done, [0x9000], "no other status word may count as success");
    }
}
