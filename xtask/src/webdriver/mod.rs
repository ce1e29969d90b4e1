//! A small client of the W3C WebDriver protocol, for one browser or window at a time.
//!
//! It deliberately knows no page: selectors belong to who drives. Standard:
//! <https://www.w3.org/TR/webdriver2/>, section 8 (sessions) to 17 (screen capture).

mod drivers;
mod element;

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};
use std::{fmt, fs};

use anyhow::{Context, Result, anyhow, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};
use ureq::Agent;

pub(crate) use drivers::{Driver, free_port, phone_browser, wide_browser, window};
pub(crate) use element::Element;

/// How long one command may take. Starting a browser on a busy machine is the slowest.
const COMMAND_DEADLINE: Duration = Duration::from_secs(90);
/// Between two looks for something that is not there yet.
const LOOK_AGAIN: Duration = Duration::from_millis(40);

/// A session of a browser, or of the kiosk's window. Dropping it closes what it drives.
pub(crate) struct Browser {
    session: String,
    agent: Agent,
}

impl fmt::Debug for Browser {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Browser({})", self.session)
    }
}

impl Browser {
    /// Asks the driver at `driver` (`http://127.0.0.1:PORT`) for a browser with `capabilities`.
    pub(crate) fn open(driver: &str, capabilities: &Value) -> Result<Self> {
        let agent: Agent = Agent::config_builder()
            .timeout_global(Some(COMMAND_DEADLINE))
            .http_status_as_error(false)
            .build()
            .into();
        let body = json!({"capabilities": {"alwaysMatch": capabilities}});
        let answer = post(&agent, &format!("{driver}/session"), &body)?;
        let id = answer["sessionId"]
            .as_str()
            .context("the driver opened a session without an id")?;
        Ok(Self {
            session: format!("{driver}/session/{id}"),
            agent,
        })
    }

    /// Opens an address and waits until the page has loaded.
    pub(crate) fn go(&self, url: &str) -> Result<()> {
        self.post("/url", &json!({"url": url})).map(drop)
    }

    /// The address shown.
    pub(crate) fn url(&self) -> Result<String> {
        let url = self.get("/url")?;
        Ok(url.as_str().unwrap_or_default().to_owned())
    }

    /// Every element of the page that fits, now.
    pub(crate) fn all(&self, css: &str) -> Result<Vec<Element<'_>>> {
        let found = self.post("/elements", &json!({"using": "css selector", "value": css}))?;
        let found = found.as_array().map(Vec::as_slice).unwrap_or_default();
        found.iter().map(|one| Element::of(self, one)).collect()
    }

    /// The first element that fits, once there is one.
    pub(crate) fn wait_for(&self, css: &str, deadline: Duration) -> Result<Element<'_>> {
        self.wait(&format!("`{css}` is there"), deadline, || {
            Ok(self.all(css)?.into_iter().next())
        })
    }

    /// Looks until there is an answer; `what` completes "waiting until ...".
    pub(crate) fn wait<T>(
        &self,
        what: &str,
        deadline: Duration,
        mut look: impl FnMut() -> Result<Option<T>>,
    ) -> Result<T> {
        let start = Instant::now();
        loop {
            // A screen may be drawn anew between finding and asking: then it is asked again.
            let last = match look() {
                Ok(Some(answer)) => return Ok(answer),
                Ok(None) => None,
                Err(error) => Some(error),
            };
            if start.elapsed() > deadline {
                let message = format!("waited {} s until {what}, in vain", deadline.as_secs());
                return Err(match last {
                    Some(error) => error.context(message),
                    None => anyhow!(message),
                });
            }
            thread::sleep(LOOK_AGAIN);
        }
    }

    /// Waits for the element and clicks it, and tries again while something lies over it or the
    /// screen moves under it.
    pub(crate) fn click(&self, css: &str, deadline: Duration) -> Result<()> {
        self.wait(&format!("`{css}` can be clicked"), deadline, || {
            let ready = format!("{css}:not(:disabled)");
            let Some(element) = self.all(&ready)?.into_iter().next() else {
                return Ok(None);
            };
            element.click().map(Some)
        })
    }

    /// Runs a script in the page; its arguments are `arguments[0]`, ..., its `return` the answer.
    pub(crate) fn run(&self, script: &str, arguments: &[Value]) -> Result<Value> {
        self.post(
            "/execute/sync",
            &json!({"script": script, "args": arguments}),
        )
    }

    /// Waits until what the page says is also what is seen: pictures are there, movements that end
    /// have ended (they get a second and a half), and two frames were painted since.
    pub(crate) fn wait_until_painted(&self) -> Result<()> {
        let script = "const done = arguments[0], patience = performance.now() + 1500; \
            const moving = () => document.getAnimations().some((one) => \
                one.playState === 'running' && \
                one.effect?.getComputedTiming().endTime !== Infinity); \
            const restless = () => moving() || [...document.images].some((one) => !one.complete); \
            const look = () => restless() && performance.now() < patience \
                ? requestAnimationFrame(look) \
                : requestAnimationFrame(() => requestAnimationFrame(() => done())); \
            requestAnimationFrame(look);";
        // A page that is left in between never answers; the next one is asked instead.
        self.run_async(script)
            .or_else(|_| self.run_async(script))
            .map(drop)
    }

    /// Runs a script in the page that answers by calling `arguments[0]`.
    pub(crate) fn run_async(&self, script: &str) -> Result<Value> {
        self.post("/execute/async", &json!({"script": script, "args": []}))
    }

    /// Presses a finger, or a mouse, at `from`, moves to `to` and lets go. Both in CSS pixels of
    /// the viewport.
    pub(crate) fn drag(&self, from: (i32, i32), to: (i32, i32)) -> Result<()> {
        let at = |(x, y): (i32, i32), duration: u32| json!({"type": "pointerMove", "x": x, "y": y, "duration": duration, "origin": "viewport"});
        self.post(
            "/actions",
            &json!({"actions": [{
                "type": "pointer",
                "id": "finger",
                "parameters": {"pointerType": "mouse"},
                "actions": [
                    at(from, 0),
                    {"type": "pointerDown", "button": 0},
                    at(to, 200),
                    {"type": "pointerUp", "button": 0},
                ],
            }]}),
        )
        .map(drop)
    }

    /// Types digits and Enter as a scanner does: in one burst, wherever the focus is.
    pub(crate) fn scan_barcode(&self, digits: &str) -> Result<()> {
        /// WebDriver's name of the Enter key.
        const ENTER: char = '\u{e007}';
        let keys: Vec<Value> = digits
            .chars()
            .chain([ENTER])
            .flat_map(|key| {
                let of = |kind| json!({"type": kind, "value": key.to_string()});
                [of("keyDown"), of("keyUp")]
            })
            .collect();
        let scanner = json!({"type": "key", "id": "scanner", "actions": keys});
        self.post("/actions", &json!({"actions": [scanner]}))
            .map(drop)
    }

    /// What is seen, as PNG.
    pub(crate) fn screenshot(&self, to: &Path) -> Result<()> {
        let picture = self.get("/screenshot")?;
        let text = picture.as_str().context("a screenshot that is no text")?;
        let png = BASE64
            .decode(text)
            .context("a screenshot that is no base64")?;
        fs::write(to, png).with_context(|| format!("writing {}", to.display()))
    }

    fn get(&self, path: &str) -> Result<Value> {
        let url = format!("{}{path}", self.session);
        let answer = self.agent.get(&url).call();
        read(answer.with_context(|| format!("asking {url}"))?, path)
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value> {
        post(&self.agent, &format!("{}{path}", self.session), body)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A driver that is gone has taken its browser along.
        let _gone = self.agent.delete(&self.session).call();
    }
}

fn post(agent: &Agent, url: &str, body: &Value) -> Result<Value> {
    let answer = agent.post(url).send_json(body);
    read(answer.with_context(|| format!("asking {url}"))?, url)
}

fn read(mut answer: ureq::http::Response<ureq::Body>, what: &str) -> Result<Value> {
    let status = answer.status();
    let body: Value = answer
        .body_mut()
        .with_config()
        .limit(MOST_ANSWER_BYTES)
        .read_json()
        .with_context(|| format!("reading the driver's answer to {what}"))?;
    if !status.is_success() {
        let error = body["value"]["error"].as_str().unwrap_or("unknown error");
        let message = body["value"]["message"].as_str().unwrap_or_default();
        bail!("{what}: {error}: {message}");
    }
    Ok(body["value"].clone())
}

/// The longest answer read: a screenshot of a large screen, in base64.
const MOST_ANSWER_BYTES: u64 = 64 * 1024 * 1024;
