//! Ends the kiosk and everything it ever started.
//!
//! Orphans of the kiosk become the watchdog's children (`PR_SET_CHILD_SUBREAPER`), so that
//! whatever is below the watchdog is the kiosk's, however often it forked, changed its group or
//! session, or emptied its environment. Only after the watchdog itself was killed are there
//! orphans of an earlier run; those are known by the socket in their environment.

use std::fs;
use std::path::Path;
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::pid_file::Identity;
use crate::processes::{self, Pid, Process};
use crate::system::{self, Children, Signal};

/// SIGKILL needs no longer, but for a process that waits for a broken device; that one is left.
const LIMIT: Duration = Duration::from_secs(3);

/// Between two looks. A killed process is gone within a millisecond.
const PAUSE: Duration = Duration::from_millis(1);

/// Kills everything below this process and takes note of the deaths, round after round, since
/// some may fork meanwhile. Returns how many cannot be killed.
///
/// `/proc` is read process by process, so one that forks and ends at the right moments may not
/// be in it. What counts in the end is the kernel's own word that there is no child left: orphans
/// become children, so then there is nobody.
pub(crate) fn end(own: Pid, child: &mut Child) -> usize {
    let leader = Pid::try_from_id(child.id());
    let look = |processes: &[Process]| {
        let mut left = processes::below(processes, own);
        left.retain(|process| !process.dead);
        // As long as nobody took note of its death, its number, and its group's, is its own.
        if let (Ok(None), Some(leader)) = (child.try_wait(), leader) {
            // All of them at once: whoever forks all the time stays in the group mostly.
            let _ = system::send_to_group(leader, Signal::Kill);
        }
        left.into_iter().cloned().collect()
    };
    rounds(look, system::bury_all)
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
    let look = |processes: &[Process]| {
        let mut left: Vec<Process> = Vec::new();
        if let Some(kiosk) = kiosk.filter(|kiosk| kiosk.lives()) {
            left.extend(Process::read(kiosk.pid));
            left.extend(processes::below(processes, kiosk.pid).into_iter().cloned());
        }
        let marked = |process: &&Process| told(process.pid, &mark);
        left.extend(processes.iter().filter(marked).cloned());
        left.retain(|process| !process.dead && process.pid != own);
        left
    };
    // They are not ours, so /proc is all there is to ask.
    rounds(look, || Children::None)
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

fn rounds(
    mut look: impl FnMut(&[Process]) -> Vec<Process>,
    children: impl Fn() -> Children,
) -> usize {
    let start = Instant::now();
    loop {
        let left = look(&processes::all().unwrap_or_default());
        if left.is_empty() && children() == Children::None {
            return 0;
        }
        if start.elapsed() > LIMIT {
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
