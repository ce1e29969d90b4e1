//! The client's end of one worker process.

use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use imaging::{Header, PixelSize, Rgb8};
use order::Refusal;
use serde::de::DeserializeOwned;
use thiserror::Error;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use crate::error::Unavailable;
use crate::protocol::{self, Answer, Hello, Job, Landlock, Request};

/// How long a worker may take from start to its first words. It takes milliseconds; a machine
/// that needs seconds is in trouble that a customer should not wait for.
const START_DEADLINE: Duration = Duration::from_secs(5);

/// How long a worker that stopped talking may take to be gone, before it is killed.
const END_DEADLINE: Duration = Duration::from_secs(1);

/// What is asked of the kernel for the pipes: 1 MiB, the most an ordinary user gets. The default
/// of 64 KiB costs a hundred switches between the processes for one print.
const PIPE_BYTES: usize = 1024 * 1024;

/// The worker's whole environment: glibc asks for huge pages for large blocks. A fresh process
/// meets all of its memory for the first time, and 36 MB of pixels are 9,000 small page faults
/// but 18 large ones. Another C library ignores it.
const HUGE_PAGES: (&str, &str) = ("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");

/// A jailed worker that waits for its one photo.
#[derive(Debug)]
pub(crate) struct Worker {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    pub landlock: Landlock,
}

/// What came out of a worker that did its work.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The pixels, and for a preview what the photo's header says.
    Picture(Rgb8, Option<Header>),
    /// The photo cannot be used.
    Refused(Refusal),
}

/// How a worker failed: for the log, since for the customer all of these are one damaged photo.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    #[error("worker died: {0}")]
    Died(String),
    #[error("worker took longer than {0:?}")]
    TooSlow(Duration),
    #[error("worker announced what was not asked for")]
    WrongAnswer,
    #[error("worker said more than it announced")]
    TooMuch,
}

impl Worker {
    /// Starts a worker and waits until it is in its jail.
    pub(crate) async fn start(program: &Path) -> Result<Self, Unavailable> {
        let mut child = Command::new(program)
            .env_clear()
            .env(HUGE_PAGES.0, HUGE_PAGES.1)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null()) // a decoder's last words may quote the photo
            .kill_on_drop(true)
            .spawn()
            .map_err(Unavailable::Start)?;
        let (Some(input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Unavailable::NotReady("no pipes".to_owned()));
        };
        // Refused when the user has too many pipes; then it works as it did, only slower.
        let _ = rustix::pipe::fcntl_setpipe_size(&input, PIPE_BYTES);
        let _ = rustix::pipe::fcntl_setpipe_size(&output, PIPE_BYTES);
        match timeout(START_DEADLINE, read::<Hello>(&mut output)).await {
            Ok(Ok(Hello { landlock })) => Ok(Self {
                child,
                input,
                output,
                landlock,
            }),
            Ok(Err(_)) => Err(Unavailable::NotReady(last_status(&mut child).await)),
            Err(_) => Err(Unavailable::NotReady(format!(
                "silent for {START_DEADLINE:?}"
            ))),
        }
    }

    /// Whether the process is still there.
    pub(crate) fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Hands in the photo and takes the answer. The process is gone afterwards.
    pub(crate) async fn work(
        mut self,
        job: Job,
        photo: &[u8],
        deadline: Duration,
    ) -> Result<Outcome, Failure> {
        match timeout(deadline, self.converse(job, photo)).await {
            Ok(Ok(outcome)) => Ok(outcome),
            Ok(Err(Broken::Stream)) => Err(Failure::Died(last_status(&mut self.child).await)),
            Ok(Err(Broken::Promise(failure))) => Err(failure),
            Err(_) => Err(Failure::TooSlow(deadline)),
        }
        // Dropping the child kills it, if it is still there.
    }

    async fn converse(&mut self, job: Job, photo: &[u8]) -> Result<Outcome, Broken> {
        let request = Request {
            job,
            photo_bytes: photo.len(),
        };
        self.input.write_all(&protocol::frame(&request)?).await?;
        self.input.write_all(photo).await?;
        self.input.flush().await?;
        let answer = read(&mut self.output).await?;
        let outcome = match expected(job, answer)? {
            Expected::Refused(refusal) => Outcome::Refused(refusal),
            Expected::Pixels(size, header) => {
                let mut pixels = vec![0; size.rgb_bytes()];
                self.output.read_exact(&mut pixels).await?;
                let picture = Rgb8::new(size, pixels).ok_or(Failure::WrongAnswer)?;
                Outcome::Picture(picture, header)
            }
        };
        if self.output.read(&mut [0]).await? != 0 {
            return Err(Failure::TooMuch.into());
        }
        if self.child.wait().await?.success() {
            Ok(outcome)
        } else {
            Err(Broken::Stream)
        }
    }
}

/// Why a conversation ended early.
enum Broken {
    /// The other side is gone.
    Stream,
    /// It is there and does not keep to what was agreed.
    Promise(Failure),
}

impl From<std::io::Error> for Broken {
    fn from(_: std::io::Error) -> Self {
        Self::Stream
    }
}

impl From<Failure> for Broken {
    fn from(failure: Failure) -> Self {
        Self::Promise(failure)
    }
}

/// What may follow an answer.
enum Expected {
    Pixels(PixelSize, Option<Header>),
    Refused(Refusal),
}

/// Compares an answer with what was asked.
fn expected(job: Job, answer: Answer) -> Result<Expected, Failure> {
    match (job, answer) {
        (_, Answer::Refused(refusal)) => Ok(Expected::Refused(refusal)),
        (Job::Preview { max_side_px }, Answer::Preview { header, size })
            if size.width_px().max(size.height_px()) <= max_side_px && is_plausible(&header) =>
        {
            Ok(Expected::Pixels(size, Some(header)))
        }
        (Job::Print { size, .. }, Answer::Print) => Ok(Expected::Pixels(size, None)),
        _ => Err(Failure::WrongAnswer),
    }
}

/// Whether a photo within the limits could have such a header.
fn is_plausible(header: &Header) -> bool {
    let sides = imaging::limits::MIN_SIDE_PX..=imaging::limits::MAX_SIDE_PX;
    let pixels = u64::from(header.width_px) * u64::from(header.height_px);
    sides.contains(&header.width_px)
        && sides.contains(&header.height_px)
        && pixels <= imaging::limits::MAX_PIXELS
}

async fn read<M: DeserializeOwned>(stream: &mut ChildStdout) -> std::io::Result<M> {
    let mut prefix = [0; 4];
    stream.read_exact(&mut prefix).await?;
    let mut text = vec![0; protocol::frame_length(prefix)?];
    stream.read_exact(&mut text).await?;
    Ok(serde_json::from_slice(&text)?)
}

/// How the process ended; one that has not is killed.
async fn last_status(child: &mut Child) -> String {
    match timeout(END_DEADLINE, child.wait()).await {
        Ok(Ok(status)) => in_words(status),
        Ok(Err(error)) => format!("state unknown ({})", error.kind()),
        Err(_) => {
            // Dropping the child kills it.
            "it broke off and did not end".to_owned()
        }
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
        (None, Some(protocol::exit::PANICKED)) => "a decoder panicked".to_owned(),
        (None, Some(protocol::exit::BAD_REQUEST)) => "it did not understand".to_owned(),
        (None, Some(code)) => format!("exit code {code}"),
        (None, None) => "no status".to_owned(),
    }
}
