//! How a purchase, or the settling of a torn one, ended.

use serde::{Deserialize, Serialize};

use super::pending::Pending;
use crate::apdu::{Lost, Meaning, StatusWord};
use crate::octets::Tac;

/// A debit that happened: what the card company is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransactionRecord {
    /// Terminal, PSAM, sequences, card, amount, time.
    pub transaction: Pending,
    /// How it is known.
    pub evidence: Evidence,
}

/// How it is known that the card was debited, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Evidence {
    /// The PSAM checked the card's MAC2. The card is genuine and paid.
    Mac2Checked {
        /// The card company's proof.
        tac: Tac,
    },
    /// The card says so with a TAC, and its log does; the PSAM could not check MAC2, because its
    /// session ended (a power cut). The card company decides by the TAC.
    CardsWord {
        /// The card company's proof.
        tac: Tac,
    },
    /// Only the card's log says so: the card keeps the proof no longer.
    LogOnly,
}

/// The end of a purchase or of a settling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The card paid.
    Debited(TransactionRecord),
    /// Nothing was taken.
    NotDebited(Refusal),
    /// It cannot be said yet. The record stays open; no further debit of this card for it.
    Unknown {
        /// What is open.
        pending: Pending,
        /// What helps.
        remedy: Remedy,
    },
}

/// What helps against not knowing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// "Hold the same card to the reader again; nothing is lost."
    SameCardAgain(Unsure),
    /// A person has to look: the record goes to the operator.
    Operator(Suspicion),
}

/// Why it cannot be said yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsure {
    /// No whole answer came.
    Lost(Lost),
    /// An answer came that proves neither.
    Unclear(StatusWord),
    /// The card answered well; the PSAM could not say whether rightly.
    Unchecked,
    /// Another card was held to the reader.
    OtherCard,
}

/// Why a person has to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suspicion {
    /// The card's MAC2 is wrong: it may not be genuine.
    WrongMac2,
    /// The card was used elsewhere since, and its log no longer reaches back.
    UsedElsewhere,
    /// The card neither proves nor denies it.
    NoEvidence,
}

/// Why nothing was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The purse holds too little.
    NotEnough,
    /// The card is blocked.
    Blocked,
    /// The card's last day of use is over.
    Expired,
    /// The card refused otherwise.
    Card(StatusWord),
    /// The PSAM refused, or cannot serve this card.
    Psam(StatusWord),
    /// The PSAM derives keys by an issuer, and the card names none.
    NoIssuer,
    /// Card or PSAM was lost before the debit was sent.
    Lost(Lost),
    /// The caller gave up before the debit was sent.
    GivenUp,
    /// The debit was sent and did not happen: the card counted nothing on.
    Undone,
}

impl Refusal {
    /// What the card meant by refusing to open a purchase.
    pub(super) fn of_card(status: StatusWord) -> Self {
        match status.meaning() {
            Meaning::NotEnough => Self::NotEnough,
            Meaning::Blocked => Self::Blocked,
            Meaning::Done
            | Meaning::MoreToFetch(_)
            | Meaning::OtherLength(_)
            | Meaning::WrongMac
            | Meaning::NotThere
            | Meaning::NoSuchKey
            | Meaning::WornOut
            | Meaning::OutOfOrder
            | Meaning::NoProof
            | Meaning::Other => Self::Card(status),
        }
    }
}
