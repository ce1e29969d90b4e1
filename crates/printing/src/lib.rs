//! One sheet to one photo printer, and the honest answer to "did it come out?".
//!
//! The port is [`Printer`]; [`ipp::IppPrinter`] speaks IPP (RFC 8011) to a driverless printer or a
//! CUPS queue, and [`fake::FakePrinter`] is the scripted one for tests. A printer's own word is
//! not proof of paper, so [`outcome`] folds what was read about a job and its printer into one
//! [`JobOutcome`], by a rule written down there.
//!
//! This room deliberately knows no orders, prices or customers: it is handed finished pixels with
//! a name, and it knows no clock of its own beyond the deadline of a call. Start reading at
//! [`printer`] for what can be asked, then [`outcome`] for what the answers mean.

pub mod error;
pub mod fake;
pub mod ipp;
pub mod job;
pub mod media;
pub mod outcome;
pub mod overscan;
pub mod printer;
pub mod reason;
pub mod status;
pub mod supply;

pub use error::{PrinterError, SubmitError};
pub use ipp::{IppPrinter, PrinterAddress};
pub use job::{JobId, JobReading, JobReason, JobState};
pub use media::{MediaReady, MediaSize, PixelSize, media_for};
pub use outcome::{CounterBaseline, Evidence, Failure, JobOutcome, JobSighting, JobWatch, Stage};
pub use overscan::Overscan;
pub use printer::{CancelOutcome, Printer, Sheet};
pub use reason::{Obstacle, PrinterReason, ReportedReason, Severity};
pub use status::{PrinterState, PrinterStatus};
pub use supply::Supply;
