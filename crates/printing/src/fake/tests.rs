use bytes::Bytes;

use super::*;
use crate::outcome::{CounterBaseline, Evidence, Failure, JobOutcome, JobSighting, JobWatch};
use crate::reason::Obstacle;

/// More looks than any scripted sheet needs to end.
const LOOKS: usize = 20;

fn sheet(name: &str) -> Sheet {
    Sheet {
        job_name: name.to_owned(),
        media: MediaSize {
            width: 10_160,
            height: 15_240,
        },
        jpeg: Bytes::from_static(&[0xff, 0xd8, 0xff, 0xd9]),
    }
}

async fn look(printer: &FakePrinter, watch: &mut JobWatch, id: JobId) -> JobOutcome {
    let job = JobSighting::from(printer.job(id).await);
    let status = printer.status().await.ok();
    watch.observe(&job, status.as_ref())
}

/// Submits a sheet and watches it to its end.
async fn outcome_of(printer: &FakePrinter, name: &str) -> JobOutcome {
    let before = printer.status().await.expect("the fake is plugged in");
    let mut watch = JobWatch::new(name, CounterBaseline::from(&before));
    let id = printer
        .submit(&sheet(name))
        .await
        .expect("the script takes it");
    for _ in 0..LOOKS {
        if look(printer, &mut watch, id).await.is_final() {
            break;
        }
    }
    watch.outcome()
}

#[tokio::test]
async fn the_third_sheet_jams_and_is_not_delivered() {
    let printer = FakePrinter::scripted([Turn::Print, Turn::Print, Turn::Jam]);
    for name in ["a", "b"] {
        assert_eq!(
            outcome_of(&printer, name).await,
            JobOutcome::Printed(Evidence::JobImpressions),
            "{name} prints"
        );
    }
    assert_eq!(
        outcome_of(&printer, "c").await,
        JobOutcome::Held(Obstacle::Jam),
        "the jam waits for a person"
    );
    printer.clear_jam();
    let id = JobId::new(3).expect("3 is a job number");
    let mut watch = JobWatch::new("c", CounterBaseline::default());
    for _ in 0..LOOKS {
        look(&printer, &mut watch, id).await;
    }
    assert_eq!(
        watch.outcome(),
        JobOutcome::NotPrinted(Failure::Aborted),
        "the jammed sheet is not delivered"
    );
    assert_eq!(printer.printed().len(), 2, "two sheets came out");
}

#[tokio::test]
async fn out_of_paper_waits_and_goes_on_when_refilled() {
    let printer = FakePrinter::new();
    printer.load(1);
    assert_eq!(
        outcome_of(&printer, "a").await,
        JobOutcome::Printed(Evidence::JobImpressions),
        "the last sheet prints"
    );
    let mut watch = JobWatch::new("b", CounterBaseline::default());
    let id = printer
        .submit(&sheet("b"))
        .await
        .expect("the queue takes it");
    for _ in 0..LOOKS {
        look(&printer, &mut watch, id).await;
    }
    assert_eq!(
        watch.outcome(),
        JobOutcome::Held(Obstacle::OutOfPaper),
        "it waits for paper"
    );
    printer.load(10);
    look(&printer, &mut watch, id).await;
    assert_eq!(
        watch.outcome(),
        JobOutcome::Printed(Evidence::JobImpressions),
        "and prints once it is there"
    );
}

#[tokio::test]
async fn a_lie_is_not_believed_and_a_lost_job_is_decided_by_the_counter() {
    let printer = FakePrinter::scripted([
        Turn::CompletedLie,
        Turn::CompletedWithErrors,
        Turn::Vanish,
        Turn::VanishAfterPrinting,
    ]);
    let expected = [
        JobOutcome::Unknown,
        JobOutcome::NotPrinted(Failure::CompletedWithErrors),
        JobOutcome::Unknown,
        JobOutcome::Printed(Evidence::PrinterCounter),
    ];
    for (name, expected) in ["a", "b", "c", "d"].into_iter().zip(expected) {
        assert_eq!(outcome_of(&printer, name).await, expected, "sheet {name}");
    }
    assert_eq!(
        printer.printed(),
        [sheet("d")],
        "only the last one came out"
    );
}

#[tokio::test]
async fn a_lost_answer_is_found_again_by_name() {
    let printer = FakePrinter::scripted([Turn::AnswerLost, Turn::Busy, Turn::SheetLost]);
    assert!(
        matches!(printer.submit(&sheet("a")).await, Err(SubmitError::Unknown)),
        "the answer is lost"
    );
    let found = printer.find_job("a").await.expect("the fake is plugged in");
    let id = found.expect("the sheet was taken").id;
    for _ in 0..LOOKS {
        printer.job(id).await.expect("the job is known");
    }
    assert_eq!(printer.printed(), [sheet("a")], "it prints once");
    assert!(
        matches!(printer.submit(&sheet("b")).await, Err(SubmitError::Busy)),
        "busy is said once"
    );
    assert!(
        matches!(printer.submit(&sheet("b")).await, Err(SubmitError::Unknown)),
        "the sheet is lost on the way"
    );
    assert_eq!(
        printer.find_job("b").await.expect("the fake is plugged in"),
        None,
        "so it may be sent again"
    );
}

#[tokio::test]
async fn an_unplugged_printer_answers_nothing_and_forgets_nothing() {
    let printer = FakePrinter::new();
    let id = printer.submit(&sheet("a")).await.expect("it works");
    printer.unplug();
    assert!(
        matches!(printer.status().await, Err(PrinterError::Offline)),
        "nobody answers"
    );
    assert!(
        matches!(printer.submit(&sheet("b")).await, Err(SubmitError::Offline)),
        "nothing is taken"
    );
    printer.plug_in();
    assert!(printer.job(id).await.is_ok(), "the job is still there");
}
