//! The kiosk's page, driven by WebDriver (<https://www.w3.org/TR/webdriver2/>).

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;

use crate::stage::{Stage, until};

/// How long one command may take; opening the window is the slowest.
const COMMAND_LIMIT: Duration = Duration::from_secs(90);

pub(crate) struct Driven {
    agent: Agent,
    driver: String,
    session: String,
    _stage: Stage,
}

impl Driven {
    pub(crate) fn open() -> Self {
        let mut stage = Stage::set();
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .and_then(|listener| listener.local_addr())
            .expect("a free port")
            .port();
        stage.start(
            Command::new("WebKitWebDriver")
                .arg(format!("--port={port}"))
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        until("the driver listens", COMMAND_LIMIT, || {
            TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
        });
        let agent = Agent::config_builder()
            .timeout_global(Some(COMMAND_LIMIT))
            .http_status_as_error(false)
            .build()
            .into();
        let driver = format!("http://127.0.0.1:{port}");
        let window = json!({"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": {
            "binary": env!("CARGO_BIN_EXE_minilab-kiosk"),
            "args": ["--config", stage.config()],
        }}}});
        let opened = post(&agent, &format!("{driver}/session"), &window);
        let id = opened["sessionId"].as_str().expect("a session").to_owned();
        Self {
            session: format!("{driver}/session/{id}"),
            agent,
            driver,
            _stage: stage,
        }
    }

    /// A server on loopback that the page must not reach: the driver itself.
    pub(crate) fn driver_address(&self) -> &str {
        &self.driver
    }

    pub(crate) fn address(&self) -> Value {
        let answer = self.agent.get(format!("{}/url", self.session)).call();
        read(answer)
    }

    /// The words on the screen.
    pub(crate) fn words(&self) -> String {
        let words = self.run("return document.body.innerText.trim()");
        words.as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn run(&self, script: &str) -> Value {
        let body = json!({"script": script, "args": []});
        post(
            &self.agent,
            &format!("{}/execute/sync", self.session),
            &body,
        )
    }

    /// Runs a script that calls its last argument when it is done.
    pub(crate) fn run_async(&self, script: &str, arguments: &Value) -> Value {
        let body = json!({"script": script, "args": arguments});
        post(
            &self.agent,
            &format!("{}/execute/async", self.session),
            &body,
        )
    }

    /// Asks the shell as the page does: `{"ok": ...}` or `{"err": ...}`.
    pub(crate) fn invoke(&self, command: &str, arguments: &Value) -> Value {
        let script = "const done = arguments[2];
            window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
                .then((ok) => done({ok}), (err) => done({err}))";
        self.run_async(script, &json!([command, arguments]))
    }
}

impl Drop for Driven {
    fn drop(&mut self) {
        // A window that has closed already is as good.
        let _ = self.agent.delete(&self.session).call();
    }
}

fn post(agent: &Agent, address: &str, body: &Value) -> Value {
    read(agent.post(address).send_json(body))
}

fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Value {
    let mut answer = answer.expect("the driver answers");
    let body: Value = answer.body_mut().read_json().expect("it speaks JSON");
    let value = body["value"].clone();
    assert!(value["error"].is_null(), "the driver refused: {value}");
    value
}
