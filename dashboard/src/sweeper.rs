//! Ends visits that ran out and forgets what nobody needs any more. Idempotent, on a timer.

use std::time::Duration;

use order::SessionId;

use crate::App;
use crate::photos::PhotoStoreError;
use crate::store::{StoreError, notifications, pairings, sessions, settings};

/// Pause between two rounds.
const PAUSE: Duration = Duration::from_secs(15);

/// Visits that one round ends.
const VISITS_PER_ROUND: i64 = 200;

/// A claimed or expired pairing is remembered for a while, so that the kiosk hears of it.
const PAIRING_MEMORY_MS: i64 = 24 * 3_600_000;

/// Notifications are kept as long as a payment may be disputed with them at hand.
const NOTIFICATION_MEMORY_MS: i64 = 90 * 24 * 3_600_000;

/// Why a visit's photos may still be there.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The database did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The photo store did not do it.
    #[error(transparent)]
    Photos(#[from] PhotoStoreError),
}

/// Sweeps until the server stops.
pub(crate) async fn run(app: App) {
    let mut stopping = app.stopping();
    loop {
        if let Err(error) = sweep(&app).await {
            tracing::error!(%error, "sweeping failed; it will be tried again");
        }
        tokio::select! {
            _ = stopping.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

async fn sweep(app: &App) -> Result<(), SweepError> {
    let now = app.now();
    for session in sessions::expired(app.store(), now, VISITS_PER_ROUND).await? {
        end_visit(app, &session).await?;
    }
    pairings::sweep(app.store(), now.plus_ms(-PAIRING_MEMORY_MS)).await?;
    // Made or not: it is due once in two months.
    let _ = settings::renew(app.store(), now).await?;
    notifications::sweep(app.store(), now.plus_ms(-NOTIFICATION_MEMORY_MS)).await?;
    Ok(())
}

/// Ends a visit: its photos are gone before its row is, so that a failure in between is found
/// again.
pub(crate) async fn end_visit(app: &App, session: &SessionId) -> Result<(), SweepError> {
    app.photos().delete_session(session).await?;
    let _ = sessions::delete(app.store(), session).await?;
    // A photo that landed between the two is found by nobody any more.
    app.photos().delete_session(session).await?;
    app.visits().tell(session, ());
    Ok(())
}

impl From<SweepError> for crate::problem::ApiError {
    fn from(error: SweepError) -> Self {
        match error {
            SweepError::Store(error) => error.into(),
            SweepError::Photos(error) => error.into(),
        }
    }
}
