//! A screen in memory, a configuration that reaches nobody, and the kiosk on it. Everything ends
//! with the stage.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::Pid;
use tempfile::TempDir;

/// One window at a time: a machine that draws several in software answers none of them in time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Between two looks for something that is not there yet.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

pub(crate) struct Stage {
    folder: TempDir,
    processes: Vec<Child>,
    kiosk: Option<Child>,
    display: String,
    _turn: MutexGuard<'static, ()>,
}

impl Stage {
    pub(crate) fn set() -> Self {
        let turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/dist/kiosk/index.html");
        assert!(
            page.exists(),
            "build the page first: `npm run build:kiosk` in ui"
        );
        let folder = tempfile::tempdir().expect("a folder");
        let config = format!(
            "dashboard_url = \"http://127.0.0.1:9\"\nprinter = \"ipp://127.0.0.1:9/\"\ndata_dir = {:?}\n",
            folder.path().join("data")
        );
        fs::write(folder.path().join("kiosk.toml"), config).expect("the file is written");
        let mut screen = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "540x960x24",
                "-nolisten",
                "tcp",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed");
        let mut number = String::new();
        BufReader::new(screen.stdout.take().expect("it is piped"))
            .read_line(&mut number)
            .expect("Xvfb says its number");
        Self {
            folder,
            processes: vec![screen],
            kiosk: None,
            display: format!(":{}", number.trim()),
            _turn: turn,
        }
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.folder.path().join("kiosk.toml")
    }

    /// Starts a helper that sees the screen; it ends with the stage.
    pub(crate) fn start(&mut self, command: &mut Command) {
        let child = command
            .env("DISPLAY", &self.display)
            .env("GDK_BACKEND", "x11")
            .stdin(Stdio::null())
            .spawn();
        self.processes.push(child.expect("it is installed"));
    }

    /// Starts the kiosk as it is started in a cabinet.
    pub(crate) fn start_kiosk(&mut self) -> Pid {
        let log = File::create(self.log()).expect("a log");
        let child = Command::new(env!("CARGO_BIN_EXE_minilab-kiosk"))
            .arg("--config")
            .arg(self.config())
            .env("DISPLAY", &self.display)
            .env("GDK_BACKEND", "x11")
            .env("RUST_LOG", "minilab_kiosk=debug")
            .stderr(log)
            .spawn()
            .expect("the kiosk starts");
        let pid = pid_of(child.id());
        self.kiosk = Some(child);
        pid
    }

    /// How many lines of the kiosk's log hold `words`.
    pub(crate) fn log_lines(&self, words: &str) -> usize {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        log.lines().filter(|line| line.contains(words)).count()
    }

    /// The kiosk's exit code once it has ended.
    pub(crate) fn kiosk_exit(&mut self, patience: Duration) -> Option<i32> {
        let kiosk = self.kiosk.as_mut().expect("it was started");
        let mut status = None;
        until("the kiosk has ended", patience, || {
            status = kiosk.try_wait().expect("it is our child");
            status.is_some()
        });
        status.and_then(|status| status.code())
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("kiosk.log")
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        for process in self.kiosk.iter_mut().chain(self.processes.iter_mut().rev()) {
            // One that has ended by itself is as good.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// The child of `parent` whose name, of which the kernel keeps 15 letters, is `name`.
pub(crate) fn child(parent: Pid, name: &str) -> Option<Pid> {
    let processes = fs::read_dir("/proc").ok()?.flatten();
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .find(|id| {
            let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
            let Some((start, end)) = stat.rsplit_once(") ") else {
                return false;
            };
            let mut fields = end.split(' ');
            let alive = fields.next() != Some("Z");
            let of_parent = fields.next() == Some(parent.as_raw_nonzero().to_string().as_str());
            alive && of_parent && start.ends_with(&format!("({name}"))
        })
        .map(pid_of)
}

fn pid_of(id: u32) -> Pid {
    let raw = i32::try_from(id).expect("process ids are small");
    Pid::from_raw(raw).expect("process ids are not 0")
}

/// Waits until `holds`; fails with `what` after `patience`.
pub(crate) fn until(what: &str, patience: Duration, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < patience, "waited in vain until {what}");
        sleep(LOOK_AGAIN);
    }
}
