//! What has to be on disk before a card is debited.

use order::Money;
use serde::{Deserialize, Serialize};

use crate::amount::Amount;
use crate::card::CardNumber;
use crate::octets::{CardSerial, PsamNumber, TerminalId};
use crate::time::TerminalTime;

/// How far the card counts its sequence on by one debit. GET TRANSACTION PROVE is asked with the
/// sequence after it.
const COUNTED_ON: u16 = 1;

/// A debit that may or may not have happened: enough to find out from the card, later and after a
/// power cut, and to tell the card company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The terminal's number.
    pub terminal: TerminalId,
    /// The PSAM's number.
    pub psam: PsamNumber,
    /// The PSAM's sequence of this purchase.
    pub terminal_sequence: u32,
    /// The layout of the card, by name.
    pub application: String,
    /// The card.
    pub card: CardNumber,
    /// What its keys are derived by.
    pub serial: CardSerial,
    /// The card's sequence before the debit.
    pub card_sequence: u16,
    /// What was on it before, in fen.
    pub balance_before: Money,
    /// What is to be taken.
    pub amount: Amount,
    /// When, by the terminal's clock.
    pub at: TerminalTime,
    /// The version of the purchase key, and the algorithm, as the card named them.
    pub key_version: u8,
    /// 00 is triple DES.
    pub algorithm: u8,
}

impl Pending {
    /// The card's sequence once the debit has happened.
    pub fn sequence_after(&self) -> u16 {
        self.card_sequence.wrapping_add(COUNTED_ON)
    }
}

/// Proof that a [`Pending`] is on disk. A debit is sent to nobody who does not hand one over.
///
/// It is made of the record as it was **read back** from where it was stored, after that store was
/// flushed to the disk.
#[derive(Clone, Debug)]
pub struct Stored(Pending);

impl Stored {
    /// The record as it came back from the store.
    pub fn read_back(record: Pending) -> Self {
        Self(record)
    }

    /// What is stored.
    pub(super) fn record(&self) -> &Pending {
        &self.0
    }
}
