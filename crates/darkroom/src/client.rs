//! Handing photos in and taking JPEGs out.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use imaging::{Format, Header, PixelSize, Rgb8};
use order::{Recipe, Refusal};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use crate::error::{DarkroomError, Unavailable};
use crate::process::Outcome;
use crate::protocol::Job;
use crate::spare::Spare;

/// Photos that may wait for a worker at one time, over those being worked on. More callers than a
/// kiosk's screen and printer have means that something runs wild.
const MAX_WAITING: usize = 64;

/// How long one may wait in that line.
const WAIT_DEADLINE: Duration = Duration::from_secs(60);

/// JPEG quality of a preview: no artefact shows on a screen at arm's length.
const PREVIEW_QUALITY: u8 = 85;

/// JPEG quality of a print.
const PRINT_QUALITY: u8 = 92;

/// How to run the darkroom.
#[derive(Clone, Debug)]
pub struct DarkroomConfig {
    /// The `minilab-darkroom` program, as an absolute path.
    pub worker: PathBuf,
    /// Photos worked on at one time, at least 1. Each may take up to 1 GiB for moments.
    pub max_concurrent: usize,
    /// How long one photo may take. The worker's own limit is 15 s of processor time.
    pub deadline: Duration,
}

impl DarkroomConfig {
    /// Two photos at a time and 20 seconds for each, which suits two cores.
    pub fn new(worker: impl Into<PathBuf>) -> Self {
        Self {
            worker: worker.into(),
            max_concurrent: 2,
            deadline: Duration::from_secs(20),
        }
    }
}

/// A photo for the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The upright photo as an sRGB JPEG, no side longer than was asked for.
    pub jpeg: Bytes,
    /// Width of the whole upright photo.
    pub width_px: u32,
    /// Height of the whole upright photo.
    pub height_px: u32,
    /// How the photo was written.
    pub format: Format,
}

/// The way in. Clones share the same workers.
#[derive(Clone, Debug)]
pub struct Darkroom {
    room: Arc<Room>,
}

#[derive(Debug)]
struct Room {
    spare: Arc<Spare>,
    /// Places in line, taken by those who work and those who wait.
    line: Semaphore,
    workers: Semaphore,
    deadline: Duration,
}

impl Darkroom {
    /// A darkroom. Nothing is started yet.
    pub fn new(config: DarkroomConfig) -> Self {
        let workers = config.max_concurrent.clamp(1, MAX_WAITING);
        Self {
            room: Arc::new(Room {
                spare: Spare::new(config.worker),
                line: Semaphore::new(workers + MAX_WAITING),
                workers: Semaphore::new(workers),
                deadline: config.deadline,
            }),
        }
    }

    /// Makes the first worker ready. Called at start, it finds a missing program or a kernel that
    /// cannot build the jail before a customer does.
    ///
    /// # Errors
    /// [`Unavailable`], if no worker reported from inside its jail.
    pub async fn warm_up(&self) -> Result<(), Unavailable> {
        self.room.spare.refill().await
    }

    /// Looks at a photo and makes a preview of it, whose longer side has at most `max_side_px`.
    ///
    /// # Errors
    /// [`DarkroomError::Refused`], if the photo cannot be used; [`DarkroomError::Unavailable`], if
    /// the darkroom cannot work.
    pub async fn preview(&self, photo: Bytes, max_side_px: u32) -> Result<Preview, DarkroomError> {
        let max_side_px = max_side_px.clamp(1, PixelSize::LONGEST_PX);
        let (picture, header) = self.develop(Job::Preview { max_side_px }, &photo).await?;
        let Some(header) = header else {
            return Err(DarkroomError::Refused(Refusal::Damaged));
        };
        drop(photo);
        let Header {
            format,
            width_px,
            height_px,
            ..
        } = header;
        let jpeg = encode(move || imaging::encode_preview_jpeg(&picture, PREVIEW_QUALITY)).await?;
        Ok(Preview {
            jpeg,
            width_px,
            height_px,
            format,
        })
    }

    /// Renders a print of exactly `size` as an sRGB JPEG, whose header says `dpi`.
    ///
    /// # Errors
    /// As [`Self::preview`], and [`DarkroomError::Recipe`] for a recipe that cannot be followed.
    pub async fn render(
        &self,
        photo: Bytes,
        recipe: Recipe,
        size: PixelSize,
        dpi: u16,
    ) -> Result<Bytes, DarkroomError> {
        recipe.check()?;
        let (picture, _) = self.develop(Job::Print { recipe, size }, &photo).await?;
        drop(photo);
        Ok(encode(move || imaging::encode_jpeg(&picture, PRINT_QUALITY, dpi)).await?)
    }

    /// Orders a worker to make that system call, and says how it went.
    #[cfg(debug_assertions)]
    #[doc(hidden)]
    pub async fn probe(&self, call: [i64; 5]) -> String {
        let worker = match self.room.spare.take().await {
            Ok(worker) => worker,
            Err(error) => return error.to_string(),
        };
        match worker
            .work(Job::Probe { call }, &[], self.room.deadline)
            .await
        {
            Ok(outcome) => format!("worker lives: {outcome:?}"),
            Err(failure) => failure.to_string(),
        }
    }

    async fn develop(
        &self,
        job: Job,
        photo: &Bytes,
    ) -> Result<(Rgb8, Option<Header>), DarkroomError> {
        if photo.len() > imaging::limits::MAX_BYTES {
            return Err(DarkroomError::Refused(Refusal::TooLarge));
        }
        let _place = self
            .room
            .line
            .try_acquire()
            .map_err(|_| Unavailable::Busy)?;
        let _permit = self.room.turn().await?;
        let worker = self.room.spare.take().await?;
        let started = Instant::now();
        let outcome = worker.work(job, photo, self.room.deadline).await;
        let duration_ms = started.elapsed().as_millis() as u64;
        match outcome {
            Ok(Outcome::Picture(picture, header)) => {
                tracing::debug!(duration_ms, size = ?picture.size(), "darkroom finished a picture");
                Ok((picture, header))
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
}

impl Room {
    async fn turn(&self) -> Result<SemaphorePermit<'_>, Unavailable> {
        match timeout(WAIT_DEADLINE, self.workers.acquire()).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) => Err(Unavailable::ShuttingDown),
            Err(_) => Err(Unavailable::Busy),
        }
    }
}

/// Writes a picture as JPEG, away from the threads that answer others.
async fn encode(
    write: impl FnOnce() -> Result<Vec<u8>, imaging::EncodeError> + Send + 'static,
) -> Result<Bytes, Unavailable> {
    let jpeg = tokio::task::spawn_blocking(write)
        .await
        .map_err(|_| Unavailable::ShuttingDown)??;
    Ok(jpeg.into())
}
