//! The phone page and the files it is made of, embedded in the binary.

use axum::extract::FromRequestParts as _;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use http::{StatusCode, header};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::admission::Visit;
use crate::App;
use crate::extract::Path;

/// What `ui` builds.
#[derive(Debug, RustEmbed)]
#[folder = "../ui/dist"]
struct Files;

/// The page's files carry a hash of their content in their name.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The page. A dead link shows the same page with 404: the page itself words it.
pub(super) async fn read(State(app): State<App>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let status = match Visit::from_request_parts(&mut parts, &app).await {
        Ok(_) => StatusCode::OK,
        Err(error) => error.into_response().status(),
    };
    match Files::get("phone/index.html") {
        Some(page) => (
            status,
            [
                (header::CONTENT_TYPE, "text/html; charset=utf-8"),
                (header::CACHE_CONTROL, "no-store"),
            ],
            page.data,
        )
            .into_response(),
        None => (
            StatusCode::SERVICE_UNAVAILABLE,
            "The pages are not built: run cargo xtask setup.",
        )
            .into_response(),
    }
}

pub(super) async fn asset(Path(file): Path<String>) -> Response {
    match Files::get(&format!("phone/assets/{file}")) {
        Some(found) => embedded(found),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn embedded(file: EmbeddedFile) -> Response {
    let headers = [
        (header::CONTENT_TYPE, file.metadata.mimetype().to_owned()),
        (header::CACHE_CONTROL, FOR_EVER.to_owned()),
    ];
    (headers, file.data).into_response()
}
