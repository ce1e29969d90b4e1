//! What a journey leaves behind: screens, sheets and `journey.json`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::webdriver::Browser;

/// The evidence so far.
#[derive(Debug)]
pub(super) struct Report {
    folder: PathBuf,
    screens: u32,
    pub(super) journey: Journey,
}

/// `journey.json`. Keys are added, never renamed.
#[derive(Debug, Default, Serialize)]
pub(super) struct Journey {
    /// Whether the prints are there and paid.
    pub(super) ok: bool,
    /// What was done, in order.
    pub(super) steps: Vec<Step>,
    /// Sheets that the printer received.
    pub(super) sheets: usize,
    /// What the customer paid, in minor units.
    pub(super) paid_minor: i64,
    /// What came back, in minor units.
    pub(super) refunded_minor: i64,
    /// Why it is not ok.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) ms: u128,
}

impl Report {
    /// Makes `folder`, and clears what an earlier journey left in it.
    pub(super) fn begin(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        // Programs that are handed this path run elsewhere.
        let folder = folder
            .canonicalize()
            .with_context(|| format!("finding {}", folder.display()))?;
        for name in ["screens", "sheets", "photos"] {
            let old = folder.join(name);
            if old.exists() {
                fs::remove_dir_all(&old).with_context(|| format!("emptying {}", old.display()))?;
            }
            fs::create_dir_all(&old).with_context(|| format!("making {}", old.display()))?;
        }
        Ok(Self {
            folder,
            screens: 0,
            journey: Journey::default(),
        })
    }

    /// One of the report's folders: `screens`, `sheets` or `photos`.
    pub(super) fn folder(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Does one step, says so, and keeps how long it took.
    pub(super) fn step<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let start = Instant::now();
        let done = work(self).with_context(|| format!("the customer could not {name}"))?;
        let ms = start.elapsed().as_millis();
        println!("{ms:>7} ms  {name}");
        self.journey.steps.push(Step { name, ms });
        Ok(done)
    }

    /// Keeps what is seen now as `NN-NAME.png`; hands back where.
    pub(super) fn screen(&mut self, browser: &Browser, name: &str) -> Result<PathBuf> {
        self.screens += 1;
        let to = self
            .folder("screens")
            .join(format!("{:02}-{name}.png", self.screens));
        browser.wait_until_painted()?;
        browser.screenshot(&to)?;
        Ok(to)
    }

    /// Writes `journey.json`.
    pub(super) fn close(&self) -> Result<()> {
        let path = self.folder.join("journey.json");
        let mut text =
            serde_json::to_string_pretty(&self.journey).context("writing the journey")?;
        text.push('\n');
        fs::write(&path, text).with_context(|| format!("writing {}", path.display()))
    }
}
