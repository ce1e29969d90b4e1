//! One photo handed to one worker: what is asked, what may be answered, and every other answer
//! told apart from it.

use std::io::{ErrorKind, Read};
use std::time::{Duration, Instant};

use order::Refusal;
use thiserror::Error;

use crate::process::Worker;
use crate::protocol::{self, Answer, Done, Job, Request};

/// What came out of a worker that did its work.
#[derive(Debug)]
pub(crate) enum Outcome<T> {
    /// What was made of its rows.
    Picture(T),
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
    #[error("worker did not say that it was done")]
    NotDone,
}

/// Why a conversation ended early.
#[derive(Debug)]
pub(crate) enum Broken {
    /// The other side is gone, or late, or speaks another language.
    Stream(std::io::Error),
    /// It is there and does not keep to what was agreed.
    Promise(Failure),
}

impl From<std::io::Error> for Broken {
    fn from(error: std::io::Error) -> Self {
        Self::Stream(error)
    }
}

impl From<Failure> for Broken {
    fn from(failure: Failure) -> Self {
        Self::Promise(failure)
    }
}

/// Hands in the photo and takes the answer; `take` gets what is not a refusal, with the rows that
/// follow it, and has to read exactly as much as the answer promises. A worker that did its work
/// may still be there afterwards, giving back its memory, for which nobody has to wait.
pub(crate) fn hold<T>(
    worker: &mut Worker,
    job: Job,
    photo: &[u8],
    deadline: Duration,
    take: impl FnOnce(Answer, &mut dyn Read) -> Result<T, Broken>,
) -> Result<Outcome<T>, Failure> {
    worker.set_deadline(Instant::now() + deadline);
    converse(worker, job, photo, take).map_err(|broken| match broken {
        Broken::Promise(failure) => failure,
        Broken::Stream(error) if error.kind() == ErrorKind::TimedOut => Failure::TooSlow(deadline),
        Broken::Stream(_) => Failure::Died(worker.end()),
    })
}

fn converse<T>(
    worker: &mut Worker,
    job: Job,
    photo: &[u8],
    take: impl FnOnce(Answer, &mut dyn Read) -> Result<T, Broken>,
) -> Result<Outcome<T>, Broken> {
    let request = Request {
        job,
        photo_bytes: photo.len(),
    };
    worker.hand_in(&request, photo)?;
    let outcome = match protocol::read(&mut worker.output)? {
        Answer::Refused(refusal) => Outcome::Refused(refusal),
        answer => Outcome::Picture(take(answer, &mut worker.output)?),
    };
    match protocol::read(&mut worker.output) {
        Ok(Done) => Ok(outcome),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Err(error.into()),
        Err(_) => Err(Failure::NotDone.into()),
    }
}
