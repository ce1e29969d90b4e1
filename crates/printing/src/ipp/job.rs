//! Reading a job.

use super::attributes::Attributes;
use crate::error::PrinterError;
use crate::job::{JobId, JobReading, JobReason, JobState};

/// The attributes asked for with every job.
pub(super) const ATTRIBUTES: &[&str] = &[
    "job-id",
    "job-impressions-completed",
    "job-name",
    "job-state",
    "job-state-reasons",
];

/// How many jobs are looked through for a name. Printers list the newest finished jobs first, and
/// the one looked for is from before the last crash.
pub(super) const MOST_JOBS_SEARCHED: i32 = 500;

pub(super) fn read(answer: &Attributes) -> Result<JobReading, PrinterError> {
    Ok(JobReading {
        id: answer
            .integer("job-id")
            .and_then(JobId::new)
            .ok_or(PrinterError::Malformed("no job-id"))?,
        name: answer.text("job-name").map(str::to_owned),
        state: answer
            .integer("job-state")
            .and_then(JobState::from_ipp)
            .ok_or(PrinterError::Malformed("no job-state"))?,
        reasons: answer
            .texts("job-state-reasons")
            .into_iter()
            .filter_map(JobReason::parse)
            .collect(),
        impressions_completed: answer.count("job-impressions-completed"),
    })
}
