//! Settings: fetched at every start and whenever there is word of newer ones, checked, kept,
//! applied without a restart.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::VerifyingKey;
use order::{Settings, Timestamp};
use tokio::time::sleep;
use uplink::SettingsAnswer;
use wire::settings::{SettingsRefused, SignedSettings};

use super::line::Line;
use crate::brain::Input;
use crate::journal::{Identity, Journal, JournalError};

/// Between tries at a dashboard that does not answer.
const PAUSE: Duration = Duration::from_secs(5);

/// The newest kept settings that still count.
pub(super) async fn last_good(
    journal: &Journal,
    identity: &Identity,
    now: Timestamp,
) -> Result<Option<Settings>, JournalError> {
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
    let settings = match open(&signed, &line.identity, now) {
        Ok(settings) => settings,
        Err(error) => {
            tracing::error!(%error, "new settings were refused; the kiosk keeps what it has");
            return Fetched::UpToDate;
        }
    };
    if settings.version <= *version {
        tracing::warn!(
            version = settings.version,
            "older settings were offered and refused"
        );
        return Fetched::UpToDate;
    }
    if let Err(error) = line
        .workshop
        .journal
        .keep_settings(settings.version, &signed)
        .await
    {
        tracing::error!(%error, "new settings cannot be kept");
        return Fetched::NotYet;
    }
    tracing::info!(version = settings.version, "new settings apply");
    *version = settings.version;
    let arrived = Input::SettingsArrived(Box::new(settings));
    line.workshop.tell(arrived).await;
    Fetched::UpToDate
}

fn open(
    signed: &SignedSettings,
    identity: &Identity,
    now: Timestamp,
) -> Result<Settings, SettingsRefused> {
    let key = URL_SAFE_NO_PAD
        .decode(&identity.settings_public_key)
        .ok()
        .and_then(|bytes| VerifyingKey::try_from(bytes.as_slice()).ok())
        .ok_or(SettingsRefused::Signature)?;
    signed.open(&key, &identity.kiosk, now)
}
