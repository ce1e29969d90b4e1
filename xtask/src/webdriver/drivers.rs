//! The two drivers, and what they are asked to open.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::Browser;
use crate::demo::{Display, Stage};
use crate::shell;

/// How long a driver may take to listen.
const DEADLINE: Duration = Duration::from_secs(20);

/// A running driver.
#[derive(Debug)]
pub(crate) struct Driver {
    address: String,
}

impl Driver {
    /// The driver of Chromium: the customer's phone, and the manager's desk.
    pub(crate) fn of_chromium(stage: &mut Stage) -> Result<Self> {
        let port = free_port()?;
        let command = shell::program("chromedriver", &[&format!("--port={port}")]);
        Self::start(stage, "chromedriver", &command, port)
    }

    /// The driver of WebKit windows, such as the kiosk's, on `display`.
    pub(crate) fn of_windows(
        stage: &mut Stage,
        display: &Display,
        environment: &[(&str, String)],
    ) -> Result<Self> {
        let port = free_port()?;
        let mut command = shell::program("WebKitWebDriver", &[&format!("--port={port}")]);
        // The window it opens inherits all of this. The last two are what the window's library
        // waits for before it lets itself be driven.
        command
            .env("DISPLAY", &display.name)
            .env("GDK_BACKEND", "x11")
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .envs(environment.iter().map(|(key, value)| (*key, value)));
        Self::start(stage, "windowdriver", &command, port)
    }

    fn start(stage: &mut Stage, name: &'static str, command: &Command, port: u16) -> Result<Self> {
        stage.start(name, command)?;
        stage.wait(name, &format!("{name} listens"), DEADLINE, || {
            TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()
        })?;
        Ok(Self {
            address: format!("http://127.0.0.1:{port}"),
        })
    }

    /// Opens a browser or window.
    pub(crate) fn open(&self, capabilities: &Value) -> Result<Browser> {
        Browser::open(&self.address, capabilities)
    }
}

/// Chromium as a phone in somebody's hand, without a window.
pub(crate) fn phone_browser() -> Value {
    let mut capabilities = chromium(&["--window-size=390,844", "--lang=en-US"]);
    capabilities["goog:chromeOptions"]["mobileEmulation"] = json!({
        "deviceMetrics": {"width": 390, "height": 844, "pixelRatio": 2.0, "touch": true}
    });
    capabilities
}

/// Chromium on a manager's desk, without a window.
pub(crate) fn wide_browser() -> Value {
    chromium(&["--window-size=1440,1000", "--lang=en-US"])
}

fn chromium(arguments: &[&str]) -> Value {
    let mut all = vec!["--headless=new", "--no-first-run", "--disable-gpu"];
    // Chromium's own sandbox refuses to run as root, as in a container.
    if rustix::process::geteuid().is_root() {
        all.push("--no-sandbox");
    }
    all.extend(arguments);
    json!({"browserName": "chrome", "goog:chromeOptions": {"args": all}})
}

/// The window of `binary`, started with `arguments`. The kernel ends it with its driver.
pub(crate) fn window(binary: &Path, arguments: &[String]) -> Value {
    let mut all = vec![
        "--pdeathsig".to_owned(),
        "TERM".to_owned(),
        "--".to_owned(),
        binary.to_string_lossy().into_owned(),
    ];
    all.extend(arguments.iter().cloned());
    json!({"webkitgtk:browserOptions": {"binary": "/usr/bin/setpriv", "args": all}})
}

/// A port of loopback that nobody listens on now.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("looking for a port")?;
    let address = listener.local_addr().context("looking for a port")?;
    Ok(address.port())
}
