//! Who is asking: the HTTP message signature of a kiosk, checked before any handler runs.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::{Extension, FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use order::{KioskId, Timestamp};
use wire::signature::{self, FRESH_S, SignatureHeaders};

use crate::App;
use crate::problem::{Answer, ApiError, internal};
use crate::store::kiosks::{self, Kiosk};

/// Nonces that one kiosk may use within their window: more than ten a second is no kiosk.
const MOST_NONCES: usize = 6_000;

/// A nonce longer than this is not one of ours.
const MOST_NONCE_BYTES: usize = 64;

/// A nonce is remembered until no clock within the rules could make it fresh again.
const NONCE_MEMORY_MS: i64 = 2 * 1000 * FRESH_S.cast_signed();

/// The kiosk that asks.
#[derive(Clone, Debug)]
pub(crate) struct Caller(pub(crate) Kiosk);

impl Caller {
    /// Its id.
    pub(crate) fn id(&self) -> &KioskId {
        &self.0.kiosk
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        Extension::from_request_parts(parts, app)
            .await
            .map(|Extension(caller)| caller)
            .map_err(|_| {
                // Only an address outside the signed part of the router comes here.
                tracing::error!("a handler for kiosks was reached without a signature");
                internal()
            })
    }
}

/// Nonces that were used, by kiosk. Only kiosks of the fleet get here, so both are bounded.
#[derive(Debug, Default)]
pub(crate) struct Nonces(Mutex<HashMap<KioskId, HashMap<String, Timestamp>>>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nonce {
    New,
    Used,
    TooMany,
}

impl Nonces {
    fn take(&self, kiosk: &KioskId, nonce: &str, now: Timestamp) -> Nonce {
        let mut kiosks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let used = kiosks.entry(kiosk.clone()).or_default();
        if used.contains_key(nonce) {
            return Nonce::Used;
        }
        if used.len() >= MOST_NONCES {
            used.retain(|_, at| now.ms_since(*at) <= NONCE_MEMORY_MS);
        }
        if used.len() >= MOST_NONCES {
            return Nonce::TooMany;
        }
        used.insert(nonce.to_owned(), now);
        Nonce::New
    }
}

/// Lets a request through when a kiosk of the fleet signed it, just now and only once.
pub(crate) async fn require_signature(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Answer<Response> {
    let (mut parts, body) = request.into_parts();
    let body = read_body(body).await?;
    let caller = verify(&app, &parts, &body).await?;
    parts.extensions.insert(caller);
    Ok(next.run(Request::from_parts(parts, Body::from(body))).await)
}

async fn read_body(body: Body) -> Answer<Bytes> {
    Limited::new(body, wire::MOST_JSON_BYTES)
        .collect()
        .await
        .map(|whole| whole.to_bytes())
        .map_err(|_| {
            ApiError::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "body_too_large",
                "The body is too large or broke off.",
            )
            .detail(format!("at most {} bytes", wire::MOST_JSON_BYTES))
        })
}

async fn verify(app: &App, parts: &Parts, body: &[u8]) -> Answer<Caller> {
    let headers = SignatureHeaders {
        content_digest: header(&parts.headers, "content-digest")?,
        signature_input: header(&parts.headers, "signature-input")?,
        signature: header(&parts.headers, "signature")?,
    };
    let claim = signature::read(&headers).map_err(|error| unsigned().detail(error))?;
    let id = KioskId::parse(&claim.key_id).map_err(|_| unknown_kiosk())?;
    let kiosk = kiosks::find(app.store(), &id)
        .await?
        .filter(|kiosk| kiosk.revoked_at.is_none())
        .ok_or_else(unknown_kiosk)?;
    let now = app.now();
    let signed = signature::Request {
        method: parts.method.as_str(),
        path: parts.uri.path(),
        query: parts.uri.query().unwrap_or(""),
        body,
    };
    let now_s = u64::try_from(now.ms() / 1000).unwrap_or(0);
    claim
        .verify(signed, &headers.content_digest, &public_key(&kiosk)?, now_s)
        .map_err(|error| unsigned().detail(error))?;
    if claim.nonce.len() > MOST_NONCE_BYTES {
        return Err(unsigned().detail("the nonce has more than 64 characters"));
    }
    match app.nonces().take(&id, &claim.nonce, now) {
        Nonce::New => Ok(Caller(kiosk)),
        Nonce::Used => Err(unsigned().detail("the nonce was used before")),
        Nonce::TooMany => Err(ApiError::too_fast(60)),
    }
}

fn public_key(kiosk: &Kiosk) -> Answer<[u8; 32]> {
    URL_SAFE_NO_PAD
        .decode(&kiosk.public_key)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(internal)
}

fn header(headers: &HeaderMap, name: &'static str) -> Answer<String> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
        .ok_or_else(|| unsigned().detail(format!("the header {name} is missing")))
}

const fn unsigned() -> ApiError {
    ApiError::new(
        StatusCode::UNAUTHORIZED,
        "signature_refused",
        "The request is not signed as it must be.",
    )
}

const fn unknown_kiosk() -> ApiError {
    ApiError::new(
        StatusCode::UNAUTHORIZED,
        "kiosk_unknown",
        "This kiosk is not part of the fleet.",
    )
}
