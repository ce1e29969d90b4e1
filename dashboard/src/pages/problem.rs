//! What a person sees when a page cannot be shown: what happened, whether anything was changed,
//! and a way on.

use askama::Template;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use thiserror::Error;

use crate::secrets::SecretError;
use crate::store::StoreError;

use super::frame::{Frame, language};
use super::password::PasswordError;
use super::words::Words;

/// Why a page cannot be shown.
#[derive(Debug, Error)]
pub(crate) enum PageError {
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A password could not be hashed or checked.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// No randomness for a token.
    #[error("no randomness for a token: {0}")]
    Random(#[from] getrandom::Error),
    /// No randomness for a code.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The template failed.
    #[error("the page could not be written: {0}")]
    Template(#[from] askama::Error),
    /// What is shown cannot be written as JSON.
    #[error("the page's figures could not be written: {0}")]
    Figures(#[from] serde_json::Error),
    /// Another part of the server could not do it.
    #[error("another part of the server answered {0}")]
    Other(StatusCode),
    /// There is no such thing.
    #[error("there is nothing at this address")]
    NotFound,
    /// The request does not come from a page of ours.
    #[error("the request did not come from a page of this dashboard")]
    Foreign,
    /// The form is from before the last sign-in, or cannot be read.
    #[error("the form is stale or malformed")]
    StaleForm,
    /// The set-up link is used, expired or was never made.
    #[error("the set-up link does not work")]
    LinkDead,
}

impl PageError {
    const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::LinkDead => StatusCode::NOT_FOUND,
            Self::Foreign | Self::StaleForm => StatusCode::FORBIDDEN,
            Self::Store(_) | Self::Password(_) | Self::Random(_) | Self::Secret(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Template(_) | Self::Figures(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Other(status) => *status,
        }
    }

    const fn wording(&self, words: &Words) -> (&'static str, &'static str) {
        match self {
            Self::NotFound => (words.not_found_title, words.not_found),
            Self::LinkDead => (words.link_dead_title, words.link_dead),
            Self::Foreign => (words.refused_title, words.refused),
            Self::StaleForm => (words.refused_title, words.signed_out_form),
            Self::Store(_)
            | Self::Password(_)
            | Self::Random(_)
            | Self::Secret(_)
            | Self::Template(_)
            | Self::Figures(_)
            | Self::Other(_) => (words.failed_title, words.failed),
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let status = self.status();
        if status.is_server_error() {
            tracing::error!(error = %self, "a page could not be shown");
        }
        // The sentence is written by `finish`, which knows the reader's language.
        let mut response = status.into_response();
        response.extensions_mut().insert(std::sync::Arc::new(self));
        response
    }
}

#[derive(Template)]
#[template(path = "stopped.html")]
struct Stopped {
    page: Frame,
    title: &'static str,
    sentence: &'static str,
    way_on_href: &'static str,
    way_on: &'static str,
}

/// Writes a page from its template.
pub(crate) fn show(template: &impl Template) -> Result<Response, PageError> {
    Ok(Html(template.render()?).into_response())
}

/// Around every page: errors become sentences in the reader's language, and no copy is kept.
pub(crate) async fn finish(request: Request, next: Next) -> Response {
    let words = Words::of(language(request.headers()));
    let here = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let problem = response
        .extensions()
        .get::<std::sync::Arc<PageError>>()
        .cloned();
    if let Some(problem) = problem {
        let (title, sentence) = problem.wording(words);
        let page = Stopped {
            page: Frame {
                words,
                csrf: String::new(),
                user_name: String::new(),
                here,
            },
            title,
            sentence,
            way_on_href: "/",
            way_on: words.to_home,
        };
        if let Ok(text) = page.render() {
            response = (problem.status(), Html(text)).into_response();
        }
    }
    // Pages hold what only a manager may see; a shared computer keeps no copy.
    response
        .headers_mut()
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
