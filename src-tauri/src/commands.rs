//! What the page may ask for: say what a finger wants, and read the view.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use order::{PhotoId, Retouching};
use serde::Serialize;
use station::command::Command;
use station::runner::{Sent, Station};
use station::view::View;
use tauri::State;
use thiserror::Error;
use tokio::sync::{OnceCell, Semaphore, watch};
use tokio::time::timeout;

/// How long the page waits for the station at start-up: reading the journal takes a fraction of a
/// second unless the disk is ill.
const START_LIMIT: Duration = Duration::from_secs(30);

/// Commands that may be on their way to the station. Ten fingers make fewer; more means that the
/// page runs wild.
const MOST_COMMANDS: usize = 32;

/// The station as soon as it has started.
pub(crate) type StartingStation = watch::Receiver<Option<Arc<Station>>>;

/// What the page's wishes reach.
#[derive(Debug)]
pub(crate) struct Reception {
    station: StartingStation,
    places: Semaphore,
    program_start: Instant,
    first_view: OnceCell<()>,
}

/// Why a wish was not heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unheard {
    /// The station is not up yet.
    #[error("the station is still starting")]
    Starting,
    /// Too many wishes at once.
    #[error("too many commands are on their way")]
    Busy,
    /// The station has stopped, and the program is ending.
    #[error("the station has stopped")]
    Stopped,
}

impl Reception {
    /// A reception in front of a station that may still be starting.
    pub(crate) fn new(station: StartingStation, program_start: Instant) -> Self {
        Self {
            station,
            places: Semaphore::new(MOST_COMMANDS),
            program_start,
            first_view: OnceCell::new(),
        }
    }

    /// The preview of a photo of the present visit.
    pub(crate) fn preview(&self, photo: &PhotoId) -> Option<Bytes> {
        self.station.borrow().as_ref()?.preview(photo)
    }

    /// A photo of the present visit, retouched.
    pub(crate) fn proof(
        &self,
        photo: PhotoId,
        retouching: Retouching,
        side_px: u32,
    ) -> impl Future<Output = Option<Bytes>> + Send + use<> {
        let station = self.station.borrow().clone();
        async move { station?.proof(&photo, retouching, side_px).await }
    }

    async fn send(&self, command: Command) -> Result<(), Unheard> {
        let _place = self.places.try_acquire().map_err(|_| Unheard::Busy)?;
        match self.station().await?.send(command).await {
            Sent::Taken => Ok(()),
            Sent::Stopped => Err(Unheard::Stopped),
        }
    }

    async fn view(&self) -> Result<Arc<View>, Unheard> {
        tracing::debug!("the page asks for the view");
        let view = self.station().await?.view().borrow().clone();
        self.first_view
            .get_or_init(|| async {
                let duration_ms = self.program_start.elapsed().as_millis() as u64;
                tracing::info!(duration_ms, "the page has its first view");
            })
            .await;
        Ok(view)
    }

    async fn station(&self) -> Result<Arc<Station>, Unheard> {
        started(self.station.clone()).await
    }
}

/// Waits for the station to start.
pub(crate) async fn started(mut station: StartingStation) -> Result<Arc<Station>, Unheard> {
    let started = timeout(START_LIMIT, station.wait_for(Option::is_some)).await;
    let station = started
        .map_err(|_| Unheard::Starting)?
        .map_err(|_| Unheard::Stopped)?;
    station.clone().ok_or(Unheard::Starting)
}

/// Passes on what a finger asked for. The answer, if there is one, is the next view.
#[tauri::command]
pub(crate) async fn send(reception: State<'_, Reception>, command: Command) -> Result<(), Unheard> {
    reception.send(command).await
}

/// What the screen shows now. Later views come as the event `view`.
#[tauri::command]
pub(crate) async fn view(reception: State<'_, Reception>) -> Result<Arc<View>, Unheard> {
    reception.view().await
}
