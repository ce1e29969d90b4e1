//! A card, a PSAM and a journal brought together: the pure steps of [`crate::reading`],
//! [`crate::psam`] and [`crate::purchase`], carried out.

use crate::amount::Amount;
use crate::apdu::{Command, Heard};
use crate::card::{Application, CardFacts};
use crate::link::{Link, converse};
use crate::psam::{OpenNext, Opening, PsamFacts, PsamFailure, PsamLayout};
use crate::purchase::{
    Evidence, Next, Outcome, Pending, PsamSession, Purchase, Remedy, SettleNext, Settling, Side,
    Stored, Terms, TransactionRecord, Unsettled, Unstored, Unsure,
};
use crate::reading::{ReadFailure, ReadNext, Reading};
use crate::time::TerminalTime;

/// Where records of debits are kept before they are sent.
pub trait PendingStore {
    /// Writes the record, flushes it to the disk, reads it back and makes the proof of that.
    /// `None` where that failed: nothing is then sent to the card.
    fn store(&mut self, pending: &Pending) -> Option<Stored>;
}

/// What is to be paid, and when, by the terminal's clock.
#[derive(Clone, Copy, Debug)]
pub struct Price {
    /// How much.
    pub amount: Amount,
    /// When.
    pub at: TerminalTime,
}

/// The terminal's side of purchases: one open PSAM.
#[derive(Debug)]
pub struct Till<P> {
    psam: P,
    facts: PsamFacts,
    /// The purchase whose session the PSAM holds.
    session: Option<Pending>,
}

/// A purchase did not begin. Nothing was taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PurchaseError {
    /// The card has an open debit: [`Till::settle`] comes first.
    #[error(transparent)]
    Unsettled(#[from] Unsettled),
    /// The PSAM had to be opened again and could not.
    #[error(transparent)]
    Psam(#[from] PsamFailure),
}

/// Reads the card at the end of `link`: which layout, number, balance. No key is needed.
///
/// # Errors
///
/// Why it cannot be read. Nothing was taken from it.
pub fn read_card(link: &mut dyn Link, layouts: &[Application]) -> Result<CardFacts, ReadFailure> {
    let mut next = Reading::begin(layouts);
    loop {
        match next {
            ReadNext::Ask(reading) => {
                let heard = converse(link, reading.ask());
                next = reading.step(&heard);
            }
            ReadNext::Read(facts) => return Ok(facts),
            ReadNext::Failed(failure) => return Err(failure),
        }
    }
}

impl<P: Link> Till<P> {
    /// Opens the PSAM at the end of `psam`, which was just reset.
    ///
    /// # Errors
    ///
    /// Why it is of no use.
    pub fn open(mut psam: P, layout: PsamLayout) -> Result<Self, PsamFailure> {
        let facts = open_psam(&mut psam, layout)?;
        Ok(Self {
            psam,
            facts,
            session: None,
        })
    }

    /// What the PSAM says of itself.
    pub fn psam(&self) -> &PsamFacts {
        &self.facts
    }

    /// Takes `price` from a card that [`read_card`] just read over the same `link`.
    ///
    /// `open` are all records of this terminal that are neither settled nor given to the operator.
    /// A debit whose answer proves nothing is settled at once, if the card is still there.
    ///
    /// # Errors
    ///
    /// It did not begin; nothing was taken.
    pub fn purchase(
        &mut self,
        link: &mut dyn Link,
        card: &CardFacts,
        price: Price,
        open: &[Pending],
        store: &mut dyn PendingStore,
    ) -> Result<Outcome, PurchaseError> {
        self.forget_session()?;
        let terms = Terms {
            card: card.clone(),
            psam: self.facts.clone(),
            amount: price.amount,
            at: price.at,
        };
        let mut next = Purchase::begin(terms, open)?;
        let outcome = loop {
            match next {
                Next::Ask(purchase) => {
                    let heard = self.send(link, purchase.side(), purchase.ask());
                    next = purchase.step(&heard);
                }
                Next::Store(unstored) => match self.debit_once_stored(unstored, store) {
                    Ok(purchase) => next = Next::Ask(purchase),
                    Err(outcome) => return Ok(outcome),
                },
                Next::Ended(outcome) => break outcome,
            }
        };
        self.note_end(&outcome);
        Ok(match outcome {
            Outcome::Unknown {
                pending,
                remedy: Remedy::SameCardAgain(Unsure::Unclear(_) | Unsure::Unchecked),
            } => self.settle(link, card, pending),
            Outcome::Debited(_) | Outcome::NotDebited(_) | Outcome::Unknown { .. } => outcome,
        })
    }

    /// Finds out from a card that [`read_card`] just read over the same `link` what became of a
    /// debit. Takes no money.
    pub fn settle(&mut self, link: &mut dyn Link, card: &CardFacts, pending: Pending) -> Outcome {
        let session = match &self.session {
            Some(held) if *held == pending => PsamSession::Alive,
            Some(_) | None => PsamSession::Ended,
        };
        let mut next = Settling::begin(pending, card.clone(), session);
        loop {
            match next {
                SettleNext::Ask(settling) => {
                    let heard = self.send(link, settling.side(), settling.ask());
                    next = settling.step(&heard);
                }
                SettleNext::Ended(outcome) => {
                    self.note_end(&outcome);
                    return outcome;
                }
            }
        }
    }

    fn debit_once_stored(
        &mut self,
        unstored: Unstored,
        store: &mut dyn PendingStore,
    ) -> Result<Purchase, Outcome> {
        self.session = Some(unstored.pending().clone());
        match store.store(unstored.pending()) {
            Some(stored) => unstored
                .clone()
                .debit(&stored)
                .map_err(|_| unstored.give_up()),
            None => Err(unstored.give_up()),
        }
    }

    fn send(&mut self, card: &mut dyn Link, side: Side, command: &Command) -> Heard {
        match side {
            Side::Card => converse(card, command),
            Side::Psam => converse(&mut self.psam, command),
        }
    }

    /// A checked MAC2 ends the PSAM's session in good order.
    fn note_end(&mut self, outcome: &Outcome) {
        if let Outcome::Debited(TransactionRecord {
            evidence: Evidence::Mac2Checked { .. },
            ..
        }) = outcome
        {
            self.session = None;
        }
    }

    /// A PSAM that was opened for a purchase and never told its end is reset before the next:
    /// PSAMs may refuse or count it otherwise.
    fn forget_session(&mut self) -> Result<(), PsamFailure> {
        if self.session.is_some() {
            self.psam.reset().map_err(PsamFailure::Lost)?;
            self.facts = open_psam(&mut self.psam, self.facts.layout.clone())?;
            self.session = None;
        }
        Ok(())
    }
}

fn open_psam(psam: &mut dyn Link, layout: PsamLayout) -> Result<PsamFacts, PsamFailure> {
    let mut opening = Opening::begin(layout);
    loop {
        let heard = converse(psam, opening.ask());
        match opening.step(&heard) {
            OpenNext::Ask(next) => opening = next,
            OpenNext::Open(facts) => return Ok(facts),
            OpenNext::Failed(failure) => return Err(failure),
        }
    }
}
