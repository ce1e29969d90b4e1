//! Ends the kiosk and everything it ever started.
//!
//! Orphans of the kiosk become the watchdog's children (`PR_SET_CHILD_SUBREAPER`), so that
//! whatever is below the watchdog is the kiosk's, however often it forked, changed its group or
//! session, or emptied its environment. Only after the watchdog itself was killed are there
//! orphans of an earlier run; those are known by the socket in their environment.

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::pid_file::Identity;
use crate::processes::{self, Pid, Process};
use crate::system::{self, Signal};

/// SIGKILL needs no longer, but for a process that waits for a broken device; that one is left.
const LIMIT: Duration = Duration::from_secs(3);

/// Between two looks. A killed process is gone within a millisecond.
const PAUSE: Duration = Duration::from_millis(1);

/// Kills everything below this process and takes note of the deaths, round after round, since
/// some may fork meanwhile. `leader` is a child whose death was not taken note of, so that its
/// number, and that of its group, still are its own. Returns how many cannot be killed.
pub(crate) fn end(own: Pid, leader: Option<Pid>) -> usize {
    rounds(|processes| {
        bury_orphans(own, leader, processes);
        let mut left = processes::below(processes, own);
        left.retain(|process| !process.dead);
        if let (Some(leader), false) = (leader, left.is_empty()) {
            // All of them at once: whoever forks all the time stays in the group mostly.
            let _ = system::send_to_group(leader, Signal::Kill);
        }
        left.into_iter().cloned().collect()
    })
}

/// Takes note of the deaths of orphans, but not of that of `leader`, whose end is of interest.
pub(crate) fn bury_orphans(own: Pid, leader: Option<Pid>, processes: &[Process]) {
    for process in processes {
        if process.dead && process.parent == own.number() && Some(process.pid) != leader {
            system::bury(process.pid);
        }
    }
}

/// Kills what an earlier watchdog started: the kiosk that it wrote down, all below it, and all
/// that were told of this `socket`. Returns how many cannot be killed.
pub(crate) fn end_of_earlier_run(own: Pid, kiosk: Option<&Identity>, socket: &Path) -> usize {
    let mark = [b"NOTIFY_SOCKET=", socket.as_os_str().as_encoded_bytes()].concat();
    rounds(|processes| {
        let mut left: Vec<Process> = Vec::new();
        if let Some(kiosk) = kiosk.filter(|kiosk| kiosk.lives()) {
            left.extend(Process::read(kiosk.pid));
            left.extend(processes::below(processes, kiosk.pid).into_iter().cloned());
        }
        let marked = |process: &&Process| told(process.pid, &mark);
        left.extend(processes.iter().filter(marked).cloned());
        left.retain(|process| !process.dead && process.pid != own);
        left
    })
}

fn told(pid: Pid, mark: &[u8]) -> bool {
    fs::read(format!("/proc/{pid}/environ"))
        .is_ok_and(|environment| environment.split(|byte| *byte == 0).any(|one| one == mark))
}

/// The pages' processes below `kiosk`.
pub(crate) fn pages(kiosk: Pid) -> Vec<Pid> {
    /// What the kernel keeps of `WebKitWebProcess`.
    const NAME: &str = "WebKitWebProces";
    let processes = processes::all().unwrap_or_default();
    processes::below(&processes, kiosk)
        .into_iter()
        .filter(|process| process.name == NAME && !process.dead)
        .map(|process| process.pid)
        .collect()
}

fn rounds(mut look: impl FnMut(&[Process]) -> Vec<Process>) -> usize {
    let start = Instant::now();
    loop {
        let left = look(&processes::all().unwrap_or_default());
        if left.is_empty() || start.elapsed() > LIMIT {
            return left.len();
        }
        // First none may fork any more, then all go.
        for signal in [Signal::Stop, Signal::Kill] {
            for process in &left {
                // It may just have ended by itself.
                let _ = system::send(process.pid, signal);
            }
        }
        sleep(PAUSE);
    }
}
