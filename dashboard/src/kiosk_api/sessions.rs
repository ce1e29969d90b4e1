//! Visits, as the kiosk opens, reads, stages and ends them.

use axum::extract::State;
use http::StatusCode;
use order::SessionId;
use wire::session::{
    Admission, OpenSession, PhoneDecision, PhoneReading, PhotoReading, SessionAddress,
    SessionReading, Stage,
};

use super::authentication::Caller;
use crate::App;
use crate::extract::{Json, Path};
use crate::problem::{Answer, ApiError};
use crate::secrets;
use crate::store::sessions::{self, Session};
use crate::store::{Change, phones, photos};
use crate::sweeper;

/// The longest a link may live.
const MOST_LIFE_MS: i64 = 24 * 3_600_000;

/// The most photos of a visit.
const MOST_PHOTOS: u32 = 500;

pub(super) async fn open(
    State(app): State<App>,
    caller: Caller,
    Path(session): Path<SessionId>,
    Json(opening): Json<OpenSession>,
) -> Answer<axum::Json<SessionAddress>> {
    check(&app, &opening)?;
    if let Some(known) = sessions::find(app.store(), &session).await? {
        return opened_again(&app, &caller, &known, &opening).await;
    }
    let link_salt = secrets::token()?;
    let token = app.key().link_token(session.as_str(), &link_salt);
    let new = Session {
        kiosk: caller.id().clone(),
        token_hash: secrets::hash(token.as_bytes()),
        link_salt,
        stage: Stage::Collecting,
        revision: 1,
        expires_at: opening.expires_at,
        session,
        opening,
    };
    match sessions::insert(app.store(), &new).await? {
        Change::Made => Ok(axum::Json(address(&app, &token))),
        Change::NotMade => match sessions::find(app.store(), &new.session).await? {
            Some(known) => opened_again(&app, &caller, &known, &new.opening).await,
            None => Err(ApiError::busy("The visit ended just now.")),
        },
    }
}

/// The same visit keeps its link; its kiosk may give it more time or more photos.
async fn opened_again(
    app: &App,
    caller: &Caller,
    known: &Session,
    opening: &OpenSession,
) -> Answer<axum::Json<SessionAddress>> {
    if known.kiosk != *caller.id() {
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "session_differs",
            "A visit with this id was opened by another kiosk.",
        ));
    }
    if known.opening != *opening {
        let _ = sessions::set_opening(app.store(), &known.session, opening).await?;
        app.visits().tell(&known.session, ());
    }
    let token = app
        .key()
        .link_token(known.session.as_str(), &known.link_salt);
    Ok(axum::Json(address(app, &token)))
}

fn address(app: &App, token: &str) -> SessionAddress {
    SessionAddress {
        phone_url: format!("{}p/{token}", app.config().public_url),
        receipts_url: Some(format!("{}r/", app.config().public_url)),
    }
}

fn check(app: &App, opening: &OpenSession) -> Answer<()> {
    let life_ms = opening.expires_at.ms_since(app.now());
    if !(1..=MOST_LIFE_MS).contains(&life_ms) {
        return Err(ApiError::malformed("The visit cannot end then.")
            .detail("expires_at must lie within the next 24 hours"));
    }
    if !(1..=MOST_PHOTOS).contains(&opening.most_photos) {
        return Err(
            ApiError::malformed("The visit cannot take that many photos.")
                .detail(format!("most_photos must be 1 to {MOST_PHOTOS}")),
        );
    }
    Ok(())
}

/// The caller's own living visit.
pub(super) async fn own(app: &App, caller: &Caller, session: &SessionId) -> Answer<Session> {
    sessions::find(app.store(), session)
        .await?
        .filter(|known| known.kiosk == *caller.id() && known.expires_at > app.now())
        .ok_or(ApiError::not_found("There is no such visit."))
}

pub(super) async fn read(
    State(app): State<App>,
    caller: Caller,
    Path(session): Path<SessionId>,
) -> Answer<axum::Json<SessionReading>> {
    let known = own(&app, &caller, &session).await?;
    let phones = phones::all(app.store(), &session).await?;
    let photos = photos::arrived(app.store(), &session).await?;
    Ok(axum::Json(SessionReading {
        session,
        kiosk: known.kiosk,
        phones: phones
            .into_iter()
            .map(|phone| PhoneReading {
                phone: phone.phone,
                admission: phone.admission,
                sending: phone.sending,
            })
            .collect(),
        photos: photos
            .into_iter()
            .map(|photo| PhotoReading {
                photo: photo.photo,
                sealed_bytes: photo.sealed_bytes,
                landed_at: photo.landed_at,
                outcome: photo.outcome,
            })
            .collect(),
    }))
}

pub(super) async fn set_stage(
    State(app): State<App>,
    caller: Caller,
    Path(session): Path<SessionId>,
    Json(stage): Json<Stage>,
) -> Answer<StatusCode> {
    let known = own(&app, &caller, &session).await?;
    if known.stage != stage {
        let _ = sessions::set_stage(app.store(), &session, &stage).await?;
        if let Stage::Ended { .. } = stage {
            // The link lives on for a while to say so; nothing else of the visit does.
            app.photos().delete_session(&session).await?;
        }
        app.visits().tell(&session, ());
    }
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn decide_phone(
    State(app): State<App>,
    caller: Caller,
    Path((session, phone)): Path<(SessionId, String)>,
    Json(decision): Json<PhoneDecision>,
) -> Answer<StatusCode> {
    own(&app, &caller, &session).await?;
    if decision.admission == Admission::Waiting {
        return Err(ApiError::malformed("That decides nothing.")
            .detail("admission must be admitted or refused"));
    }
    match phones::decide(app.store(), &session, &phone, decision.admission).await? {
        Change::Made => {
            app.visits().tell(&session, ());
            Ok(StatusCode::NO_CONTENT)
        }
        Change::NotMade => Err(ApiError::not_found("There is no such phone.")),
    }
}

/// Ending a visit that is gone already is the same visit ended.
pub(super) async fn end(
    State(app): State<App>,
    caller: Caller,
    Path(session): Path<SessionId>,
) -> Answer<StatusCode> {
    let known = sessions::find(app.store(), &session).await?;
    if known.is_some_and(|known| known.kiosk == *caller.id()) {
        sweeper::end_visit(&app, &session).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
