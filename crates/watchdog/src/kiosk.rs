//! The kiosk as a process: its start, its voice and its end.

use std::io;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::config::Program;
use crate::escalation::{End, Mode};
use crate::family;
use crate::pid_file::Identity;
use crate::processes::{Pid, Process};
use crate::system::{self, Signal};

/// No chain of parents between the kiosk and the child is longer: a compositor, perhaps a
/// wrapper.
const LONGEST_CHAIN: usize = 16;

/// Between two looks at a kiosk that was asked to end.
const PAUSE: Duration = Duration::from_millis(10);

/// A kiosk that was started and whose death has not been taken note of.
#[derive(Debug)]
pub(crate) struct Kiosk {
    child: Child,
    /// Of the child: the kiosk, or the compositor around it.
    pub(crate) identity: Identity,
    /// Who speaks: the first process of the child's family that did.
    voice: Option<Identity>,
}

impl Kiosk {
    /// Starts `program` in a process group of its own.
    pub(crate) fn start(
        program: &Program,
        mode: Mode,
        socket: &Path,
        pulse_limit: Duration,
    ) -> io::Result<Self> {
        let mut child = Command::new(&program.path)
            .args(&program.arguments)
            .env("MINILAB_START", mode.name())
            .env("NOTIFY_SOCKET", socket)
            .env("WATCHDOG_USEC", pulse_limit.as_micros().to_string())
            // It names the watchdog, if anybody.
            .env_remove("WATCHDOG_PID")
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()?;
        // A zombie has an identity too, so there is one however soon it ended.
        match Pid::try_from_id(child.id()).and_then(Identity::of) {
            Some(identity) => Ok(Self {
                child,
                identity,
                voice: None,
            }),
            None => {
                let _ = child.kill();
                let _ = child.wait();
                Err(io::Error::other("/proc does not know the kiosk"))
            }
        }
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> io::Result<Option<End>> {
        Ok(self.child.try_wait()?.map(end))
    }

    /// Whether a datagram of `sender` is to be believed. The first process of the family to
    /// speak is the kiosk, for it speaks before it opens a page; nobody else is believed during
    /// this run, above all no page's process.
    pub(crate) fn believes(&mut self, sender: Pid) -> bool {
        if let Some(voice) = &self.voice {
            return voice.pid == sender;
        }
        if self.is_of_the_family(sender) {
            self.voice = Identity::of(sender);
        }
        self.voice.is_some()
    }

    fn is_of_the_family(&self, sender: Pid) -> bool {
        let mut pid = sender;
        for _ in 0..LONGEST_CHAIN {
            if pid == self.identity.pid {
                return true;
            }
            match Process::read(pid).and_then(|process| Pid::new(process.parent)) {
                Some(parent) => pid = parent,
                None => return false,
            }
        }
        false
    }

    /// Whether the child and the voice still are who they were.
    pub(crate) fn lives(&self) -> bool {
        self.identity.lives() && self.voice.as_ref().is_none_or(Identity::lives)
    }

    /// Ends the page's process; the kiosk sees it and loads the page anew.
    pub(crate) fn reload_page(&self) {
        for page in family::pages(self.identity.pid) {
            // It may just have died, and then it is loaded anew anyway.
            let _ = system::send(page, Signal::Kill);
        }
    }

    /// Asks it to end and waits, at most `limit`. A kiosk below a compositor is asked first, for
    /// it loses its screen when the compositor goes.
    pub(crate) fn ask_to_end(&mut self, limit: Duration) {
        let asked = Instant::now();
        let voice = self.voice.clone().filter(Identity::lives);
        let first = voice.map_or(self.identity.pid, |voice| voice.pid);
        let _ = system::send(first, Signal::Term);
        let mut all_asked = first == self.identity.pid;
        while asked.elapsed() < limit && matches!(self.ended(), Ok(None)) {
            if !all_asked && asked.elapsed() > limit / 2 {
                all_asked = true;
                // Its death has not been taken note of, so the number is its own.
                let _ = system::send(self.identity.pid, Signal::Term);
            }
            sleep(PAUSE);
        }
    }

    /// Ends it and all its family, at once. Returns how many cannot be killed.
    pub(crate) fn end(mut self, own: Pid) -> usize {
        family::end(own, &mut self.child)
    }
}

fn end(status: ExitStatus) -> End {
    match (status.code(), status.signal()) {
        (Some(code), _) => End::Code(code),
        (None, signal) => End::Signal(signal.unwrap_or_default()),
    }
}
