//! The hand on the sandbox: pages on which a person plays the customer, and a JSON API with which
//! a script does. Neither exists at the real service.

mod alipay;
mod api;
mod barcodes;
mod faults;
mod pages;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::http::{HeaderValue, header};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::{get, post};

use crate::alipay::Till;
use crate::wechat_pay::Shop;

/// Longest body accepted, in bytes: a form or a fault.
const LONGEST_BODY: usize = 16 * 1024;

/// Everybody who takes money here.
#[derive(Clone, Debug, FromRef)]
pub(crate) struct Tills {
    pub(crate) wechat_pay: Arc<Shop>,
    pub(crate) alipay: Till,
}

/// Everything below `/sandbox/`.
pub(crate) fn router(tills: Tills) -> Router {
    Router::new()
        // For people.
        .route("/", get(pages::to_the_orders))
        .route("/sandbox", get(pages::to_the_orders))
        .route("/sandbox/", get(pages::orders))
        .route("/sandbox/pay", get(pages::scan))
        .route("/sandbox/orders/{number}/pay", post(pages::pay))
        .route("/sandbox/orders/{number}/decline", post(pages::decline))
        .route(
            "/sandbox/barcodes",
            get(barcodes::choose).post(barcodes::show),
        )
        .route("/sandbox/faults", get(faults::choose).post(faults::queue))
        .route("/sandbox/faults/clear", post(faults::clear))
        .route("/sandbox/keys/switch", post(faults::switch))
        .route("/sandbox/keys/roll", post(faults::roll))
        .route("/sandbox/barcodes/alipay", post(barcodes::show_alipay))
        .route("/sandbox/assets/sandbox.css", get(pages::style))
        .route("/sandbox/assets/sandbox.js", get(pages::script))
        // For scripts.
        .route("/sandbox/api/orders", get(api::orders))
        .route("/sandbox/api/orders/{number}/pay", post(api::pay))
        .route("/sandbox/api/orders/{number}/decline", post(api::decline))
        .route("/sandbox/api/barcodes", post(barcodes::hand_out))
        .route("/sandbox/api/deliveries", get(api::deliveries))
        .route(
            "/sandbox/api/faults",
            get(api::faults).post(api::queue).delete(api::clear),
        )
        .route("/sandbox/api/mode", get(api::mode).put(api::set_mode))
        .route("/sandbox/api/certificate/roll", post(api::roll))
        .route("/sandbox/api/alipay/orders", get(alipay::orders))
        .route(
            "/sandbox/api/alipay/orders/{number}/scan",
            post(alipay::scan),
        )
        .route("/sandbox/api/alipay/orders/{number}/pay", post(alipay::pay))
        .route(
            "/sandbox/api/alipay/orders/{number}/decline",
            post(alipay::decline),
        )
        .route("/sandbox/api/alipay/barcodes", post(alipay::hand_out))
        .route("/sandbox/api/alipay/deliveries", get(alipay::deliveries))
        .route(
            "/sandbox/api/alipay/faults",
            get(alipay::faults)
                .post(alipay::queue)
                .delete(alipay::clear),
        )
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(map_response(close_in))
        .with_state(tills)
}

/// Lets a page load nothing but its own style and script, and nobody frame it.
async fn close_in(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
