//! What lies between a chip and a reader, and what goes wrong there.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A chip: command in, answer out.
pub trait Chip: Send {
    /// Power comes (again), or a reset: what is not kept is forgotten.
    fn power(&mut self);

    /// One command, whole, and its answer with the status word.
    fn command(&mut self, command: &[u8]) -> Vec<u8>;
}

/// The data of a command, behind its header.
pub(super) fn body(rest: &[u8]) -> &[u8] {
    match rest.split_first() {
        Some((length, data)) => data.get(..usize::from(*length)).unwrap_or_default(),
        None => &[],
    }
}

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The card is pulled when so many bytes of the command and then of its answer were carried.
    /// Only a whole command is carried out.
    Pull {
        /// Bytes of command and answer together.
        after_bytes: usize,
    },
    /// The command is not carried out; this is the answer.
    Instead(Vec<u8>),
    /// The command is carried out; this is the answer all the same.
    Mangled(Vec<u8>),
    /// The answer takes its time.
    Slow(Duration),
}

/// A trouble and when it comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TroubleAt {
    /// At which command since the script was given, from 0.
    pub command: usize,
    /// What goes wrong.
    pub trouble: Trouble,
}

/// What comes out at the reader's side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried {
    /// An answer, after a while.
    Answer {
        /// All of it.
        bytes: Vec<u8>,
        /// How long it took.
        after: Duration,
    },
    /// What came before the card was pulled.
    Pulled(Vec<u8>),
}

/// A chip as a reader sees it. Clones are the same field.
pub struct Field<C> {
    inner: Arc<Mutex<Inner<C>>>,
}

impl<C> Clone for Field<C> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
        }
    }
}

struct Inner<C> {
    chip: C,
    script: VecDeque<TroubleAt>,
    commands: usize,
}

impl<C> std::fmt::Debug for Field<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Field")
    }
}

impl<C: Chip> Field<C> {
    /// A field in which nothing goes wrong.
    pub fn new(chip: C) -> Self {
        Self {
            inner: Arc::new(Mutex::new(Inner {
                chip,
                script: VecDeque::new(),
                commands: 0,
            })),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner<C>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the chip, or changes it, past all protocols.
    pub fn with<T>(&self, look: impl FnOnce(&mut C) -> T) -> T {
        look(&mut self.lock().chip)
    }

    /// What goes wrong from now on; commands are counted from 0 again.
    pub fn script(&self, troubles: impl IntoIterator<Item = TroubleAt>) {
        let mut inner = self.lock();
        inner.script = troubles.into_iter().collect();
        inner.commands = 0;
    }

    /// How many commands came since the script was given.
    pub fn commands(&self) -> usize {
        self.lock().commands
    }

    /// Power, or a reset.
    pub fn power(&self) {
        self.lock().chip.power();
    }

    /// Carries one command.
    pub fn carry(&self, command: &[u8]) -> Carried {
        let mut inner = self.lock();
        let number = inner.commands;
        inner.commands += 1;
        let place = inner.script.iter().position(|at| at.command == number);
        let trouble = place
            .and_then(|place| inner.script.remove(place))
            .map(|at| at.trouble);
        let mut answer = |after| Carried::Answer {
            bytes: inner.chip.command(command),
            after,
        };
        match trouble {
            None => answer(Duration::ZERO),
            Some(Trouble::Slow(after)) => answer(after),
            Some(Trouble::Instead(bytes)) => Carried::Answer {
                bytes,
                after: Duration::ZERO,
            },
            Some(Trouble::Mangled(bytes)) => {
                inner.chip.command(command);
                Carried::Answer {
                    bytes,
                    after: Duration::ZERO,
                }
            }
            Some(Trouble::Pull { after_bytes }) => match after_bytes.checked_sub(command.len()) {
                None => Carried::Pulled(Vec::new()),
                Some(of_answer) => {
                    let mut bytes = inner.chip.command(command);
                    bytes.truncate(of_answer);
                    Carried::Pulled(bytes)
                }
            },
        }
    }
}
