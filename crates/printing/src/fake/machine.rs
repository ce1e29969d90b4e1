//! The inside of the scripted printer.

use std::collections::VecDeque;

use super::{Turn, borderless};
use crate::error::SubmitError;
use crate::job::{JobId, JobReading, JobReason, JobState};
use crate::media::{MediaReady, MediaSize};
use crate::printer::{CancelOutcome, Sheet};
use crate::reason::{PrinterReason, ReportedReason};
use crate::status::{PrinterState, PrinterStatus};
use crate::supply::Supply;

/// Prints on a full roll of the fake.
const FULL_ROLL: u32 = 100;

pub(super) struct Machine {
    turns: VecDeque<Turn>,
    jobs: Vec<Job>,
    next_number: i32,
    prints_left: u32,
    impressions: u32,
    up_time_s: u32,
    pub(super) media: Vec<MediaReady>,
    pub(super) printed: Vec<Sheet>,
    pub(super) jammed: bool,
    pub(super) paused: bool,
    pub(super) plugged_in: bool,
    pub(super) counts: bool,
}

struct Job {
    id: JobId,
    sheet: Sheet,
    turn: Turn,
    state: JobState,
    reasons: Vec<JobReason>,
    impressions: u32,
}

impl Machine {
    pub(super) fn new(turns: VecDeque<Turn>) -> Self {
        Self {
            turns,
            jobs: Vec::new(),
            next_number: 1,
            prints_left: FULL_ROLL,
            impressions: 0,
            up_time_s: 1,
            media: vec![
                borderless(MediaSize {
                    width: 10_160,
                    height: 15_240,
                }),
                borderless(MediaSize {
                    width: 15_240,
                    height: 20_320,
                }),
            ],
            printed: Vec::new(),
            jammed: false,
            paused: false,
            plugged_in: true,
            counts: true,
        }
    }

    pub(super) fn load(&mut self, prints_left: u32) {
        self.prints_left = prints_left;
    }

    pub(super) fn status(&self) -> PrinterStatus {
        let active = self.jobs.iter().any(Job::is_open);
        let mut reasons = Vec::new();
        if self.jammed {
            reasons.push(PrinterReason::MediaJam);
        }
        if self.prints_left == 0 {
            reasons.push(PrinterReason::MediaEmpty);
        }
        if self.paused {
            reasons.push(PrinterReason::Paused);
        }
        let state = match (reasons.is_empty(), active) {
            (false, _) => PrinterState::Stopped,
            (true, true) => PrinterState::Processing,
            (true, false) => PrinterState::Idle,
        };
        PrinterStatus {
            state,
            accepting: true,
            reasons: reasons
                .into_iter()
                .map(|reason| ReportedReason {
                    severity: reason.severity(state),
                    reason,
                })
                .collect(),
            media_ready: self.media.clone(),
            supplies: vec![Supply {
                name: "ribbon".to_owned(),
                level_percent: u8::try_from(self.prints_left.min(FULL_ROLL)).ok(),
            }],
            prints_left: self.counts.then_some(self.prints_left),
            impressions_completed: self.counts.then_some(self.impressions),
            identity: Some("urn:uuid:00000000-0000-4000-8000-00000000fa4e".to_owned()),
            printer_up_time_s: Some(self.up_time_s),
            queued_job_count: Some(u32::from(active)),
        }
    }

    pub(super) fn submit(&mut self, sheet: &Sheet) -> Result<JobId, SubmitError> {
        if self.jobs.iter().any(Job::is_open) {
            return Err(SubmitError::Busy);
        }
        if !self.media.iter().any(|medium| medium.size == sheet.media) {
            return Err(SubmitError::MediaNotReady(sheet.media));
        }
        let turn = self.turns.pop_front().unwrap_or(Turn::Print);
        match turn {
            Turn::Busy => Err(SubmitError::Busy),
            // client-error-document-format-error (RFC 8011, B.1.4.18)
            Turn::Refuse => Err(SubmitError::Refused { status: 0x0411 }),
            Turn::SheetLost => Err(SubmitError::Unknown),
            Turn::AnswerLost => {
                self.take(sheet, turn);
                Err(SubmitError::Unknown)
            }
            Turn::Print
            | Turn::Jam
            | Turn::CompletedLie
            | Turn::CompletedWithErrors
            | Turn::Vanish
            | Turn::VanishAfterPrinting => Ok(self.take(sheet, turn)),
        }
    }

    fn take(&mut self, sheet: &Sheet, turn: Turn) -> JobId {
        let id = JobId::new(self.next_number).expect("the fake counts from 1");
        self.next_number += 1;
        self.jobs.push(Job {
            id,
            sheet: sheet.clone(),
            turn,
            state: JobState::Pending,
            reasons: Vec::new(),
            impressions: 0,
        });
        id
    }

    /// Lets the open job get one step further.
    pub(super) fn step(&mut self) {
        self.up_time_s += 1;
        let Some(job) = self.jobs.iter_mut().find(|job| job.is_open()) else {
            return;
        };
        if self.paused {
            return;
        }
        if job.state == JobState::Pending {
            job.state = JobState::Processing;
            self.jammed |= job.turn == Turn::Jam;
            return;
        }
        if self.jammed || self.prints_left == 0 {
            return;
        }
        match job.turn {
            Turn::Jam => job.end(JobState::Aborted, JobReason::AbortedBySystem),
            Turn::CompletedLie => job.end(JobState::Completed, JobReason::CompletedSuccessfully),
            Turn::CompletedWithErrors => {
                job.end(JobState::Completed, JobReason::CompletedWithErrors);
            }
            Turn::Vanish => self.restart(),
            Turn::VanishAfterPrinting => {
                self.print();
                self.restart();
            }
            Turn::Print | Turn::AnswerLost | Turn::Busy | Turn::Refuse | Turn::SheetLost => {
                self.print();
            }
        }
    }

    fn print(&mut self) {
        if let Some(job) = self.jobs.iter_mut().find(|job| job.is_open()) {
            job.impressions = u32::from(self.counts);
            job.end(JobState::Completed, JobReason::CompletedSuccessfully);
            self.printed.push(job.sheet.clone());
            self.prints_left -= 1;
            self.impressions += 1;
        }
    }

    /// What a restart forgets: its jobs, their numbers, and how long it has been up.
    fn restart(&mut self) {
        self.jobs.clear();
        self.next_number = 1;
        self.up_time_s = 1;
    }

    pub(super) fn reading(&self, id: JobId) -> Option<JobReading> {
        self.jobs
            .iter()
            .find(|job| job.id == id)
            .map(|job| job.reading(self.counts))
    }

    pub(super) fn find(&self, job_name: &str) -> Option<JobReading> {
        self.jobs
            .iter()
            .rev()
            .find(|job| job.sheet.job_name == job_name)
            .map(|job| job.reading(self.counts))
    }

    pub(super) fn cancel(&mut self, id: JobId) -> CancelOutcome {
        match self.jobs.iter_mut().find(|job| job.id == id) {
            None => CancelOutcome::NoSuchJob,
            Some(job) if !job.is_open() => CancelOutcome::TooLate,
            Some(job) => {
                job.end(JobState::Canceled, JobReason::Canceled);
                CancelOutcome::Accepted
            }
        }
    }
}

impl Job {
    fn is_open(&self) -> bool {
        matches!(self.state, JobState::Pending | JobState::Processing)
    }

    fn end(&mut self, state: JobState, reason: JobReason) {
        self.state = state;
        self.reasons = vec![reason];
    }

    fn reading(&self, counts: bool) -> JobReading {
        JobReading {
            id: self.id,
            name: Some(self.sheet.job_name.clone()),
            state: self.state,
            reasons: self.reasons.clone(),
            impressions_completed: counts.then_some(self.impressions),
        }
    }
}
