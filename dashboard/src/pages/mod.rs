//! The pages that people use.

use axum::Router;

use crate::App;

/// The addresses of all pages for people.
pub fn router() -> Router<App> {
    Router::new()
}
