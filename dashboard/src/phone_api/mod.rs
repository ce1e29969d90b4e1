//! What customers' phones ask: see [`wire::phone`] for the table of addresses.

mod admission;
mod page;
mod photos;
mod view;

use axum::extract::DefaultBodyLimit;
use axum::routing::{MethodRouter, get, post, put};

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
            put(photos::take).layer(DefaultBodyLimit::disable()),
        ),
    ]
}

/// The page, and what it is made of.
pub(crate) fn page_routes() -> Vec<(&'static str, MethodRouter<App>)> {
    vec![
        ("/p/{token}", get(page::read)),
        ("/static/phone/assets/{*file}", get(page::asset)),
    ]
}
