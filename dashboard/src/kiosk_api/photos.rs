//! Sealed photos, as the kiosk fetches them and says what it made of them.

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{StatusCode, header};
use order::{PhotoId, SessionId};
use wire::session::PhotoOutcome;

use super::authentication::Caller;
use super::sessions::own;
use crate::App;
use crate::extract::{Json, Path};
use crate::problem::{Answer, ApiError};
use crate::store::{Change, photos};

const GONE: ApiError = ApiError::not_found("There is no such photo any more.");

pub(super) async fn read(
    State(app): State<App>,
    caller: Caller,
    Path((session, photo)): Path<(SessionId, PhotoId)>,
) -> Answer<Response> {
    own(&app, &caller, &session).await?;
    let known = photos::find(app.store(), &session, &photo)
        .await?
        .ok_or(GONE)?;
    let blob = known.blob.ok_or(GONE)?;
    let bytes = app.photos().read(&blob).await?.ok_or(GONE)?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, known.sealed_bytes.to_string()),
    ];
    Ok((headers, Body::from_stream(bytes)).into_response())
}

pub(super) async fn settle(
    State(app): State<App>,
    caller: Caller,
    Path((session, photo)): Path<(SessionId, PhotoId)>,
    Json(outcome): Json<PhotoOutcome>,
) -> Answer<StatusCode> {
    own(&app, &caller, &session).await?;
    let known = photos::find(app.store(), &session, &photo)
        .await?
        .ok_or(ApiError::not_found("There is no such photo."))?;
    if photos::settle(app.store(), &session, &photo, &outcome).await? == Change::Made {
        app.visits().tell(&session, ());
    }
    if let Some(blob) = known.blob {
        app.photos().delete(&blob).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
