//! What customers' phones ask: see [`wire::phone`] for the table of addresses.

mod admission;
mod page;
mod photos;
mod view;

use axum::extract::DefaultBodyLimit;
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post, put};

use http::{HeaderValue, header};

use crate::App;

/// The addresses that phones' scripts ask.
pub(crate) fn api_routes() -> Vec<(&'static str, MethodRouter<App>)> {
    vec![
        ("/api/v1/phone/{token}", get(view::read)),
        ("/api/v1/phone/{token}/join", post(view::join)),
        ("/api/v1/phone/{token}/sending", put(view::set_sending)),
        (
            "/api/v1/phone/{token}/photos/{photo}",
            // Its own limit is kept while reading.
            put(photos::take)
                .layer(DefaultBodyLimit::disable())
                .layer(map_response(hang_up_after_refusal)),
        ),
    ]
}

/// A photo that is refused is not read to its end, so the connection cannot carry another request;
/// whoever sent it is told so, instead of finding out with the next one.
async fn hang_up_after_refusal(mut response: Response) -> Response {
    if !response.status().is_success() {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    response
}

/// The page, and what it is made of.
pub(crate) fn page_routes() -> Vec<(&'static str, MethodRouter<App>)> {
    vec![
        ("/p/{token}", get(page::read)),
        ("/static/phone/assets/{*file}", get(page::asset)),
    ]
}
