//! The port: what can be asked of any photo printer.

use std::fmt;

use async_trait::async_trait;
use bytes::Bytes;

use crate::error::{PrinterError, SubmitError};
use crate::job::{JobId, JobReading};
use crate::media::MediaSize;
use crate::status::PrinterStatus;

/// A photo printer that takes one finished sheet at a time.
///
/// Every call ends by itself: within 5 s, or within 35 s for [`submit`](Self::submit), which
/// carries the picture. A caller keeps to one sheet in the printer at a time; counters could not
/// otherwise tell whose sheet came out.
#[async_trait]
pub trait Printer: Send + Sync + fmt::Debug {
    /// What the printer says about itself now: state, reasons, media, supplies, counters.
    async fn status(&self) -> Result<PrinterStatus, PrinterError>;

    /// Hands over one sheet. Only [`SubmitError::Unknown`] leaves open whether the printer has it:
    /// then look for it with [`find_job`](Self::find_job) before sending it again.
    async fn submit(&self, sheet: &Sheet) -> Result<JobId, SubmitError>;

    /// How the job is doing. A job the printer no longer knows is [`PrinterError::NoSuchJob`].
    async fn job(&self, id: JobId) -> Result<JobReading, PrinterError>;

    /// The newest job of this name, whatever its state. `None` means that the printer answered and
    /// remembers no such job; printers forget finished jobs, some of them after a minute.
    async fn find_job(&self, job_name: &str) -> Result<Option<JobReading>, PrinterError>;

    /// Asks the printer to give the job up. A sheet that is already under the head still comes
    /// out, so keep reading the job until it has ended.
    async fn cancel(&self, id: JobId) -> Result<CancelOutcome, PrinterError>;

    /// Starts a stopped queue again. A CUPS queue stays stopped after a paper-out even when the
    /// paper is back; a printer that has no such operation restarts by itself, which is `Ok`.
    async fn resume(&self) -> Result<(), PrinterError>;
}

/// One finished sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The caller's own name for this sheet, 1 to [`Sheet::MAX_JOB_NAME_BYTES`] bytes, never used
    /// twice: it is how the sheet is found again after a crash or a lost answer. It shows on the
    /// printer's panel and in its log, so it must not carry anything personal.
    pub job_name: String,
    /// The ready medium to print on, as [`PrinterStatus::media_ready`] gave it.
    pub media: MediaSize,
    /// The picture as a JPEG with exactly the medium's pixels.
    pub jpeg: Bytes,
}

impl Sheet {
    /// The longest `job-name` that IPP allows (RFC 8011, 5.1.3: name(MAX)).
    pub const MAX_JOB_NAME_BYTES: usize = 255;
}

impl fmt::Debug for Sheet {
    /// Leaves the picture out: it belongs to a customer.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sheet")
            .field("job_name", &self.job_name)
            .field("media", &self.media)
            .field("jpeg_bytes", &self.jpeg.len())
            .finish()
    }
}

/// What became of a request to cancel a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelOutcome {
    /// The printer will stop as soon as it can.
    Accepted,
    /// The job had already ended.
    TooLate,
    /// The printer does not know the job (any more).
    NoSuchJob,
}
