//! One element of a page.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::Browser;

/// The key under which the protocol hands out elements (section 12.1).
const KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An element as it was found; stale once the page has drawn another in its place.
#[derive(Debug)]
pub(crate) struct Element<'a> {
    browser: &'a Browser,
    id: String,
}

/// Where an element is in the viewport, in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl<'a> Element<'a> {
    pub(super) fn of(browser: &'a Browser, value: &Value) -> Result<Self> {
        let id = value[KEY].as_str().context("an element without an id")?;
        Ok(Self {
            browser,
            id: id.to_owned(),
        })
    }

    /// Clicks its middle; fails when something lies over it.
    pub(crate) fn click(&self) -> Result<()> {
        self.browser.post(&self.path("click"), &json!({})).map(drop)
    }

    /// Types, or for a file field chooses files: absolute paths, one a line.
    pub(crate) fn type_text(&self, text: &str) -> Result<()> {
        self.browser
            .post(&self.path("value"), &json!({"text": text}))
            .map(drop)
    }

    /// Its text as it is seen.
    pub(crate) fn text(&self) -> Result<String> {
        let text = self.browser.get(&self.path("text"))?;
        Ok(text.as_str().unwrap_or_default().trim().to_owned())
    }

    /// Where it is.
    pub(crate) fn place(&self) -> Result<Place> {
        let script = "const r = arguments[0].getBoundingClientRect(); \
                      return [r.x, r.y, r.width, r.height];";
        let place = self.browser.run(script, &[json!({KEY: self.id})])?;
        let number = |at: usize| place[at].as_f64().context("a place without numbers");
        Ok(Place {
            x: number(0)?,
            y: number(1)?,
            width: number(2)?,
            height: number(3)?,
        })
    }

    fn path(&self, command: &str) -> String {
        format!("/element/{}/{command}", self.id)
    }
}
