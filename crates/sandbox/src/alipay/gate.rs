//! The way in and out: read the parameters, check who signed them, let faults strike, do what was
//! asked, and sign the answer.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{Method, Request as HttpRequest, Response, StatusCode, header};
use axum::routing::{any, get};
use serde_json::Value;

use super::complaint::Complaint;
use super::keys::Keys;
use super::method;
use super::request::Request;
use super::shop::Shop;
use super::{Call, Fault, bills};
use crate::server::CutLine;

/// Longest request body read, in bytes.
const LONGEST_BODY: usize = 64 * 1024;

/// How an answer is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signing {
    Truly,
    Wrongly,
    /// With a certificate's name that nobody knows.
    Strangely,
}

/// Everything below `/alipay/`.
pub(crate) fn router(shop: Arc<Shop>) -> Router {
    Router::new()
        .route("/alipay/gateway.do", any(enter))
        .route("/alipay/bill/{token}", get(bills::file))
        .with_state(shop)
}

async fn enter(State(shop): State<Arc<Shop>>, request: HttpRequest<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default();
    // A GET has everything in the query; a POST may have it in either place.
    let body = match parts.method {
        Method::GET => Vec::new(),
        Method::POST => match to_bytes(body, LONGEST_BODY).await {
            Ok(body) => body.to_vec(),
            Err(_) => return page(StatusCode::PAYLOAD_TOO_LARGE),
        },
        _ => return page(StatusCode::METHOD_NOT_ALLOWED),
    };
    let request = match Request::parse(query.as_bytes(), &body) {
        Ok(request) => request,
        Err(complaint) => return unsigned("error_response", &complaint),
    };
    // An answer to somebody unproven is not signed.
    if let Err(complaint) = request.check(&shop.keys) {
        let name = match method::call(request.method()) {
            Some(_) => method::answer_name(request.method()),
            None => "error_response".to_owned(),
        };
        return unsigned(&name, &complaint);
    }
    answer(&shop, &request)
}

fn answer(shop: &Arc<Shop>, request: &Request) -> Response<Body> {
    let name = method::answer_name(request.method());
    let Some(on) = method::call(request.method()) else {
        return page(StatusCode::NOT_FOUND);
    };
    let sealed = |result: Value, signing| seal(&shop.keys, &name, &result, request, signing);
    let refused = |complaint: Complaint| sealed(complaint.body(), Signing::Truly);
    if shop.faults.strikes(&Fault::BadGateway { on }) {
        return page(StatusCode::BAD_GATEWAY);
    }
    if shop.faults.strikes(&Fault::FailBefore { on }) {
        return refused(Complaint::system());
    }
    if shop.faults.strikes(&Fault::TooFast { on }) {
        let why = "应用调用次数超限";
        return refused(Complaint::new("40005", "isv.app-call-limited", why));
    }
    let result = match perform(shop, on, request) {
        Ok(mut result) => {
            result["code"] = "10000".into();
            result["msg"] = "Success".into();
            result
        }
        Err(complaint) => complaint.body(),
    };
    if shop.faults.strikes(&Fault::LoseAnswer { on }) {
        let mut cut = Response::new(Body::empty());
        cut.extensions_mut().insert(CutLine);
        return cut;
    }
    if shop.faults.strikes(&Fault::FailAfter { on }) {
        return refused(Complaint::system());
    }
    if shop.faults.strikes(&Fault::UnsignedError { on }) {
        return unsigned("error_response", &Complaint::system());
    }
    sealed(result, signing_of(shop, on))
}

fn perform(shop: &Arc<Shop>, call: Call, request: &Request) -> Result<Value, Complaint> {
    let asked: Value = request
        .get("biz_content")
        .and_then(|text| serde_json::from_str(text).ok())
        .ok_or_else(|| Complaint::new("40001", "isv.missing-biz-content", "biz_content"))?;
    let notify_url = request.get("notify_url");
    match call {
        Call::Precreate => shop.precreate(asked, notify_url),
        Call::Pay => shop.charge(asked, notify_url),
        Call::Query => shop.query(asked),
        Call::Cancel => shop.cancel(asked),
        Call::Close => shop.close(asked),
        Call::Refund => shop.refund(asked),
        Call::QueryRefund => shop.query_refund(asked),
        Call::Bill => shop.make_bill(asked),
    }
}

fn signing_of(shop: &Shop, call: Call) -> Signing {
    shop.faults
        .take(|fault| match fault {
            Fault::BadAnswerSignature { on } if *on == call => Some(Signing::Wrongly),
            Fault::UnknownAnswerCertificate { on } if *on == call => Some(Signing::Strangely),
            _ => None,
        })
        .unwrap_or(Signing::Truly)
}

fn unsigned(name: &str, complaint: &Complaint) -> Response<Body> {
    respond(format!("{{\"{name}\":{}}}", escaped(&complaint.body())))
}

/// The answer around its result: what is signed is the result's text, exactly as it is sent.
fn seal(
    keys: &Keys,
    name: &str,
    result: &Value,
    request: &Request,
    signing: Signing,
) -> Response<Body> {
    let result = escaped(result);
    let signature = match signing {
        Signing::Wrongly => Keys::forged(),
        Signing::Truly | Signing::Strangely => keys.sign(&result),
    };
    let certificate = match (request.shows_certificate(), signing) {
        (false, _) => String::new(),
        (true, Signing::Strangely) => format!("\"alipay_cert_sn\":\"{}\",", "0".repeat(32)),
        (true, _) => format!(
            "\"alipay_cert_sn\":\"{}\",",
            keys.certificates.alipay.serial
        ),
    };
    respond(format!(
        "{{\"{name}\":{result},{certificate}\"sign\":\"{signature}\"}}"
    ))
}

/// JSON with its slashes escaped, which stand in texts alone.
fn escaped(value: &Value) -> String {
    value.to_string().replace('/', "\\/")
}

fn respond(body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    // The real gateway calls its JSON that.
    let kind = header::HeaderValue::from_static("text/html;charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

fn page(status: StatusCode) -> Response<Body> {
    let mut response = respond(format!("<html><body><h1>{status}</h1></body></html>"));
    *response.status_mut() = status;
    response
}
