//! A kiosk process: what it shows, what a finger does to it, and its sudden end.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use station::command::Command;
use station::view::{Screen, View};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::waiting::PATIENCE;
use crate::world::programs;

/// Lines of the kiosk's log that a failure quotes.
const LAST_WORDS: usize = 25;

/// Where a kiosk lives and whom it talks to; the same place again is the same kiosk again.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its folder: journal, sealed photos, device key.
    pub folder: PathBuf,
    /// Where the dashboard answers.
    pub dashboard: String,
    /// Where the printer answers.
    pub printer: String,
    /// Where it writes its log.
    pub log: PathBuf,
}

/// A running kiosk. Dropping it kills it.
#[derive(Debug)]
pub struct Kiosk {
    child: Child,
    stdin: ChildStdin,
    views: watch::Receiver<Option<Arc<View>>>,
    log: PathBuf,
}

impl Kiosk {
    /// Starts the kiosk of that place.
    pub async fn start(place: &Place) -> Result<Self> {
        let log = File::options()
            .create(true)
            .append(true)
            .open(&place.log)
            .context("the kiosk's log")?;
        let mut child = tokio::process::Command::new(programs::windowless_kiosk()?)
            .args(["--dashboard", &place.dashboard, "--printer", &place.printer])
            .arg("--folder")
            .arg(&place.folder)
            .arg("--darkroom")
            .arg(programs::darkroom()?)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .context("starting the kiosk")?;
        let stdin = child.stdin.take().context("the kiosk's stdin")?;
        let stdout = child.stdout.take().context("the kiosk's stdout")?;
        let (sender, views) = watch::channel(None);
        tokio::spawn(read(stdout, sender));
        Ok(Self {
            child,
            stdin,
            views,
            log: place.log.clone(),
        })
    }

    /// A finger does this.
    pub async fn tap(&mut self, command: Command) -> Result<()> {
        self.say(&serde_json::to_string(&command)?).await
    }

    /// The kiosk's clock runs ahead by so much, from now on.
    pub async fn put_clock_ahead(&mut self, ms: i64) -> Result<()> {
        self.say(&format!(r#"{{"clock_ahead_ms":{ms}}}"#)).await
    }

    async fn say(&mut self, line: &str) -> Result<()> {
        let line = format!("{line}\n");
        let said = self.stdin.write_all(line.as_bytes()).await;
        said.with_context(|| format!("the kiosk does not listen; {}", self.last_words()))?;
        Ok(self.stdin.flush().await?)
    }

    /// What it shows now; none before its first view.
    pub fn view(&self) -> Option<Arc<View>> {
        self.views.borrow().clone()
    }

    /// Watches the screen until `find` finds something. `what` completes "waiting for ...".
    pub async fn see<T>(&self, what: &str, find: impl Fn(&View) -> Option<T>) -> Result<T> {
        let mut views = self.views.clone();
        let watching = async {
            loop {
                let view = views.borrow_and_update().clone();
                if let Some(found) = view.as_deref().and_then(&find) {
                    return Ok(found);
                }
                if views.changed().await.is_err() {
                    bail!("waiting for {what}: the kiosk ended");
                }
            }
        };
        match timeout(PATIENCE, watching).await {
            Ok(seen) => seen.with_context(|| self.last_words()),
            Err(_) => bail!(
                "waiting for {what}, in vain; the kiosk shows {:?}; {}",
                self.view(),
                self.last_words()
            ),
        }
    }

    /// As [`Self::see`], for one screen.
    pub async fn see_screen<T>(
        &self,
        what: &str,
        find: impl Fn(&Screen) -> Option<T>,
    ) -> Result<T> {
        self.see(what, |view| find(&view.screen)).await
    }

    /// SIGKILL: no goodbye, no flush. Returns once it is dead.
    pub async fn kill(mut self) -> Result<()> {
        self.child.start_kill().context("killing the kiosk")?;
        self.child.wait().await.context("the killed kiosk")?;
        Ok(())
    }

    /// Whether it still runs.
    pub fn is_alive(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    fn last_words(&self) -> String {
        let log = std::fs::read(&self.log).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        let tail = &lines[lines.len().saturating_sub(LAST_WORDS)..];
        format!("the kiosk's log ends with:\n{}", tail.join("\n"))
    }
}

async fn read(stdout: ChildStdout, views: watch::Sender<Option<Arc<View>>>) {
    let mut lines = BufReader::new(stdout).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        match serde_json::from_str::<View>(&line) {
            Ok(view) => {
                views.send_replace(Some(Arc::new(view)));
            }
            // The last line of a killed kiosk may be cut off.
            Err(_) => return,
        }
    }
}

/// The journal's file in a kiosk's folder.
pub fn journal_file(folder: &Path) -> PathBuf {
    folder.join("journal.db")
}
