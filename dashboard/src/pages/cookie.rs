//! Cookies, read and written.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

use crate::App;

use super::surroundings;

/// The signed-in browser's token, or, before, the one that ties its forms to it.
pub(crate) const SESSION: &str = "minilab_session";

/// Ties the forms of a browser that is not signed in to it.
pub(crate) const VISIT: &str = "minilab_visit";

/// `zh` or `en`.
pub(crate) const LANGUAGE: &str = "minilab_language";

/// A year, in seconds.
pub(crate) const A_YEAR_S: i64 = 365 * 24 * 60 * 60;

/// The value of the cookie `name`, if the browser sent it.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then_some(value))
}

/// A `Set-Cookie` line: for this server only, out of reach of scripts, not sent along by other
/// sites' forms. Nothing when `value` holds what no cookie may.
pub(crate) fn set(app: &App, name: &str, value: &str, max_age_s: i64) -> Option<HeaderValue> {
    let secure = if surroundings::is_https(app) {
        "; Secure"
    } else {
        ""
    };
    let line =
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}");
    HeaderValue::from_str(&line).ok()
}
