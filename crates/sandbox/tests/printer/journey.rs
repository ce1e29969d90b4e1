use order::PrintSize;
use printing::{CancelOutcome, Evidence, JobOutcome, JobState, Printer, PrinterState, media_for};

use crate::bench::{Bench, EIGHT_INCH, SIX_INCH, sheet};

#[tokio::test]
async fn both_papers_are_offered_with_their_pixels() {
    let bench = Bench::set_up(0.0).await;
    let status = bench.ours.status().await.expect("the printer answers");
    assert_eq!(status.state, PrinterState::Idle, "nothing to do yet");
    assert_eq!(
        status.obstacle_to_new_sheet(),
        None,
        "a working printer sells: {:?}",
        status.reasons
    );
    for (size, pixels) in [
        (PrintSize::SixInch, (1200, 1800)),
        (PrintSize::EightInch, (1800, 2400)),
    ] {
        let medium = media_for(size, &status.media_ready).expect("both sizes are loaded");
        assert_eq!(
            (medium.pixels.width, medium.pixels.height),
            pixels,
            "{size:?} at 300 dpi"
        );
        assert!(medium.borderless, "{size:?} prints to the edge");
    }
    assert_eq!(status.prints_left, Some(400), "a new roll");
    assert_eq!(status.supplies.len(), 1, "one ribbon");
}

#[tokio::test]
async fn a_printer_without_a_life_counter_has_an_identity_and_no_count() {
    let bench = Bench::set_up(0.0).await;
    let status = bench.ours.status().await.expect("the printer answers");
    let identity = status.identity.expect("it says which machine it is");
    assert!(
        identity.starts_with("urn:uuid:"),
        "printer-uuid comes before the name: {identity}"
    );
    assert_eq!(
        status.impressions_completed, None,
        "what a printer does not count is absent, and never 0"
    );
}

#[tokio::test]
async fn what_is_submitted_is_what_arrives() {
    let bench = Bench::set_up(0.0).await;
    let sheets = [
        sheet("order-7/sheet-1", SIX_INCH, 1_500_000),
        sheet("order-7/sheet-2", EIGHT_INCH, 3_000_000),
    ];
    for sheet in &sheets {
        let mut followed = bench.submit(sheet).await;
        bench
            .until(&mut followed, JobOutcome::Printed(Evidence::JobImpressions))
            .await;
    }
    let received = bench.printer.sheets();
    assert_eq!(received.len(), 2, "one file for each sheet");
    for (sheet, file) in sheets.iter().zip(&received) {
        let bytes = std::fs::read(file).expect("the sheet can be read");
        assert!(
            bytes == sheet.jpeg,
            "{} arrives bit for bit",
            sheet.job_name
        );
    }
    assert!(
        received[0].ends_with("sheet-001-order-7_sheet-1.jpg"),
        "a sheet can be found by its job: {received:?}"
    );
    let status = bench.ours.status().await.expect("the printer answers");
    assert_eq!(status.prints_left, Some(398), "two prints are used up");
}

#[tokio::test]
async fn the_printer_is_told_everything_that_has_a_default() {
    let bench = Bench::set_up(0.0).await;
    let mut followed = bench.submit(&sheet("ticket", EIGHT_INCH, 1000)).await;
    bench
        .until(&mut followed, JobOutcome::Printed(Evidence::JobImpressions))
        .await;
    let tickets = bench.printer.tickets();
    let ticket = std::fs::read_to_string(&tickets[0]).expect("the ticket can be read");
    for line in [
        "CONTENT_TYPE=image/jpeg",
        "IPP_COPIES=1",
        "IPP_PRINT_COLOR_MODE=color",
        "IPP_PRINT_QUALITY=high",
        "IPP_PRINT_SCALING=none",
        "IPP_PRINTER_RESOLUTION=300dpi",
        "IPP_JOB_ORIGINATING_USER_NAME=minilab",
    ] {
        assert!(
            ticket.lines().any(|said| said == line),
            "{line} in {ticket}"
        );
    }
    let media = ticket
        .lines()
        .find(|line| line.starts_with("IPP_MEDIA_COL="))
        .expect("the paper is named");
    for member in [
        "x-dimension=15240",
        "y-dimension=20320",
        "media-top-margin=0",
        "media-left-margin=0",
        "media-source=alternate-roll",
        "media-type=photographic-glossy",
    ] {
        assert!(media.contains(member), "{member} in {media}");
    }
}

#[tokio::test]
async fn a_sheet_is_found_by_its_name() {
    let bench = Bench::set_up(0.0).await;
    let mut followed = bench.submit(&sheet("find-me", SIX_INCH, 1000)).await;
    let found = bench.ours.find_job("find-me").await;
    let found = found.expect("the printer answers").expect("it is there");
    assert_eq!(found.id, followed.id, "found while it is printed");
    bench
        .until(&mut followed, JobOutcome::Printed(Evidence::JobImpressions))
        .await;
    let found = bench.ours.find_job("find-me").await;
    let found = found.expect("the printer answers").expect("it is there");
    assert_eq!(found.state, JobState::Completed, "found when it is done");
    assert_eq!(
        bench
            .ours
            .find_job("find")
            .await
            .expect("the printer answers"),
        None,
        "half a name is another sheet"
    );
    assert_eq!(
        bench
            .ours
            .cancel(found.id)
            .await
            .expect("the printer answers"),
        CancelOutcome::TooLate,
        "what is printed cannot be cancelled"
    );
    bench
        .ours
        .resume()
        .await
        .expect("a printer that needs no resuming takes it well");
}
