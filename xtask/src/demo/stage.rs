//! Named processes that are started in order, watched while they get ready, and stopped in
//! reverse, each with whatever it started itself.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};

use super::interrupt::Interrupt;
use crate::shell;

/// Between two looks at something that is not ready yet.
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// How long a process may take to end when asked, before it is killed. The dashboard gives the
/// requests it is answering ten seconds.
const GRACE: Duration = Duration::from_secs(12);
/// How much of a log is quoted when its process fails, in lines.
const LAST_WORDS: usize = 15;

/// Everything that runs. Dropping it stops everything.
#[derive(Debug)]
pub(crate) struct Stage {
    logs: PathBuf,
    interrupt: Interrupt,
    actors: Vec<Actor>,
}

#[derive(Debug)]
struct Actor {
    name: &'static str,
    child: Child,
}

impl Stage {
    /// Nothing runs yet; each process will write to `logs/NAME.log`.
    pub(crate) fn new(logs: &Path) -> Result<Self> {
        fs::create_dir_all(logs).with_context(|| format!("making {}", logs.display()))?;
        Ok(Self {
            logs: logs.to_owned(),
            interrupt: Interrupt::listen().context("listening for Ctrl-C")?,
            actors: Vec::new(),
        })
    }

    /// Starts a process in a group of its own, so that Ctrl-C reaches only us and everything that
    /// it starts can be stopped with it. The kernel ends it should we be killed.
    pub(crate) fn start(&mut self, name: &'static str, command: &Command) -> Result<()> {
        let log = self.log(name);
        let out = File::create(&log).with_context(|| format!("making {}", log.display()))?;
        let err = out.try_clone().context("sharing the log")?;
        let mut wrapped = shell::program("setpriv", &["--pdeathsig", "TERM", "--"]);
        wrapped
            .arg(command.get_program())
            .args(command.get_args())
            .process_group(0)
            .stdout(Stdio::from(out))
            .stderr(Stdio::from(err));
        for (key, value) in command.get_envs() {
            match value {
                Some(value) => wrapped.env(key, value),
                None => wrapped.env_remove(key),
            };
        }
        let child = wrapped
            .spawn()
            .with_context(|| format!("starting {name} (`{}`)", shell::spell(command)))?;
        self.actors.push(Actor { name, child });
        Ok(())
    }

    /// The number of a process, while it runs.
    pub(crate) fn id(&self, name: &str) -> Option<u32> {
        let actor = self.actors.iter().find(|actor| actor.name == name)?;
        Some(actor.child.id())
    }

    /// Where a process writes, from its start on.
    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.logs.join(format!("{name}.log"))
    }

    /// Looks until there is an answer; fails when `name` ends before, when time is up, or when
    /// somebody wants to stop. `what` completes "waiting until ...".
    pub(crate) fn wait<T>(
        &mut self,
        name: &str,
        what: &str,
        deadline: Duration,
        mut look: impl FnMut() -> Option<T>,
    ) -> Result<T> {
        let start = Instant::now();
        loop {
            if let Some(answer) = look() {
                return Ok(answer);
            }
            self.check()?;
            if start.elapsed() > deadline {
                bail!(
                    "waited {} s until {what}, in vain; {}",
                    deadline.as_secs(),
                    self.last_words(name)
                );
            }
            thread::sleep(LOOK_AGAIN);
        }
    }

    /// Waits for a line of a process's log that `find` knows something in.
    pub(crate) fn wait_for_line<T>(
        &mut self,
        name: &str,
        what: &str,
        deadline: Duration,
        find: impl Fn(&str) -> Option<T>,
    ) -> Result<T> {
        let log = self.log(name);
        self.wait(name, what, deadline, || {
            let bytes = fs::read(&log).ok()?;
            String::from_utf8_lossy(&bytes).lines().find_map(&find)
        })
    }

    /// Whether somebody asked to stop.
    pub(crate) fn asked_to_stop(&self) -> bool {
        self.interrupt.asked()
    }

    /// Fails when somebody wants to stop or a process has ended.
    pub(crate) fn check(&mut self) -> Result<()> {
        if self.interrupt.asked() {
            bail!("stopped on request");
        }
        self.check_actors()
    }

    /// Ends one process and all it started.
    pub(crate) fn stop(&mut self, name: &str) {
        if let Some(at) = self.actors.iter().position(|actor| actor.name == name) {
            self.actors.remove(at).stop();
        }
    }

    /// Fails when a process has ended.
    pub(crate) fn check_actors(&mut self) -> Result<()> {
        for actor in &mut self.actors {
            let ended = actor
                .child
                .try_wait()
                .with_context(|| format!("watching {}", actor.name))?;
            if let Some(status) = ended {
                let name = actor.name;
                return Err(anyhow!(
                    "{name} ended ({status}); {}",
                    self.last_words(name)
                ));
            }
        }
        Ok(())
    }

    fn last_words(&self, name: &str) -> String {
        let log = self.log(name);
        let text = fs::read(&log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        let tail = &lines[lines.len().saturating_sub(LAST_WORDS)..];
        format!("{} ends with:\n{}", log.display(), tail.join("\n"))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        while let Some(actor) = self.actors.pop() {
            actor.stop();
        }
    }
}

impl Actor {
    /// Asks the whole group to end, waits, and kills what is left.
    fn stop(mut self) {
        let Some(group) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) else {
            return;
        };
        // A group that is gone cannot be asked: that is what we want.
        let _gone = kill_process_group(group, Signal::TERM);
        let asked = Instant::now();
        while asked.elapsed() < GRACE {
            // Without this our own child stays in the group as a zombie.
            let ended = matches!(self.child.try_wait(), Ok(Some(_)));
            if ended && test_kill_process_group(group).is_err() {
                return;
            }
            thread::sleep(LOOK_AGAIN);
        }
        let _gone = kill_process_group(group, Signal::KILL);
        if let Err(error) = self.child.wait() {
            eprintln!("{} could not be ended: {error}", self.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_secs(10);

    #[test]
    fn what_a_process_started_ends_with_it() {
        let folder = tempfile::tempdir().expect("a folder for logs");
        let mut stage = Stage::new(folder.path()).expect("an empty stage");
        // A shell that starts a sleeper and says its number; only the test needs the shell.
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & echo sleeper $!; wait"]);
        stage.start("parent", &command).expect("sh starts");
        let sleeper = stage
            .wait_for_line("parent", "the sleeper is named", SOON, |line| {
                line.strip_prefix("sleeper ").map(str::to_owned)
            })
            .expect("it says so");
        let process = Path::new("/proc").join(sleeper);
        assert!(process.exists(), "the sleeper runs");
        drop(stage);
        let state = fs::read_to_string(process.join("stat")).unwrap_or_default();
        assert!(
            state.is_empty() || state.contains(") Z "),
            "nothing is left running, found: {state}"
        );
    }

    #[test]
    fn a_process_that_ends_early_is_reported_with_its_last_words() {
        let folder = tempfile::tempdir().expect("a folder for logs");
        let mut stage = Stage::new(folder.path()).expect("an empty stage");
        let mut command = Command::new("sh");
        command.args(["-c", "echo no paper today; exit 3"]);
        stage.start("printer", &command).expect("sh starts");
        let error = stage
            .wait::<()>("printer", "it is ready", SOON, || None)
            .expect_err("it never gets ready");
        let said = format!("{error:#}");
        assert!(said.contains("printer ended"), "names who ended: {said}");
        assert!(said.contains("no paper today"), "quotes its log: {said}");
    }
}
