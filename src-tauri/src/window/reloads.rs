//! Brings the page back when its process dies, which WebKit leaves to the program: without it the
//! window just looks frozen. All state is the station's, so the customer goes on where they were.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

use tauri::{Manager as _, WebviewWindow};
use webkit2gtk::WebViewExt;

use crate::exit::Exit;

/// Deaths are counted over this time.
const WINDOW: Duration = Duration::from_secs(60);

/// So many are healed by a reload; one more, and only a new start may help.
const MOST_RELOADS: usize = 3;

/// What is done about a page that died.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Remedy {
    Reload,
    NewStart,
}

/// When the page died lately.
#[derive(Debug, Default)]
struct Deaths(VecDeque<Instant>);

impl Deaths {
    fn another(&mut self, now: Instant) -> Remedy {
        while let Some(first) = self.0.front()
            && now.duration_since(*first) >= WINDOW
        {
            self.0.pop_front();
        }
        if self.0.len() >= MOST_RELOADS {
            return Remedy::NewStart;
        }
        self.0.push_back(now);
        Remedy::Reload
    }
}

/// Looks after the page in `window` from now on.
pub(super) fn bring_back(window: &WebviewWindow) -> tauri::Result<()> {
    let app = window.app_handle().clone();
    window.with_webview(move |platform| {
        let deaths = RefCell::new(Deaths::default());
        platform
            .inner()
            .connect_web_process_terminated(move |view, reason| {
                match deaths.borrow_mut().another(Instant::now()) {
                    Remedy::Reload => {
                        tracing::error!(
                            ?reason,
                            "the page's process died; the page is loaded anew"
                        );
                        view.reload();
                    }
                    Remedy::NewStart => {
                        tracing::error!(?reason, "the page's process dies too often");
                        app.exit(Exit::TryAgain.code());
                    }
                }
            });
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_deaths_a_minute_are_healed_and_the_fourth_is_not() {
        let start = Instant::now();
        let at = |s: u64| start + Duration::from_secs(s);
        let mut deaths = Deaths::default();
        let remedies: Vec<Remedy> = [0, 10, 20, 59]
            .into_iter()
            .map(|s| deaths.another(at(s)))
            .collect();
        assert_eq!(
            remedies,
            [
                Remedy::Reload,
                Remedy::Reload,
                Remedy::Reload,
                Remedy::NewStart
            ],
            "the fourth within a minute needs a new start"
        );
        assert_eq!(
            deaths.another(at(61)),
            Remedy::Reload,
            "the first is forgotten after a minute"
        );
    }
}
