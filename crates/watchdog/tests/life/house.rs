//! A watchdog with folders of its own, and a view into what it does.

use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use watchdog::processes::{self, Pid, Process};

/// Nothing here takes so long, on the busiest machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A line of `reports.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line(String);

impl Line {
    /// What stands behind a field's name, without quotes; empty if it is not there.
    pub(crate) fn field(&self, name: &str) -> &str {
        let name = format!("\"{name}\":");
        let Some((_, rest)) = self.0.split_once(&name) else {
            return "";
        };
        let end = rest.find([',', '}']).unwrap_or(rest.len());
        rest[..end].trim_matches('"')
    }

    /// `step reason`, and the mode if there is one.
    pub(crate) fn said(&self) -> String {
        let parts = [self.field("step"), self.field("reason"), self.field("mode")];
        parts.join(" ").trim_end().to_owned()
    }
}

/// The watchdog, its folders and everything below it, which all end with it.
pub(crate) struct House {
    pub(crate) folder: TempDir,
    pub(crate) watchdog: Child,
    /// Stands in the command line of every process of this house, and of no other.
    pub(crate) token: String,
    settings: Vec<(String, String)>,
}

impl House {
    /// Starts a watchdog over a kiosk that follows `script`, with `settings` beside.
    pub(crate) fn new(script: &str, settings: &[(&str, &str)]) -> Self {
        Self::with_kiosk(&[], script, settings)
    }

    /// The same below a systemd that listens at `socket` and wants to be fed within so many
    /// microseconds.
    pub(crate) fn below_systemd(script: &str, socket: &str, limit_us: &str) -> Self {
        let above = [("NOTIFY_SOCKET", socket), ("WATCHDOG_USEC", limit_us)];
        Self::build(&[], script, &[], &above)
    }

    /// The same with the words `before` the kiosk's own command line.
    pub(crate) fn with_kiosk(before: &[&str], script: &str, settings: &[(&str, &str)]) -> Self {
        Self::build(before, script, settings, &[])
    }

    fn build(
        before: &[&str],
        script: &str,
        settings: &[(&str, &str)],
        plain: &[(&str, &str)],
    ) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let token = format!(
            "7{:09}.{:04}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        let kiosk = [&before.join(" "), crate::double::command(&token).as_str()].join(" ");
        let mut all: Vec<(String, String)> = [
            ("KIOSK", kiosk.trim()),
            ("RUN_DIR", &path("run")),
            ("STATE_DIR", &path("state")),
            ("REBOOT", ""),
        ]
        .into_iter()
        .chain(settings.iter().copied())
        .map(|(key, value)| (format!("MINILAB_WATCHDOG_{key}"), value.to_owned()))
        .collect();
        all.push(("KIOSK_SCRIPT".to_owned(), script.to_owned()));
        all.push(("KIOSK_TOKEN".to_owned(), token.clone()));
        all.push(("KIOSK_STARTS".to_owned(), path("starts")));
        let plain = plain
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        all.extend(plain);
        let watchdog = start(&all, &folder);
        Self {
            folder,
            watchdog,
            token,
            settings: all,
        }
    }

    /// Another watchdog over the same folders.
    pub(crate) fn another_watchdog(&self) -> Child {
        start(&self.settings, &self.folder)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn lines(&self) -> Vec<Line> {
        let text = fs::read_to_string(self.path("state/reports.jsonl")).unwrap_or_default();
        let whole = text
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'));
        whole.map(|line| Line(line.to_owned())).collect()
    }

    /// The first line from number `from` on that says `said`.
    pub(crate) fn wait_for(&self, from: usize, said: &str) -> (usize, Line) {
        let found = until(|| {
            let lines = self.lines();
            let mut numbered = lines.into_iter().enumerate().skip(from);
            numbered.find(|(_, line)| line.said() == said)
        });
        found.unwrap_or_else(|| panic!("{said:?} was not reported: {:#?}", self.lines()))
    }

    /// What was said so far.
    pub(crate) fn story(&self) -> Vec<String> {
        self.lines().iter().map(Line::said).collect()
    }

    /// The processes of this house that are alive, without the watchdog.
    pub(crate) fn family(&self) -> Vec<Process> {
        let watchdog = self.watchdog.id();
        let processes = processes::all().expect("/proc can be read");
        let ours = |process: &Process| {
            let command = fs::read(format!("/proc/{}/cmdline", process.pid)).unwrap_or_default();
            let command = String::from_utf8_lossy(&command).into_owned();
            command.contains(&self.token) && Pid::try_from_id(watchdog) != Some(process.pid)
        };
        processes.into_iter().filter(ours).collect()
    }

    /// The wall clock at each start of the kiosk's `main`, in milliseconds.
    pub(crate) fn starts_ms(&self) -> Vec<u128> {
        let text = fs::read_to_string(self.path("starts")).unwrap_or_default();
        text.lines().filter_map(|line| line.parse().ok()).collect()
    }

    /// Waits until so many processes are in the family.
    pub(crate) fn wait_for_family(&self, count: usize) {
        let grown = until(|| (self.family().len() >= count).then_some(()));
        let family = self.family();
        assert!(
            grown.is_some(),
            "the family has {count} members: {family:#?}"
        );
    }

    /// Asks the watchdog to end, and waits.
    pub(crate) fn stop(&mut self) -> ExitStatus {
        signal("TERM", self.watchdog.id());
        let ended = until(|| self.watchdog.try_wait().expect("it is our child"));
        ended.expect("the watchdog ends when it is told")
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = self.watchdog.kill();
        let _ = self.watchdog.wait();
        // A bomb may still grow.
        until(|| {
            let mut left = self.family();
            left.retain(|process| !process.dead);
            for process in &left {
                signal("KILL", u32::try_from(process.pid.number()).unwrap_or(0));
            }
            left.is_empty().then_some(())
        });
    }
}

fn start(settings: &[(String, String)], folder: &TempDir) -> Child {
    let config = folder.path().join("watchdog.toml");
    fs::write(&config, "# Everything comes from the environment.\n").expect("there is room");
    let errors = fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(folder.path().join("stderr"))
        .expect("there is room");
    Command::new(env!("CARGO_BIN_EXE_minilab-watchdog"))
        .arg("--config")
        .arg(config)
        .envs(settings.iter().cloned())
        .stdout(Stdio::null())
        .stderr(errors)
        // A test that is interrupted must not interrupt it in its way.
        .process_group(0)
        .spawn()
        .expect("the watchdog was built")
}

/// Sends a signal by its name.
pub(crate) fn signal(name: &str, pid: u32) {
    let status = Command::new("/bin/kill")
        .args([format!("-{name}"), pid.to_string()])
        .stderr(Stdio::null())
        .status();
    status.expect("procps is installed");
}

/// What `look` finds, within patience.
pub(crate) fn until<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Some(found) = look() {
            return Some(found);
        }
        sleep(Duration::from_millis(2));
    }
    None
}

/// The quickest of three tries, or the first below `limit`.
pub(crate) fn best_of_three(limit: Duration, mut attempt: impl FnMut() -> Duration) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..3 {
        best = best.min(attempt());
        if best <= limit {
            break;
        }
    }
    best
}

/// Whether there is such a file, within patience.
pub(crate) fn appears(path: &Path) -> bool {
    until(|| path.exists().then_some(())).is_some()
}
