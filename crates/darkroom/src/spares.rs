//! Workers kept ready: started and jailed while nobody waits for them, so that the cost of a
//! fresh process for every photo is not in any customer's way. Each serves one photo; nothing is
//! handed from one to the next.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use crate::error::Unavailable;
use crate::process::Worker;
use crate::protocol::{Kind, Landlock};
use crate::tray::Tray;

/// Where workers of one kind come from.
#[derive(Debug)]
pub(crate) struct Spares {
    program: PathBuf,
    kind: Kind,
    /// How many wait.
    wanted: usize,
    waiting: Mutex<Vec<Worker>>,
    /// Of workers that are gone, for those to come.
    trays: Mutex<Vec<Tray>>,
    weaker_jail: Once,
}

impl Spares {
    pub(crate) fn new(program: PathBuf, kind: Kind, wanted: usize) -> Self {
        Self {
            program,
            kind,
            wanted,
            waiting: Mutex::new(Vec::with_capacity(wanted)),
            trays: Mutex::new(Vec::with_capacity(wanted)),
            weaker_jail: Once::new(),
        }
    }

    /// A waiting worker, or a new one. Blocks for milliseconds if it is a new one.
    pub(crate) fn take(&self) -> Result<Worker, Unavailable> {
        while let Some(mut worker) = lock(&self.waiting).pop() {
            if worker.is_alive() {
                return Ok(worker);
            }
        }
        self.start()
    }

    /// Sees off a worker whose work is done; the next one gets its tray. Blocks until it is gone.
    pub(crate) fn see_off(&self, worker: Worker) {
        match worker.see_off() {
            Ok(tray) => {
                let mut trays = lock(&self.trays);
                if trays.len() < self.wanted.max(1) {
                    trays.push(tray);
                }
            }
            Err(error) => tracing::warn!(%error, "a tray could not be wiped and is given up"),
        }
    }

    /// Makes workers ready until enough wait. Blocks for milliseconds each.
    pub(crate) fn refill(&self) -> Result<(), Unavailable> {
        while lock(&self.waiting).len() < self.wanted {
            let worker = self.start()?;
            let mut waiting = lock(&self.waiting);
            // Another may have filled the place meanwhile; then this one is let go.
            if waiting.len() < self.wanted {
                waiting.push(worker);
            }
        }
        Ok(())
    }

    fn start(&self) -> Result<Worker, Unavailable> {
        let kept = lock(&self.trays).pop();
        let tray = kept.map_or_else(Tray::new, Ok);
        let worker = Worker::start(&self.program, self.kind, tray.map_err(Unavailable::Start)?)?;
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
}

fn lock<T>(list: &Mutex<Vec<T>>) -> MutexGuard<'_, Vec<T>> {
    // A list is whole after any panic.
    list.lock().unwrap_or_else(PoisonError::into_inner)
}
