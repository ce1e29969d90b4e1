//! A purchase, step by step, without I/O: what to send next, and what the answer means.
//!
//! ```text
//! card 8050 ─► PSAM 8070 ─► Store(record) ─► card 8054 ─► PSAM 8072 ─► Debited
//!      │            │            │                │            │
//!      └────────────┴── NotDebited ──┘            └────────────┴──► Unknown ─► Settling
//! ```
//!
//! Once the debit was sent, no answer but a checked MAC2 ends a purchase: whatever else comes is
//! [`Outcome::Unknown`], and [`Settling`] finds out from the card's own sequence.

mod opening;
mod outcome;
mod pending;
mod settling;

pub use opening::CardOpening;
pub use outcome::{Evidence, Outcome, Refusal, Remedy, Suspicion, TransactionRecord, Unsure};
pub use pending::{Pending, Stored};
pub use settling::{PsamSession, SettleNext, Settling};

use order::Money;

use crate::amount::Amount;
use crate::apdu::{Answer, Command, Heard, Meaning};
use crate::card::CardFacts;
use crate::octets::{Mac, Tac, part};
use crate::psam::{PsamFacts, credit};
use crate::time::TerminalTime;

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The customer's card.
    Card,
    /// The terminal's security module.
    Psam,
}

/// What is bought, from which card, through which PSAM.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The card as it was just read; it has not left since.
    pub card: CardFacts,
    /// The PSAM.
    pub psam: PsamFacts,
    /// What is to be paid.
    pub amount: Amount,
    /// When, by the terminal's clock.
    pub at: TerminalTime,
}

/// A purchase waits for an answer.
#[derive(Clone, Debug)]
pub struct Purchase {
    terms: Terms,
    step: Step,
    ask: Command,
}

#[derive(Clone, Debug)]
enum Step {
    OpenCard,
    OpenPsam(CardOpening),
    Debit(Pending),
    Check(Pending, Tac),
}

/// What comes next.
#[derive(Debug)]
pub enum Next {
    /// Send [`Purchase::ask`] to [`Purchase::side`].
    Ask(Purchase),
    /// Put the record on disk, then go on by [`Unstored::debit`].
    Store(Unstored),
    /// It is over.
    Ended(Outcome),
}

/// This card has a debit that may or may not have happened: settle that first.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the card {} has an open debit, which is settled first", .0.card)]
pub struct Unsettled(pub Pending);

impl Purchase {
    /// Begins. `open` are all records of this terminal that are neither settled nor given to the
    /// operator; a card that is among them is not debited again.
    pub fn begin(terms: Terms, open: &[Pending]) -> Result<Next, Unsettled> {
        if let Some(pending) = open.iter().find(|open| open.card == terms.card.number) {
            return Err(Unsettled(pending.clone()));
        }
        let refusal = match terms.card.expires {
            Some(day) if day.is_before(terms.at.day()) => Some(Refusal::Expired),
            _ => too_little(terms.card.balance, terms.amount),
        };
        if let Some(refusal) = refusal {
            return Ok(Next::Ended(Outcome::NotDebited(refusal)));
        }
        let ask = CardOpening::command(&terms.card, terms.amount, terms.psam.terminal);
        Ok(Next::Ask(Self {
            terms,
            step: Step::OpenCard,
            ask,
        }))
    }

    /// What to send.
    pub fn ask(&self) -> &Command {
        &self.ask
    }

    /// To whom.
    pub fn side(&self) -> Side {
        match self.step {
            Step::OpenCard | Step::Debit(_) => Side::Card,
            Step::OpenPsam(_) | Step::Check(..) => Side::Psam,
        }
    }

    /// Goes on with what came back.
    pub fn step(self, heard: &Heard) -> Next {
        match (self.step, heard) {
            (Step::OpenCard | Step::OpenPsam(_), Heard::Nothing(lost)) => {
                Next::Ended(Outcome::NotDebited(Refusal::Lost(*lost)))
            }
            (Step::Debit(pending), Heard::Nothing(lost)) => unknown(pending, Unsure::Lost(*lost)),
            (Step::Check(pending, _), Heard::Nothing(_)) => unknown(pending, Unsure::Unchecked),
            (Step::OpenCard, Heard::Answer(answer)) => card_opened(self.terms, answer),
            (Step::OpenPsam(opening), Heard::Answer(answer)) => {
                psam_opened(self.terms, &opening, answer)
            }
            (Step::Debit(pending), Heard::Answer(answer)) => debited(self.terms, pending, answer),
            (Step::Check(pending, tac), Heard::Answer(answer)) => checked(pending, tac, answer),
        }
    }
}

/// A purchase that may go on once its record is on disk.
#[derive(Clone, Debug)]
pub struct Unstored {
    terms: Terms,
    pending: Pending,
    mac1: Mac,
}

/// The proof is of another record; nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what was stored is not this debit's record")]
pub struct OtherRecord;

impl Unstored {
    /// What has to be on disk.
    pub fn pending(&self) -> &Pending {
        &self.pending
    }

    /// The debit, now that its record is stored.
    ///
    /// # Errors
    ///
    /// [`OtherRecord`] where what came back from the store differs from what had to be stored.
    pub fn debit(self, stored: &Stored) -> Result<Purchase, OtherRecord> {
        if *stored.record() != self.pending {
            return Err(OtherRecord);
        }
        let mut body = self.pending.terminal_sequence.to_be_bytes().to_vec();
        body.extend(self.pending.at.bytes());
        body.extend(self.mac1.bytes());
        let ask = Command::saying([0x80, 0x54, 0x01, 0x00], &body, Some(8)).once();
        Ok(Purchase {
            terms: self.terms,
            step: Step::Debit(self.pending),
            ask,
        })
    }

    /// Nothing is sent: the record could not be stored, or the customer thinks otherwise.
    pub fn give_up(self) -> Outcome {
        Outcome::NotDebited(Refusal::GivenUp)
    }
}

fn too_little(balance: Money, amount: Amount) -> Option<Refusal> {
    (balance < amount.into()).then_some(Refusal::NotEnough)
}

fn unknown(pending: Pending, why: Unsure) -> Next {
    Next::Ended(Outcome::Unknown {
        pending,
        remedy: Remedy::SameCardAgain(why),
    })
}

fn card_opened(terms: Terms, answer: &Answer) -> Next {
    let refuse = |refusal| Next::Ended(Outcome::NotDebited(refusal));
    let Some(opening) = CardOpening::read(answer) else {
        return refuse(Refusal::of_card(answer.status()));
    };
    if let Some(refusal) = too_little(opening.balance, terms.amount) {
        return refuse(refusal);
    }
    let initialise = terms
        .psam
        .initialise(&terms.card, &opening, terms.amount, terms.at);
    match initialise {
        Ok(ask) => Next::Ask(Purchase {
            terms,
            step: Step::OpenPsam(opening),
            ask,
        }),
        Err(_) => refuse(Refusal::NoIssuer),
    }
}

fn psam_opened(terms: Terms, opening: &CardOpening, answer: &Answer) -> Next {
    let Some(bytes) = answer.exactly::<8>() else {
        return Next::Ended(Outcome::NotDebited(Refusal::Psam(answer.status())));
    };
    let [a, b, c, d, mac1 @ ..] = bytes;
    let pending = Pending {
        terminal: terms.psam.terminal,
        psam: terms.psam.number,
        terminal_sequence: u32::from_be_bytes([a, b, c, d]),
        application: terms.card.application.name.clone(),
        card: terms.card.number.clone(),
        serial: terms.card.serial,
        card_sequence: opening.sequence,
        balance_before: opening.balance,
        amount: terms.amount,
        at: terms.at,
        key_version: opening.key_version,
        algorithm: opening.algorithm,
    };
    Next::Store(Unstored {
        terms,
        pending,
        mac1: Mac::new(mac1),
    })
}

/// TAC, then MAC2: the other way round than in a proof.
fn debited(terms: Terms, pending: Pending, answer: &Answer) -> Next {
    let codes = answer
        .exactly::<8>()
        .and_then(|bytes| Some((part(&bytes, 0)?, part(&bytes, 4)?)));
    match codes {
        Some((tac, mac2)) => Next::Ask(Purchase {
            terms,
            step: Step::Check(pending, Tac::new(tac)),
            ask: credit(Mac::new(mac2)),
        }),
        None => unknown(pending, Unsure::Unclear(answer.status())),
    }
}

fn checked(pending: Pending, tac: Tac, answer: &Answer) -> Next {
    match answer.status().meaning() {
        Meaning::Done => Next::Ended(Outcome::Debited(TransactionRecord {
            transaction: pending,
            evidence: Evidence::Mac2Checked { tac },
        })),
        Meaning::WrongMac => Next::Ended(Outcome::Unknown {
            pending,
            remedy: Remedy::Operator(Suspicion::WrongMac2),
        }),
        Meaning::MoreToFetch(_)
        | Meaning::OtherLength(_)
        | Meaning::NotEnough
        | Meaning::Blocked
        | Meaning::NotThere
        | Meaning::NoSuchKey
        | Meaning::WornOut
        | Meaning::OutOfOrder
        | Meaning::NoProof
        | Meaning::Other => unknown(pending, Unsure::Unchecked),
    }
}
