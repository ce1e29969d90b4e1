//! The jail is tried from inside: every escape ends with SIGSYS. Release builds cannot
//! be asked to try.

#![cfg(debug_assertions)]

use darkroom::{Darkroom, DarkroomConfig};

fn darkroom() -> Darkroom {
    Darkroom::new(DarkroomConfig::new(env!("CARGO_BIN_EXE_minilab-darkroom")))
}

#[tokio::test]
async fn every_escape_is_killed_by_sigsys() {
    let parent = i64::from(std::process::id());
    let escapes: Vec<(&str, [i64; 5])> = vec![
        ("open a file", [libc::SYS_openat, -100, 0, 0, 0]),
        (
            "open a file in a new way",
            [libc::SYS_openat2, -100, 0, 0, 0],
        ),
        ("make a socket", [libc::SYS_socket, 1, 1, 0, 0]),
        ("connect", [libc::SYS_connect, 0, 0, 0, 0]),
        ("run a program", [libc::SYS_execve, 0, 0, 0, 0]),
        (
            "run a program by descriptor",
            [libc::SYS_execveat, 0, 0, 0, 0],
        ),
        ("fork", [libc::SYS_clone, libc::SIGCHLD.into(), 0, 0, 0]),
        ("fork in a new way", [libc::SYS_clone3, 0, 0, 0, 0]),
        (
            "trace another process",
            [libc::SYS_ptrace, 16, parent, 0, 0],
        ),
        ("kill another process", [libc::SYS_kill, parent, 0, 0, 0]),
        (
            "signal another process's thread",
            [libc::SYS_tgkill, parent, parent, 0, 0],
        ),
        (
            "write into another process",
            [libc::SYS_process_vm_writev, parent, 0, 0, 0],
        ),
        ("set up a ring", [libc::SYS_io_uring_setup, 1, 0, 0, 0]),
        (
            "make a file in memory",
            [libc::SYS_memfd_create, 0, 0, 0, 0],
        ),
        ("change the process", [libc::SYS_prctl, 4, 1, 0, 0]),
        ("raise a limit", [libc::SYS_prlimit64, 0, 9, 0, 0]),
        ("make memory that runs", [libc::SYS_mmap, 0, 4096, 7, 0x22]),
        ("make memory of a file", [libc::SYS_mmap, 0, 4096, 1, 2]),
        ("let memory run", [libc::SYS_mprotect, 0, 4096, 5, 0]),
        ("read from elsewhere", [libc::SYS_read, 3, 0, 0, 0]),
        ("write to the error stream", [libc::SYS_write, 2, 0, 0, 0]),
        ("duplicate a descriptor", [libc::SYS_dup, 0, 0, 0, 0]),
    ];
    let room = darkroom();
    for (name, call) in escapes {
        assert_eq!(
            room.probe(call).await,
            "worker died: SIGSYS (forbidden system call)",
            "{name}"
        );
    }
}

#[cfg(target_arch = "x86_64")]
#[tokio::test]
async fn old_calls_are_killed_too() {
    let room = darkroom();
    for (name, number) in [
        ("open", libc::SYS_open),
        ("fork", libc::SYS_fork),
        ("vfork", libc::SYS_vfork),
        ("write by the 32-bit numbers", libc::SYS_write | 0x4000_0000),
    ] {
        assert_eq!(
            room.probe([number, 1, 0, 0, 0]).await,
            "worker died: SIGSYS (forbidden system call)",
            "{name}"
        );
    }
}

#[tokio::test]
async fn what_is_allowed_is_survived() {
    let outcome = darkroom().probe([libc::SYS_sched_yield, 0, 0, 0, 0]).await;
    assert!(
        outcome.starts_with("worker lives"),
        "the probe itself is not what kills: {outcome}"
    );
}
