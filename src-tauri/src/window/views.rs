//! Shows the page every new view: always the latest, and one at a time, so that a slow page is
//! never behind by more than one.

use std::sync::Arc;
use std::time::Duration;

use station::view::View;
use tauri::Emitter as _;
use tokio::sync::watch;

use super::page::Page;

/// The event's name.
const EVENT: &str = "view";

/// How long a view may take to be drawn before the next is sent all the same.
const DRAW_LIMIT: Duration = Duration::from_secs(2);

/// Runs until the station stops.
pub(super) async fn show(page: Page, mut views: watch::Receiver<Arc<View>>) {
    while views.changed().await.is_ok() {
        let view = Arc::clone(&views.borrow_and_update());
        if let Err(error) = page.window().emit(EVENT, view) {
            tracing::error!(%error, "a view did not reach the page");
        }
        // The page answers after it has drawn the view. One that does not is seen to by `watch`.
        let _ = page.answer(DRAW_LIMIT).await;
    }
}
