//! The terminal's security module: what it says of itself, and its part in a purchase.

use serde::{Deserialize, Serialize};

use crate::amount::Amount;
use crate::apdu::{Command, Heard, Lost, StatusWord};
use crate::card::{CardFacts, Directory};
use crate::cipher::PURSE_PURCHASE;
use crate::octets::{IssuerId, Mac, PsamNumber, TerminalId, octets, part};
use crate::purchase::CardOpening;
use crate::time::TerminalTime;

octets!(
    /// The city's eight bytes, for keys that were derived three times.
    CityId, 8, open
);

/// How often the card company derives a card's key from its master.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Derivation {
    /// By the card's serial.
    Serial,
    /// By the card's serial and the issuer that its file names.
    SerialIssuer,
    /// By the card's serial, its issuer, and this city.
    SerialIssuerCity(CityId),
}

/// How the PSAM at hand is laid out; its issuer says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PsamLayout {
    /// The directory with the purchase keys.
    pub purse: Directory,
    /// How keys are derived.
    pub derivation: Derivation,
}

/// What the PSAM says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PsamFacts {
    /// Its own number.
    pub number: PsamNumber,
    /// The terminal's number, which it carries.
    pub terminal: TerminalId,
    /// How it is laid out.
    pub layout: PsamLayout,
}

/// The PSAM did not say what it must say of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PsamFailure {
    /// It refused, or answered too shortly: it is not laid out as configured.
    #[error("the security module does not answer as configured (status {0})")]
    Unsupported(StatusWord),
    /// No answer: it is not plugged in, or its reader is gone.
    #[error("the security module cannot be reached: {0}")]
    Lost(Lost),
}

/// A PSAM that is being opened. No I/O.
#[derive(Clone, Debug)]
pub struct Opening {
    layout: PsamLayout,
    step: Step,
    ask: Command,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Number,
    Terminal(PsamNumber),
    Select(PsamNumber, TerminalId),
}

/// What comes next.
#[derive(Debug)]
pub enum OpenNext {
    /// Send this opening's [`Opening::ask`] to the PSAM.
    Ask(Opening),
    /// It is open.
    Open(PsamFacts),
    /// It is of no use.
    Failed(PsamFailure),
}

impl Opening {
    /// Begins with the PSAM's number, after a reset.
    pub fn begin(layout: PsamLayout) -> Self {
        Self {
            layout,
            step: Step::Number,
            ask: Command::asking([0x00, 0xB0, 0x95, 0x00], 14),
        }
    }

    /// What to send to the PSAM.
    pub fn ask(&self) -> &Command {
        &self.ask
    }

    /// Goes on with what came back.
    pub fn step(self, heard: &Heard) -> OpenNext {
        let answer = match heard {
            Heard::Answer(answer) => answer,
            Heard::Nothing(lost) => return OpenNext::Failed(PsamFailure::Lost(*lost)),
        };
        let Some(data) = answer.good(0) else {
            return OpenNext::Failed(PsamFailure::Unsupported(answer.status()));
        };
        let layout = self.layout;
        let next = match self.step {
            Step::Number => part(data, 0).map(|number| {
                let ask = Command::asking([0x00, 0xB0, 0x96, 0x00], 6);
                (Step::Terminal(PsamNumber::new(number)), ask)
            }),
            Step::Terminal(number) => match (part(data, 0), layout.purse.select()) {
                (None, _) => None,
                (Some(terminal), Some(select)) => {
                    Some((Step::Select(number, TerminalId::new(terminal)), select))
                }
                (Some(terminal), None) => {
                    return OpenNext::Open(PsamFacts {
                        number,
                        terminal: TerminalId::new(terminal),
                        layout,
                    });
                }
            },
            Step::Select(number, terminal) => {
                return OpenNext::Open(PsamFacts {
                    number,
                    terminal,
                    layout,
                });
            }
        };
        match next {
            Some((step, ask)) => OpenNext::Ask(Self { layout, step, ask }),
            None => OpenNext::Failed(PsamFailure::Unsupported(answer.status())),
        }
    }
}

/// Why a PSAM cannot prove itself to this card: its keys are derived by what the card lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the card names no issuer, by which this security module derives keys")]
pub struct NoIssuer;

impl PsamFacts {
    /// INIT SAM FOR PURCHASE: opens the PSAM's side and asks for MAC1.
    pub(crate) fn initialise(
        &self,
        card: &CardFacts,
        opening: &CardOpening,
        amount: Amount,
        at: TerminalTime,
    ) -> Result<Command, NoIssuer> {
        let mut body = opening.dice.bytes().to_vec();
        body.extend(opening.sequence.to_be_bytes());
        body.extend(amount.bytes());
        body.push(PURSE_PURCHASE);
        body.extend(at.bytes());
        body.extend([opening.key_version, opening.algorithm]);
        body.extend(card.serial.bytes());
        let issuer = || card.issuer.as_ref().map(IssuerId::bytes).ok_or(NoIssuer);
        match &self.layout.derivation {
            Derivation::Serial => {}
            Derivation::SerialIssuer => body.extend(issuer()?),
            Derivation::SerialIssuerCity(city) => {
                body.extend(issuer()?);
                body.extend(city.bytes());
            }
        }
        Ok(Command::saying([0x80, 0x70, 0x00, 0x00], &body, Some(8)).once())
    }
}

/// CREDIT SAM FOR PURCHASE: has the PSAM check MAC2 and count on.
pub(crate) fn credit(mac2: Mac) -> Command {
    Command::saying([0x80, 0x72, 0x00, 0x00], mac2.bytes(), None).once()
}
