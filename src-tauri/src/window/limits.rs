//! What a browser can do and a kiosk must not: menus, dialogs, printing, downloads, questions
//! about cameras and places, and everything that leads out of the page.

use tauri::WebviewWindow;
use webkit2gtk::{
    FileChooserRequestExt, PermissionRequestExt, SettingsExt, UserContentInjectedFrames,
    UserContentManagerExt, UserStyleLevel, UserStyleSheet, WebView, WebViewExt,
};

/// Hides the mouse pointer, which nobody holds. The web view sets the pointer's shape by what the
/// page says, so it is the page that has to say it.
pub(super) fn hide_pointer(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|platform| {
        let style = UserStyleSheet::new(
            "* { cursor: none !important; }",
            UserContentInjectedFrames::AllFrames,
            UserStyleLevel::User,
            &[],
            &[],
        );
        if let Some(content) = platform.inner().user_content_manager() {
            content.add_style_sheet(&style);
        }
    })
}

/// Takes it away. Each closure says "handled" and does nothing.
pub(super) fn set(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|platform| {
        let view = platform.inner();
        view.connect_context_menu(|_, _, _, _| true);
        view.connect_print(|_, _| true);
        view.connect_script_dialog(|_, _| true);
        view.connect_run_color_chooser(|_, _| true);
        view.connect_show_notification(|_, _| true);
        view.connect_enter_fullscreen(|_| true);
        view.connect_run_file_chooser(|_, request| {
            request.cancel();
            true
        });
        view.connect_permission_request(|_, request| {
            request.deny();
            true
        });
        settings(&view);
    })
}

/// Switches off what the page does not use.
fn settings(view: &WebView) {
    let Some(settings) = view.settings() else {
        return;
    };
    settings.set_allow_modal_dialogs(false);
    settings.set_enable_back_forward_navigation_gestures(false);
    settings.set_enable_dns_prefetching(false);
    settings.set_enable_encrypted_media(false);
    settings.set_enable_fullscreen(false);
    settings.set_enable_html5_database(false);
    settings.set_enable_html5_local_storage(false);
    settings.set_enable_media_stream(false);
    settings.set_enable_page_cache(false);
    settings.set_enable_webaudio(false);
    settings.set_enable_webgl(false);
    settings.set_enable_webrtc(false);
    settings.set_javascript_can_access_clipboard(false);
    settings.set_javascript_can_open_windows_automatically(false);
}
