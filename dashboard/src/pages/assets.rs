//! Scripts, styles and fonts of the pages, built by `ui/manager` and embedded in the binary.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(Debug, RustEmbed)]
#[folder = "../ui/dist/manager"]
#[allow_missing = true]
struct Files;

/// Files under `assets/` carry a hash of their content in their name.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The others keep their name, so a browser asks whether they changed.
const ASK_AGAIN: &str = "no-cache";

/// `GET /static/manager/{*file}`
pub(crate) async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(found) = Files::get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let etag = format!("\"{}\"", hex::encode(found.metadata.sha256_hash()));
    let known = headers
        .get(IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == etag.as_bytes());
    let caching = if name.starts_with("assets/") {
        FOR_EVER
    } else {
        ASK_AGAIN
    };
    let kind = found.metadata.mimetype().to_owned();
    let headers = [
        (CACHE_CONTROL, caching.to_owned()),
        (ETAG, etag),
        (CONTENT_TYPE, kind),
    ];
    if known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, found.data).into_response()
}
