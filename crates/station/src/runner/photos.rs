//! A photo's way in: fetched, unsealed in memory, decoded in the darkroom, shown.

use order::{PhotoId, Refusal, SessionId};
use uplink::UplinkError;
use wire::session::PhotoOutcome;

use super::deeds::Workshop;
use crate::brain::{Input, PhotoOpened};
use crate::ports::DarkroomError;
use crate::shelf::ShelfError;

impl Workshop {
    pub(super) async fn fetch_photo(&self, session: SessionId, photo: PhotoId) {
        let opened = match self.fetch_and_open(&session, &photo).await {
            Ok(opened) => opened,
            Err(error) => {
                tracing::debug!(%error, photo.id = %photo, "a photo could not be opened this time");
                PhotoOpened::Later
            }
        };
        // The customer looks at the screen; the phone hears of it a moment later.
        self.tell(Input::PhotoOpened {
            session: session.clone(),
            photo: photo.clone(),
            opened: opened.clone(),
        })
        .await;
        self.report(&session, &photo, &opened).await;
    }

    async fn fetch_and_open(
        &self,
        session: &SessionId,
        photo: &PhotoId,
    ) -> Result<PhotoOpened, FetchError> {
        let dashboard = self.dashboard().ok_or(FetchError::NotPaired)?;
        if !self.shelf.holds(session, photo).await {
            let _turn = self.fetches.acquire().await;
            match dashboard.photo(session, photo).await {
                Ok(sealed) => self.shelf.put(session, photo, &sealed).await?,
                Err(UplinkError::Refused { code, .. }) => {
                    tracing::warn!(photo.id = %photo, code, "the dashboard has no such photo any more");
                    return Ok(refused(Refusal::Damaged, None));
                }
                Err(error) => return Err(error.into()),
            }
        }
        self.open_photo(session, photo).await
    }

    async fn open_photo(
        &self,
        session: &SessionId,
        photo: &PhotoId,
    ) -> Result<PhotoOpened, FetchError> {
        let unsealed = match self.shelf.unseal(session, photo).await {
            Ok(unsealed) => unsealed,
            Err(ShelfError::NotOurs) => return Ok(refused(Refusal::NotForThisSession, None)),
            Err(error) => return Err(error.into()),
        };
        match self.darkroom.preview(unsealed.file).await {
            Ok(preview) => {
                self.shelf.keep_preview(session, photo, preview.jpeg);
                Ok(PhotoOpened::Ready {
                    width_px: preview.width_px,
                    height_px: preview.height_px,
                })
            }
            Err(DarkroomError::Refused(refusal)) => Ok(refused(refusal, Some(unsealed.label.name))),
            Err(error) => Err(error.into()),
        }
    }

    /// Tells the phone, and lets the dashboard delete its copy.
    async fn report(&self, session: &SessionId, photo: &PhotoId, opened: &PhotoOpened) {
        let Some(dashboard) = self.dashboard() else {
            return;
        };
        let outcome = match opened {
            PhotoOpened::Ready { .. } => PhotoOutcome::Shown,
            PhotoOpened::Refused { refusal, .. } => PhotoOutcome::Refused { refusal: *refusal },
            PhotoOpened::Later => return,
        };
        if let Err(error) = dashboard.photo_outcome(session, photo, outcome).await {
            tracing::debug!(%error, "the phone was not told of a photo's outcome");
        }
    }
}

fn refused(refusal: Refusal, name: Option<String>) -> PhotoOpened {
    PhotoOpened::Refused { refusal, name }
}

/// Why a photo is tried again later.
#[derive(Debug, thiserror::Error)]
enum FetchError {
    #[error("this kiosk is not paired")]
    NotPaired,
    #[error(transparent)]
    Uplink(#[from] UplinkError),
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    #[error(transparent)]
    Darkroom(#[from] DarkroomError),
}
