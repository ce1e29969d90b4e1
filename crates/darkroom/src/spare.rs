//! One worker kept ready: started and jailed while nobody waits for it, so that the cost of a
//! fresh process for every photo is not in any customer's way.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::Mutex;

use crate::error::Unavailable;
use crate::process::Worker;
use crate::protocol::Landlock;

/// Where workers come from.
#[derive(Debug)]
pub(crate) struct Spare {
    program: PathBuf,
    waiting: Mutex<Option<Worker>>,
    weaker_jail: std::sync::Once,
}

impl Spare {
    pub(crate) fn new(program: PathBuf) -> Arc<Self> {
        Arc::new(Self {
            program,
            waiting: Mutex::new(None),
            weaker_jail: std::sync::Once::new(),
        })
    }

    /// The waiting worker, or a new one. Another is made ready behind it.
    pub(crate) async fn take(self: &Arc<Self>) -> Result<Worker, Unavailable> {
        let mut waiting = self.waiting.lock().await.take();
        if !waiting.as_mut().is_some_and(Worker::is_alive) {
            waiting = None;
        }
        let worker = match waiting {
            Some(worker) => worker,
            None => self.start().await?,
        };
        let spare = Arc::clone(self);
        tokio::spawn(async move {
            if let Err(error) = spare.refill().await {
                tracing::warn!(%error, "no spare darkroom worker could be made ready");
            }
        });
        Ok(worker)
    }

    /// Makes a worker ready, if none waits.
    pub(crate) async fn refill(&self) -> Result<(), Unavailable> {
        let mut waiting = self.waiting.lock().await;
        if waiting.as_mut().is_some_and(Worker::is_alive) {
            return Ok(());
        }
        *waiting = Some(self.start().await?);
        Ok(())
    }

    async fn start(&self) -> Result<Worker, Unavailable> {
        let worker = Worker::start(&self.program).await?;
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
