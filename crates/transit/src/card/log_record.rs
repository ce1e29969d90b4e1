//! One record of the card's own log.

use order::Money;

use crate::octets::{TerminalId, part};
use crate::time::TerminalTime;

/// A transaction as the card remembers it (JR/T 0025: transaction detail file, 23 bytes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogRecord {
    /// The card's sequence. Some cards note the one that INITIALIZE said, some the next.
    pub sequence: u16,
    /// What was paid or loaded, in fen.
    pub amount: Money,
    /// 01 and 02 load, 05 and 06 purchase, 09 composite purchase.
    pub kind: u8,
    /// At which terminal.
    pub terminal: TerminalId,
    /// When, by that terminal's clock.
    pub at: TerminalTime,
}

impl LogRecord {
    /// Reads a record; `None` where it is too short or was never written.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let never_written = bytes.iter().all(|byte| *byte == 0) || bytes.iter().all(|b| *b == 0xFF);
        if never_written {
            return None;
        }
        Some(Self {
            sequence: u16::from_be_bytes(part(bytes, 0)?),
            amount: Money::from_minor(i64::from(u32::from_be_bytes(part(bytes, 5)?))),
            kind: *bytes.get(9)?,
            terminal: TerminalId::new(part(bytes, 10)?),
            at: TerminalTime::new(part(bytes, 16)?),
        })
    }
}
