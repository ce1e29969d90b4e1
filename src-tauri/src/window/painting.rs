//! Who paints the page: the graphics processor, or this machine's own processors.
//!
//! WebKit composes pages with OpenGL. Where no graphics processor is, OpenGL is played by the
//! processor, which paints the whole screen for every change; WebKit's own painting touches only
//! what has changed. On two cores without graphics a touch was answered in 33 ms instead of 97.

use std::path::Path;

use tauri::WebviewWindow;
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

use crate::config::Painting;

/// Where the kernel lists what can render.
const RENDERERS: &str = "/dev/dri";

/// How the names of render nodes begin.
const RENDER_NODE: &str = "renderD";

/// Leaves painting to WebKit where it is quicker so.
///
/// A window that is driven by a test stays with OpenGL unless it is told otherwise: a driver's
/// picture waits for the next composed frame, and a page at rest that WebKit paints makes none.
pub(super) fn suit(window: &WebviewWindow, painting: Painting) -> tauri::Result<()> {
    let by_processor = match painting {
        Painting::Processor => true,
        Painting::OpenGl => false,
        Painting::Suited => !super::is_driven() && !has_renderer(Path::new(RENDERERS)),
    };
    if !by_processor {
        return Ok(());
    }
    tracing::info!("the page is painted without OpenGL");
    window.with_webview(|platform| {
        if let Some(settings) = platform.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

fn has_renderer(folder: &Path) -> bool {
    let Ok(nodes) = std::fs::read_dir(folder) else {
        return false;
    };
    nodes
        .flatten()
        .any(|node| node.file_name().to_string_lossy().starts_with(RENDER_NODE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graphics_processor_is_known_by_its_render_node() {
        let folder = tempfile::tempdir().expect("a folder");
        let devices = folder.path();
        assert!(!has_renderer(&devices.join("dri")), "no such folder");
        std::fs::write(devices.join("card0"), "").expect("a device");
        assert!(!has_renderer(devices), "a screen alone renders nothing");
        std::fs::write(devices.join("renderD128"), "").expect("a device");
        assert!(has_renderer(devices), "this one does");
    }
}
