//! The page, as something that answers or does not.

use std::time::Duration;

use tauri::WebviewWindow;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// Clones mean the same page.
#[derive(Clone)]
pub(super) struct Page {
    window: WebviewWindow,
}

/// Whether the page answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Its script runs.
    Came,
    /// It does not, or not in time.
    Missing,
}

impl Page {
    /// The page in this window.
    pub(super) fn new(window: WebviewWindow) -> Self {
        Self { window }
    }

    /// The window it is in.
    pub(super) fn window(&self) -> &WebviewWindow {
        &self.window
    }

    /// Has the page do a little sum, after everything it was told before.
    pub(super) async fn answer(&self, within: Duration) -> Answer {
        let (sender, mut answers) = mpsc::channel(1);
        let asked = self.window.eval_with_callback("1 + 1", move |answer| {
            // Nobody listens any more when it comes too late.
            let _ = sender.try_send(answer);
        });
        if asked.is_err() {
            return Answer::Missing;
        }
        match timeout(within, answers.recv()).await {
            Ok(Some(sum)) if sum == "2" => Answer::Came,
            Ok(_) | Err(_) => Answer::Missing,
        }
    }
}
