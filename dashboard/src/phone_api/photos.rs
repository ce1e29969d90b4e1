//! Taking a sealed photo in.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use futures_util::StreamExt as _;
use http::{HeaderMap, StatusCode, header};
use order::PhotoId;
use wire::phone::MOST_PHOTO_BYTES;
use wire::session::Stage;

use super::admission::{LINK_DEAD, Visit, admitted};
use crate::App;
use crate::extract::Path;
use crate::photos::{MOST_SEALED_BYTES, Taken};
use crate::problem::{Answer, ApiError};
use crate::secrets;
use crate::store::photos::{self, Expected};
use crate::store::sessions::Session;
use crate::store::{Change, Store};

pub(super) async fn take(
    State(app): State<App>,
    Visit(session): Visit,
    Path((_token, photo)): Path<(String, PhotoId)>,
    headers: HeaderMap,
    body: Body,
) -> Answer<StatusCode> {
    let phone = admitted(&app, &session, &headers).await?;
    if announced(&headers).is_some_and(|bytes| bytes > MOST_SEALED_BYTES) {
        return Err(too_large());
    }
    let _place = Arc::clone(app.uploads())
        .try_acquire_owned()
        .map_err(|_| ApiError::busy("Too many photos are on their way."))?;
    if matches!(session.stage, Stage::Ended { .. }) {
        return Err(LINK_DEAD);
    }
    let most = session.opening.most_photos;
    match photos::expect(app.store(), &session.session, &photo, &phone.phone, most).await? {
        Expected::Welcome => {}
        Expected::Known => {
            drain(body).await;
            return Ok(StatusCode::NO_CONTENT);
        }
        Expected::NameTaken => {
            return Err(ApiError::new(
                StatusCode::CONFLICT,
                "photo_differs",
                "Another phone sent a photo of this name.",
            ));
        }
        Expected::TooMany => {
            return Err(ApiError::new(
                StatusCode::CONFLICT,
                "too_many_photos",
                "This visit takes no more photos.",
            )
            .detail(format!("at most {most}")));
        }
        Expected::NoSession => return Err(LINK_DEAD),
    }
    receive(&app, &session, &photo, body).await
}

async fn receive(app: &App, session: &Session, photo: &PhotoId, body: Body) -> Answer<StatusCode> {
    // Two tries of one photo have places of their own; the first to land wins.
    let place = format!("{photo}.{}", secrets::token()?);
    let taken = match app.photos().take(&session.session, &place, body).await {
        Ok(taken) => taken,
        Err(error) => {
            photos::give_up(app.store(), &session.session, photo).await?;
            return Err(error.into());
        }
    };
    match taken {
        Taken::Stored { blob, bytes } => {
            land(app.store(), app, session, photo, &blob, bytes).await?;
            Ok(StatusCode::NO_CONTENT)
        }
        Taken::TooLarge => Err(given_up(app, session, photo, too_large()).await?),
        Taken::NotSealed => {
            let error = ApiError::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "photo_not_sealed",
                "Photos must be sealed before they are sent.",
            );
            Err(given_up(app, session, photo, error).await?)
        }
        Taken::BrokenOff => {
            let error = ApiError::new(
                StatusCode::REQUEST_TIMEOUT,
                "photo_broken_off",
                "The photo did not arrive whole; send it again.",
            );
            Err(given_up(app, session, photo, error).await?)
        }
    }
}

async fn land(
    store: &Store,
    app: &App,
    session: &Session,
    photo: &PhotoId,
    blob: &str,
    bytes: u64,
) -> Answer<()> {
    match photos::land(store, &session.session, photo, blob, bytes, app.now()).await? {
        Change::Made => {
            app.tell_visit(&session.kiosk, &session.session);
            Ok(())
        }
        Change::NotMade => {
            app.photos().delete(blob).await?;
            // Either another try landed first, which is as good, or the visit is over.
            match photos::find(store, &session.session, photo).await? {
                Some(_) => Ok(()),
                None => Err(LINK_DEAD),
            }
        }
    }
}

async fn given_up(
    app: &App,
    session: &Session,
    photo: &PhotoId,
    error: ApiError,
) -> Answer<ApiError> {
    photos::give_up(app.store(), &session.session, photo).await?;
    Ok(error)
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

fn too_large() -> ApiError {
    ApiError::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "photo_too_large",
        "This photo has too many bytes.",
    )
    .detail(format!("at most {MOST_PHOTO_BYTES} bytes"))
}

/// Reads the rest of a photo that is here already, so that the phone can finish sending and read
/// the answer; a body that goes on for too long is left.
async fn drain(body: Body) {
    let mut parts = body.into_data_stream();
    let mut bytes = 0;
    let limit = std::time::Duration::from_secs(30);
    while let Ok(Some(Ok(part))) = tokio::time::timeout(limit, parts.next()).await {
        bytes += part.len() as u64;
        if bytes > MOST_SEALED_BYTES {
            return;
        }
    }
}
