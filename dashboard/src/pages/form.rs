//! Forms that change something, believed only when they come from a page of ours: the browser
//! must say so, and the form must carry the token of this browser.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::App;

use super::cookie;
use super::problem::PageError;
use super::signed_in::session_token;
use super::token::Token;

/// A form that was sent from a page of ours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnForm<T>(pub(crate) T);

#[derive(Deserialize)]
struct Csrf {
    #[serde(default)]
    csrf: String,
}

impl<T: DeserializeOwned> FromRequest<App> for OwnForm<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        if !sent_from_here(request.headers()) {
            return Err(PageError::Foreign);
        }
        let tokens = [
            session_token(request.headers()),
            cookie::read(request.headers(), cookie::VISIT).and_then(Token::brought),
        ];
        let body = Bytes::from_request(request, app)
            .await
            .map_err(|_| PageError::StaleForm)?;
        let sent: Csrf = parse(&body)?;
        let ours = tokens
            .iter()
            .flatten()
            .any(|token| token.is_form_token(&sent.csrf));
        if !ours {
            return Err(PageError::StaleForm);
        }
        Ok(Self(parse(&body)?))
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, PageError> {
    let pairs = url::form_urlencoded::parse(body);
    T::deserialize(serde::de::value::MapDeserializer::new(pairs))
        .map_err(|_: serde::de::value::Error| PageError::StaleForm)
}

/// Whether the browser says that the request was made by a page of this server. Browsers too old
/// to say anything are left to the token.
fn sent_from_here(headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = said("sec-fetch-site") {
        return site == "same-origin";
    }
    match (said(ORIGIN.as_str()), said(HOST.as_str())) {
        // Without https, and with a referrer policy as strict as ours, a browser says "null".
        (None | Some("null"), _) => true,
        (Some(origin), Some(host)) => origin
            .split_once("://")
            .is_some_and(|(_, name)| name == host),
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn only_requests_of_our_own_pages_are_believed() {
        let cases: [(&[(&str, &str)], bool); 6] = [
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (
                &[("origin", "https://a.example"), ("host", "a.example")],
                true,
            ),
            (
                &[("origin", "https://b.example"), ("host", "a.example")],
                false,
            ),
            (
                &[("sec-fetch-site", "cross-site"), ("origin", "null")],
                false,
            ),
        ];
        for (sent, believed) in cases {
            let headers: HeaderMap = sent
                .iter()
                .map(|(name, value)| {
                    (
                        HeaderName::try_from(*name).expect("a name"),
                        HeaderValue::from_str(value).expect("a value"),
                    )
                })
                .collect();
            assert_eq!(sent_from_here(&headers), believed, "{sent:?}");
        }
    }
}
