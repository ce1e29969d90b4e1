//! The card: its number, the layouts it may have, what it says without a key.

mod application;
mod log_record;
mod number;

pub use application::{Application, Directory, NumberFile};
pub use log_record::LogRecord;
pub use number::CardNumber;

use order::Money;

use crate::octets::{CardSerial, IssuerId};
use crate::time::Day;

/// What was read from a card. It holds for as long as the card stays where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardFacts {
    /// Its layout.
    pub application: Application,
    /// The printed number.
    pub number: CardNumber,
    /// What its keys were derived by.
    pub serial: CardSerial,
    /// Its issuer, where the layout names one.
    pub issuer: Option<IssuerId>,
    /// The last day on which it may be used, where the card says one.
    pub expires: Option<Day>,
    /// What is on it, in fen.
    pub balance: Money,
}

/// Reads the four bytes of a balance. The top bit is a flag on some cards and no money.
pub(crate) fn balance(bytes: [u8; 4]) -> Money {
    Money::from_minor(i64::from(u32::from_be_bytes(bytes) & 0x7FFF_FFFF))
}
