//! Who is asking. A handler that takes a [`SignedIn`] is out of reach of everybody else.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};

use crate::App;
use crate::store::users::User;
use crate::store::web_sessions::{self, Presence};

use super::frame::{Frame, Speech};
use super::problem::PageError;
use super::token::Token;
use super::{cookie, surroundings};

/// A manager who is signed in, and the frame of their page.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    /// Who.
    pub(crate) user: User,
    /// The frame of the page they asked for.
    pub(crate) frame: Frame,
}

/// Why a request gets no further than the door.
#[derive(Debug)]
pub(crate) enum AtTheDoor {
    /// Sign in first, then go on to this address.
    SignInFirst {
        /// Path and query.
        next: String,
        /// htmx asked, which would put the sign-in page inside the old page.
        in_page: bool,
    },
    /// Nobody can say.
    Failed(PageError),
}

impl IntoResponse for AtTheDoor {
    fn into_response(self) -> Response {
        match self {
            Self::Failed(error) => error.into_response(),
            Self::SignInFirst { next, in_page } => {
                let next = url::form_urlencoded::Serializer::new(String::new())
                    .append_pair("next", &next)
                    .finish();
                let address = format!("/sign-in?{next}");
                if !in_page {
                    return Redirect::to(&address).into_response();
                }
                match HeaderValue::from_str(&address) {
                    Ok(address) => {
                        [(HeaderName::from_static("hx-redirect"), address)].into_response()
                    }
                    Err(_) => Redirect::to("/sign-in").into_response(),
                }
            }
        }
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = AtTheDoor;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AtTheDoor> {
        let here = here(parts);
        let in_page = parts.headers.contains_key("hx-request");
        let refused = || AtTheDoor::SignInFirst {
            // What was posted is gone; come back to where it was typed.
            next: if parts.method.is_safe() && !in_page {
                here.clone()
            } else {
                back_to(&parts.headers)
            },
            in_page,
        };
        let token = session_token(&parts.headers).ok_or_else(refused)?;
        let presence = if asked_by_itself(parts) {
            Presence::OpenPage
        } else {
            Presence::Person
        };
        let user = web_sessions::who(app.store(), &token.hash(), presence, surroundings::now(app))
            .await
            .map_err(|error| AtTheDoor::Failed(error.into()))?
            .ok_or_else(refused)?;
        let Ok(Speech(words)) = Speech::from_request_parts(parts, app).await;
        let frame = Frame {
            words,
            csrf: token.form_token(),
            user_name: user.name.clone(),
            here,
        };
        Ok(Self { user, frame })
    }
}

impl OptionalFromRequestParts<App> for SignedIn {
    type Rejection = AtTheDoor;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, AtTheDoor> {
        match <Self as FromRequestParts<App>>::from_request_parts(parts, app).await {
            Ok(signed_in) => Ok(Some(signed_in)),
            Err(AtTheDoor::SignInFirst { .. }) => Ok(None),
            Err(failed @ AtTheDoor::Failed(_)) => Err(failed),
        }
    }
}

/// The token of a signed-in browser.
pub(crate) fn session_token(headers: &HeaderMap) -> Option<Token> {
    Token::brought(cookie::read(headers, cookie::SESSION)?)
}

/// Where in this dashboard `address` leads; the first page when it leads elsewhere.
pub(crate) fn inside(address: &str) -> String {
    let ours = address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains(['\\', '\r', '\n', '\t']);
    if ours {
        address.to_owned()
    } else {
        "/".to_owned()
    }
}

fn here(parts: &Parts) -> String {
    parts
        .uri
        .path_and_query()
        .map_or("/", |address| address.as_str())
        .to_owned()
}

fn asked_by_itself(parts: &Parts) -> bool {
    let query = parts.uri.query().unwrap_or("");
    query.split('&').any(|pair| pair == "refresh=1")
}

/// The page a request was sent from, as the browser says.
fn back_to(headers: &HeaderMap) -> String {
    headers
        .get("hx-current-url")
        .or_else(|| headers.get("referer"))
        .and_then(|value| value.to_str().ok())
        .and_then(|address| url::Url::parse(address).ok())
        .map_or("/".to_owned(), |address| inside(address.path()))
}
