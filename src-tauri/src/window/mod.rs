//! The window: one page from the binary, on which nothing works but the page's own controls.
//!
//! `limits` takes away what a browser can do besides, `painting` says who paints, `page` asks the
//! page whether it still answers, `watch` ends what hangs, `reloads` brings back what died, and
//! `views` shows the page every new view.

mod limits;
mod page;
mod painting;
mod reloads;
mod views;
mod watch;

use std::path::Path;
use std::sync::Arc;

use tauri::webview::{Color, NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};
use tokio::sync::Notify;

use crate::commands::{StartingStation, started};
use crate::config::{Painting, WindowMode};
use page::Page;

/// The window's name, which its capability goes by.
const LABEL: &str = "kiosk";

/// Set to `true` by whoever drives the window in a test; the window library reads it too.
const DRIVEN: &str = "TAURI_WEBVIEW_AUTOMATION";

/// The screen's background (`--paper` of the page's tokens), so that nothing flashes white before
/// the page is there.
const GROUND: Color = Color(250, 249, 246, 255);

/// Opens the window and everything that looks after it.
pub(crate) fn open(
    app: &AppHandle,
    (mode, painting): (WindowMode, Painting),
    data_dir: &Path,
    station: StartingStation,
) -> tauri::Result<()> {
    let loaded = Arc::new(Notify::new());
    let window = build(app, mode, data_dir, Arc::clone(&loaded))?;
    limits::set(&window)?;
    painting::suit(&window, painting)?;
    reloads::bring_back(&window)?;
    if mode == WindowMode::Fullscreen {
        limits::hide_pointer(&window)?;
        window.on_window_event(|event| {
            if let WindowEvent::CloseRequested { api, .. } = event {
                api.prevent_close();
            }
        });
    }
    let page = Page::new(window);
    tauri::async_runtime::spawn(watch::keep_answering(page.clone(), loaded));
    tauri::async_runtime::spawn(async move {
        match started(station).await {
            Ok(station) => views::show(page, station.view()).await,
            Err(error) => tracing::error!(%error, "no view will be shown"),
        }
    });
    Ok(())
}

fn build(
    app: &AppHandle,
    mode: WindowMode,
    data_dir: &Path,
    loaded: Arc<Notify>,
) -> tauri::Result<WebviewWindow> {
    let builder = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Minilab")
        .background_color(GROUND)
        .devtools(cfg!(debug_assertions))
        .general_autofill_enabled(false)
        .on_navigation(may_go)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_page_load(move |_, load| {
            if load.event() == PageLoadEvent::Finished {
                loaded.notify_one();
            }
        });
    let builder = if is_driven() {
        tracing::warn!("this window may be driven by a test");
        // WebKit lets only a lasting context be driven.
        builder.data_directory(data_dir.join("web"))
    } else {
        // The web view writes nothing to disk, and starts clean.
        builder.incognito(true)
    };
    let builder = match mode {
        WindowMode::Windowed {
            width_px,
            height_px,
        } => builder.inner_size(f64::from(width_px), f64::from(height_px)),
        WindowMode::Fullscreen => {
            let builder = builder.decorations(false).fullscreen(true);
            // Where no window manager listens, asking for the full screen changes nothing.
            match app.primary_monitor()? {
                Some(monitor) => {
                    let size = monitor.size().to_logical(monitor.scale_factor());
                    builder
                        .position(0.0, 0.0)
                        .inner_size(size.width, size.height)
                }
                None => builder,
            }
        }
    };
    builder.build()
}

/// Whether a test may drive the window.
fn is_driven() -> bool {
    std::env::var(DRIVEN).is_ok_and(|said| said == "true")
}

/// The page goes nowhere but to itself.
fn may_go(url: &Url) -> bool {
    let own = url.scheme() == "tauri"
        && url.host_str() == Some("localhost")
        && matches!(url.path(), "" | "/" | "/index.html");
    if !own {
        tracing::warn!(scheme = url.scheme(), "the page tried to go elsewhere");
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_goes_nowhere_but_to_itself() {
        for own in [
            "tauri://localhost",
            "tauri://localhost/",
            "tauri://localhost/index.html#a",
        ] {
            assert!(
                may_go(&own.parse().expect("an address")),
                "{own} is the page"
            );
        }
        for elsewhere in [
            "about:blank",
            "blob:tauri://localhost/6c5f",
            "data:text/html,hello",
            "file:///etc/passwd",
            "http://127.0.0.1/",
            "http://tauri.localhost/",
            "https://example.com/",
            "javascript:alert(1)",
            "mailto:someone@example.com",
            "photo://localhost/photo-0001",
            "tauri://elsewhere/",
            "tauri://localhost/assets/index.js",
            "tel:110",
            "view-source:tauri://localhost/",
        ] {
            assert!(
                !may_go(&elsewhere.parse().expect("an address")),
                "{elsewhere} is not"
            );
        }
    }
}
