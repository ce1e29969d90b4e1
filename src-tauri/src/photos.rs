//! `photo://localhost/{photo}`: the preview of a photo of the present visit, and nothing else.

use bytes::Bytes;
use order::PhotoId;
use tauri::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use tauri::http::{HeaderValue, Method, Request, Response, StatusCode};

/// The scheme's name.
pub(crate) const SCHEME: &str = "photo";

/// Answers a request of the page. Previews are never stored by the web view: they are gone with
/// the visit.
pub(crate) fn answer<B>(
    request: &Request<B>,
    preview: impl FnOnce(&PhotoId) -> Option<Bytes>,
) -> Response<Vec<u8>> {
    match named(request).and_then(|photo| preview(&photo)) {
        Some(jpeg) => respond(StatusCode::OK, Some("image/jpeg"), jpeg.to_vec()),
        None => respond(StatusCode::NOT_FOUND, None, Vec::new()),
    }
}

/// The photo that a request names, if it is one that the page would make.
fn named<B>(request: &Request<B>) -> Option<PhotoId> {
    let uri = request.uri();
    if request.method() != Method::GET || uri.query().is_some() {
        return None;
    }
    // Where the web view knows no own schemes it is http://photo.localhost/.
    let host = uri.host()?;
    if host != "localhost" && host != "photo.localhost" {
        return None;
    }
    PhotoId::parse(uri.path().strip_prefix('/')?).ok()
}

fn respond(status: StatusCode, kind: Option<&'static str>, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(kind) = kind {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    const JPEG: &[u8] = b"\xff\xd8 a picture";

    fn ask(method: Method, address: &str) -> Response<Vec<u8>> {
        let request = Request::builder().method(method).uri(address).body(());
        answer(&request.expect("a request"), |photo| {
            (photo.as_str() == "photo-0001").then(|| Bytes::from_static(JPEG))
        })
    }

    #[test]
    fn a_photo_of_the_visit_is_shown_and_not_stored() {
        for address in [
            "photo://localhost/photo-0001",
            "http://photo.localhost/photo-0001",
        ] {
            let response = ask(Method::GET, address);
            assert_eq!(response.status(), StatusCode::OK, "{address} is a photo");
            assert_eq!(response.body(), JPEG, "its preview is the body");
            assert_eq!(response.headers()[CONTENT_TYPE], "image/jpeg");
            assert_eq!(
                response.headers()[CACHE_CONTROL],
                "no-store",
                "nothing may outlive the visit"
            );
            assert_eq!(
                response.headers()[X_CONTENT_TYPE_OPTIONS],
                "nosniff",
                "it is a picture and nothing else"
            );
        }
    }

    #[test]
    fn nothing_else_is_served() {
        let cases = [
            (Method::GET, "photo://localhost/photo-0002"),
            (Method::GET, "photo://localhost/"),
            (Method::GET, "photo://localhost/photo-0001/"),
            (Method::GET, "photo://localhost/photo-0001?full"),
            (Method::GET, "photo://localhost/../photo-0001"),
            (Method::GET, "photo://localhost/%70hoto-0001"),
            (Method::GET, "photo://localhost/etc/passwd"),
            (Method::GET, "photo://elsewhere/photo-0001"),
            (Method::POST, "photo://localhost/photo-0001"),
            (Method::HEAD, "photo://localhost/photo-0001"),
        ];
        for (method, address) in cases {
            let response = ask(method.clone(), address);
            assert_eq!(
                response.status(),
                StatusCode::NOT_FOUND,
                "{method} {address}"
            );
            assert!(
                response.body().is_empty(),
                "{method} {address} says nothing"
            );
        }
    }
}
