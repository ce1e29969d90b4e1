//! Being taken into a fleet: show a code until a manager has typed it.

use std::time::Duration;

use tokio::time::sleep;
use wire::pairing::{PairingReading, PairingRequest};

use super::line::Surroundings;
use crate::brain::Input;
use crate::journal::Identity;

/// How often the dashboard is asked whether the code was typed.
const ASK_EVERY: Duration = Duration::from_secs(2);

/// Between tries at a dashboard that does not answer.
const PAUSE: Duration = Duration::from_secs(3);

/// Ends when this kiosk has a name, and has written it down.
pub(super) async fn pair(around: &Surroundings) -> Identity {
    loop {
        if let Some(identity) = one_code(around).await {
            match around.journal.keep_identity(&identity).await {
                Ok(()) => {
                    let kiosk = identity.kiosk.clone();
                    around.workshop.tell(Input::Paired(kiosk)).await;
                    return identity;
                }
                Err(error) => tracing::error!(%error, "the kiosk's name cannot be written down"),
            }
        }
        sleep(PAUSE).await;
    }
}

/// Shows one code until it is typed or runs out.
async fn one_code(around: &Surroundings) -> Option<Identity> {
    let request = PairingRequest {
        public_key: around.config.public_key.clone(),
        software_version: around.config.software_version.clone(),
    };
    let asked = around.ports.desk.ask(&request).await;
    let Some(offer) = around.workshop.heard(asked).await else {
        around.workshop.tell(Input::PairingCode(None)).await;
        return None;
    };
    around
        .workshop
        .tell(Input::PairingCode(Some(offer.code)))
        .await;
    loop {
        sleep(ASK_EVERY).await;
        let reading = around.ports.desk.reading(&offer.pairing_id).await;
        match around.workshop.heard(reading).await? {
            PairingReading::Waiting => {}
            PairingReading::Paired {
                kiosk,
                settings_public_key,
            } => {
                return Some(Identity {
                    kiosk,
                    settings_public_key,
                });
            }
            PairingReading::Expired => return None,
        }
    }
}
