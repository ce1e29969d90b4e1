//! Remembers whom the watchdog started, for the watchdog that comes after it was killed itself.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::processes::{Pid, Process};

/// A process that cannot be mistaken for another: a number is given again, a number with its
/// start in ticks is not, and the boot's own name covers the ticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// Its number; the number of its process group, too.
    pub(crate) pid: Pid,
    start_ticks: u64,
    boot: String,
}

impl Identity {
    /// Of a process that is there now.
    pub(crate) fn of(pid: Pid) -> Option<Self> {
        let process = Process::read(pid)?;
        Some(Self {
            pid,
            start_ticks: process.start_ticks,
            boot: boot()?,
        })
    }

    /// Whether it is there and alive. A zombie is not.
    pub(crate) fn lives(&self) -> bool {
        Process::read(self.pid)
            .is_some_and(|process| !process.dead && process.start_ticks == self.start_ticks)
            && boot().as_ref() == Some(&self.boot)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_ascii_whitespace();
        Some(Self {
            pid: Pid::new(words.next()?.parse().ok()?)?,
            start_ticks: words.next()?.parse().ok()?,
            boot: words.next()?.to_owned(),
        })
    }
}

fn boot() -> Option<String> {
    let text = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(text.trim().to_owned())
}

/// The file.
#[derive(Debug)]
pub(crate) struct PidFile(PathBuf);

impl PidFile {
    /// In the folder `run_dir`.
    pub(crate) fn new(run_dir: &Path) -> Self {
        Self(run_dir.join("kiosk.pid"))
    }

    /// Writes the identity down in one piece.
    pub(crate) fn write(&self, identity: &Identity) -> io::Result<()> {
        let text = format!(
            "{} {} {}\n",
            identity.pid, identity.start_ticks, identity.boot
        );
        let half = self.0.with_extension("half");
        fs::write(&half, text)?;
        fs::rename(half, &self.0)
    }

    /// Who was written down; none if nobody was, or if it cannot be read as an identity.
    pub(crate) fn read(&self) -> Option<Identity> {
        Identity::parse(&fs::read_to_string(&self.0).ok()?)
    }

    /// Nobody runs any more.
    pub(crate) fn clear(&self) {
        // It only costs the next watchdog a look.
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_outlives_the_file_and_a_recycled_number_is_not_taken_for_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = PidFile::new(folder.path());
        let own = Identity::of(Pid::own().expect("not process 1")).expect("this process");
        file.write(&own).expect("the folder can be written to");
        assert_eq!(file.read(), Some(own.clone()), "what was written is read");
        assert!(own.lives(), "this process lives");
        let earlier = Identity {
            start_ticks: own.start_ticks - 1,
            ..own.clone()
        };
        assert!(!earlier.lives(), "the same number, but another start");
        let other_boot = Identity {
            boot: "another".to_owned(),
            ..own
        };
        assert!(
            !other_boot.lives(),
            "the same number and start in another boot"
        );
    }

    #[test]
    fn what_is_no_identity_is_nobody() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = PidFile::new(folder.path());
        for text in [
            "",
            "1 2 boot",
            "0 2 boot",
            "-1 2 boot",
            "77",
            "77 x boot",
            "77 5",
            "\u{0}",
        ] {
            fs::write(&file.0, text).expect("the folder can be written to");
            assert_eq!(file.read(), None, "{text:?} must not lead to a kill");
        }
    }
}
