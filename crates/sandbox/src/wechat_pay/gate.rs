//! The way in and out: read the raw body, check who signed it, let faults strike, do what was
//! asked, and seal the answer.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::{Request, Response, StatusCode};
use axum::routing::any;
use serde_json::Value;

use super::authorization::{Arrived, Merchant};
use super::complaint::Complaint;
use super::keys::{MCHID, hex, random};
use super::operation::Operation;
use super::seal::{Flaw, wanted_serial};
use super::shop::{Shop, now_ms};
use super::{Call, Fault};
use crate::server::CutLine;

/// Longest request body read, in bytes.
const LONGEST_BODY: usize = 64 * 1024;

/// What goes back, before it is sealed.
struct Reply {
    status: StatusCode,
    body: Vec<u8>,
    kind: Kind,
}

/// How an answer is proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// By its signature.
    Message,
    /// By the hash in an earlier answer.
    File,
}

/// Everything below `/v3/`.
pub(crate) fn router(shop: Arc<Shop>) -> Router {
    Router::new()
        .route("/v3/{*rest}", any(enter))
        .with_state(shop)
}

async fn enter(State(shop): State<Arc<Shop>>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let wanted = wanted_serial(&parts.headers).map(str::to_owned);
    let Ok(body) = to_bytes(body, LONGEST_BODY).await else {
        let complaint = Complaint::parameter("the body is too long or broke off");
        return seal(&shop, complaint.into(), wanted.as_deref(), Flaw::None);
    };
    let operation = match admit(&shop, &parts, &body) {
        Ok(operation) => operation,
        // An answer to somebody unproven is not signed.
        Err(complaint) => return plain(complaint.into()),
    };
    let call = operation.call();
    if shop.faults.strikes(&Fault::FailBefore { on: call }) {
        return plain(system_error().into());
    }
    if shop.faults.strikes(&Fault::TooFast { on: call }) {
        let complaint = Complaint::new(429, "FREQUENCY_LIMITED", "too many calls");
        return plain(complaint.into());
    }
    let reply = perform(&shop, &operation, &parts, &body).unwrap_or_else(Reply::from);
    if shop.faults.strikes(&Fault::LoseAnswer { on: call }) {
        let mut cut = Response::new(Body::empty());
        cut.extensions_mut().insert(CutLine);
        return cut;
    }
    if shop.faults.strikes(&Fault::FailAfter { on: call }) {
        return plain(system_error().into());
    }
    if reply.kind == Kind::File {
        return plain(reply);
    }
    let flaw = flaw_of(&shop, call);
    seal(&shop, reply, wanted.as_deref(), flaw)
}

fn admit(shop: &Shop, parts: &Parts, body: &[u8]) -> Result<Operation, Complaint> {
    let keys = &shop.keys;
    let merchant = Merchant {
        mchid: MCHID,
        serial: &keys.merchant_serial,
        public_key: &keys.merchant_public_key,
    };
    let path_and_query = parts
        .uri
        .path_and_query()
        .map_or(parts.uri.path(), |path| path.as_str());
    let arrived = Arrived {
        method: parts.method.as_str(),
        path_and_query,
        headers: &parts.headers,
        body,
    };
    merchant.check(&arrived, now_ms().div_euclid(1000))?;
    if wanted_serial(&parts.headers).is_some_and(|serial| !keys.knows(serial)) {
        return Err(Complaint::signature("Wechatpay-Serial is no key of ours"));
    }
    Operation::parse(&parts.method, parts.uri.path())
        .ok_or_else(|| Complaint::new(404, "RESOURCE_NOT_EXISTS", "no such call"))
}

fn perform(
    shop: &Arc<Shop>,
    operation: &Operation,
    parts: &Parts,
    body: &[u8],
) -> Result<Reply, Complaint> {
    let query = parts.uri.query();
    if let Operation::Close(number) | Operation::Reverse(number) = operation
        && shop.faults.strikes(&Fault::PaidBeforeClose)
    {
        // An order that cannot be paid is simply not paid before.
        let _paid_or_not = shop.pay(number);
    }
    let answer = match operation {
        Operation::Native => shop.open_native(body)?,
        Operation::Codepay => shop.charge(body)?,
        Operation::Bill => {
            let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok());
            shop.make_bill(query, host)?
        }
        Operation::BillFile => {
            return Ok(Reply {
                status: StatusCode::OK,
                body: shop.bill_file(query)?,
                kind: Kind::File,
            });
        }
        Operation::QueryByNumber(number) => shop.query_by_number(number, query)?,
        Operation::QueryById(id) => shop.query_by_id(id, query)?,
        Operation::Close(_) | Operation::Reverse(_)
            if shop.faults.strikes(&Fault::CustomerIsPaying) =>
        {
            return Err(Complaint::new(202, "USER_PAYING", "the customer is paying"));
        }
        Operation::Reverse(number) => shop.reverse(number, body)?,
        Operation::Close(number) => {
            match shop.faults.strikes(&Fault::PaidDespiteClose) {
                true => shop
                    .pay(number)
                    .map_err(|why| Complaint::new(400, "ORDER_CLOSED", why.to_string()))?,
                false => shop.close(number, body)?,
            }
            return Ok(Reply {
                status: StatusCode::NO_CONTENT,
                body: Vec::new(),
                kind: Kind::Message,
            });
        }
        Operation::Refund => shop.ask_for_refund(body)?,
        Operation::QueryRefund(number) => shop.query_refund(number)?,
        Operation::Certificates => shop.keys.list_certificates()?,
    };
    Ok(Reply::from(answer))
}

fn flaw_of(shop: &Shop, call: Call) -> Flaw {
    shop.faults
        .take(|fault| match fault {
            Fault::BadAnswerSignature { on } if *on == call => Some(Flaw::SignTest),
            Fault::UnknownAnswerSerial { on } if *on == call => Some(Flaw::UnknownSerial),
            Fault::StaleAnswer { on } if *on == call => Some(Flaw::Stale),
            _ => None,
        })
        .unwrap_or(Flaw::None)
}

fn system_error() -> Complaint {
    Complaint::new(500, "SYSTEM_ERROR", "try again later")
}

impl From<Value> for Reply {
    fn from(answer: Value) -> Self {
        Self {
            status: StatusCode::OK,
            body: answer.to_string().into_bytes(),
            kind: Kind::Message,
        }
    }
}

impl From<Complaint> for Reply {
    fn from(complaint: Complaint) -> Self {
        Self {
            status: StatusCode::from_u16(complaint.status)
                .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            body: complaint.body(),
            kind: Kind::Message,
        }
    }
}

fn plain(reply: Reply) -> Response<Body> {
    let mut response = Response::builder()
        .status(reply.status)
        .header("request-id", hex(&random::<16>()));
    if !reply.body.is_empty() {
        let content_type = match reply.kind {
            Kind::Message => "application/json; charset=utf-8",
            Kind::File => "text/plain",
        };
        response = response.header("content-type", content_type);
    }
    response
        .body(Body::from(reply.body))
        .expect("a status and two plain headers make a response")
}

fn seal(shop: &Shop, reply: Reply, wanted: Option<&str>, flaw: Flaw) -> Response<Body> {
    let headers = shop.keys.seal(&reply.body, wanted, flaw);
    let mut response = plain(reply);
    for (name, value) in headers {
        if let Ok(value) = value.try_into() {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
