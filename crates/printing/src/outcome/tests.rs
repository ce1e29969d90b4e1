use proptest::prelude::*;

use super::*;
use crate::job::JobId;
use crate::reason::{PrinterReason, ReportedReason, Severity};

const NAME: &str = "sheet-1";

fn printer(state: PrinterState, words: &[&str]) -> PrinterStatus {
    PrinterStatus {
        state,
        accepting: true,
        reasons: words
            .iter()
            .filter_map(|word| PrinterReason::parse(word))
            .map(|reason| ReportedReason {
                reason,
                severity: Severity::Report,
            })
            .collect(),
        media_ready: Vec::new(),
        supplies: Vec::new(),
        prints_left: None,
        impressions_completed: None,
        identity: None,
        printer_up_time_s: None,
        queued_job_count: None,
    }
}

fn left(prints_left: u32) -> PrinterStatus {
    PrinterStatus {
        prints_left: Some(prints_left),
        ..printer(PrinterState::Idle, &[])
    }
}

fn job(state: JobState, words: &[&str], impressions: Option<u32>) -> JobSighting {
    JobSighting::Seen(JobReading {
        id: JobId::new(1).expect("1 is a job number"),
        name: Some(NAME.into()),
        state,
        reasons: words
            .iter()
            .filter_map(|word| JobReason::parse(word))
            .collect(),
        impressions_completed: impressions,
    })
}

fn watch(prints_left: Option<u32>) -> JobWatch {
    JobWatch::new(
        NAME,
        CounterBaseline {
            prints_left,
            impressions_completed: None,
        },
    )
}

/// Looks until the outcome is final, as often as a settling outcome may take.
fn ends(mut watch: JobWatch, sighting: &JobSighting, status: &PrinterStatus) -> JobOutcome {
    for _ in 0..SETTLING_READINGS {
        watch.observe(sighting, Some(status));
    }
    watch.outcome()
}

const SUCCESS: &[&str] = &["job-completed-successfully"];

#[test]
fn each_witness_of_paper_proves_the_sheet() {
    let completed = job(JobState::Completed, SUCCESS, Some(1));
    assert_eq!(
        watch(None).observe(&completed, Some(&printer(PrinterState::Idle, &[]))),
        JobOutcome::Printed(Evidence::JobImpressions),
        "a finished side was counted"
    );
    let uncounted = job(JobState::Completed, SUCCESS, Some(0));
    assert_eq!(
        watch(Some(10)).observe(&uncounted, Some(&left(9))),
        JobOutcome::Printed(Evidence::PrintsLeft),
        "one print fewer is left"
    );
    let mut by_life_counter = JobWatch::new(
        NAME,
        CounterBaseline {
            impressions_completed: Some(500),
            prints_left: None,
        },
    );
    let moved = PrinterStatus {
        impressions_completed: Some(501),
        ..printer(PrinterState::Idle, &[])
    };
    assert_eq!(
        by_life_counter.observe(&uncounted, Some(&moved)),
        JobOutcome::Printed(Evidence::PrinterCounter),
        "the life counter moved"
    );
    assert_eq!(
        watch(None).observe(&uncounted, Some(&printer(PrinterState::Idle, &[]))),
        JobOutcome::Printed(Evidence::PrinterWord),
        "a printer with nothing to count is taken at its word"
    );
}

#[test]
fn completed_is_a_lie_when_the_counter_stands_still() {
    let mut watch = watch(Some(10));
    let lie = job(JobState::Completed, SUCCESS, Some(0));
    for _ in 1..SETTLING_READINGS {
        assert_eq!(
            watch.observe(&lie, Some(&left(10))),
            JobOutcome::Pending(Stage::Settling),
            "a counter may lag behind, so nothing is decided at once"
        );
    }
    assert_eq!(
        watch.observe(&lie, Some(&left(10))),
        JobOutcome::Unknown,
        "the printer's word against its own counter decides nothing"
    );
}

#[test]
fn a_counter_that_lags_still_counts() {
    let mut watch = watch(Some(10));
    let completed = job(JobState::Completed, SUCCESS, Some(0));
    watch.observe(&completed, Some(&left(10)));
    assert_eq!(
        watch.observe(&completed, Some(&left(9))),
        JobOutcome::Printed(Evidence::PrintsLeft),
        "evidence that comes late is evidence"
    );
}

#[test]
fn completed_while_stopped_without_paper_is_not_printed() {
    let completed = job(JobState::Completed, SUCCESS, Some(0));
    let empty = printer(PrinterState::Stopped, &["media-empty-error"]);
    let empty_and_counting = PrinterStatus {
        prints_left: Some(0),
        ..empty.clone()
    };
    assert_eq!(
        ends(watch(Some(1)), &completed, &empty_and_counting),
        JobOutcome::NotPrinted(Failure::Obstacle(Obstacle::OutOfPaper)),
        "running dry took the last print off the counter, not the sheet"
    );
    assert_eq!(
        ends(watch(None), &completed, &empty),
        JobOutcome::Unknown,
        "without a counter the printer's word over an empty tray proves nothing"
    );
    let counted = job(JobState::Completed, SUCCESS, Some(1));
    assert_eq!(
        watch(Some(1)).observe(&counted, Some(&empty_and_counting)),
        JobOutcome::Printed(Evidence::JobImpressions),
        "the last sheet of a roll is a good sheet"
    );
}

#[test]
fn a_job_that_failed_may_be_printed_again_only_if_nothing_was_counted() {
    let aborted = job(JobState::Aborted, &["aborted-by-system"], Some(0));
    assert_eq!(
        ends(watch(Some(10)), &aborted, &left(10)),
        JobOutcome::NotPrinted(Failure::Aborted),
        "no counter moved"
    );
    assert_eq!(
        ends(watch(Some(10)), &aborted, &left(9)),
        JobOutcome::Unknown,
        "a sheet was used up and may be lying there"
    );
    let with_errors = job(JobState::Completed, &["job-completed-with-errors"], Some(0));
    assert_eq!(
        ends(watch(Some(10)), &with_errors, &left(10)),
        JobOutcome::NotPrinted(Failure::CompletedWithErrors),
        "completed with errors is not completed"
    );
    let unreadable = job(JobState::Aborted, &["document-format-error"], None);
    assert_eq!(
        ends(watch(None), &unreadable, &printer(PrinterState::Idle, &[])),
        JobOutcome::NotPrinted(Failure::Document),
        "the caller must know that this sheet will fail again"
    );
}

#[test]
fn a_jammed_sheet_is_not_delivered_although_paper_was_used() {
    let mut watch = watch(Some(10));
    let jam = PrinterStatus {
        prints_left: Some(9),
        ..printer(PrinterState::Stopped, &["media-jam"])
    };
    assert_eq!(
        watch.observe(&job(JobState::Processing, &[], Some(0)), Some(&jam)),
        JobOutcome::Held(Obstacle::Jam),
        "somebody must pull it out"
    );
    let aborted = job(JobState::Aborted, &["aborted-by-system"], Some(0));
    assert_eq!(
        ends(watch, &aborted, &left(9)),
        JobOutcome::NotPrinted(Failure::Aborted),
        "the print that was used is the one that jammed"
    );
}

#[test]
fn a_forgotten_job_is_decided_by_the_counter() {
    assert_eq!(
        watch(Some(10)).observe(&JobSighting::Gone, Some(&left(9))),
        JobOutcome::Printed(Evidence::PrintsLeft),
        "the job is forgotten, the paper is gone"
    );
    assert_eq!(
        ends(watch(Some(10)), &JobSighting::Gone, &left(10)),
        JobOutcome::Unknown,
        "nothing shows that it came out"
    );
    let JobSighting::Seen(mut other) = job(JobState::Completed, SUCCESS, Some(1)) else {
        unreachable!("job() builds a sighting")
    };
    other.name = Some("somebody else's".into());
    assert_eq!(
        ends(watch(Some(10)), &JobSighting::Seen(other), &left(10)),
        JobOutcome::Unknown,
        "a restarted printer reuses numbers: another job's success is not ours"
    );
}

#[test]
fn a_new_roll_proves_nothing_and_the_sheet_after_it_does() {
    let mut watch = watch(Some(1));
    let processing = job(JobState::Processing, &[], Some(0));
    let empty = PrinterStatus {
        prints_left: Some(0),
        ..printer(PrinterState::Processing, &["media-empty-warning"])
    };
    assert_eq!(
        watch.observe(&processing, Some(&empty)),
        JobOutcome::Held(Obstacle::OutOfPaper),
        "waiting for paper is held, whatever the printer calls its state"
    );
    watch.observe(&processing, Some(&left(400)));
    let completed = job(JobState::Completed, SUCCESS, Some(0));
    assert_eq!(
        watch.observe(&completed, Some(&left(400))),
        JobOutcome::Pending(Stage::Settling),
        "a fuller roll is not a print"
    );
    assert_eq!(
        watch.observe(&completed, Some(&left(399))),
        JobOutcome::Printed(Evidence::PrintsLeft),
        "the first print of the new roll is"
    );
}

#[test]
fn a_recovered_backend_leaves_no_stain() {
    let recovered = job(JobState::Completed, &["processing-to-stop-point"], Some(1));
    assert_eq!(
        watch(None).observe(&recovered, Some(&printer(PrinterState::Idle, &[]))),
        JobOutcome::Printed(Evidence::JobImpressions),
        "CUPS leaves that reason on a job that went on and finished"
    );
}

fn any_sighting() -> impl Strategy<Value = JobSighting> {
    let states = prop::sample::select(vec![
        JobState::Pending,
        JobState::PendingHeld,
        JobState::Processing,
        JobState::ProcessingStopped,
        JobState::Canceled,
        JobState::Aborted,
        JobState::Completed,
    ]);
    let words = prop::sample::subsequence(
        vec![
            "job-completed-successfully",
            "job-completed-with-errors",
            "aborted-by-system",
            "job-canceled-by-user",
            "document-format-error",
            "processing-to-stop-point",
            "printer-stopped",
            "x-odd",
        ],
        0..4,
    );
    prop_oneof![
        1 => Just(JobSighting::Gone),
        1 => Just(JobSighting::Unreachable),
        8 => (states, words, prop::option::of(0..3_u32))
            .prop_map(|(state, words, impressions)| job(state, &words, impressions)),
    ]
}

fn any_status() -> impl Strategy<Value = Option<PrinterStatus>> {
    let states = prop::sample::select(vec![
        PrinterState::Idle,
        PrinterState::Processing,
        PrinterState::Stopped,
    ]);
    let words = prop::sample::subsequence(
        vec![
            "media-empty",
            "media-jam-error",
            "paused",
            "media-low",
            "offline-report",
            "x-odd",
        ],
        0..3,
    );
    let counts = (prop::option::of(0..6_u32), prop::option::of(0..6_u32));
    prop::option::weighted(
        0.9,
        (states, words, counts).prop_map(|(state, words, (prints_left, impressions))| {
            PrinterStatus {
                prints_left,
                impressions_completed: impressions,
                ..printer(state, &words)
            }
        }),
    )
}

proptest! {
    /// Whatever a printer says in whatever order: a final outcome stays, paper is never claimed
    /// without a witness, and a sheet that a witness saw is never offered for a second print.
    #[test]
    fn no_sequence_of_readings_breaks_the_rule(
        baseline in (prop::option::of(0..6_u32), prop::option::of(0..6_u32)),
        looks in prop::collection::vec((any_sighting(), any_status()), 1..40),
    ) {
        let (prints_left, impressions_completed) = baseline;
        let mut watch = JobWatch::new(NAME, CounterBaseline { impressions_completed, prints_left });
        let mut prints_left_read = u32::from(prints_left.is_some());
        let mut impressions_read = u32::from(impressions_completed.is_some());
        for (sighting, status) in &looks {
            let before = watch.outcome();
            let after = watch.observe(sighting, status.as_ref());
            if before.is_final() {
                prop_assert_eq!(before, after, "a final outcome must not change");
                continue;
            }
            if let Some(status) = status {
                prints_left_read += u32::from(status.prints_left.is_some());
                impressions_read += u32::from(status.impressions_completed.is_some());
            }
            let (counted_side, its_word) = match sighting {
                JobSighting::Seen(job) => (
                    job.impressions_completed.is_some_and(|sides| sides > 0),
                    job.reasons.contains(&JobReason::CompletedSuccessfully),
                ),
                JobSighting::Gone | JobSighting::Unreachable => (false, false),
            };
            match after {
                JobOutcome::Printed(Evidence::JobImpressions) => {
                    prop_assert!(counted_side, "no side was counted");
                }
                JobOutcome::Printed(Evidence::PrinterCounter) => {
                    prop_assert!(impressions_read >= 2, "one reading of a counter shows no movement");
                }
                JobOutcome::Printed(Evidence::PrintsLeft) => {
                    prop_assert!(prints_left_read >= 2, "one reading of a counter shows no movement");
                }
                JobOutcome::Printed(Evidence::PrinterWord) => {
                    prop_assert!(its_word, "the printer never said so");
                    prop_assert!(prints_left_read < 2 && impressions_read < 2, "a counter could have told");
                }
                JobOutcome::NotPrinted(_) => {
                    prop_assert!(!counted_side, "a counted side must not be printed twice");
                }
                JobOutcome::Held(_) | JobOutcome::Pending(_) | JobOutcome::Unknown => {}
            }
        }
    }

    /// Every job that has ended is decided within the settling time, whatever it ended as.
    #[test]
    fn an_ended_job_is_always_decided(sighting in any_sighting(), status in any_status()) {
        let ended = match &sighting {
            JobSighting::Gone => true,
            JobSighting::Unreachable => false,
            JobSighting::Seen(job) => matches!(job.state, JobState::Canceled | JobState::Aborted | JobState::Completed),
        };
        let mut watch = watch(Some(5));
        for _ in 0..SETTLING_READINGS {
            watch.observe(&sighting, status.as_ref());
        }
        prop_assert_eq!(watch.outcome().is_final(), ended, "decided exactly when the job has ended");
    }
}
