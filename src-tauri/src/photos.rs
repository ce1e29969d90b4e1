//! What the page may load of the photos of the present visit, and nothing else:
//! `photo://localhost/{photo}`, the photo as it came, and
//! `photo://localhost/{photo}/proof?edits={edits}&side={side}`, retouched. `edits` is a
//! [`Retouching`] as JSON in base64url, and `side` the longest side in pixels.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use order::{PhotoId, Retouching};
use tauri::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use tauri::http::{HeaderValue, Method, Request, Response, StatusCode, Uri};

/// The scheme's name.
pub(crate) const SCHEME: &str = "photo";

/// The longest sides a proof may be asked for: a thumbnail, and all that a screen shows.
const SIDES_PX: std::ops::RangeInclusive<u32> = 16..=1_920;

/// What a request of the page asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The photo as it came.
    Preview(PhotoId),
    /// The photo retouched.
    Proof {
        /// Which.
        photo: PhotoId,
        /// How.
        retouching: Retouching,
        /// Its longest side at most, in pixels.
        side_px: u32,
    },
}

/// What a request asks for, if it is one that the page would make.
pub(crate) fn wanted<B>(request: &Request<B>) -> Option<Wanted> {
    let uri = request.uri();
    if request.method() != Method::GET {
        return None;
    }
    // Where the web view knows no own schemes it is http://photo.localhost/.
    let host = uri.host()?;
    if host != "localhost" && host != "photo.localhost" {
        return None;
    }
    let path = uri.path().strip_prefix('/')?;
    match path.strip_suffix("/proof") {
        Some(photo) => proof(PhotoId::parse(photo).ok()?, uri),
        None if uri.query().is_none() => Some(Wanted::Preview(PhotoId::parse(path).ok()?)),
        None => None,
    }
}

fn proof(photo: PhotoId, uri: &Uri) -> Option<Wanted> {
    let (edits, side) = uri.query()?.strip_prefix("edits=")?.split_once("&side=")?;
    let edits = URL_SAFE_NO_PAD.decode(edits).ok()?;
    let retouching: Retouching = serde_json::from_slice(&edits).ok()?;
    retouching.check().ok()?;
    let side_px = side.parse().ok().filter(|side| SIDES_PX.contains(side))?;
    Some(Wanted::Proof {
        photo,
        retouching,
        side_px,
    })
}

/// The answer to a request. Photos are never stored by the web view: they are gone with the visit.
pub(crate) fn answer(jpeg: Option<Bytes>) -> Response<Vec<u8>> {
    match jpeg {
        Some(jpeg) => respond(StatusCode::OK, Some("image/jpeg"), jpeg.to_vec()),
        None => respond(StatusCode::NOT_FOUND, None, Vec::new()),
    }
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
    use order::Tone;

    use super::*;

    fn ask(method: Method, address: &str) -> Option<Wanted> {
        let request = Request::builder().method(method).uri(address).body(());
        wanted(&request.expect("a request"))
    }

    fn photo(id: &str) -> PhotoId {
        PhotoId::parse(id).expect("an id")
    }

    #[test]
    fn a_photo_is_asked_for_by_its_name() {
        for address in [
            "photo://localhost/photo-0001",
            "http://photo.localhost/photo-0001",
        ] {
            assert_eq!(
                ask(Method::GET, address),
                Some(Wanted::Preview(photo("photo-0001"))),
                "{address} is a photo"
            );
        }
    }

    #[test]
    fn a_proof_is_asked_for_with_its_edits_and_its_side() {
        // {"tone":{"warmth":20}}
        let address =
            "photo://localhost/photo-0001/proof?edits=eyJ0b25lIjp7Indhcm10aCI6MjB9fQ&side=800";
        let tone = Tone {
            warmth: 20,
            ..Tone::NEUTRAL
        };
        assert_eq!(
            ask(Method::GET, address),
            Some(Wanted::Proof {
                photo: photo("photo-0001"),
                retouching: Retouching {
                    tone,
                    ..Retouching::default()
                },
                side_px: 800,
            }),
            "what is left out is left undone"
        );
    }

    #[test]
    fn nothing_else_is_understood() {
        let cases = [
            (Method::GET, "photo://localhost/"),
            (Method::GET, "photo://localhost/photo-0001/"),
            (Method::GET, "photo://localhost/photo-0001?full"),
            (Method::GET, "photo://localhost/../photo-0001"),
            (Method::GET, "photo://localhost/%70hoto-0001"),
            (Method::GET, "photo://localhost/etc/passwd"),
            (Method::GET, "photo://elsewhere/photo-0001"),
            (Method::POST, "photo://localhost/photo-0001"),
            (Method::HEAD, "photo://localhost/photo-0001"),
            (Method::GET, "photo://localhost/photo-0001/proof"),
            (Method::GET, "photo://localhost/photo-0001/proof?edits=e30"),
            (
                Method::GET,
                "photo://localhost/photo-0001/proof?edits=e30&side=9000",
            ),
            (
                Method::GET,
                "photo://localhost/photo-0001/proof?edits=!&side=800",
            ),
            // {"tone":{"warmth":101}}
            (
                Method::GET,
                "photo://localhost/photo-0001/proof?edits=eyJ0b25lIjp7Indhcm10aCI6MTAxfX0&side=800",
            ),
        ];
        for (method, address) in cases {
            assert_eq!(ask(method.clone(), address), None, "{method} {address}");
        }
    }

    #[test]
    fn a_photo_is_shown_and_not_stored() {
        let response = answer(Some(Bytes::from_static(b"\xff\xd8 a picture")));
        assert_eq!(response.status(), StatusCode::OK, "there it is");
        let headers = response.headers();
        assert_eq!(headers[CONTENT_TYPE], "image/jpeg", "it says what it is");
        assert_eq!(
            headers[CACHE_CONTROL], "no-store",
            "nothing may outlive the visit"
        );
        assert_eq!(
            headers[X_CONTENT_TYPE_OPTIONS], "nosniff",
            "it is a picture and nothing else"
        );
        let nothing = answer(None);
        assert_eq!(nothing.status(), StatusCode::NOT_FOUND, "no such photo");
        assert!(nothing.body().is_empty(), "and nothing is said about it");
    }
}
