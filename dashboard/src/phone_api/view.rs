//! What the phone page shows, now or when it changes.

use std::time::Duration;

use axum::extract::State;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use tokio::time::{Instant, timeout_at};
use wire::phone::{Join, MOST_PHOTO_BYTES, PhonePhoto, PhoneView, Sending};

use super::admission::{LINK_DEAD, SECRET_BYTES, Visit, admitted, phone};
use crate::App;
use crate::extract::{Json, Query};
use crate::problem::{Answer, ApiError};
use crate::secrets;
use crate::store::phones::{self, Joined, Phone};
use crate::store::sessions::{self, Session};
use crate::store::{Change, kiosks, photos};

/// How long a question with `after` waits for something newer.
const WAIT_LIMIT: Duration = Duration::from_secs(25);

/// How often it looks by itself, should the change have been made by another dashboard.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// The most phones of one visit, refused ones included.
const MOST_PHONES: i64 = 20;

#[derive(Debug, Deserialize)]
pub(super) struct After {
    after: Option<u64>,
}

pub(super) async fn read(
    State(app): State<App>,
    Visit(session): Visit,
    Query(After { after }): Query<After>,
    headers: HeaderMap,
) -> Answer<axum::Json<PhoneView>> {
    let session = match after {
        Some(after) => newer(&app, session, after).await?,
        None => session,
    };
    let phone = phone(&app, &session, &headers).await?;
    view(&app, session, phone).await
}

/// The visit once its revision is above `after`, or as it is when the wait is over.
async fn newer(app: &App, first: Session, after: u64) -> Answer<Session> {
    let deadline = Instant::now() + WAIT_LIMIT;
    let mut changes = app.visits().listen(first.session.clone());
    let mut stopping = app.stopping();
    loop {
        // Read after listening began, so that no change falls between the two.
        let session = sessions::find(app.store(), &first.session)
            .await?
            .filter(|session| session.token_hash == first.token_hash)
            .filter(|session| session.expires_at > app.now())
            .ok_or(LINK_DEAD)?;
        if session.revision > after || Instant::now() >= deadline || *stopping.borrow() {
            return Ok(session);
        }
        let wake = deadline.min(Instant::now() + LOOK_AGAIN);
        tokio::select! {
            // However the wait ends (a change, one missed, the time), the database is asked.
            _ = timeout_at(wake, changes.recv()) => {}
            _ = stopping.wait_for(|stop| *stop) => {}
        }
    }
}

pub(super) async fn join(
    State(app): State<App>,
    Visit(session): Visit,
    Json(join): Json<Join>,
) -> Answer<axum::Json<PhoneView>> {
    if !SECRET_BYTES.contains(&join.phone_secret.len()) {
        return Err(ApiError::malformed("The phone's secret cannot be used.")
            .detail("phone_secret must be 128 random bits in base64url"));
    }
    let secret_hash = secrets::hash(join.phone_secret.as_bytes());
    let name = secrets::token()?;
    let joined = phones::join(
        app.store(),
        &session.session,
        &secret_hash,
        &name,
        MOST_PHONES,
    )
    .await?;
    let phone = match joined {
        Joined::Back(phone) => phone,
        Joined::New(phone) => {
            app.tell_visit(&session.kiosk, &session.session);
            phone
        }
        Joined::TooMany => return Err(ApiError::too_fast(60)),
        Joined::NoSession => return Err(LINK_DEAD),
    };
    let session = sessions::find(app.store(), &session.session)
        .await?
        .ok_or(LINK_DEAD)?;
    view(&app, session, Some(phone)).await
}

pub(super) async fn set_sending(
    State(app): State<App>,
    Visit(session): Visit,
    headers: HeaderMap,
    Json(sending): Json<Sending>,
) -> Answer<StatusCode> {
    let phone = admitted(&app, &session, &headers).await?;
    let photos = sending.photos.min(session.opening.most_photos);
    let change = phones::set_sending(app.store(), &session.session, &phone.phone, photos).await?;
    if change == Change::Made {
        app.tell_visit(&session.kiosk, &session.session);
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn view(app: &App, session: Session, phone: Option<Phone>) -> Answer<axum::Json<PhoneView>> {
    let kiosk = kiosks::find(app.store(), &session.kiosk)
        .await?
        .ok_or(LINK_DEAD)?;
    let photos = match &phone {
        Some(phone) => photos::arrived(app.store(), &session.session)
            .await?
            .into_iter()
            .filter(|photo| photo.phone == phone.phone)
            .map(|photo| PhonePhoto {
                photo: photo.photo,
                outcome: photo.outcome,
            })
            .collect(),
        None => Vec::new(),
    };
    Ok(axum::Json(PhoneView {
        revision: session.revision,
        session: session.session,
        kiosk_name: kiosk.name,
        site_name: kiosk.site,
        admission: phone.map(|phone| phone.admission),
        stage: session.stage,
        most_photos: session.opening.most_photos,
        most_photo_bytes: MOST_PHOTO_BYTES,
        photos,
    }))
}
