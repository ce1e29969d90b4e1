//! Finding out from the card whether a torn debit happened. No I/O.
//!
//! The card's own sequence is the witness: counted on, it debited something; not counted on, it
//! did not. Its log says whether that something was ours, and its proof carries MAC2 and TAC.
//! An answer that was cut short can look like one: its last two bytes pass for a status word. So
//! the operator gets a record only after answers that mean something; after others the same card
//! is asked for again. Nothing in here takes money.

use super::{
    CardOpening, Evidence, Outcome, Pending, Remedy, Side, Suspicion, TransactionRecord, Unsure,
};
use crate::amount::Amount;
use crate::apdu::{Answer, Command, Heard, Meaning};
use crate::card::{CardFacts, LogRecord};
use crate::octets::{Mac, Tac, part};
use crate::psam::credit;

/// Records that a card's log holds at least (JR/T 0025); it may hold more, and we look no further.
const LOG_RECORDS: u8 = 10;

/// Whether the PSAM still holds the session of the debit that is being settled, and so can check
/// its MAC2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PsamSession {
    /// It was neither reset nor used since.
    Alive,
    /// It was: it cannot check that MAC2 any more.
    Ended,
}

/// A settling waits for an answer.
#[derive(Clone, Debug)]
pub struct Settling {
    pending: Pending,
    card: CardFacts,
    session: PsamSession,
    step: Step,
    ask: Command,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// The card opens a purchase, only to say its sequence.
    Sequence,
    /// The log, from the newest record.
    Log { record: u8, counted: Counted },
    /// The proof.
    Proof(Logged),
    /// The PSAM checks MAC2.
    Check(Logged, Tac),
}

/// How far the card counted on since the debit was sent, when that is not nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    /// By one debit.
    Once,
    /// By more, or it would not say.
    Otherwise,
}

/// What the log says of our debit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Logged {
    /// It is there.
    Ours,
    /// The log cannot be read.
    Unreadable,
}

/// What comes next.
#[derive(Debug)]
pub enum SettleNext {
    /// Send [`Settling::ask`] to [`Settling::side`].
    Ask(Settling),
    /// It is over, for now or for good.
    Ended(Outcome),
}

impl Settling {
    /// Begins with a card that was just read. Another card is not asked anything.
    pub fn begin(pending: Pending, card: CardFacts, session: PsamSession) -> SettleNext {
        if card.number != pending.card || card.application.name != pending.application {
            return unsure(pending, Unsure::OtherCard);
        }
        // The least amount, so that a card which our debit left nearly empty still answers.
        let ask = CardOpening::command(&card, Amount::LEAST, pending.terminal);
        SettleNext::Ask(Self {
            pending,
            card,
            session,
            step: Step::Sequence,
            ask,
        })
    }

    /// What to send.
    pub fn ask(&self) -> &Command {
        &self.ask
    }

    /// To whom.
    pub fn side(&self) -> Side {
        match self.step {
            Step::Sequence | Step::Log { .. } | Step::Proof(_) => Side::Card,
            Step::Check(..) => Side::Psam,
        }
    }

    /// Goes on with what came back.
    pub fn step(self, heard: &Heard) -> SettleNext {
        let answer = match (heard, self.step) {
            (Heard::Answer(answer), _) => answer,
            // The PSAM is gone, and its session with it: the card's word is what is left.
            (Heard::Nothing(_), Step::Check(logged, tac)) => return self.unchecked(logged, tac),
            (Heard::Nothing(lost), _) => return unsure(self.pending, Unsure::Lost(*lost)),
        };
        match self.step {
            Step::Sequence => self.sequence(answer),
            Step::Log { record, counted } => self.log(record, counted, answer),
            Step::Proof(logged) => self.proof(logged, answer),
            Step::Check(logged, tac) => self.check(logged, tac, answer),
        }
    }

    fn sequence(self, answer: &Answer) -> SettleNext {
        let counted = match CardOpening::read(answer) {
            Some(opening) if opening.sequence == self.pending.card_sequence => {
                return SettleNext::Ended(Outcome::NotDebited(super::Refusal::Undone));
            }
            Some(opening) if opening.sequence == self.pending.sequence_after() => Counted::Once,
            // A card that was emptied refuses to say, and one that was used elsewhere counted more.
            Some(_) | None => Counted::Otherwise,
        };
        self.read_log(1, counted)
    }

    fn log(self, record: u8, counted: Counted, answer: &Answer) -> SettleNext {
        let read = answer.good(0).and_then(LogRecord::read);
        match (read, counted) {
            (Some(found), _) if self.is_ours(&found) => self.ask_proof(Logged::Ours),
            // One debit since, and the newest record is another terminal's: it was not ours.
            (Some(found), Counted::Once) if record == 1 && self.is_newest(&found) => {
                SettleNext::Ended(Outcome::NotDebited(super::Refusal::Undone))
            }
            (Some(_), _) if record < LOG_RECORDS => self.read_log(record + 1, counted),
            (_, Counted::Once) => self.ask_proof(Logged::Unreadable),
            (Some(_), Counted::Otherwise) => self.operator(Suspicion::UsedElsewhere),
            (None, Counted::Otherwise) => self.without_evidence(answer),
        }
    }

    fn proof(self, logged: Logged, answer: &Answer) -> SettleNext {
        let codes = answer
            .exactly::<8>()
            .and_then(|bytes| Some((Mac::new(part(&bytes, 0)?), Tac::new(part(&bytes, 4)?))));
        match (codes, logged, self.session) {
            (Some((mac2, tac)), _, PsamSession::Alive) => SettleNext::Ask(Self {
                step: Step::Check(logged, tac),
                ask: credit(mac2),
                ..self
            }),
            (Some((_, tac)), _, PsamSession::Ended) => self.unchecked(logged, tac),
            (None, Logged::Ours, _) => self.debited(Evidence::LogOnly),
            (None, Logged::Unreadable, _) => self.without_evidence(answer),
        }
    }

    fn check(self, logged: Logged, tac: Tac, answer: &Answer) -> SettleNext {
        match answer.status().meaning() {
            Meaning::Done => self.debited(Evidence::Mac2Checked { tac }),
            Meaning::WrongMac => self.operator(Suspicion::WrongMac2),
            Meaning::MoreToFetch(_)
            | Meaning::OtherLength(_)
            | Meaning::NotEnough
            | Meaning::Blocked
            | Meaning::NotThere
            | Meaning::NoSuchKey
            | Meaning::WornOut
            | Meaning::OutOfOrder
            | Meaning::NoProof
            | Meaning::Other => self.unchecked(logged, tac),
        }
    }

    /// The card proved something that nobody here can check: it counts only with its log.
    fn unchecked(self, logged: Logged, tac: Tac) -> SettleNext {
        match logged {
            Logged::Ours => self.debited(Evidence::CardsWord { tac }),
            Logged::Unreadable => self.operator(Suspicion::NoEvidence),
        }
    }

    /// The card gave none: because it has none, if it says so in a word that means that.
    fn without_evidence(self, answer: &Answer) -> SettleNext {
        match answer.status().meaning() {
            Meaning::Done | Meaning::NotThere | Meaning::NoProof => {
                self.operator(Suspicion::NoEvidence)
            }
            Meaning::MoreToFetch(_)
            | Meaning::OtherLength(_)
            | Meaning::NotEnough
            | Meaning::Blocked
            | Meaning::WrongMac
            | Meaning::NoSuchKey
            | Meaning::WornOut
            | Meaning::OutOfOrder
            | Meaning::Other => unsure(self.pending, Unsure::Unclear(answer.status())),
        }
    }

    fn read_log(self, record: u8, counted: Counted) -> SettleNext {
        let ask = self.card.application.read_log(record);
        SettleNext::Ask(Self {
            step: Step::Log { record, counted },
            ask,
            ..self
        })
    }

    /// GET TRANSACTION PROVE of a purse purchase, by the sequence after it.
    fn ask_proof(self, logged: Logged) -> SettleNext {
        let sequence = self.pending.sequence_after().to_be_bytes();
        let ask = Command::saying([0x80, 0x5A, 0x00, 0x06], &sequence, Some(8));
        SettleNext::Ask(Self {
            step: Step::Proof(logged),
            ask,
            ..self
        })
    }

    fn is_ours(&self, found: &LogRecord) -> bool {
        found.terminal == self.pending.terminal
            && found.amount == self.pending.amount.into()
            && found.at == self.pending.at
    }

    /// Whether the record is of the one debit since, and so the place where ours would stand.
    fn is_newest(&self, found: &LogRecord) -> bool {
        [self.pending.card_sequence, self.pending.sequence_after()].contains(&found.sequence)
            && matches!(found.kind, 0x05 | 0x06 | 0x09)
            && found.terminal != self.pending.terminal
    }

    fn debited(self, evidence: Evidence) -> SettleNext {
        SettleNext::Ended(Outcome::Debited(TransactionRecord {
            transaction: self.pending,
            evidence,
        }))
    }

    fn operator(self, why: Suspicion) -> SettleNext {
        SettleNext::Ended(Outcome::Unknown {
            pending: self.pending,
            remedy: Remedy::Operator(why),
        })
    }
}

fn unsure(pending: Pending, why: Unsure) -> SettleNext {
    SettleNext::Ended(Outcome::Unknown {
        pending,
        remedy: Remedy::SameCardAgain(why),
    })
}
