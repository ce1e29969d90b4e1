//! Facts on their way from a kiosk's journal to ours.

use axum::extract::State;
use http::StatusCode;
use wire::fact::{FactReceipt, FactUpload, MOST_FACTS};

use super::authentication::Caller;
use crate::App;
use crate::extract::Json;
use crate::problem::{Answer, ApiError};
use crate::store::facts::{self, Stored};

pub(super) async fn append(
    State(app): State<App>,
    caller: Caller,
    Json(upload): Json<FactUpload>,
) -> Answer<axum::Json<FactReceipt>> {
    if !(1..=MOST_FACTS).contains(&upload.facts.len()) {
        return Err(
            ApiError::malformed("An upload has too few or too many facts.")
                .detail(format!("1 to {MOST_FACTS} are allowed")),
        );
    }
    if upload.facts.iter().any(|fact| fact.kiosk != *caller.id()) {
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "not_your_fact",
            "A kiosk uploads its own facts only.",
        ));
    }
    match facts::append(app.store(), caller.id(), &upload.facts, app.now()).await? {
        Stored::UpTo(stored_up_to) => Ok(axum::Json(FactReceipt { stored_up_to })),
        Stored::Gap { expected } => Err(ApiError::new(
            StatusCode::CONFLICT,
            "facts_missing",
            "There is a gap in the facts; nothing was stored.",
        )
        .detail(format!("fact {expected} is expected next"))),
    }
}
