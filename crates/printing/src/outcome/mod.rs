//! From what was read about a job and its printer to what became of the sheet.
//!
//! Money is settled on [`JobOutcome`], so the rule is careful in both directions: what is called
//! printed is not refunded, and what is called not printed may be printed again.
//!
//! **The rule.** Until a job has ended, it is `Held` while anything keeps the printer from
//! finishing and `Pending` otherwise. Then the witnesses are heard, in this order of trust:
//!
//! 1. the job counted a finished side (`job-impressions-completed` of 1 or more);
//! 2. the printer's life counter moved;
//! 3. the number of prints left fell by what one sheet can take;
//! 4. the printer says `job-completed-successfully`. Print queues have said so over an empty paper
//!    tray, so this word only counts where the printer has no counter that could contradict it.
//!
//! | the job | some counter (1-3) | no counter moved |
//! | --- | --- | --- |
//! | completed, no error named | `Printed` | its word (4), or else `Unknown` |
//! | completed, and the printer stands still with an obstacle | `Printed` | `NotPrinted` if it has counters, else `Unknown` |
//! | completed with errors | `Unknown`: a sheet may lie there spoilt | `NotPrinted` |
//! | aborted or cancelled | `Unknown`: the same | `NotPrinted` |
//! | gone: the printer forgot it | `Printed` | `Unknown` |
//!
//! Counters are read over the network and lag, so nothing is decided against the customer or for
//! a second print at first sight: every answer but `Printed` must stand for
//! [`SETTLING_READINGS`] readings. Once an outcome [is final](JobOutcome::is_final), later readings
//! do not change it.

mod counter;

use crate::error::PrinterError;
use crate::job::{JobReading, JobReason, JobState};
use crate::reason::Obstacle;
use crate::status::{PrinterState, PrinterStatus};

pub use counter::CounterBaseline;
use counter::CounterTrace;

/// How many readings in a row must agree that no counter moved. At one reading a second this
/// bridges the refresh of every counter known, and a customer hardly notices it.
pub const SETTLING_READINGS: u8 = 5;

/// What became of a sheet, as far as can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobOutcome {
    /// On its way.
    Pending(Stage),
    /// On its way, and somebody must help first.
    Held(Obstacle),
    /// It came out.
    Printed(Evidence),
    /// It did not come out and will not: it may be printed again.
    NotPrinted(Failure),
    /// It cannot be told. It must not be printed again, and cannot be charged for.
    Unknown,
}

/// Where a sheet is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// In the printer's queue.
    Queued,
    /// Being printed.
    Printing,
    /// The job has ended and the counters are being watched.
    Settling,
}

/// Why a sheet counts as printed, most trusted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The job counted a finished side.
    JobImpressions,
    /// The printer's life counter moved.
    PrinterCounter,
    /// The number of prints left fell.
    PrintsLeft,
    /// The printer says so and has nothing to count with.
    PrinterWord,
}

/// Why a sheet did not come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Somebody ended the job.
    Cancelled,
    /// The printer gave up.
    Aborted,
    /// The printer could not read the document: the same sheet will fail again.
    Document,
    /// The printer called the job complete, with errors.
    CompletedWithErrors,
    /// The printer called the job complete and was standing still.
    Obstacle(Obstacle),
}

/// What one look for the job gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobSighting {
    /// The printer knows it.
    Seen(JobReading),
    /// The printer answered, and knows it no more.
    Gone,
    /// The printer did not answer.
    Unreachable,
}

impl From<Result<JobReading, PrinterError>> for JobSighting {
    fn from(answer: Result<JobReading, PrinterError>) -> Self {
        match answer {
            Ok(reading) => Self::Seen(reading),
            Err(PrinterError::NoSuchJob) => Self::Gone,
            Err(_) => Self::Unreachable,
        }
    }
}

impl JobOutcome {
    /// Whether there is nothing more to wait for.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Printed(_) | Self::NotPrinted(_) | Self::Unknown => true,
            Self::Pending(_) | Self::Held(_) => false,
        }
    }
}

/// Follows one job from its submission to its outcome.
#[derive(Clone, Debug)]
pub struct JobWatch {
    job_name: String,
    counters: CounterTrace,
    settled_readings: u8,
    outcome: JobOutcome,
}

impl JobWatch {
    /// Starts to follow the job named `job_name`. `baseline` is from a status read before the job
    /// was submitted; keep it with the job, because after a crash it cannot be had again.
    pub fn new(job_name: impl Into<String>, baseline: CounterBaseline) -> Self {
        Self {
            job_name: job_name.into(),
            counters: CounterTrace::new(baseline),
            settled_readings: 0,
            outcome: JobOutcome::Pending(Stage::Queued),
        }
    }

    /// What is known so far.
    pub const fn outcome(&self) -> JobOutcome {
        self.outcome
    }

    /// Takes in one more look. Read the job first and the printer after it, so that the counters
    /// are at least as new as the job's state; `printer` is `None` when that read failed.
    pub fn observe(&mut self, job: &JobSighting, printer: Option<&PrinterStatus>) -> JobOutcome {
        if self.outcome.is_final() {
            return self.outcome;
        }
        if let Some(status) = printer {
            self.counters.observe(status);
        }
        self.outcome = match job {
            JobSighting::Unreachable => JobOutcome::Held(Obstacle::Offline),
            JobSighting::Gone => self.gone(),
            // A restarted printer gives the old number to somebody else's job.
            JobSighting::Seen(job) if self.is_other(job) => self.gone(),
            JobSighting::Seen(job) => match job.state {
                JobState::Pending => under_way(Stage::Queued, printer),
                JobState::Processing => under_way(Stage::Printing, printer),
                JobState::PendingHeld => stuck(Obstacle::Paused, printer),
                JobState::ProcessingStopped => stuck(Obstacle::Other, printer),
                JobState::Completed => self.completed(job, printer),
                JobState::Aborted => self.failed(job, Failure::Aborted),
                JobState::Canceled => self.failed(job, Failure::Cancelled),
            },
        };
        if self.outcome != JobOutcome::Pending(Stage::Settling) {
            self.settled_readings = 0;
        }
        self.outcome
    }

    fn is_other(&self, job: &JobReading) -> bool {
        job.name
            .as_deref()
            .is_some_and(|name| name != self.job_name)
    }

    fn completed(&mut self, job: &JobReading, printer: Option<&PrinterStatus>) -> JobOutcome {
        if job.reasons.iter().any(is_error) {
            return self.failed(job, Failure::CompletedWithErrors);
        }
        if let Some(evidence) = self.evidence(job) {
            return JobOutcome::Printed(evidence);
        }
        let standing_still = printer
            .filter(|status| status.state == PrinterState::Stopped)
            .and_then(PrinterStatus::obstacle);
        if let Some(obstacle) = standing_still {
            return self.settle(if self.counters.can_tell() {
                JobOutcome::NotPrinted(Failure::Obstacle(obstacle))
            } else {
                JobOutcome::Unknown
            });
        }
        let its_word = job.reasons.contains(&JobReason::CompletedSuccessfully);
        if its_word && !self.counters.can_tell() {
            return JobOutcome::Printed(Evidence::PrinterWord);
        }
        self.settle(JobOutcome::Unknown)
    }

    fn failed(&mut self, job: &JobReading, failure: Failure) -> JobOutcome {
        let failure = if job.reasons.contains(&JobReason::DocumentError) {
            Failure::Document
        } else {
            failure
        };
        let decision = match self.evidence(job) {
            Some(_) => JobOutcome::Unknown,
            None => JobOutcome::NotPrinted(failure),
        };
        self.settle(decision)
    }

    fn gone(&mut self) -> JobOutcome {
        match self.counters.evidence() {
            Some(evidence) => JobOutcome::Printed(evidence),
            None => self.settle(JobOutcome::Unknown),
        }
    }

    fn evidence(&self, job: &JobReading) -> Option<Evidence> {
        if job.impressions_completed.is_some_and(|sides| sides >= 1) {
            return Some(Evidence::JobImpressions);
        }
        self.counters.evidence()
    }

    fn settle(&mut self, decision: JobOutcome) -> JobOutcome {
        self.settled_readings = self.settled_readings.saturating_add(1);
        if self.settled_readings >= SETTLING_READINGS {
            decision
        } else {
            JobOutcome::Pending(Stage::Settling)
        }
    }
}

fn is_error(reason: &JobReason) -> bool {
    match reason {
        JobReason::CompletedWithErrors
        | JobReason::AbortedBySystem
        | JobReason::Canceled
        | JobReason::DocumentError => true,
        JobReason::CompletedSuccessfully
        | JobReason::CompletedWithWarnings
        | JobReason::PrinterStopped
        | JobReason::ProcessingToStopPoint
        | JobReason::Other(_) => false,
    }
}

fn under_way(stage: Stage, printer: Option<&PrinterStatus>) -> JobOutcome {
    match printer.and_then(PrinterStatus::obstacle) {
        Some(obstacle) => JobOutcome::Held(obstacle),
        None => JobOutcome::Pending(stage),
    }
}

fn stuck(unnamed: Obstacle, printer: Option<&PrinterStatus>) -> JobOutcome {
    JobOutcome::Held(printer.and_then(PrinterStatus::obstacle).unwrap_or(unnamed))
}

#[cfg(test)]
mod tests;
