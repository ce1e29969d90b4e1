//! One worker process: started, talked to once, gone.

use std::io::{BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::event::PollFlags;
use rustix::process::{Pid, PidfdFlags};

use crate::error::Unavailable;
use crate::protocol::{self, Hello, Kind, Landlock, Request};
use crate::timed::{Timed, wait};
use crate::tray::Tray;

/// How long a worker may take from start to its first words. It takes milliseconds; a machine
/// that needs seconds is in trouble that a customer should not wait for.
const START_DEADLINE: Duration = Duration::from_secs(5);

/// How long a worker that has nothing more to say may take to be gone, before it is killed.
const END_DEADLINE: Duration = Duration::from_secs(1);

/// The niceness of work that nobody waits for.
const LEAST_CLAIM: i32 = 15;

/// What is asked of the kernel for the pipes: 1 MiB, the most an ordinary user gets. The default
/// of 64 KiB costs a hundred switches between the processes for one print.
const PIPE_BYTES: usize = 1024 * 1024;

/// How much is taken out of a pipe at a time: about 50 rows of a print.
const READ_BYTES: usize = 256 * 1024;

/// The worker's whole environment: how glibc hands out memory; another C library ignores it.
///
/// Huge pages for large blocks: a fresh process meets all of its memory for the first time, and
/// 36 MB of pixels are 9,000 small page faults but 18 large ones. One arena for all threads: those
/// of other threads are given back by a way that reads a file below `/proc`, which the jail
/// punishes.
const MALLOC: (&str, &str) = (
    "GLIBC_TUNABLES",
    "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1",
);

/// A jailed worker that waits for its one photo. Dropping it kills it.
#[derive(Debug)]
pub(crate) struct Worker {
    pub(crate) input: Timed<ChildStdin>,
    pub(crate) output: BufReader<Timed<ChildStdout>>,
    pub(crate) landlock: Landlock,
    // After its process is gone, since fields are dropped in this order.
    process: Process,
    tray: Tray,
}

impl Worker {
    /// Starts a worker and waits until it is in its jail. Blocks for milliseconds.
    ///
    /// The tray takes the place of its error stream, the one descriptor besides input and output
    /// that a new process gets without a moment in which others could inherit it. So nobody hears a
    /// decoder's last words, which may quote the photo.
    pub(crate) fn start(program: &Path, kind: Kind, tray: Tray) -> Result<Self, Unavailable> {
        let child = Command::new(program)
            .args(kind.argument())
            .env_clear()
            .env(MALLOC.0, MALLOC.1)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(tray.view().map_err(Unavailable::Start)?)
            .spawn()
            .map_err(Unavailable::Start)?;
        let mut process = Process(child);
        let (Some(input), Some(output)) = (process.0.stdin.take(), process.0.stdout.take()) else {
            return Err(Unavailable::NotReady("no pipes".to_owned()));
        };
        // Refused when the user has too many pipes; then it works as it did, only slower.
        let _ = rustix::pipe::fcntl_setpipe_size(&input, PIPE_BYTES);
        let _ = rustix::pipe::fcntl_setpipe_size(&output, PIPE_BYTES);
        let until = Instant::now() + START_DEADLINE;
        let input = Timed::new(input, until).map_err(Unavailable::Start)?;
        let output = Timed::new(output, until).map_err(Unavailable::Start)?;
        let mut output = BufReader::with_capacity(READ_BYTES, output);
        match protocol::read::<Hello>(&mut output) {
            Ok(Hello { landlock }) => Ok(Self {
                input,
                output,
                landlock,
                process,
                tray,
            }),
            Err(error) if error.kind() == std::io::ErrorKind::TimedOut => Err(
                Unavailable::NotReady(format!("silent for {START_DEADLINE:?}")),
            ),
            Err(_) => Err(Unavailable::NotReady(process.end())),
        }
    }

    /// Whether the process is still there.
    pub(crate) fn is_alive(&mut self) -> bool {
        matches!(self.process.0.try_wait(), Ok(None))
    }

    /// Gives the process until then to read and to answer.
    pub(crate) fn set_deadline(&mut self, until: Instant) {
        self.input.set_deadline(until);
        self.output.get_mut().set_deadline(until);
    }

    /// Leaves the processor to everyone else. A kernel that does not let it loses nothing but that.
    pub(crate) fn stand_back(&self) {
        if let Some(pid) = Pid::from_raw(self.process.0.id().cast_signed()) {
            let _ = rustix::process::setpriority_process(Some(pid), LEAST_CLAIM);
        }
    }

    /// Hands in the photo and what is to be made of it.
    pub(crate) fn hand_in(&mut self, request: &Request, photo: &[u8]) -> std::io::Result<()> {
        self.tray.lay(photo)?;
        self.input.write_all(&protocol::frame(request)?)?;
        self.input.flush()
    }

    /// Waits for the process to be gone, and says how it went.
    pub(crate) fn end(&mut self) -> String {
        self.process.end()
    }

    /// Sees the process off and keeps its tray, wiped.
    pub(crate) fn see_off(self) -> std::io::Result<Tray> {
        let Self {
            mut process,
            mut tray,
            ..
        } = self;
        let end = process.end();
        drop(process);
        tracing::trace!(%end, "darkroom worker is gone");
        tray.wipe()?;
        Ok(tray)
    }
}

/// A child that never outlives its owner.
#[derive(Debug)]
struct Process(Child);

impl Process {
    /// How the process ended; one that does not is killed.
    fn end(&mut self) -> String {
        let until = Instant::now() + END_DEADLINE;
        let gone = Pid::from_raw(self.0.id().cast_signed())
            .ok_or(std::io::ErrorKind::NotFound.into())
            .and_then(|pid| Ok(rustix::process::pidfd_open(pid, PidfdFlags::empty())?))
            .and_then(|process| wait(process, PollFlags::IN, until));
        match gone.and_then(|()| self.0.wait()) {
            Ok(status) => in_words(status),
            Err(_) => "it broke off and did not end".to_owned(),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only for a process that is gone and waited for.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn in_words(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.signal(), status.code()) {
        (Some(libc::SIGSYS), _) => "SIGSYS (forbidden system call)".to_owned(),
        (Some(libc::SIGABRT), _) => "SIGABRT (out of memory)".to_owned(),
        (Some(libc::SIGXCPU), _) => "SIGXCPU (out of processor time)".to_owned(),
        (Some(libc::SIGSEGV), _) => "SIGSEGV".to_owned(),
        (Some(libc::SIGKILL), _) => "SIGKILL".to_owned(),
        (Some(signal), _) => format!("signal {signal}"),
        (None, Some(protocol::exit::NOT_JAILED)) => "the jail could not be built".to_owned(),
        (None, Some(protocol::exit::NOT_EQUIPPED)) => {
            "its tools could not be made ready".to_owned()
        }
        (None, Some(protocol::exit::PANICKED)) => "a decoder panicked".to_owned(),
        (None, Some(protocol::exit::BAD_REQUEST)) => "it did not understand".to_owned(),
        (None, Some(code)) => format!("exit code {code}"),
        (None, None) => "no status".to_owned(),
    }
}
