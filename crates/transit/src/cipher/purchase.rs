//! The codes of one purchase: session key, MAC1, MAC2, TAC.

use super::key::{DoubleKey, SingleKey};
use crate::amount::Amount;
use crate::octets::{Dice, Mac, Tac, TerminalId};
use crate::time::TerminalTime;

/// The transaction type of a plain purchase from the purse.
pub(crate) const PURSE_PURCHASE: u8 = 0x06;

/// What a session key is made of, from card and terminal.
#[derive(Clone, Copy, Debug)]
pub struct SessionSeed {
    /// The card's dice of this transaction.
    pub dice: Dice,
    /// The card's offline sequence, as INITIALIZE FOR PURCHASE said it.
    pub card_sequence: u16,
    /// The terminal's sequence; its low two bytes count.
    pub terminal_sequence: u32,
}

/// The session key of one purchase.
#[derive(Clone, Debug)]
pub struct PurchaseSession(SingleKey);

impl PurchaseSession {
    /// Derives it from the card's purchase key.
    pub fn new(card_key: &DoubleKey, seed: SessionSeed) -> Self {
        let mut block = [0; 8];
        block[..4].copy_from_slice(seed.dice.bytes());
        block[4..6].copy_from_slice(&seed.card_sequence.to_be_bytes());
        block[6..].copy_from_slice(&seed.terminal_sequence.to_be_bytes()[2..]);
        Self(SingleKey(card_key.encrypt(block)))
    }

    /// MAC1, by which the PSAM proves itself to the card.
    pub fn mac1(&self, amount: Amount, terminal: TerminalId, at: TerminalTime) -> Mac {
        self.0.mac(&mac1_input(amount, terminal, at))
    }

    /// MAC2, by which the card proves that it paid.
    pub fn mac2(&self, amount: Amount) -> Mac {
        self.0.mac(&amount.bytes())
    }

    /// Whether the key has these bytes; for vectors.
    pub fn is(&self, bytes: &[u8; 8]) -> bool {
        self.0.is(bytes)
    }
}

/// What MAC1 covers: amount, type, terminal, date, time.
pub fn mac1_input(amount: Amount, terminal: TerminalId, at: TerminalTime) -> Vec<u8> {
    let mut text = amount.bytes().to_vec();
    text.push(PURSE_PURCHASE);
    text.extend(terminal.bytes());
    text.extend(at.bytes());
    text
}

/// What a TAC covers.
#[derive(Clone, Copy, Debug)]
pub struct TacInput {
    /// What was paid.
    pub amount: Amount,
    /// To which terminal.
    pub terminal: TerminalId,
    /// Under which number of the terminal's.
    pub terminal_sequence: u32,
    /// When.
    pub at: TerminalTime,
}

/// The TAC of a purchase under the card's TAC key.
pub fn tac(card_key: &DoubleKey, input: &TacInput) -> Tac {
    let mut text = input.amount.bytes().to_vec();
    text.push(PURSE_PURCHASE);
    text.extend(input.terminal.bytes());
    text.extend(input.terminal_sequence.to_be_bytes());
    text.extend(input.at.bytes());
    Tac::new(*card_key.folded().mac(&text).bytes())
}
