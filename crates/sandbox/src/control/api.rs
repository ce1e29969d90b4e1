//! JSON for scripts. Every answer is an object; a refusal is `{"error": "a sentence"}`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::wechat_pay::{Fault, PayRefused, Shop, SigningMode};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mode {
    mode: SigningMode,
}

/// `{"orders": [...]}`, the newest first.
pub(super) async fn orders(State(shop): State<Arc<Shop>>) -> Json<Value> {
    Json(json!({"orders": shop.orders()}))
}

/// The customer pays.
pub(super) async fn pay(State(shop): State<Arc<Shop>>, Path(number): Path<String>) -> Response {
    outcome(shop.pay(&number))
}

/// The customer turns away.
pub(super) async fn decline(State(shop): State<Arc<Shop>>, Path(number): Path<String>) -> Response {
    outcome(shop.decline(&number))
}

/// `{"deliveries": [...]}`: every attempt to deliver a notification.
pub(super) async fn deliveries(State(shop): State<Arc<Shop>>) -> Json<Value> {
    Json(json!({"deliveries": shop.deliveries()}))
}

/// `{"faults": [...]}` that have not struck yet.
pub(super) async fn faults(State(shop): State<Arc<Shop>>) -> Json<Value> {
    Json(json!({"faults": shop.faults.waiting()}))
}

/// Queues one fault, for example `{"kind": "lose_answer", "on": "native"}`.
pub(super) async fn queue(
    State(shop): State<Arc<Shop>>,
    Json(fault): Json<Fault>,
) -> (StatusCode, Json<Value>) {
    shop.faults.queue(fault);
    let waiting = json!({"faults": shop.faults.waiting()});
    (StatusCode::CREATED, Json(waiting))
}

/// Forgets every fault.
pub(super) async fn clear(State(shop): State<Arc<Shop>>) -> Json<Value> {
    shop.faults.clear();
    Json(json!({"faults": []}))
}

/// `{"mode": "public_key"}` or `{"mode": "certificate"}`.
pub(super) async fn mode(State(shop): State<Arc<Shop>>) -> Json<Mode> {
    Json(Mode {
        mode: shop.keys.mode(),
    })
}

/// Sets the mode.
pub(super) async fn set_mode(
    State(shop): State<Arc<Shop>>,
    Json(wanted): Json<Mode>,
) -> Json<Mode> {
    shop.keys.set_mode(wanted.mode);
    Json(wanted)
}

/// Replaces the platform certificate.
pub(super) async fn roll(State(shop): State<Arc<Shop>>) -> Response {
    match shop.keys.roll_certificate() {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

fn outcome(paid: Result<(), PayRefused>) -> Response {
    match paid {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(why @ PayRefused::Unknown) => refusal(StatusCode::NOT_FOUND, &why.to_string()),
        Err(why) => refusal(StatusCode::CONFLICT, &why.to_string()),
    }
}

fn refusal(status: StatusCode, sentence: &str) -> Response {
    (status, Json(json!({"error": sentence}))).into_response()
}
