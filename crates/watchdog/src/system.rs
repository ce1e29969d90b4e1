//! The system calls that the standard library does not offer, and nothing else: this is the one
//! file of this room with `unsafe` in it.
//!
//! | call | why std does not serve |
//! | --- | --- |
//! | `kill` | `Child::kill` knows SIGKILL, and children only |
//! | `signal` | std has no handlers; without one, SIGTERM would leave the kiosk alone |
//! | `prctl` | orphans of the kiosk must become ours, or they escape |
//! | `waitpid` | such orphans are no `Child`, and stay as zombies |
//! | `setsockopt`, `recvmsg` | who sent a datagram is not in stable std |
//!
//! `rustix` has most of these. What watches over everything else depends on nothing else, so the
//! declarations are kept here, after the Linux and POSIX manual pages; the layouts are those of
//! 64-bit Linux, and a test sends itself a message to prove them.

use std::ffi::{c_int, c_long, c_ulong, c_void};
use std::io;
use std::mem::{offset_of, size_of};
use std::os::fd::AsRawFd as _;
use std::os::unix::net::UnixDatagram;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::processes::Pid;

#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
compile_error!("the watchdog knows 64-bit Linux only");

/// A signal that the watchdog sends. Numbers of signal(7) that are the same on every Linux we
/// build for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub(crate) enum Signal {
    /// Ends a process, whatever it does.
    Kill = 9,
    /// Asks it to end.
    Term = 15,
    /// Freezes it, so that it makes no more children.
    Stop = 19,
}

const SIGINT: c_int = 2;
const SIGTERM: c_int = 15;
const SIGCHLD: c_int = 17;
/// What `signal` answers when it failed.
const SIG_ERR: usize = usize::MAX;
const PR_SET_CHILD_SUBREAPER: c_int = 36;
const WNOHANG: c_int = 1;
const SOL_SOCKET: c_int = 1;
const SO_PASSCRED: c_int = 16;
const SCM_CREDENTIALS: c_int = 2;
const MSG_TRUNC: c_int = 0x20;
const MSG_CTRUNC: c_int = 0x08;
const MSG_CMSG_CLOEXEC: c_int = 0x4000_0000;

/// `struct iovec` of readv(2).
#[repr(C)]
struct Vector {
    base: *mut c_void,
    length: usize,
}

/// `struct msghdr` of recvmsg(2).
#[repr(C)]
struct Header {
    name: *mut c_void,
    name_length: u32,
    vectors: *mut Vector,
    vector_count: usize,
    control: *mut c_void,
    control_length: usize,
    flags: c_int,
}

/// `struct cmsghdr` of cmsg(3) with the `struct ucred` of unix(7) behind it.
#[repr(C, align(8))]
#[derive(Default)]
struct Credentials {
    length: usize,
    level: c_int,
    kind: c_int,
    pid: i32,
    uid: u32,
    gid: u32,
}

/// The length of a credentials message without the padding at its end.
const CREDENTIALS_LENGTH: usize = offset_of!(Credentials, gid) + size_of::<u32>();

#[expect(unsafe_code, reason = "the manual pages' declarations")]
unsafe extern "C" {
    fn kill(pid: c_int, signal: c_int) -> c_int;
    fn signal(signal: c_int, handler: extern "C" fn(c_int)) -> usize;
    fn prctl(option: c_int, a: c_ulong, b: c_ulong, c: c_ulong, d: c_ulong) -> c_int;
    fn waitpid(pid: c_int, status: *mut c_int, options: c_int) -> c_int;
    fn setsockopt(fd: c_int, level: c_int, name: c_int, value: *const c_void, length: u32)
    -> c_int;
    fn recvmsg(fd: c_int, header: *mut Header, flags: c_int) -> c_long;
}

static TOLD_TO_STOP: AtomicBool = AtomicBool::new(false);

/// Only stores: that is all that a signal handler may do.
extern "C" fn note(signal: c_int) {
    if signal != SIGCHLD {
        TOLD_TO_STOP.store(true, Ordering::Relaxed);
    }
}

/// From now on SIGTERM and SIGINT are noted, and they and a child's death interrupt
/// [`receive`], so that both are seen at once.
pub(crate) fn listen_for_signals() -> io::Result<()> {
    for number in [SIGINT, SIGTERM, SIGCHLD] {
        #[expect(unsafe_code, reason = "`note` does what a handler may do")]
        let before = unsafe { signal(number, note) };
        if before == SIG_ERR {
            return Err(io::Error::last_os_error());
        }
    }
    Ok(())
}

/// Whether SIGTERM or SIGINT has come.
pub(crate) fn told_to_stop() -> bool {
    TOLD_TO_STOP.load(Ordering::Relaxed)
}

/// From now on a process below this one whose parent died becomes this one's child, so that none
/// escapes by forking twice.
pub(crate) fn adopt_orphans() -> io::Result<()> {
    #[expect(unsafe_code, reason = "takes numbers only")]
    let answer = unsafe { prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) };
    check(answer)
}

/// Sends a signal to one process. The caller knows that `pid` is not a recycled number.
pub(crate) fn send(pid: Pid, signal: Signal) -> io::Result<()> {
    #[expect(unsafe_code, reason = "takes numbers only")]
    let answer = unsafe { kill(pid.number(), signal as c_int) };
    check(answer)
}

/// Sends a signal to every process of a group at once: none of them can fork in between.
pub(crate) fn send_to_group(leader: Pid, signal: Signal) -> io::Result<()> {
    #[expect(unsafe_code, reason = "takes numbers only")]
    let answer = unsafe { kill(-leader.number(), signal as c_int) };
    check(answer)
}

/// Takes note of an adopted child's death, so that it does not stay as a zombie. Does nothing
/// to one that lives.
pub(crate) fn bury(pid: Pid) {
    let mut status = 0;
    #[expect(unsafe_code, reason = "`status` outlives the call")]
    unsafe {
        waitpid(pid.number(), &raw mut status, WNOHANG)
    };
}

/// Whether this process has children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Children {
    /// There are, alive or just about to be ours.
    Some,
    /// There are none.
    None,
}

/// Takes note of the death of every child that has ended, whoever started it, and says whether
/// others live.
pub(crate) fn bury_all() -> Children {
    loop {
        let mut status = 0;
        #[expect(unsafe_code, reason = "`status` outlives the call")]
        let pid = unsafe { waitpid(-1, &raw mut status, WNOHANG) };
        match pid {
            0 => return Children::Some,
            pid if pid > 0 => {}
            // ECHILD is all it can fail with here.
            _ => return Children::None,
        }
    }
}

/// From now on the kernel says with each datagram who sent it.
pub(crate) fn ask_for_senders(socket: &UnixDatagram) -> io::Result<()> {
    let on: c_int = 1;
    #[expect(
        unsafe_code,
        reason = "`on` outlives the call and has the given length"
    )]
    let answer = unsafe {
        setsockopt(
            socket.as_raw_fd(),
            SOL_SOCKET,
            SO_PASSCRED,
            (&raw const on).cast(),
            size_of::<c_int>() as u32,
        )
    };
    check(answer)
}

/// What came by a datagram.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Received {
    /// So many bytes of the buffer.
    pub(crate) length: usize,
    /// Who sent them, after the kernel's word; nobody if it said none, or if the datagram was
    /// longer than the buffer or carried more than its sender's name.
    pub(crate) sender: Option<Pid>,
}

/// Waits for a datagram as long as the socket's read timeout. A signal ends the waiting with
/// [`io::ErrorKind::Interrupted`].
pub(crate) fn receive(socket: &UnixDatagram, buffer: &mut [u8]) -> io::Result<Received> {
    let mut vector = Vector {
        base: buffer.as_mut_ptr().cast(),
        length: buffer.len(),
    };
    let mut credentials = Credentials::default();
    let mut header = Header {
        name: std::ptr::null_mut(),
        name_length: 0,
        vectors: &raw mut vector,
        vector_count: 1,
        control: (&raw mut credentials).cast(),
        control_length: size_of::<Credentials>(),
        flags: 0,
    };
    #[expect(
        unsafe_code,
        reason = "every pointer in the header is to something alive, with its length beside it"
    )]
    let length = unsafe { recvmsg(socket.as_raw_fd(), &raw mut header, MSG_CMSG_CLOEXEC) };
    let length = usize::try_from(length).map_err(|_| io::Error::last_os_error())?;
    let named = header.flags & (MSG_TRUNC | MSG_CTRUNC) == 0
        && credentials.length == CREDENTIALS_LENGTH
        && credentials.level == SOL_SOCKET
        && credentials.kind == SCM_CREDENTIALS;
    let sender = if named {
        Pid::new(credentials.pid)
    } else {
        None
    };
    Ok(Received { length, sender })
}

fn check(answer: c_int) -> io::Result<()> {
    match answer {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_names_the_sender_of_a_datagram() {
        let (ours, theirs) = UnixDatagram::pair().expect("two ends of a socket");
        ask_for_senders(&ours).expect("the kernel names senders");
        theirs.send(b"WATCHDOG=1").expect("there is room");
        let mut buffer = [0; 64];
        let received = receive(&ours, &mut buffer).expect("a datagram waits");
        let me = i32::try_from(std::process::id()).ok().and_then(Pid::new);
        assert_eq!(
            received,
            Received {
                length: 10,
                sender: me
            },
            "this process sent it"
        );
        assert_eq!(
            &buffer[..10],
            b"WATCHDOG=1",
            "and these are the bytes it sent"
        );
    }

    #[test]
    fn a_datagram_that_was_cut_is_nobodys() {
        let (ours, theirs) = UnixDatagram::pair().expect("two ends of a socket");
        ask_for_senders(&ours).expect("the kernel names senders");
        theirs.send(&[b'x'; 65]).expect("there is room");
        let received = receive(&ours, &mut [0; 64]).expect("a datagram waits");
        assert_eq!(
            received.sender, None,
            "half a message must not be believed as a whole one"
        );
    }
}
