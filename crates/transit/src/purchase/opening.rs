//! The card's side of a purchase, opened: INITIALIZE FOR PURCHASE.

use order::Money;

use crate::amount::Amount;
use crate::apdu::{Answer, Command};
use crate::card::{CardFacts, balance};
use crate::octets::{Dice, TerminalId, part};

/// What the card says when a purchase is opened. Nothing is taken yet, and opening one again is
/// harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardOpening {
    /// What is on the card, in fen.
    pub balance: Money,
    /// Its offline sequence: counted on by a debit, and by nothing else of ours.
    pub sequence: u16,
    /// The version of its purchase key.
    pub key_version: u8,
    /// 00 is triple DES; the PSAM does the work, whichever it is.
    pub algorithm: u8,
    /// Its dice.
    pub dice: Dice,
}

impl CardOpening {
    /// INITIALIZE FOR PURCHASE from the purse.
    pub(crate) fn command(card: &CardFacts, amount: Amount, terminal: TerminalId) -> Command {
        let mut body = vec![card.application.key_index];
        body.extend(amount.bytes());
        body.extend(terminal.bytes());
        Command::saying([0x80, 0x50, 0x01, 0x02], &body, Some(0x0F))
    }

    /// Reads the 15 bytes of a good answer.
    pub(crate) fn read(answer: &Answer) -> Option<Self> {
        let bytes: [u8; 15] = answer.exactly()?;
        Some(Self {
            balance: balance(part(&bytes, 0)?),
            sequence: u16::from_be_bytes(part(&bytes, 4)?),
            key_version: bytes[9],
            algorithm: bytes[10],
            dice: Dice::new(part(&bytes, 11)?),
        })
    }
}
