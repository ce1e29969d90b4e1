//! A photo printer without paper: a real `ippeveprinter` with 4x6 in and 6x8 in borderless media
//! loaded, which keeps every sheet as it received it and goes wrong when told to.
//!
//! `folder` is what lies in its directory and how its script is told things, `process` starts and
//! ends the programs, `line` is the little IPP and HTTP needed to see that it answers.

mod folder;
mod line;
mod process;

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use folder::Folder;
use line::Line;
use process::Processes;

/// How long a printer may take from being started to its first answer. It needs a fraction of a
/// second on an idle machine.
const START_DEADLINE: Duration = Duration::from_secs(20);
/// Between two questions to a printer that is starting.
const ASK_AGAIN: Duration = Duration::from_millis(20);
/// How often a port may turn out to be taken between finding and using it.
const MOST_PORTS_TRIED: usize = 3;

/// How to set up a printer.
#[derive(Clone, Debug)]
pub struct Options {
    /// Its directory, made if missing. Sheets that lie there already stay and are counted on.
    pub dir: PathBuf,
    /// The name it shows.
    pub name: String,
    /// How long a sheet takes, in seconds; 0 or more. A real dye-sub takes 8 to 15.
    pub seconds_per_sheet: f64,
}

/// What can go wrong with the printer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// No paper, and the printer knows it: the next sheet waits.
    OutOfPaper,
    /// No paper, and the printer only finds out in the middle of the next sheet.
    OutOfPaperMidSheet,
    /// The next sheet jams and is lost once the jam is cleared.
    Jam,
    /// Sheets are called complete and do not come out.
    CompletedLie,
    /// A sheet takes this long, in seconds.
    Slow {
        /// 0 or more.
        seconds_per_sheet: f64,
    },
}

/// Why the printer did not start or does not obey.
#[derive(Debug, Error)]
pub enum PrinterSandboxError {
    /// Its directory cannot be written.
    #[error("cannot write the printer's directory: {0}")]
    Folder(#[source] io::Error),
    /// A program is missing or does not start.
    #[error("cannot start {program} (Debian package {package}): {source}")]
    Program {
        /// The program.
        program: &'static str,
        /// Where it comes from.
        package: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// It ended by itself, or never answered. Its last words say so when `ippeveprinter` (Debian
    /// package cups-ipp-utils) is not there.
    #[error("the printer does not answer; it last said: {last_words}")]
    NoAnswer {
        /// The end of its log.
        last_words: String,
    },
    /// It no longer answers.
    #[error("the printer does not answer: {0}")]
    Line(#[from] reqwest::Error),
}

/// Entry point.
#[derive(Debug)]
pub struct PrinterSandbox;

impl PrinterSandbox {
    /// Starts a printer on a free port and waits until it answers.
    pub async fn start(options: Options) -> Result<RunningPrinter, PrinterSandboxError> {
        let folder = Folder::prepare(&options).map_err(PrinterSandboxError::Folder)?;
        let mut tries_left = MOST_PORTS_TRIED;
        loop {
            let port = process::free_port().map_err(PrinterSandboxError::Folder)?;
            tries_left -= 1;
            match switch_on(&folder, &options.name, port).await {
                Ok((processes, line)) => {
                    tracing::info!(port, "the printer is up");
                    return Ok(RunningPrinter {
                        name: options.name,
                        folder,
                        port,
                        line,
                        processes: Some(processes),
                    });
                }
                Err(PrinterSandboxError::NoAnswer { .. }) if tries_left > 0 => {}
                Err(error) => return Err(error),
            }
        }
    }
}

async fn switch_on(
    folder: &Folder,
    name: &str,
    port: u16,
) -> Result<(Processes, Line), PrinterSandboxError> {
    let line = Line::new(port)?;
    let processes = Processes::start(folder, name, port).await?;
    let answers = async {
        while !processes.have_ended() {
            if line.answers().await {
                return Ok(());
            }
            tokio::time::sleep(ASK_AGAIN).await;
        }
        Err(())
    };
    match tokio::time::timeout(START_DEADLINE, answers).await {
        Ok(Ok(())) => Ok((processes, line)),
        Ok(Err(())) | Err(_) => Err(PrinterSandboxError::NoAnswer {
            last_words: folder.last_words(),
        }),
    }
}

/// A printer that is up. Dropping it takes it down, and so does the end of this process, however
/// it ends.
#[derive(Debug)]
pub struct RunningPrinter {
    name: String,
    folder: Folder,
    port: u16,
    line: Line,
    processes: Option<Processes>,
}

impl RunningPrinter {
    /// Where it answers: `ipp://localhost:PORT/ipp/print`.
    pub fn uri(&self) -> String {
        format!("ipp://localhost:{}/ipp/print", self.port)
    }

    /// The sheets that came out, first to last, each byte for byte as the printer received it.
    pub fn sheets(&self) -> Vec<PathBuf> {
        self.folder.sheets()
    }

    /// What the printer was told about each sheet, first to last: `IPP_ATTRIBUTE_NAME=value`
    /// lines.
    pub fn tickets(&self) -> Vec<PathBuf> {
        self.folder.tickets()
    }

    /// Makes something go wrong, until [`clear_fault`](Self::clear_fault).
    pub async fn set_fault(&self, fault: Fault) -> Result<(), PrinterSandboxError> {
        self.folder
            .set_fault(fault)
            .map_err(PrinterSandboxError::Folder)?;
        if fault == Fault::OutOfPaper {
            self.line.take_paper_out().await?;
        }
        Ok(())
    }

    /// Puts everything right: paper in, jam out, usual speed.
    pub async fn clear_fault(&self) -> Result<(), PrinterSandboxError> {
        self.folder
            .clear_fault()
            .map_err(PrinterSandboxError::Folder)?;
        self.line.put_paper_in().await?;
        Ok(())
    }

    /// Loads paper and ribbon for so many prints; a full roll is 400. At 0 the printer is out of
    /// paper. Supplies are reported by a job, so for a moment afterwards the printer may be busy.
    pub async fn load(&self, prints_left: u32) -> Result<(), PrinterSandboxError> {
        self.folder
            .load(prints_left)
            .map_err(PrinterSandboxError::Folder)?;
        if prints_left > 0 {
            self.line.put_paper_in().await?;
            // A job that waits for paper reports by itself, and the printer refuses this one.
            self.line.report_supplies().await?;
        } else {
            self.line.report_supplies().await?;
            self.line.take_paper_out().await?;
        }
        Ok(())
    }

    /// Pulls the plug. The job in the printer is lost.
    pub fn pull_plug(&mut self) {
        self.processes = None;
    }

    /// Puts the plug back: the same address, and no memory of any job.
    pub async fn plug_in(&mut self) -> Result<(), PrinterSandboxError> {
        self.processes = None;
        let (processes, line) = switch_on(&self.folder, &self.name, self.port).await?;
        self.processes = Some(processes);
        self.line = line;
        Ok(())
    }

    /// Takes it down; its sheets stay.
    pub fn stop(self) {}
}
