//! A printer on the bench and our line to it.

use std::time::Duration;

use bytes::Bytes;
use printing::{
    CounterBaseline, IppPrinter, JobId, JobOutcome, JobSighting, JobWatch, MediaSize, Printer,
    Sheet, SubmitError,
};
use sandbox::printer::{Options, PrinterSandbox, RunningPrinter};
use tempfile::TempDir;

pub(crate) const SIX_INCH: MediaSize = MediaSize {
    width: 10_160,
    height: 15_240,
};
pub(crate) const EIGHT_INCH: MediaSize = MediaSize {
    width: 15_240,
    height: 20_320,
};
/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_AGAIN: Duration = Duration::from_millis(30);

pub(crate) struct Bench {
    pub(crate) printer: RunningPrinter,
    pub(crate) ours: IppPrinter,
    _dir: TempDir,
}

impl Bench {
    pub(crate) async fn set_up(seconds_per_sheet: f64) -> Self {
        let dir = TempDir::new().expect("a directory for the printer");
        let printer = PrinterSandbox::start(Options {
            dir: dir.path().join("printer"),
            name: "Bench printer".to_owned(),
            seconds_per_sheet,
        })
        .await
        .expect("the printer starts");
        let ours = connect(&printer.uri());
        Self {
            printer,
            ours,
            _dir: dir,
        }
    }

    /// Submits a sheet, again while the printer is busy, and starts to follow it.
    pub(crate) async fn submit(&self, sheet: &Sheet) -> Followed {
        let before = self.ours.status().await.expect("the printer answers");
        let baseline = CounterBaseline::from(&before);
        let sent = async {
            loop {
                match self.ours.submit(sheet).await {
                    Err(SubmitError::Busy) => tokio::time::sleep(LOOK_AGAIN).await,
                    answer => break answer.expect("the printer takes the sheet"),
                }
            }
        };
        let id = tokio::time::timeout(PATIENCE, sent)
            .await
            .expect("the printer is not busy for ever");
        Followed {
            id,
            watch: JobWatch::new(&sheet.job_name, baseline),
        }
    }

    /// Looks at a sheet until its outcome is `wanted`; fails with the last one seen.
    pub(crate) async fn until(&self, followed: &mut Followed, wanted: JobOutcome) {
        let reached = async {
            while self.look(followed).await != wanted {
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        };
        if tokio::time::timeout(PATIENCE, reached).await.is_err() {
            panic!("wanted {wanted:?}, got {:?}", followed.watch.outcome());
        }
    }

    async fn look(&self, followed: &mut Followed) -> JobOutcome {
        let job = JobSighting::from(self.ours.job(followed.id).await);
        let status = self.ours.status().await.ok();
        followed.watch.observe(&job, status.as_ref())
    }
}

pub(crate) struct Followed {
    pub(crate) id: JobId,
    pub(crate) watch: JobWatch,
}

pub(crate) fn connect(uri: &str) -> IppPrinter {
    IppPrinter::new(uri.parse().expect("a printer's address")).expect("an HTTP client")
}

/// A sheet of `bytes` bytes that no two names share. The printer does not look into it.
pub(crate) fn sheet(job_name: &str, media: MediaSize, bytes: usize) -> Sheet {
    let mut state = job_name.bytes().fold(7_u32, |state, byte| {
        state.wrapping_mul(31).wrapping_add(byte.into())
    });
    let noise = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    });
    let jpeg = [0xff, 0xd8, 0xff].into_iter().chain(noise).take(bytes);
    Sheet {
        job_name: job_name.to_owned(),
        media,
        jpeg: Bytes::from_iter(jpeg),
    }
}
