//! Taking a kiosk into the fleet: the half that the kiosk does.

use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::VerifyingKey;
use wire::pairing::{PairingOffer, PairingReading, PairingRequest};

use crate::App;
use crate::extract::{Client, Json, Path};
use crate::problem::{Answer, ApiError};
use crate::rates::Pace;
use crate::secrets;
use crate::store::Change;
use crate::store::pairings::{self, Pairing};

/// How long a code on the screen works.
const CODE_LIFE_MS: i64 = 10 * 60_000;

/// The most pairings that are remembered at once.
const MOST_PAIRINGS: i64 = 5_000;

/// How often another code is tried when one is in use: of 2^30 codes that happens hardly ever.
const TRIES: usize = 3;

/// The longest software version that is kept.
const MOST_VERSION_BYTES: usize = 64;

pub(super) async fn offer(
    State(app): State<App>,
    client: Client,
    Json(request): Json<PairingRequest>,
) -> Answer<axum::Json<PairingOffer>> {
    let now = app.now();
    if let Pace::TooFast { retry_after_s } = app.rates().pairing_offers.spend(client.0, now) {
        return Err(ApiError::too_fast(retry_after_s));
    }
    check(&request)?;
    let pairing_id = secrets::token()?;
    let expires_at = now.plus_ms(CODE_LIFE_MS);
    for _ in 0..TRIES {
        let code = secrets::code()?;
        let pairing = Pairing {
            pairing_hash: secrets::hash(pairing_id.as_bytes()),
            code: code.clone(),
            public_key: request.public_key.clone(),
            software_version: request.software_version.clone(),
            expires_at,
            kiosk: None,
        };
        if pairings::insert(app.store(), &pairing, MOST_PAIRINGS).await? == Change::Made {
            return Ok(axum::Json(PairingOffer {
                pairing_id,
                code,
                expires_at,
            }));
        }
    }
    Err(ApiError::busy("Too many kiosks are being paired."))
}

pub(super) async fn read(
    State(app): State<App>,
    Path(pairing_id): Path<String>,
) -> Answer<axum::Json<PairingReading>> {
    let pairing = pairings::find(app.store(), &secrets::hash(pairing_id.as_bytes())).await?;
    Ok(axum::Json(match pairing {
        Some(Pairing {
            kiosk: Some(kiosk), ..
        }) => PairingReading::Paired {
            kiosk,
            settings_public_key: app.key().public_text(),
        },
        Some(pairing) if pairing.expires_at > app.now() => PairingReading::Waiting,
        Some(_) | None => PairingReading::Expired,
    }))
}

fn check(request: &PairingRequest) -> Answer<()> {
    let key = URL_SAFE_NO_PAD
        .decode(&request.public_key)
        .ok()
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
        .and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok());
    match key {
        Some(key) if !key.is_weak() => {}
        _ => {
            return Err(ApiError::malformed("The public key cannot be used.")
                .detail("public_key must be an Ed25519 key, 32 bytes in base64url"));
        }
    }
    if request.software_version.len() > MOST_VERSION_BYTES {
        return Err(ApiError::malformed("The software version is too long.")
            .detail(format!("at most {MOST_VERSION_BYTES} bytes")));
    }
    Ok(())
}
