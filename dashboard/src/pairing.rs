//! Taking a kiosk into the fleet: the half that a manager does.

use http::StatusCode;
use order::KioskId;

use crate::App;
use crate::problem::{Answer, ApiError};
use crate::rates::Pace;
use crate::secrets;
use crate::store::kiosks::Kiosk;
use crate::store::pairings;

/// Takes in the kiosk that shows `code` (spaces and case do not matter). The same kiosk, paired
/// again, stays who it was, under the new name and site. Errors: `code_unknown` (wrong, used or
/// run out) and `too_many_requests` (somebody is guessing).
pub async fn claim(app: &App, code: &str, name: &str, site: &str, region: &str) -> Answer<KioskId> {
    let now = app.now();
    if let Pace::TooFast { retry_after_s } = app.rates().pairing_claims.spend((), now) {
        return Err(ApiError::too_fast(retry_after_s));
    }
    let code: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|character| character.to_ascii_uppercase())
        .collect();
    let name_of_key = format!("k-{}", hex::encode(secrets::random::<6>()?));
    let kiosk = Kiosk {
        kiosk: KioskId::parse(&name_of_key)
            .map_err(|error| ApiError::malformed("The kiosk cannot be named.").detail(error))?,
        public_key: String::new(),
        name: name.to_owned(),
        site: site.to_owned(),
        region: region.to_owned(),
        paired_at: now,
        revoked_at: None,
    };
    pairings::claim(app.store(), &code, kiosk, now)
        .await?
        .ok_or(ApiError::new(
            StatusCode::NOT_FOUND,
            "code_unknown",
            "No kiosk shows this code; codes last ten minutes.",
        ))
}
