//! What lies in the printer's directory, and the files by which its script is told things.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::{Fault, Options};

const PRINT_COMMAND: &str = include_str!("../../printer/print.sh");
const ATTRIBUTES: &str = include_str!("../../printer/photo.conf");
const BUS: &str = include_str!("../../printer/bus.conf");

/// Prints in a new roll; the same number as in `printer/photo.conf` and `printer/print.sh`.
const FULL_ROLL: u32 = 400;
/// The faults' names in `control/`, as `printer/print.sh` knows them.
const OUT_OF_PAPER: &str = "out-of-paper";
const JAM: &str = "jam";
const LIE: &str = "lie";
/// How much of the log an error quotes, in bytes.
const LAST_WORDS_BYTES: usize = 500;

#[derive(Debug)]
pub(super) struct Folder {
    dir: PathBuf,
    half_sheet_seconds: f64,
}

impl Folder {
    pub(super) fn prepare(options: &Options) -> io::Result<Self> {
        fs::create_dir_all(&options.dir)?;
        let folder = Self {
            // The print command silently never runs unless its path is absolute.
            dir: fs::canonicalize(&options.dir)?,
            half_sheet_seconds: half(options.seconds_per_sheet),
        };
        for name in ["spool", "sheets", "tickets", "control"] {
            fs::create_dir_all(folder.dir.join(name))?;
        }
        fs::write(folder.print_command(), PRINT_COMMAND)?;
        fs::set_permissions(folder.print_command(), Permissions::from_mode(0o755))?;
        fs::write(folder.attributes(), ATTRIBUTES)?;
        fs::write(folder.bus(), BUS)?;
        folder.control("prints-left", &FULL_ROLL.to_string())?;
        folder.control("sheets-printed", &folder.sheets().len().to_string())?;
        folder.clear_fault()?;
        Ok(folder)
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn print_command(&self) -> PathBuf {
        self.dir.join("print.sh")
    }

    pub(super) fn attributes(&self) -> PathBuf {
        self.dir.join("photo.conf")
    }

    pub(super) fn bus(&self) -> PathBuf {
        self.dir.join("bus.conf")
    }

    pub(super) fn spool(&self) -> PathBuf {
        self.dir.join("spool")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.dir.join("printer.log")
    }

    pub(super) fn last_words(&self) -> String {
        let log = fs::read(self.log()).unwrap_or_default();
        let end = log.len().saturating_sub(LAST_WORDS_BYTES);
        String::from_utf8_lossy(&log[end..]).trim().to_owned()
    }

    pub(super) fn sheets(&self) -> Vec<PathBuf> {
        listed(&self.dir.join("sheets"))
    }

    pub(super) fn tickets(&self) -> Vec<PathBuf> {
        listed(&self.dir.join("tickets"))
    }

    pub(super) fn load(&self, prints_left: u32) -> io::Result<()> {
        self.control("prints-left", &prints_left.min(FULL_ROLL).to_string())
    }

    pub(super) fn set_fault(&self, fault: Fault) -> io::Result<()> {
        match fault {
            Fault::OutOfPaper | Fault::OutOfPaperMidSheet => self.control(OUT_OF_PAPER, ""),
            Fault::Jam => self.control(JAM, ""),
            Fault::CompletedLie => self.control(LIE, ""),
            Fault::Slow { seconds_per_sheet } => self.set_pace(half(seconds_per_sheet)),
        }
    }

    pub(super) fn clear_fault(&self) -> io::Result<()> {
        for fault in [OUT_OF_PAPER, JAM, LIE] {
            match fs::remove_file(self.dir.join("control").join(fault)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        self.set_pace(self.half_sheet_seconds)
    }

    fn set_pace(&self, half_sheet_seconds: f64) -> io::Result<()> {
        self.control("half-sheet-seconds", &format!("{half_sheet_seconds:.3}"))
    }

    /// Writes a control file in one go: the script may be reading it.
    fn control(&self, name: &str, text: &str) -> io::Result<()> {
        let part = self.dir.join("control").join(format!(".{name}.part"));
        fs::write(&part, text)?;
        fs::rename(part, self.dir.join("control").join(name))
    }
}

fn half(seconds: f64) -> f64 {
    if seconds.is_finite() {
        (seconds / 2.0).max(0.0)
    } else {
        0.0
    }
}

/// The finished files in a folder, by name, which begins with their number.
fn listed(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().as_encoded_bytes().starts_with(b"sheet-"))
        .map(|entry| entry.path())
        .collect();
    files.sort();
    files
}
