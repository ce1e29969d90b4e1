//! The switch between Chinese and English.

use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use order::Language;
use serde::Deserialize;

use crate::App;

use super::cookie;
use super::frame::spoken;
use super::signed_in::inside;

/// Which language, and where to go on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Choice {
    to: String,
    back: String,
}

/// `GET /language?to=en&back=/sales`
pub(crate) async fn choose(State(app): State<App>, Query(choice): Query<Choice>) -> Response {
    let mut response = Redirect::to(&inside(&choice.back)).into_response();
    let name = match spoken(&choice.to) {
        Some(Language::Zh) => "zh",
        Some(Language::En) => "en",
        None => return response,
    };
    if let Some(line) = cookie::set(&app, cookie::LANGUAGE, name, cookie::A_YEAR_S) {
        response.headers_mut().append(SET_COOKIE, line);
    }
    response
}
