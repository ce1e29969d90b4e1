//! What a printer says about one job.

use serde::{Deserialize, Serialize};

/// The printer's own number of a job, 1 or more. It is only good until the printer restarts: a
/// reborn printer hands the same numbers out again, which is why jobs are found by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct JobId(i32);

impl JobId {
    /// `None` unless `number` is 1 or more (RFC 8011, 5.3.2).
    pub const fn new(number: i32) -> Option<Self> {
        if number >= 1 {
            Some(Self(number))
        } else {
            None
        }
    }

    /// The number as IPP carries it.
    pub const fn get(self) -> i32 {
        self.0
    }
}

impl TryFrom<i32> for JobId {
    type Error = NotAJobId;

    fn try_from(number: i32) -> Result<Self, NotAJobId> {
        Self::new(number).ok_or(NotAJobId(number))
    }
}

impl From<JobId> for i32 {
    fn from(id: JobId) -> Self {
        id.0
    }
}

/// A number that no printer gives to a job.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not a job number")]
pub struct NotAJobId(i32);

/// One reading of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobReading {
    /// The printer's number for it.
    pub id: JobId,
    /// The name it was submitted under. CUPS hides it from everyone but its owner.
    pub name: Option<String>,
    /// How far it is.
    pub state: JobState,
    /// Why it is there; empty when the printer says `none`.
    pub reasons: Vec<JobReason>,
    /// Sides printed so far (`job-impressions-completed`), if the printer counts them. A CUPS
    /// filter may count a side when it is computed rather than when it is on paper.
    pub impressions_completed: Option<u32>,
}

/// `job-state` (RFC 8011, 5.3.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Waiting for the printer.
    Pending,
    /// Waiting for somebody to release it.
    PendingHeld,
    /// Being printed, or being computed for it.
    Processing,
    /// Begun, and stuck.
    ProcessingStopped,
    /// Ended by a person or a program.
    Canceled,
    /// Ended by the printer, because of an error.
    Aborted,
    /// Ended, and in the printer's opinion well.
    Completed,
}

impl JobState {
    /// Reads the enum value; `None` for one that RFC 8011 does not know.
    pub const fn from_ipp(value: i32) -> Option<Self> {
        Some(match value {
            3 => Self::Pending,
            4 => Self::PendingHeld,
            5 => Self::Processing,
            6 => Self::ProcessingStopped,
            7 => Self::Canceled,
            8 => Self::Aborted,
            9 => Self::Completed,
            _ => return None,
        })
    }
}

/// `job-state-reasons` (RFC 8011, 5.3.8), those that say something about paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobReason {
    /// `job-completed-successfully`
    CompletedSuccessfully,
    /// `job-completed-with-warnings`
    CompletedWithWarnings,
    /// `job-completed-with-errors`
    CompletedWithErrors,
    /// `aborted-by-system`
    AbortedBySystem,
    /// `job-canceled-by-user`, `-by-operator`, `-at-device` and the like
    Canceled,
    /// `document-format-error`, `unsupported-document-format`, `document-unprintable-error` and
    /// the like: this printer will never print this document
    DocumentError,
    /// `printer-stopped`, `printer-stopped-partly`
    PrinterStopped,
    /// `processing-to-stop-point`. CUPS also leaves it on a job whose backend recovered and went
    /// on to finish, so it is no sign of failure once the job has completed.
    ProcessingToStopPoint,
    /// Anything else, as it was sent.
    Other(String),
}

impl JobReason {
    /// Reads one keyword; `None` for `none`.
    pub fn parse(keyword: &str) -> Option<Self> {
        Some(match keyword {
            "none" | "" => return None,
            "job-completed-successfully" => Self::CompletedSuccessfully,
            "job-completed-with-warnings" => Self::CompletedWithWarnings,
            "job-completed-with-errors" => Self::CompletedWithErrors,
            "aborted-by-system" => Self::AbortedBySystem,
            "job-canceled-by-user"
            | "job-canceled-by-operator"
            | "job-canceled-at-device"
            | "job-canceled-after-timeout" => Self::Canceled,
            "document-format-error"
            | "document-unprintable-error"
            | "document-access-error"
            | "unsupported-document-format"
            | "unsupported-compression"
            | "compression-error" => Self::DocumentError,
            "printer-stopped" | "printer-stopped-partly" => Self::PrinterStopped,
            "processing-to-stop-point" => Self::ProcessingToStopPoint,
            other => Self::Other(other.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_number_from_a_journal_is_checked_again() {
        let read = serde_json::from_str::<JobId>("7").ok();
        assert_eq!(read, JobId::new(7), "a job id is stored as a plain number");
        assert!(
            serde_json::from_str::<JobId>("0").is_err(),
            "a damaged journal must not name a job that cannot exist"
        );
    }

    #[test]
    fn none_is_no_reason_and_the_unknown_is_kept() {
        assert_eq!(JobReason::parse("none"), None, "none means no reasons");
        assert_eq!(
            JobReason::parse("x-vendor-thing"),
            Some(JobReason::Other("x-vendor-thing".into())),
            "an unknown reason must reach the log as it was sent"
        );
    }
}
