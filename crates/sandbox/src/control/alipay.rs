//! Alipay's part of the JSON for scripts. Every answer is an object; a refusal is
//! `{"error": "a sentence"}`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::alipay::{Barcode, Fault, PayRefused, Till};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    fate: Barcode,
}

/// `{"orders": [...]}`, the newest first.
pub(super) async fn orders(State(till): State<Till>) -> Json<Value> {
    Json(json!({"orders": till.trades()}))
}

/// The customer scans the code.
pub(super) async fn scan(State(till): State<Till>, Path(number): Path<String>) -> Response {
    outcome(till.scan(&number))
}

/// The customer pays.
pub(super) async fn pay(State(till): State<Till>, Path(number): Path<String>) -> Response {
    outcome(till.pay(&number))
}

/// The customer turns away.
pub(super) async fn decline(State(till): State<Till>, Path(number): Path<String>) -> Response {
    outcome(till.decline(&number))
}

/// `{"fate": "pays"}` is answered with `{"auth_code": "28..."}`.
pub(super) async fn hand_out(
    State(till): State<Till>,
    Json(wanted): Json<Wanted>,
) -> (StatusCode, Json<Value>) {
    let code = till.hand_out_barcode(wanted.fate);
    (StatusCode::CREATED, Json(json!({"auth_code": code})))
}

/// `{"deliveries": [...]}`: every attempt to deliver a notification.
pub(super) async fn deliveries(State(till): State<Till>) -> Json<Value> {
    Json(json!({"deliveries": till.deliveries()}))
}

/// `{"faults": [...]}` that have not struck yet.
pub(super) async fn faults(State(till): State<Till>) -> Json<Value> {
    Json(json!({"faults": till.faults()}))
}

/// Queues one fault, for example `{"kind": "lose_answer", "on": "precreate"}`.
pub(super) async fn queue(
    State(till): State<Till>,
    Json(fault): Json<Fault>,
) -> (StatusCode, Json<Value>) {
    till.fault(fault);
    (StatusCode::CREATED, Json(json!({"faults": till.faults()})))
}

/// Forgets every fault.
pub(super) async fn clear(State(till): State<Till>) -> Json<Value> {
    till.clear_faults();
    Json(json!({"faults": []}))
}

fn outcome(paid: Result<(), PayRefused>) -> Response {
    let (status, why) = match paid {
        Ok(()) => return StatusCode::NO_CONTENT.into_response(),
        Err(why @ PayRefused::Unknown) => (StatusCode::NOT_FOUND, why),
        Err(why) => (StatusCode::CONFLICT, why),
    };
    (status, Json(json!({"error": why.to_string()}))).into_response()
}
