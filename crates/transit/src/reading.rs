//! Reading a card without a key: which kind it is, its number, its balance. No I/O.

use crate::apdu::{Answer, Command, Heard, Lost, Meaning};
use crate::card::{Application, CardFacts, balance};

/// A card that is being read.
#[derive(Clone, Debug)]
pub struct Reading {
    step: Step,
    others: Vec<Application>,
}

#[derive(Clone, Debug)]
enum Step {
    SelectNumber(Application, Command),
    Number(Application, Command),
    SelectPurse(CardFacts, Command),
    Balance(CardFacts, Command),
}

/// What comes next.
#[derive(Debug)]
pub enum ReadNext {
    /// Send this reading's [`Reading::ask`].
    Ask(Reading),
    /// The card is read.
    Read(CardFacts),
    /// It cannot be read.
    Failed(ReadFailure),
}

/// Why a card could not be read. Nothing was taken from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadFailure {
    /// None of the configured layouts is on it: another card, or a phone.
    #[error("this is not a card that can pay here")]
    Unsupported,
    /// The card or its purse is blocked.
    #[error("the card is blocked")]
    Blocked,
    /// It left, or the reader did, before all was read.
    #[error("the card could not be read: {0}")]
    Lost(Lost),
}

impl Reading {
    /// Begins with the first of the layouts; the others are tried in turn.
    pub fn begin(layouts: &[Application]) -> ReadNext {
        let mut others = layouts.to_vec();
        others.reverse();
        Self::next_layout(others)
    }

    /// What to send to the card.
    pub fn ask(&self) -> &Command {
        match &self.step {
            Step::SelectNumber(_, command)
            | Step::Number(_, command)
            | Step::SelectPurse(_, command)
            | Step::Balance(_, command) => command,
        }
    }

    /// Goes on with what came back.
    pub fn step(self, heard: &Heard) -> ReadNext {
        let answer = match heard {
            Heard::Answer(answer) => answer,
            Heard::Nothing(lost) => return ReadNext::Failed(ReadFailure::Lost(*lost)),
        };
        if answer.status().meaning() == Meaning::Blocked {
            return ReadNext::Failed(ReadFailure::Blocked);
        }
        let Self { step, others } = self;
        match Self::advance(step, answer) {
            Some(Progress::Step(step)) => ReadNext::Ask(Self { step, others }),
            Some(Progress::Read(facts)) => ReadNext::Read(facts),
            None => Self::next_layout(others),
        }
    }

    fn next_layout(mut others: Vec<Application>) -> ReadNext {
        let Some(layout) = others.pop() else {
            return ReadNext::Failed(ReadFailure::Unsupported);
        };
        let step = match layout.number.directory.select() {
            Some(command) => Step::SelectNumber(layout, command),
            None => {
                let command = layout.read_number();
                Step::Number(layout, command)
            }
        };
        ReadNext::Ask(Self { step, others })
    }

    /// The step after this one; `None` where the card does not have this layout.
    fn advance(step: Step, answer: &Answer) -> Option<Progress> {
        let step = match step {
            Step::SelectNumber(layout, _) => {
                answer.good(0)?;
                let command = layout.read_number();
                Step::Number(layout, command)
            }
            Step::Number(layout, _) => {
                let facts = layout.facts(answer.good(0)?)?;
                let stays = layout.purse == layout.number.directory;
                match layout.purse.select() {
                    Some(command) if !stays => Step::SelectPurse(facts, command),
                    _ => Step::Balance(facts, layout.read_balance()),
                }
            }
            Step::SelectPurse(facts, _) => {
                answer.good(0)?;
                let command = facts.application.read_balance();
                Step::Balance(facts, command)
            }
            Step::Balance(facts, _) => {
                let balance = balance(answer.exactly()?);
                return Some(Progress::Read(CardFacts { balance, ..facts }));
            }
        };
        Some(Progress::Step(step))
    }
}

enum Progress {
    Step(Step),
    Read(CardFacts),
}
