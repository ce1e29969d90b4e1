//! A page that hangs is brought back, and a window that hangs ends the program: from outside both
//! look like a working kiosk on which nothing happens. A page that closed itself hangs, too.

use std::sync::Arc;
use std::time::Duration;

use tauri::Manager as _;
use tokio::sync::Notify;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};
use webkit2gtk::WebViewExt;

use super::page::{Answer, Page};
use crate::exit::Exit;

/// How often the page is asked; it answers within milliseconds when it is well.
const ASK_EVERY: Duration = Duration::from_secs(2);

/// How long the first load may take: seconds, on a slow disk that has just started.
const LOAD_LIMIT: Duration = Duration::from_secs(60);

/// After so many questions without an answer the page is ended, and comes back.
const MISSES_TO_RELOAD: u32 = 3;

/// After so many the program ends: then it is not the page that hangs.
const MISSES_TO_END: u32 = 6;

/// How long the window may take to close before the program ends without it.
const CLOSE_LIMIT: Duration = Duration::from_secs(3);

/// What is done about a page that did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    Wait,
    Reload,
    End,
}

fn measure(misses: u32) -> Measure {
    match misses {
        MISSES_TO_RELOAD => Measure::Reload,
        misses if misses < MISSES_TO_END => Measure::Wait,
        _ => Measure::End,
    }
}

/// Runs as long as the program. `loaded` tells that the page has come.
pub(super) async fn keep_answering(page: Page, loaded: Arc<Notify>) {
    if timeout(LOAD_LIMIT, loaded.notified()).await.is_err() {
        tracing::error!("the page did not load");
        return end(&page).await;
    }
    let mut questions = interval(ASK_EVERY);
    questions.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut misses = 0;
    loop {
        questions.tick().await;
        if page.answer(ASK_EVERY).await == Answer::Came {
            misses = 0;
            continue;
        }
        misses += 1;
        match measure(misses) {
            Measure::Wait => tracing::warn!(misses, "the page does not answer"),
            Measure::Reload => {
                tracing::error!(misses, "the page hangs and is started again");
                // `reloads` sees it go, and brings it back.
                let ended = page
                    .window()
                    .with_webview(|platform| platform.inner().terminate_web_process());
                if let Err(error) = ended {
                    tracing::error!(%error, "the page cannot be ended");
                }
            }
            Measure::End => {
                tracing::error!(misses, "the window hangs");
                return end(&page).await;
            }
        }
    }
}

/// Ends the program so that it is started again, by its own way out or without it.
async fn end(page: &Page) {
    page.window().app_handle().exit(Exit::TryAgain.code());
    sleep(CLOSE_LIMIT).await;
    std::process::exit(Exit::TryAgain.code());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_page_is_started_again_once_and_then_everything_is() {
        let measures: Vec<Measure> = (1..=7).map(measure).collect();
        use Measure::{End, Reload, Wait};
        assert_eq!(
            measures,
            [Wait, Wait, Reload, Wait, Wait, End, End],
            "three misses bring the page back, six end the program"
        );
    }
}
