//! Every address, grouped by who calls it.

use std::time::{Duration, Instant};

use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::MethodRouter;
use axum::{Router, response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::kiosk_api::authentication::require_signature;
use crate::problem::{ApiError, internal};
use crate::{App, broker, kiosk_api, operations, pages, phone_api};

/// How long an answer may take to begin. Photos and waits (25 s) end by limits of their own.
const ANSWER_LIMIT: Duration = Duration::from_secs(660);

/// Bodies of everything but photos.
const MOST_BODY_BYTES: usize = wire::MOST_JSON_BYTES;

/// Scripts, styles, fonts and pictures of our own only; nobody frames us; nothing inline.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
     worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The whole server.
pub fn router(app: App) -> Router {
    let kiosks = table(kiosk_api::signed_routes()).layer(middleware::from_fn_with_state(
        app.clone(),
        require_signature,
    ));
    let api = kiosks
        .merge(table(kiosk_api::pairing_routes()))
        .merge(table(phone_api::api_routes()))
        .merge(table(broker::notification_routes()))
        .merge(table(operations::routes()))
        .layer(middleware::map_response(never_stored));
    api.merge(table(phone_api::page_routes()))
        .merge(pages::router())
        .fallback(async || ApiError::not_found("There is nothing at this address."))
        .layer(DefaultBodyLimit::max(MOST_BODY_BYTES))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            ANSWER_LIMIT,
        ))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::map_response(guarded))
        .layer(middleware::from_fn(logged))
        .with_state(app)
}

fn table(routes: Vec<(&'static str, MethodRouter<App>)>) -> Router<App> {
    routes
        .into_iter()
        .fold(Router::new(), |router, (path, methods)| {
            router.route(path, methods)
        })
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    internal().into_response()
}

async fn never_stored(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn guarded(mut response: response::Response) -> Response {
    let guards = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in guards {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Logs the pattern of the address, never the address: it may hold a phone's token.
async fn logged(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let start = Instant::now();
    let response = next.run(request).await;
    tracing::debug!(
        %method,
        path,
        status = response.status().as_u16(),
        duration_ms = start.elapsed().as_millis(),
        "answered a request"
    );
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_of_kiosks_and_phones_is_described() {
        let described: serde_json::Value =
            serde_json::from_str(operations::OPENAPI).expect("openapi.json is JSON");
        let routes = [
            kiosk_api::signed_routes(),
            kiosk_api::pairing_routes(),
            phone_api::api_routes(),
        ];
        let served: Vec<&str> = routes.iter().flatten().map(|(path, _)| *path).collect();
        for path in &served {
            assert!(
                described["paths"][path].is_object(),
                "{path} is missing in openapi.json"
            );
        }
        for path in described["paths"].as_object().expect("paths").keys() {
            assert!(
                served.contains(&path.as_str()),
                "openapi.json describes {path}, which is not served"
            );
        }
    }
}
