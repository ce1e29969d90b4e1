//! Workers kept ready: started and jailed while nobody waits for them, so that the cost of a
//! fresh process for every photo is not in any customer's way. Each serves one photo; nothing is
//! handed from one to the next.

use std::path::PathBuf;
use std::sync::{Mutex, Once, PoisonError};

use crate::error::Unavailable;
use crate::process::Worker;
use crate::protocol::{Kind, Landlock};

/// Where workers of one kind come from.
#[derive(Debug)]
pub(crate) struct Spares {
    program: PathBuf,
    kind: Kind,
    /// How many wait.
    wanted: usize,
    waiting: Mutex<Vec<Worker>>,
    weaker_jail: Once,
}

impl Spares {
    pub(crate) fn new(program: PathBuf, kind: Kind, wanted: usize) -> Self {
        Self {
            program,
            kind,
            wanted,
            waiting: Mutex::new(Vec::with_capacity(wanted)),
            weaker_jail: Once::new(),
        }
    }

    /// A waiting worker, or a new one. Blocks for milliseconds if it is a new one.
    pub(crate) fn take(&self) -> Result<Worker, Unavailable> {
        while let Some(mut worker) = self.lock().pop() {
            if worker.is_alive() {
                return Ok(worker);
            }
        }
        self.start()
    }

    /// Makes workers ready until enough wait. Blocks for milliseconds each.
    pub(crate) fn refill(&self) -> Result<(), Unavailable> {
        while self.lock().len() < self.wanted {
            let worker = self.start()?;
            let mut waiting = self.lock();
            // Another may have filled the place meanwhile; then this one is let go.
            if waiting.len() < self.wanted {
                waiting.push(worker);
            }
        }
        Ok(())
    }

    fn start(&self) -> Result<Worker, Unavailable> {
        let worker = Worker::start(&self.program, self.kind)?;
        if worker.landlock != Landlock::Full {
            self.weaker_jail.call_once(|| {
                tracing::warn!(
                    landlock = ?worker.landlock,
                    "this kernel grants only part of Landlock; the other walls of the darkroom hold"
                );
            });
        }
        Ok(worker)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Worker>> {
        // A list of workers is whole after any panic.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
