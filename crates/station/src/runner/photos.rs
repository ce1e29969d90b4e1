//! A photo's way in: fetched, unsealed in memory, decoded in the darkroom, shown, studied.

use order::{PhotoId, Refusal, SessionId};
use uplink::UplinkError;
use wire::session::PhotoOutcome;

use super::deeds::Workshop;
use crate::brain::{Input, PhotoOpened, PhotoStudy};
use crate::ports::DarkroomError;
use crate::shelf::{ShelfError, Shown};

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
        if matches!(opened, PhotoOpened::Ready(_)) {
            self.study_photo(session, photo).await;
        }
    }

    /// Looks for heads, unless the visit has ended meanwhile.
    async fn study_photo(&self, session: SessionId, photo: PhotoId) {
        let _turn = self.studies.acquire().await;
        let Some(proof) = self.shelf.proof(&photo) else {
            return;
        };
        let study = match self.darkroom.study(proof).await {
            Ok(study) => study,
            Err(error) => {
                // Nobody shall wait for it: the photo is placed by its middle.
                tracing::warn!(%error, photo.id = %photo, "no heads were looked for in a photo");
                PhotoStudy::default()
            }
        };
        self.tell(Input::PhotoStudied {
            session,
            photo,
            study,
        })
        .await;
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
        let opened = match self.darkroom.open(unsealed.file).await {
            Ok(opened) => opened,
            Err(DarkroomError::Refused(refusal)) => {
                return Ok(refused(refusal, Some(unsealed.label.name)));
            }
            Err(error) => return Err(error.into()),
        };
        if let Some(master) = opened.master {
            let label = &unsealed.label;
            self.shelf.put_master(session, photo, label, master).await?;
        }
        let shown = Shown {
            preview: opened.preview,
            proof: opened.proof,
        };
        self.shelf.show(session, photo, shown);
        Ok(PhotoOpened::Ready(opened.findings))
    }

    /// Tells the phone, and lets the dashboard delete its copy.
    async fn report(&self, session: &SessionId, photo: &PhotoId, opened: &PhotoOpened) {
        let Some(dashboard) = self.dashboard() else {
            return;
        };
        let outcome = match opened {
            PhotoOpened::Ready(_) => PhotoOutcome::Shown,
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
