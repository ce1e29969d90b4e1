//! Notifications of providers: hints that are verified, kept, settled and acknowledged within the
//! five seconds that WeChat Pay gives.

use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode};
use order::ProviderId;
use payment::{Acknowledgement, Notification, Reply};
use serde_json::json;

use super::BrokerError;
use super::counters::{Found, Reason};
use crate::App;
use crate::secrets;
use crate::store::Change;
use crate::store::notifications::{self, Verdict};

/// How long verifying, storing and settling may take.
const ANSWER_LIMIT: Duration = Duration::from_millis(4_500);

/// What the sender is told.
enum Verdicted {
    Kept(Acknowledgement),
    Rejected,
}

/// `POST /pay/wechat/notify`
pub(super) async fn wechat_pay(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    answer(&app, ProviderId::WechatPay, &headers, &body).await
}

/// `POST /pay/alipay/notify`
pub(super) async fn alipay(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    answer(&app, ProviderId::Alipay, &headers, &body).await
}

async fn answer(app: &App, provider: ProviderId, headers: &HeaderMap, body: &[u8]) -> Response {
    let taking = take(app, provider, headers, body);
    match tokio::time::timeout(ANSWER_LIMIT, taking).await {
        Ok(Ok(Verdicted::Kept(Acknowledgement::NoContent))) => {
            StatusCode::NO_CONTENT.into_response()
        }
        Ok(Ok(Verdicted::Kept(Acknowledgement::Text(text)))) => text.into_response(),
        Ok(Ok(Verdicted::Rejected)) => {
            failed(StatusCode::UNAUTHORIZED, "the signature does not verify")
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "a notification could not be kept");
            failed(StatusCode::INTERNAL_SERVER_ERROR, "try again")
        }
        Err(_) => failed(StatusCode::SERVICE_UNAVAILABLE, "try again"),
    }
}

async fn take(
    app: &App,
    provider: ProviderId,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Verdicted, BrokerError> {
    let broker = app.broker();
    let count = |found| broker.counters().notification(provider, found);
    let now = app.now();
    let at = match broker.provider(provider) {
        Ok(at) => at,
        Err(none) => {
            count(Found::Refused(Reason::NoProvider));
            return Err(none);
        }
    };
    let acknowledgement = at.acknowledgement();
    let reading = at.read_notification(headers, body, now).await;
    if let Err(refused) = &reading {
        count(Found::Refused(refused.into()));
    }
    let verdict = match &reading {
        Ok(Notification::Payment(_)) => Verdict::Payment,
        Ok(Notification::Refund(_)) => Verdict::Refund,
        Err(refused) if refused.reply() == Reply::Reject => {
            tracing::warn!(%refused, "a notification was rejected");
            return Ok(Verdicted::Rejected);
        }
        Err(refused) => {
            tracing::error!(%refused, "a genuine notification needs a person");
            Verdict::Alarm
        }
    };
    let hash = secrets::hash(body);
    let text = String::from_utf8_lossy(body);
    let kept = notifications::record(app.store(), &hash, provider, now, verdict, &text).await?;
    if reading.is_ok() {
        count(match kept {
            Change::Made => Found::Accepted,
            Change::NotMade => Found::Repeated,
        });
    }
    // A copy is settled too: the first may have been kept by a server that died over it.
    match reading {
        Ok(Notification::Payment(transaction)) => broker.settle(&transaction).await?,
        Ok(Notification::Refund(reading)) => broker.settle_refund(&reading).await?,
        Err(_) => {}
    }
    Ok(Verdicted::Kept(acknowledgement))
}

fn failed(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "code": "FAIL", "message": message }))).into_response()
}
