//! A visit's beginning, reading and end.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use order::{Language, SessionId, Timestamp};
use tokio::time::sleep;
use uplink::UplinkError;
use wire::session::{OpenSession, Stage};

use super::StationError;
use super::deeds::Workshop;
use crate::brain::Input;
use crate::vault;

/// How long a link lives unless prolonged; see the brain's visit.
const LINK_LIFE_MS: i64 = 30 * 60_000;

/// The most photos of a visit; the brain turns further ones away.
const MOST_PHOTOS: u32 = 100;

/// How often the end of a visit is told to a dashboard that does not answer, and how long between.
/// After that the visit expires there by itself; its photos are unreadable from the first moment.
const END_TRIES: u32 = 20;
const END_PAUSE: Duration = Duration::from_secs(15);

impl Workshop {
    pub(super) async fn open_session(
        &self,
        session: SessionId,
        language: Language,
    ) -> Option<Input> {
        let dashboard = self.dashboard()?;
        let key = match vault::key_for(&session) {
            Ok(key) => key,
            Err(error) => {
                tracing::error!(%error, "no key for a visit, so no visit");
                return None;
            }
        };
        let open = OpenSession {
            language,
            most_photos: MOST_PHOTOS,
            expires_at: self.clock.now().plus_ms(LINK_LIFE_MS),
        };
        let address = self
            .heard(dashboard.open_session(&session, &open).await)
            .await?;
        let key = URL_SAFE_NO_PAD.encode(key.as_slice());
        Some(Input::SessionOpened {
            session,
            phone_url: format!("{}#k={key}", address.phone_url),
            receipts_url: address.receipts_url,
        })
    }

    pub(super) async fn read_session(&self, session: &SessionId) -> Option<Input> {
        let dashboard = self.dashboard()?;
        let reading = self.heard(dashboard.session(session).await).await?;
        Some(Input::SessionRead(Box::new(reading)))
    }

    /// Destroys the key first: from that moment nobody can read the photos, wherever they lie.
    pub(super) async fn end_session(&self, session: SessionId, deleted_at: Timestamp, sheets: u32) {
        if let Err(error) = self.wipe(&session).await {
            tracing::error!(%error, "a visit was not wiped; it is tried again at the next start");
        }
        let ended = Stage::Ended { deleted_at, sheets };
        for _ in 0..END_TRIES {
            let told = match self.dashboard() {
                Some(dashboard) => dashboard.stage(&session, ended).await,
                None => Err(UplinkError::Unsendable("not paired yet".to_owned())),
            };
            match told {
                Err(error) if error.may_pass() => sleep(END_PAUSE).await,
                Err(UplinkError::Unsendable(_)) => sleep(END_PAUSE).await,
                // Told, or the dashboard has no such visit any more.
                _ => return self.note_wiped(&session).await,
            }
        }
    }

    async fn note_wiped(&self, session: &SessionId) {
        let now = self.clock.now();
        if let Err(error) = self.journal.session_wiped(session, now).await {
            tracing::error!(%error, "the end of a visit cannot be noted; it is told again later");
        }
    }

    pub(super) async fn wipe(&self, session: &SessionId) -> Result<(), StationError> {
        vault::destroy(session)?;
        self.forget_rendered();
        self.darkroom.forget();
        self.shelf.clear(session).await?;
        Ok(())
    }
}
