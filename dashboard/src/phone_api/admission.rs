//! Who is asking: the token of the link, and the phone's own secret.

use axum::extract::{FromRequestParts, RawPathParams};
use http::StatusCode;
use http::request::Parts;
use wire::phone::PHONE_HEADER;
use wire::session::Admission;

use crate::App;
use crate::extract::Client;
use crate::problem::{Answer, ApiError};
use crate::rates::Pace;
use crate::secrets;
use crate::store::phones::{self, Phone};
use crate::store::sessions::{self, Session};

/// The phone's secret: 16 bytes in base64url, and some room.
pub(super) const SECRET_BYTES: std::ops::RangeInclusive<usize> = 16..=64;

/// The link is dead, stale, or was never one.
pub(super) const LINK_DEAD: ApiError = ApiError::new(
    StatusCode::NOT_FOUND,
    "link_dead",
    "This link does not work any more.",
);

/// The living visit that the link in the path belongs to.
#[derive(Debug)]
pub(super) struct Visit(pub(super) Session);

impl FromRequestParts<App> for Visit {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        let Ok(Client(client)) = Client::from_request_parts(parts, app).await;
        let params = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|_| LINK_DEAD)?;
        let token = params
            .iter()
            .find_map(|(name, value)| (name == "token").then_some(value))
            .ok_or(LINK_DEAD)?;
        let now = app.now();
        let token_hash = secrets::hash(token.as_bytes());
        let Some(session) = sessions::find_by_token(app.store(), &token_hash, now).await? else {
            // Only wrong links are counted: behind one address there may be a whole mall.
            return Err(match app.rates().wrong_links.spend(client, now) {
                Pace::Fine => LINK_DEAD,
                Pace::TooFast { retry_after_s } => ApiError::too_fast(retry_after_s),
            });
        };
        match app.rates().links.spend(token_hash, now) {
            Pace::Fine => Ok(Self(session)),
            Pace::TooFast { retry_after_s } => Err(ApiError::too_fast(retry_after_s)),
        }
    }
}

/// The phone that holds the secret in the header, if it joined this visit.
pub(super) async fn phone(
    app: &App,
    session: &Session,
    headers: &http::HeaderMap,
) -> Answer<Option<Phone>> {
    let secret = headers
        .get(PHONE_HEADER)
        .map(http::HeaderValue::as_bytes)
        .filter(|secret| SECRET_BYTES.contains(&secret.len()));
    match secret {
        Some(secret) => {
            Ok(phones::find(app.store(), &session.session, &secrets::hash(secret)).await?)
        }
        None => Ok(None),
    }
}

/// As [`phone`], which must have been let in.
pub(super) async fn admitted(
    app: &App,
    session: &Session,
    headers: &http::HeaderMap,
) -> Answer<Phone> {
    phone(app, session, headers)
        .await?
        .filter(|phone| phone.admission == Admission::Admitted)
        .ok_or(ApiError::new(
            StatusCode::FORBIDDEN,
            "phone_not_admitted",
            "This phone has not been let in.",
        ))
}
