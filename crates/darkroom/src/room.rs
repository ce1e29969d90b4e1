//! Where photos wait for their turn and meet their workers.

use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use order::Refusal;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;

use crate::client::DarkroomConfig;
use crate::conversation::{Broken, Failure, Outcome, hold};
use crate::error::{DarkroomError, Unavailable};
use crate::protocol::{Answer, Job, Kind};
use crate::spares::Spares;

/// Photos that may wait for a worker at one time, over those being worked on. More callers than a
/// kiosk's screen and printer have means that something runs wild.
const MAX_WAITING: usize = 64;

/// How long one may wait in that line.
const WAIT_DEADLINE: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(crate) struct Room {
    ordinary: Arc<Spares>,
    heif: Arc<Spares>,
    /// Places in line, taken by those who work and those who wait.
    line: Semaphore,
    workers: Arc<Semaphore>,
    deadline: Duration,
}

/// How soon work is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Urgency {
    /// A customer waits for it.
    Now,
    /// Whenever nobody else wants the processor.
    Idle,
}

impl Room {
    pub(crate) fn new(config: DarkroomConfig) -> Self {
        let workers = config.max_concurrent.clamp(1, MAX_WAITING);
        let spares = |kind, wanted| Arc::new(Spares::new(config.worker.clone(), kind, wanted));
        Self {
            ordinary: spares(Kind::Ordinary, workers),
            heif: spares(Kind::Heif, config.heif_spares.min(workers)),
            line: Semaphore::new(workers + MAX_WAITING),
            workers: Arc::new(Semaphore::new(workers)),
            deadline: config.deadline,
        }
    }

    /// Makes all workers ready that are to wait.
    pub(crate) async fn warm_up(&self) -> Result<(), Unavailable> {
        for spares in [&self.ordinary, &self.heif] {
            let spares = Arc::clone(spares);
            blocking(move || spares.refill()).await??;
        }
        Ok(())
    }

    /// Has one photo worked on, and `take` make something of the rows that come out.
    pub(crate) async fn develop<T, F>(
        &self,
        kind: Kind,
        job: Job,
        photo: Bytes,
        take: F,
    ) -> Result<T, DarkroomError>
    where
        T: Send + 'static,
        F: FnOnce(Answer, &mut dyn Read) -> Result<T, Broken> + Send + 'static,
    {
        self.develop_as(Urgency::Now, kind, job, photo, take).await
    }

    /// The same, as soon as it is wanted.
    pub(crate) async fn develop_as<T, F>(
        &self,
        urgency: Urgency,
        kind: Kind,
        job: Job,
        photo: Bytes,
        take: F,
    ) -> Result<T, DarkroomError>
    where
        T: Send + 'static,
        F: FnOnce(Answer, &mut dyn Read) -> Result<T, Broken> + Send + 'static,
    {
        if photo.len() > imaging::limits::MAX_BYTES {
            return Err(DarkroomError::Refused(Refusal::TooLarge));
        }
        let _place = self.line.try_acquire().map_err(|_| Unavailable::Busy)?;
        let permit = self.turn().await?;
        let errand = Errand {
            spares: Arc::clone(self.spares(kind)),
            urgency,
            job,
            photo,
            deadline: self.deadline,
        };
        let (told, outcome) = oneshot::channel();
        tokio::task::spawn_blocking(move || errand.run(permit, take, told));
        report(outcome.await.map_err(|_| Unavailable::ShuttingDown)??)
    }

    /// Tries to escape from a worker of that kind, and says how it went.
    #[cfg(debug_assertions)]
    pub(crate) async fn probe(&self, kind: Kind, job: Job) -> String {
        let spares = Arc::clone(self.spares(kind));
        let deadline = self.deadline;
        let outcome = blocking(move || {
            let mut worker = match spares.take() {
                Ok(worker) => worker,
                Err(unavailable) => return unavailable.to_string(),
            };
            match hold(&mut worker, job, &[], deadline, |answer, _| Ok(answer)) {
                Ok(Outcome::Picture(Answer::Probed { errno: 0 })) => {
                    "worker lives, and the call was made".to_owned()
                }
                Ok(Outcome::Picture(Answer::Probed { errno })) => {
                    format!("worker lives, and the call failed by {errno}")
                }
                Ok(other) => format!("worker lives: {other:?}"),
                Err(failure) => failure.to_string(),
            }
        });
        outcome.await.unwrap_or_else(|error| error.to_string())
    }

    fn spares(&self, kind: Kind) -> &Arc<Spares> {
        match kind {
            Kind::Ordinary => &self.ordinary,
            Kind::Heif => &self.heif,
        }
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, Unavailable> {
        match timeout(WAIT_DEADLINE, Arc::clone(&self.workers).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) => Err(Unavailable::ShuttingDown),
            Err(_) => Err(Unavailable::Busy),
        }
    }
}

/// How it went with one photo, and how long it took.
type Account<T> = Result<(Result<Outcome<T>, Failure>, Duration), Unavailable>;

/// One photo on its way through one worker.
struct Errand {
    spares: Arc<Spares>,
    urgency: Urgency,
    job: Job,
    photo: Bytes,
    deadline: Duration,
}

impl Errand {
    /// Tells the outcome as soon as it is there, and cleans up behind the customer's back: the old
    /// process is seen off before the next photo takes its place, and the next one made ready.
    fn run<T>(
        self,
        permit: OwnedSemaphorePermit,
        take: impl FnOnce(Answer, &mut dyn Read) -> Result<T, Broken>,
        told: oneshot::Sender<Account<T>>,
    ) {
        let Self {
            spares,
            urgency,
            job,
            photo,
            deadline,
        } = self;
        let started = Instant::now();
        let worked = spares.take().map(|mut worker| {
            if urgency == Urgency::Idle {
                worker.stand_back();
            }
            let outcome = hold(&mut worker, job, &photo, deadline, take);
            (outcome, worker)
        });
        drop(photo);
        // Nobody listens if the caller gave up.
        match worked {
            Ok((outcome, worker)) => {
                let _ = told.send(Ok((outcome, started.elapsed())));
                spares.see_off(worker);
            }
            Err(unavailable) => {
                let _ = told.send(Err(unavailable));
                return;
            }
        }
        drop(permit);
        if let Err(error) = spares.refill() {
            tracing::warn!(%error, "no spare darkroom worker could be made ready");
        }
    }
}

/// What the caller gets to know, and the log.
fn report<T>(
    (outcome, duration): (Result<Outcome<T>, Failure>, Duration),
) -> Result<T, DarkroomError> {
    let duration_ms = duration.as_millis() as u64;
    match outcome {
        Ok(Outcome::Picture(picture)) => {
            tracing::debug!(duration_ms, "darkroom finished a picture");
            Ok(picture)
        }
        Ok(Outcome::Refused(refusal)) => {
            tracing::info!(duration_ms, ?refusal, "darkroom refused a photo");
            Err(DarkroomError::Refused(refusal))
        }
        Err(failure) => {
            tracing::warn!(duration_ms, reason = %failure, "a photo was too much for the darkroom and is refused");
            Err(DarkroomError::Refused(Refusal::Damaged))
        }
    }
}

/// Runs what waits for processes away from the threads that answer others.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Unavailable> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Unavailable::ShuttingDown)
}
