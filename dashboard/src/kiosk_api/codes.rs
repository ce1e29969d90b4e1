//! What a code is worth. Every question costs one of the kiosk's tries before anything is looked
//! up, so that nobody finds a code by trying many.

use axum::extract::State;
use http::StatusCode;
use order::CodeRefusal;
use wire::code::{CodeCheck, CodeReading, plain, problem};

use super::authentication::Caller;
use crate::App;
use crate::extract::Json;
use crate::problem::{Answer, ApiError};
use crate::rates::Pace;
use crate::store::codes;

/// `POST /api/v1/kiosk/code-checks`
pub(super) async fn check(
    State(app): State<App>,
    caller: Caller,
    Json(check): Json<CodeCheck>,
) -> Answer<axum::Json<CodeReading>> {
    let now = app.now();
    if let Pace::TooFast { retry_after_s } = app.rates().code_checks.spend(caller.id().clone(), now)
    {
        return Err(refused(CodeRefusal::TooManyTries).retry_after(retry_after_s));
    }
    let unknown = || refused(CodeRefusal::Unknown);
    let typed = plain(&check.code).ok_or_else(unknown)?;
    let code = codes::typed(app.store(), &typed)
        .await?
        .ok_or_else(unknown)?;
    match code.refusal(&caller.0.region, now) {
        None => Ok(axum::Json(CodeReading {
            terms: code.terms(),
        })),
        Some(refusal) => Err(refused(refusal)),
    }
}

/// The answer that says why a code does not count.
pub(crate) const fn refused(refusal: CodeRefusal) -> ApiError {
    let (status, title) = match refusal {
        CodeRefusal::Unknown => (StatusCode::NOT_FOUND, "No such code counts here."),
        CodeRefusal::NotYet => (StatusCode::CONFLICT, "This code does not count yet."),
        CodeRefusal::Expired => (StatusCode::CONFLICT, "This code does not count any more."),
        CodeRefusal::UsedUp => (StatusCode::CONFLICT, "This code is used up."),
        CodeRefusal::TooManyTries => (
            StatusCode::TOO_MANY_REQUESTS,
            "Too many codes were tried; wait and try again.",
        ),
    };
    ApiError::new(status, problem(refusal), title)
}
