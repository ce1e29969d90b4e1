//! Settings: fetched at every start and whenever there is word of newer ones, checked, kept,
//! applied without a restart.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::VerifyingKey;
use order::Timestamp;
use tokio::time::sleep;
use uplink::SettingsAnswer;
use wire::settings::{SettingsRefused, SignedSettings};

use super::line::Line;
use crate::brain::{GoodSettings, Input};
use crate::journal::{Identity, Journal, JournalError};

/// Between tries at a dashboard that does not answer.
const PAUSE: Duration = Duration::from_secs(5);

/// The newest kept settings that still count.
pub(super) async fn last_good(
    journal: &Journal,
    identity: &Identity,
    now: Timestamp,
) -> Result<Option<GoodSettings>, JournalError> {
    let kept = journal.settings_documents().await?;
    Ok(kept
        .iter()
        .find_map(|signed| open(signed, identity, now).ok()))
}

pub(super) async fn follow(line: Line) {
    let mut version = line.health.borrow().settings_version;
    loop {
        if let Fetched::NotYet = fetch(&line, &mut version).await {
            sleep(PAUSE).await;
            continue;
        }
        line.settings_news.notified().await;
    }
}

enum Fetched {
    UpToDate,
    NotYet,
}

/// Fetches and applies what is newer than `version`.
async fn fetch(line: &Line, version: &mut u64) -> Fetched {
    let answer = line.dashboard.settings(*version).await;
    let signed = match line.workshop.heard(answer).await {
        None => return Fetched::NotYet,
        Some(SettingsAnswer::Unchanged) => return Fetched::UpToDate,
        Some(SettingsAnswer::Changed(signed)) => signed,
    };
    let now = line.workshop.clock.now();
    let good = match open(&signed, &line.identity, now) {
        Ok(good) => good,
        Err(error) => {
            tracing::error!(%error, "new settings were refused; the kiosk keeps what it has");
            return Fetched::UpToDate;
        }
    };
    let offered = good.settings.version;
    if offered <= *version {
        tracing::warn!(version = offered, "older settings were offered and refused");
        return Fetched::UpToDate;
    }
    if let Err(error) = line.workshop.journal.keep_settings(offered, &signed).await {
        tracing::error!(%error, "new settings cannot be kept");
        return Fetched::NotYet;
    }
    tracing::info!(version = offered, "new settings apply");
    *version = offered;
    let arrived = Input::SettingsArrived(Box::new(good));
    line.workshop.tell(arrived).await;
    Fetched::UpToDate
}

fn open(
    signed: &SignedSettings,
    identity: &Identity,
    now: Timestamp,
) -> Result<GoodSettings, SettingsRefused> {
    let key = URL_SAFE_NO_PAD
        .decode(&identity.settings_public_key)
        .ok()
        .and_then(|bytes| VerifyingKey::try_from(bytes.as_slice()).ok())
        .ok_or(SettingsRefused::Signature)?;
    Ok(GoodSettings {
        settings: signed.open(&key, &identity.kiosk, now)?,
        hash: signed.hash(),
    })
}
