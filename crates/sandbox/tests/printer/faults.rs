use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

use printing::{
    Evidence, Failure, JobOutcome, MediaSize, Obstacle, Printer, PrinterError, SubmitError,
};
use sandbox::printer::Fault;

use crate::bench::{Bench, SIX_INCH, connect, sheet};

const PRINTED: JobOutcome = JobOutcome::Printed(Evidence::JobImpressions);

#[tokio::test]
async fn out_of_paper_in_the_middle_of_a_sheet_waits_for_more() {
    let bench = Bench::set_up(0.0).await;
    bench
        .printer
        .set_fault(Fault::OutOfPaperMidSheet)
        .await
        .expect("the fault is set");
    let mut followed = bench.submit(&sheet("waits", SIX_INCH, 1000)).await;
    bench
        .until(&mut followed, JobOutcome::Held(Obstacle::OutOfPaper))
        .await;
    assert!(bench.printer.sheets().is_empty(), "nothing came out yet");
    bench.printer.clear_fault().await.expect("paper is back");
    bench.until(&mut followed, PRINTED).await;
    assert_eq!(bench.printer.sheets().len(), 1, "exactly one sheet");
}

#[tokio::test]
async fn an_idle_printer_without_paper_says_so_and_recovers() {
    let bench = Bench::set_up(0.0).await;
    bench
        .printer
        .set_fault(Fault::OutOfPaper)
        .await
        .expect("the fault is set");
    let status = bench.ours.status().await.expect("the printer answers");
    assert_eq!(
        status.obstacle_to_new_sheet(),
        Some(Obstacle::OutOfPaper),
        "nothing may be sold now"
    );
    bench.printer.clear_fault().await.expect("paper is back");
    let status = bench.ours.status().await.expect("the printer answers");
    assert_eq!(
        status.obstacle_to_new_sheet(),
        None,
        "the block lifts by itself: {:?}",
        status.reasons
    );
    assert!(
        status.media_ready.iter().all(|medium| medium.borderless),
        "the new paper is borderless although the printer does not repeat it"
    );
}

#[tokio::test]
async fn the_last_print_of_a_roll_counts_and_a_new_roll_goes_on() {
    let bench = Bench::set_up(0.0).await;
    bench.printer.load(1).await.expect("almost empty");
    let mut last = bench.submit(&sheet("last", SIX_INCH, 1000)).await;
    bench.until(&mut last, PRINTED).await;
    let mut next = bench.submit(&sheet("next", SIX_INCH, 1000)).await;
    bench
        .until(&mut next, JobOutcome::Held(Obstacle::OutOfPaper))
        .await;
    bench.printer.load(400).await.expect("a new roll");
    bench.until(&mut next, PRINTED).await;
    let status = bench.ours.status().await.expect("the printer answers");
    assert_eq!(status.prints_left, Some(399), "one from the new roll");
}

#[tokio::test]
async fn a_jammed_sheet_is_not_delivered() {
    let bench = Bench::set_up(0.0).await;
    bench.printer.set_fault(Fault::Jam).await.expect("it jams");
    let mut followed = bench.submit(&sheet("jams", SIX_INCH, 1000)).await;
    bench
        .until(&mut followed, JobOutcome::Held(Obstacle::Jam))
        .await;
    bench.printer.clear_fault().await.expect("the jam is out");
    bench
        .until(&mut followed, JobOutcome::NotPrinted(Failure::Aborted))
        .await;
    assert!(bench.printer.sheets().is_empty(), "nothing came out");
}

#[tokio::test]
async fn completed_without_paper_is_not_believed() {
    let bench = Bench::set_up(0.0).await;
    bench
        .printer
        .set_fault(Fault::CompletedLie)
        .await
        .expect("it lies");
    let mut followed = bench.submit(&sheet("lie", SIX_INCH, 1000)).await;
    bench.until(&mut followed, JobOutcome::Unknown).await;
}

#[tokio::test]
async fn a_printer_with_its_hands_full_is_busy() {
    let bench = Bench::set_up(0.0).await;
    bench
        .printer
        .set_fault(Fault::OutOfPaperMidSheet)
        .await
        .expect("the first sheet waits");
    let mut first = bench.submit(&sheet("first", SIX_INCH, 1000)).await;
    let second = bench.ours.submit(&sheet("second", SIX_INCH, 1000)).await;
    assert!(
        matches!(second, Err(SubmitError::Busy)),
        "the second is to be sent again: {second:?}"
    );
    bench.printer.clear_fault().await.expect("paper is back");
    bench.until(&mut first, PRINTED).await;
}

#[tokio::test]
async fn a_printer_that_loses_power_forgets_the_sheet() {
    let mut bench = Bench::set_up(0.0).await;
    bench
        .printer
        .set_fault(Fault::OutOfPaperMidSheet)
        .await
        .expect("the sheet is under way for a while");
    let mut followed = bench.submit(&sheet("lost", SIX_INCH, 1000)).await;
    bench
        .until(&mut followed, JobOutcome::Held(Obstacle::OutOfPaper))
        .await;
    bench.printer.pull_plug();
    bench
        .until(&mut followed, JobOutcome::Held(Obstacle::Offline))
        .await;
    bench.printer.plug_in().await.expect("it starts again");
    bench.until(&mut followed, JobOutcome::Unknown).await;
    assert!(bench.printer.sheets().is_empty(), "nothing came out");
    bench.printer.clear_fault().await.expect("paper is back");
    let mut again = bench.submit(&sheet("after", SIX_INCH, 1000)).await;
    bench.until(&mut again, PRINTED).await;
}

#[tokio::test]
async fn an_address_nobody_listens_on_is_offline() {
    let bench = Bench::set_up(0.0).await;
    let ours = connect(&bench.printer.uri());
    bench.printer.stop();
    assert!(
        matches!(ours.status().await, Err(PrinterError::Offline)),
        "nobody is there"
    );
    let submitted = ours.submit(&sheet("never", SIX_INCH, 1000)).await;
    assert!(
        matches!(submitted, Err(SubmitError::Offline)),
        "the sheet certainly was not taken: {submitted:?}"
    );
}

#[tokio::test]
async fn a_sheet_for_paper_that_is_not_loaded_is_not_sent() {
    let bench = Bench::set_up(0.0).await;
    let a4 = MediaSize::from_mm(210, 297);
    let submitted = bench.ours.submit(&sheet("a4", a4, 1000)).await;
    assert!(
        matches!(submitted, Err(SubmitError::MediaNotReady(size)) if size == a4),
        "the wrong paper must not be used up: {submitted:?}"
    );
}

#[tokio::test]
async fn a_lost_answer_is_unknown_until_the_sheet_is_found() {
    let bench = Bench::set_up(0.0).await;
    let through = connect(&losing_answers_to_print_jobs(&bench.printer.uri()));
    let sheet = sheet("half-heard", SIX_INCH, 100_000);
    let submitted = through.submit(&sheet).await;
    assert!(
        matches!(submitted, Err(SubmitError::Unknown)),
        "it was sent and nothing came back: {submitted:?}"
    );
    let found = through.find_job("half-heard").await;
    assert!(
        found.expect("the printer answers").is_some(),
        "so it is looked for, and is not sent twice"
    );
}

/// A line to the printer on which the answer to every Print-Job gets lost.
fn losing_answers_to_print_jobs(uri: &str) -> String {
    let (_, target) = uri.split_once("://").expect("a URI");
    let target = target.split('/').next().expect("an authority").to_owned();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = listener.local_addr().expect("its address").port();
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let target = target.clone();
            std::thread::spawn(move || relay(client, &target));
        }
    });
    format!("ipp://127.0.0.1:{port}/ipp/print")
}

/// Passes one request on and its answer back, unless it is a Print-Job.
fn relay(mut client: TcpStream, target: &str) -> std::io::Result<()> {
    let mut printer = TcpStream::connect(target)?;
    for stream in [&client, &printer] {
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    }
    let mut request = Vec::new();
    let mut chunk = [0; 16_384];
    while !is_whole(&request) {
        match client.read(&mut chunk)? {
            0 => return Ok(()),
            read => request.extend_from_slice(&chunk[..read]),
        }
    }
    printer.write_all(&request)?;
    let body = body_of(&request).unwrap_or_default();
    if body.get(2..4) == Some(&[0, 2]) {
        // The printer has answered, so it has the sheet; the answer ends here.
        printer.read_exact(&mut chunk[..1])?;
        return Ok(());
    }
    loop {
        match printer.read(&mut chunk)? {
            0 => return Ok(()),
            read => client.write_all(&chunk[..read])?,
        }
    }
}

fn body_of(request: &[u8]) -> Option<&[u8]> {
    let head = request.windows(4).position(|four| four == b"\r\n\r\n")?;
    request.get(head + 4..)
}

fn is_whole(request: &[u8]) -> bool {
    let Some(body) = body_of(request) else {
        return false;
    };
    String::from_utf8_lossy(request)
        .to_ascii_lowercase()
        .lines()
        .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok())
        .is_some_and(|length: usize| body.len() >= length)
}
