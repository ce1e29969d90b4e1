//! The real window on a screen in memory: what it shows, what it refuses, and how it comes back.
//!
//! Needs Xvfb, WebKitWebDriver and the built page (`npm run build:kiosk` in `ui`).

mod driven;
mod stage;

use std::time::Duration;

use rustix::process::{Signal, kill_process};
use serde_json::{Value, json};

use driven::Driven;
use stage::{Stage, until};

/// Starting a web view on a busy machine takes seconds.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn an_unpaired_kiosk_shows_the_pairing_screen_and_follows_the_station() {
    let page = Driven::open();
    until("the pairing screen is there", PATIENCE, || {
        let view = page.invoke("view", &json!({}));
        view["ok"]["screen"]["screen"] == "pairing"
    });
    until("its words are drawn", PATIENCE, || !page.words().is_empty());
    let chinese = page.words();
    let english = json!({"command": {"command": "choose_language", "language": "en"}});
    assert_eq!(
        page.invoke("send", &english),
        json!({"ok": null}),
        "the station takes a command"
    );
    until(
        "the new view is drawn without being asked for",
        PATIENCE,
        || page.words() != chinese,
    );
}

#[test]
fn the_page_can_ask_for_nothing_but_send_and_view() {
    let page = Driven::open();
    let cases = [
        ("send", json!({"command": {"command": "open_everything"}})),
        ("send", json!({"command": 7})),
        ("send", json!({})),
        ("quit", json!({})),
        ("plugin:app|version", json!({})),
        ("plugin:event|emit", json!({"event": "view", "payload": {}})),
        ("plugin:path|resolve_directory", json!({"directory": 1})),
        ("plugin:shell|execute", json!({"program": "true"})),
        ("plugin:webview|internal_toggle_devtools", json!({})),
        ("plugin:window|close", json!({"label": "kiosk"})),
        (
            "plugin:window|set_fullscreen",
            json!({"label": "kiosk", "value": false}),
        ),
    ];
    for (command, arguments) in cases {
        let answer = page.invoke(command, &arguments);
        assert!(
            answer["ok"].is_null() && !answer["err"].is_null(),
            "{command}: {answer}"
        );
    }
    let frozen = page.run("return Object.isFrozen(Object.prototype) && !window.__TAURI__");
    assert_eq!(
        frozen,
        json!(true),
        "nobody can put words into the page's mouth"
    );
}

#[test]
fn the_page_can_neither_leave_nor_open_anything() {
    let page = Driven::open();
    let home = page.address();
    let driver = page.driver_address();
    for address in [
        format!("{driver}/status"),
        "https://example.com/".to_owned(),
        "file:///etc/passwd".to_owned(),
        "data:text/html,elsewhere".to_owned(),
        "javascript:document.body.replaceChildren()".to_owned(),
        "about:blank".to_owned(),
        "mailto:someone@example.com".to_owned(),
        "tauri://localhost/assets/".to_owned(),
    ] {
        page.run("window.stays = true");
        let goes = "location.href = arguments[0]; setTimeout(arguments[1], 300)";
        page.run_async(goes, &json!([address]));
        assert_eq!(page.address(), home, "{address} must not be shown");
        assert_eq!(
            page.run("return window.stays"),
            json!(true),
            "the page must not be left"
        );
    }
    let opened = page.run("return String(window.open('https://example.com/'))");
    assert_eq!(opened, json!("null"), "there is one window");

    let fetched = "const done = arguments[1];
        fetch(arguments[0]).then(() => done('came'), () => done('refused'))";
    let loaded = "const done = arguments[1]; const image = new Image();
        image.onload = () => done('came'); image.onerror = () => done('refused');
        image.src = arguments[0]";
    for address in [
        &format!("{driver}/status"),
        "photo://localhost/photo-0001",
        "file:///etc/passwd",
    ] {
        for script in [fetched, loaded] {
            let came: Value = page.run_async(script, &json!([address]));
            assert_eq!(came, json!("refused"), "{address} must not come");
        }
    }
    let scripts = "const script = document.createElement('script');
        script.textContent = 'window.foreign = true'; document.body.append(script);
        let evaluated; try { evaluated = (0, eval)('true') } catch { evaluated = false }
        return Boolean(window.foreign) || evaluated";
    assert_eq!(
        page.run(scripts),
        json!(false),
        "no script but the page's own runs"
    );
    let dialogs = "window.print(); alert('?'); return [confirm('?'), prompt('?')]";
    assert_eq!(
        page.run(dialogs),
        json!([false, null]),
        "dialogs close by themselves"
    );
}

#[test]
fn a_page_that_dies_comes_back_three_times_a_minute_and_then_the_program_ends() {
    let mut stage = Stage::set();
    let kiosk = stage.start_kiosk();
    for times in 1..=4 {
        until("the page has its view", PATIENCE, || {
            stage.log_lines("the page asks for the view") >= times
        });
        let page = stage::child(kiosk, "WebKitWebProces").expect("the page has a process");
        kill_process(page, Signal::KILL).expect("it is there");
    }
    assert_eq!(
        stage.kiosk_exit(PATIENCE),
        Some(75),
        "the fourth death within a minute needs a new start"
    );
}

#[test]
fn a_page_that_hangs_is_started_again() {
    let mut stage = Stage::set();
    let kiosk = stage.start_kiosk();
    let views = || stage.log_lines("the page asks for the view");
    until("the page has its view", PATIENCE, || views() == 1);
    let page = stage::child(kiosk, "WebKitWebProces").expect("the page has a process");
    kill_process(page, Signal::STOP).expect("it is there");
    until("another page has its view", PATIENCE, || views() == 2);
}

#[test]
fn told_to_end_it_ends_well() {
    let mut stage = Stage::set();
    let kiosk = stage.start_kiosk();
    until("the page has its view", PATIENCE, || {
        stage.log_lines("the page asks for the view") == 1
    });
    kill_process(kiosk, Signal::TERM).expect("it is there");
    assert_eq!(
        stage.kiosk_exit(PATIENCE),
        Some(0),
        "SIGTERM is an ordinary end"
    );
}
