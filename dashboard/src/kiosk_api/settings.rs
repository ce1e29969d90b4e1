//! Desired settings, signed.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode, header};
use order::Settings;
use wire::settings::{SettingsDocument, SignedSettings};

use super::authentication::Caller;
use crate::App;
use crate::problem::{Answer, internal};
use crate::store::{self, issued_settings};

pub(super) async fn read(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
) -> Answer<Response> {
    let settings = desired(&app, &caller).await?;
    let etag = format!("\"{}\"", settings.version);
    // Remembered before it is told: a quote by these prices must be found later.
    issued_settings::issue(app.store(), caller.id(), &settings, app.now()).await?;
    if headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == etag.as_bytes())
    {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let document = SettingsDocument {
        kiosk: caller.id().clone(),
        settings,
    };
    let signed = SignedSettings::sign(&document, app.key().signing()).map_err(|error| {
        tracing::error!(%error, "settings cannot be written as JSON");
        internal()
    })?;
    Ok(([(header::ETAG, etag)], axum::Json(signed)).into_response())
}

/// What this kiosk is to be set to.
pub(super) async fn desired(app: &App, caller: &Caller) -> Answer<Settings> {
    Ok(store::settings::of(app.store(), caller.id()).await?)
}
