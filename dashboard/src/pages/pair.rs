//! Taking a kiosk in: the code from its screen, and where it stands.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use order::KioskId;
use serde::Deserialize;

use crate::App;
use crate::pairing;

use super::fleet;
use super::form::OwnForm;
use super::frame::Frame;
use super::place::{self, PlaceFields};
use super::problem::{PageError, show};
use super::signed_in::SignedIn;
use super::surroundings;
use super::words::Words;
use super::words::money::half_width;

#[derive(Template)]
#[template(path = "pair.html")]
struct PairPage {
    page: Frame,
    code: String,
    code_problem: Option<&'static str>,
    place: PlaceFields,
}

/// What was typed.
#[derive(Debug, Deserialize)]
pub(crate) struct PairForm {
    code: String,
    name: String,
    site: String,
    region: String,
}

/// `GET /pair`
pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Response, PageError> {
    let members = fleet::load(&app, &surroundings::calendar(&app)).await?;
    show(&PairPage {
        page: signed_in.frame,
        code: String::new(),
        code_problem: None,
        place: PlaceFields::filled("", "", "", &members),
    })
}

/// `POST /pair`
pub(crate) async fn pair(
    State(app): State<App>,
    signed_in: SignedIn,
    OwnForm(form): OwnForm<PairForm>,
) -> Result<Response, PageError> {
    let words = signed_in.frame.words;
    let calendar = surroundings::calendar(&app);
    let members = fleet::load(&app, &calendar).await?;
    let fields = PlaceFields::filled(&form.name, &form.site, &form.region, &members).checked(words);
    let code_problem = if fields.is_fine() {
        match claim(&app, words, &form.code, &fields).await? {
            Err(problem) => Some(problem),
            Ok(kiosk) => {
                place::save(&app, &kiosk, &fields, &signed_in.user.name).await?;
                tracing::info!(kiosk.id = %kiosk, "a kiosk was paired");
                let address = format!("/kiosks/{kiosk}?saved=paired");
                return Ok(Redirect::to(&address).into_response());
            }
        }
    } else {
        None
    };
    let page = PairPage {
        page: signed_in.frame,
        code_problem,
        code: form.code,
        place: fields,
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
}

/// Takes the kiosk in; or says what is wrong with the code.
async fn claim(
    app: &App,
    words: &'static Words,
    code: &str,
    fields: &PlaceFields,
) -> Result<Result<KioskId, &'static str>, PageError> {
    let code: String = code.chars().map(half_width).collect();
    let claimed = pairing::claim(app, &code, &fields.name, &fields.site, &fields.region).await;
    let status = match claimed {
        Ok(kiosk) => return Ok(Ok(kiosk)),
        Err(error) => error.into_response().status(),
    };
    match status {
        StatusCode::NOT_FOUND => Ok(Err(words.code_unknown)),
        StatusCode::TOO_MANY_REQUESTS => Ok(Err(words.code_too_often)),
        status => Err(PageError::Other(status)),
    }
}
