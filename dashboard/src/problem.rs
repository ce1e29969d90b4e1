//! Every error that a kiosk, a phone or a provider can be told, and the answer it becomes.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use wire::problem::{PROBLEM_JSON, Problem};

use crate::photos::PhotoStoreError;
use crate::secrets::SecretError;
use crate::store::StoreError;

/// The result of a handler.
pub type Answer<T> = Result<T, ApiError>;

/// An error answer: a status, a stable code, a sentence.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: Option<String>,
    retry_after_s: Option<u32>,
}

impl ApiError {
    /// An error with a stable `code` and one plain sentence.
    pub const fn new(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self {
            status,
            code,
            title,
            detail: None,
            retry_after_s: None,
        }
    }

    /// What exactly, where, and what is allowed.
    #[must_use]
    pub fn detail(mut self, detail: impl ToString) -> Self {
        self.detail = Some(detail.to_string());
        self
    }

    /// The caller's own row does not exist. Another's looks the same.
    pub const fn not_found(title: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", title)
    }

    /// The body or the address is not what this address takes.
    pub const fn malformed(title: &'static str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "malformed", title)
    }

    /// The caller is too fast.
    pub const fn too_fast(retry_after_s: u32) -> Self {
        Self {
            status: StatusCode::TOO_MANY_REQUESTS,
            code: "too_many_requests",
            title: "This came too often; wait and try again.",
            detail: None,
            retry_after_s: Some(retry_after_s),
        }
    }

    /// The caller may come back after so many seconds.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// The server cannot do it now, for a reason that passes.
    pub const fn busy(title: &'static str) -> Self {
        Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            code: "busy",
            title,
            detail: None,
            retry_after_s: Some(5),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problem = Problem {
            status: self.status.as_u16(),
            code: self.code.to_owned(),
            title: self.title.to_owned(),
            detail: self.detail,
        };
        let mut response = (self.status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "a request failed at the database");
        match error {
            StoreError::Database(_) => Self::busy("The database did not answer; try again."),
            StoreError::Migration(_)
            | StoreError::Address
            | StoreError::SqliteTooOld { .. }
            | StoreError::Unreadable { .. } => internal(),
        }
    }
}

impl From<SecretError> for ApiError {
    fn from(error: SecretError) -> Self {
        tracing::error!(%error, "a request failed for want of a secret");
        internal()
    }
}

impl From<PhotoStoreError> for ApiError {
    fn from(error: PhotoStoreError) -> Self {
        tracing::error!(%error, "a request failed at the photo store");
        Self::busy("The photo store did not answer; try again.")
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        Self::malformed("The body is not what this address takes.").detail(rejection.body_text())
    }
}

impl From<PathRejection> for ApiError {
    fn from(rejection: PathRejection) -> Self {
        Self::malformed("The address is malformed.").detail(rejection.body_text())
    }
}

impl From<QueryRejection> for ApiError {
    fn from(rejection: QueryRejection) -> Self {
        Self::malformed("The query is malformed.").detail(rejection.body_text())
    }
}

/// A fault of ours; what it was is in the log.
pub const fn internal() -> ApiError {
    ApiError::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        "Something failed in the server.",
    )
}
