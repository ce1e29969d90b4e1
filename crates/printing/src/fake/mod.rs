//! A printer for tests of what is built on printing: it does what its script says, sheet by
//! sheet, and remembers every sheet that came out.
//!
//! Nothing here waits or sleeps: the printer's time moves by one step with every look at a job, so
//! a test is as fast as it asks and runs the same each time.

mod machine;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::error::{PrinterError, SubmitError};
use crate::job::{JobId, JobReading};
use crate::media::{MediaReady, MediaSize};
use crate::printer::{CancelOutcome, Printer, Sheet};
use crate::status::PrinterStatus;
use machine::Machine;

/// What happens to one attempt to submit a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is printed.
    Print,
    /// It jams. The job waits until [`FakePrinter::clear_jam`] and is then aborted.
    Jam,
    /// The printer says `completed successfully` and nothing comes out.
    CompletedLie,
    /// The printer calls it complete, with errors, and nothing comes out.
    CompletedWithErrors,
    /// The submission is answered with [`SubmitError::Busy`].
    Busy,
    /// The submission is refused for good.
    Refuse,
    /// The sheet is taken and printed, and the answer to the submission is lost.
    AnswerLost,
    /// The answer is lost, and the sheet with it.
    SheetLost,
    /// The printer restarts with the sheet half printed and forgets it.
    Vanish,
    /// The printer restarts with the sheet just out and forgets the job.
    VanishAfterPrinting,
}

/// The scripted printer. It starts idle with both sizes loaded, borderless at 300 dpi, and 100
/// prints left; without a script, or at its end, every sheet prints.
pub struct FakePrinter {
    machine: Mutex<Machine>,
}

impl FakePrinter {
    /// A printer that works.
    pub fn new() -> Self {
        Self::scripted([])
    }

    /// A printer that takes `turns` one by one, a turn for each submission.
    pub fn scripted(turns: impl IntoIterator<Item = Turn>) -> Self {
        Self {
            machine: Mutex::new(Machine::new(turns.into_iter().collect())),
        }
    }

    /// Loads paper: `prints_left` until it is out, none means out now. A sheet that waits for
    /// paper goes on.
    pub fn load(&self, prints_left: u32) {
        self.machine().load(prints_left);
    }

    /// Loads other media.
    pub fn load_media(&self, media: Vec<MediaReady>) {
        self.machine().media = media;
    }

    /// A technician pulls the jammed sheet out.
    pub fn clear_jam(&self) {
        self.machine().jammed = false;
    }

    /// Pulls the plug: nothing is answered until [`plug_in`](Self::plug_in). Jobs are kept.
    pub fn unplug(&self) {
        self.machine().plugged_in = false;
    }

    /// Puts the plug back.
    pub fn plug_in(&self) {
        self.machine().plugged_in = true;
    }

    /// Stops the queue, as an operator or an error policy does, until
    /// [`resume`](Printer::resume).
    pub fn pause(&self) {
        self.machine().paused = true;
    }

    /// Hides the counters: a printer that has nothing to count with.
    pub fn without_counters(self) -> Self {
        self.machine().counts = false;
        self
    }

    /// Every sheet that came out, in order.
    pub fn printed(&self) -> Vec<Sheet> {
        self.machine().printed.clone()
    }

    fn machine(&self) -> MutexGuard<'_, Machine> {
        self.machine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reachable(&self) -> Result<MutexGuard<'_, Machine>, PrinterError> {
        let machine = self.machine();
        if machine.plugged_in {
            Ok(machine)
        } else {
            Err(PrinterError::Offline)
        }
    }
}

impl Default for FakePrinter {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for FakePrinter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakePrinter").finish_non_exhaustive()
    }
}

#[async_trait]
impl Printer for FakePrinter {
    async fn status(&self) -> Result<PrinterStatus, PrinterError> {
        Ok(self.reachable()?.status())
    }

    async fn submit(&self, sheet: &Sheet) -> Result<JobId, SubmitError> {
        self.reachable()
            .map_err(|_| SubmitError::Offline)?
            .submit(sheet)
    }

    async fn job(&self, id: JobId) -> Result<JobReading, PrinterError> {
        let mut machine = self.reachable()?;
        machine.step();
        machine.reading(id).ok_or(PrinterError::NoSuchJob)
    }

    async fn find_job(&self, job_name: &str) -> Result<Option<JobReading>, PrinterError> {
        Ok(self.reachable()?.find(job_name))
    }

    async fn cancel(&self, id: JobId) -> Result<CancelOutcome, PrinterError> {
        Ok(self.reachable()?.cancel(id))
    }

    async fn resume(&self) -> Result<(), PrinterError> {
        self.reachable()?.paused = false;
        Ok(())
    }
}

/// A loaded medium, borderless at 300 dpi.
pub fn borderless(size: MediaSize) -> MediaReady {
    const DPI: u32 = 300;
    MediaReady {
        size,
        pixels: size.pixels(DPI),
        dpi: DPI,
        borderless: true,
        source: Some("main-roll".to_owned()),
        media_type: Some("photographic-glossy".to_owned()),
    }
}

#[cfg(test)]
mod tests;
