//! The jail is tried from inside: every escape ends with SIGSYS. Release builds cannot
//! be asked to try.

#![cfg(debug_assertions)]

use darkroom::protocol::{Kind, Prisoner};
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
        ("duplicate a descriptor", [libc::SYS_dup, 0, 0, 0, 0]),
    ];
    for kind in [Kind::Ordinary, Kind::Heif] {
        for (name, call) in &escapes {
            killed(kind, Prisoner::First, name, *call).await;
            killed(kind, Prisoner::Second, name, *call).await;
        }
    }
}

async fn killed(kind: Kind, prisoner: Prisoner, name: &str, call: [i64; 5]) {
    assert_eq!(
        darkroom().probe(kind, prisoner, call).await,
        "worker died: SIGSYS (forbidden system call)",
        "{name}, tried by the {prisoner:?} thread of a worker of the kind {kind:?}"
    );
}

#[tokio::test]
async fn a_word_on_the_error_stream_is_killed_or_lost() {
    let word = [libc::SYS_write, 2, 0, 0, 0];
    killed(Kind::Ordinary, Prisoner::First, "a word", word).await;
    assert_eq!(
        darkroom().probe(Kind::Heif, Prisoner::First, word).await,
        format!("worker lives, and the call failed by {}", libc::ENOSYS),
        "its libraries complain of damaged files, and nobody hears it"
    );
}

#[tokio::test]
async fn only_a_heif_worker_starts_threads_and_nothing_but_threads() {
    let new_way = [libc::SYS_clone3, 0, 0, 0, 0];
    killed(Kind::Ordinary, Prisoner::First, "clone3", new_way).await;
    assert_eq!(
        darkroom().probe(Kind::Heif, Prisoner::First, new_way).await,
        format!("worker lives, and the call failed by {}", libc::ENOSYS),
        "no filter can read what clone3 is asked for, so there is no such call"
    );

    let thread = libc::CLONE_VM | libc::CLONE_SIGHAND | libc::CLONE_THREAD;
    for (name, flags) in [
        (
            "a process that shares memory",
            libc::CLONE_VM | libc::SIGCHLD,
        ),
        (
            "a process as vfork makes it",
            libc::CLONE_VM | libc::CLONE_VFORK,
        ),
        (
            "a thread in a network of its own",
            thread | libc::CLONE_NEWNET,
        ),
        ("a traced thread", thread | libc::CLONE_PTRACE),
        ("a thread not as the C library makes it", thread),
    ] {
        let clone = [libc::SYS_clone, flags.into(), 0, 0, 0];
        for kind in [Kind::Ordinary, Kind::Heif] {
            killed(kind, Prisoner::First, name, clone).await;
        }
    }
    killed(
        Kind::Ordinary,
        Prisoner::First,
        "a name",
        [libc::SYS_prctl, 15, 0, 0, 0],
    )
    .await;
}

#[cfg(target_arch = "x86_64")]
#[tokio::test]
async fn old_calls_are_killed_too() {
    for (name, number) in [
        ("open", libc::SYS_open),
        ("fork", libc::SYS_fork),
        ("vfork", libc::SYS_vfork),
        ("write by the 32-bit numbers", libc::SYS_write | 0x4000_0000),
    ] {
        for kind in [Kind::Ordinary, Kind::Heif] {
            killed(kind, Prisoner::First, name, [number, 1, 0, 0, 0]).await;
        }
    }
}

#[tokio::test]
async fn what_is_allowed_is_survived() {
    for kind in [Kind::Ordinary, Kind::Heif] {
        for prisoner in [Prisoner::First, Prisoner::Second] {
            let call = [libc::SYS_sched_yield, 0, 0, 0, 0];
            assert_eq!(
                darkroom().probe(kind, prisoner, call).await,
                "worker lives, and the call was made",
                "the probe itself is not what kills"
            );
        }
    }
}
