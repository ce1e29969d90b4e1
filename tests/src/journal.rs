//! The kiosk's journal, watched from outside: how many steps were written down, and what a dead
//! kiosk left in it. The file is only read, and read in a copy where SQLite is needed, so that
//! what the next start finds is what the last one left.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use order::Fact;
use order::OrderId;
use station::journal::Journal;

/// Bytes of the header of a write-ahead log (SQLite file format, section 4.1).
const LOG_HEADER: usize = 32;

/// Bytes of the header before each page in it.
const FRAME_HEADER: usize = 24;

/// Counts transactions as they reach the write-ahead log: each ends with a frame that names the
/// database's new size.
#[derive(Debug)]
pub struct Steps {
    log: PathBuf,
    salts: [u8; 8],
    frames: u64,
    steps: u64,
}

impl Steps {
    /// Counts from now on.
    pub fn of(journal: &Path) -> Result<Self> {
        let mut steps = Self {
            log: beside(journal, "-wal"),
            salts: [0; 8],
            frames: 0,
            steps: 0,
        };
        steps.count()?;
        steps.steps = 0;
        Ok(steps)
    }

    /// Transactions written since the start of counting.
    pub fn count(&mut self) -> Result<u64> {
        let log = match File::open(&self.log) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(self.steps),
            log => log?,
        };
        let mut header = [0; LOG_HEADER];
        if (&log).read(&mut header)? < LOG_HEADER {
            return Ok(self.steps);
        }
        let page_size = u64::from(number(&header, 8));
        if header[16..24] != self.salts {
            // The log was folded into the database and begins anew.
            self.salts.copy_from_slice(&header[16..24]);
            self.frames = 0;
        }
        let mut frame = [0; FRAME_HEADER];
        loop {
            let at = LOG_HEADER as u64 + self.frames * (FRAME_HEADER as u64 + page_size);
            if log.read_at(&mut frame, at)? < FRAME_HEADER || frame[8..16] != self.salts {
                return Ok(self.steps);
            }
            self.frames += 1;
            let ends_a_transaction = number(&frame, 4) != 0;
            self.steps += u64::from(ends_a_transaction);
        }
    }
}

/// What a dead kiosk left behind.
#[derive(Debug)]
pub struct Left {
    /// Orders that were not finished.
    pub orders: Vec<OrderId>,
    /// Every fact.
    pub facts: Vec<Fact>,
}

/// Reads a copy of the journal of a kiosk that does not run.
pub async fn read(journal: &Path) -> Result<Left> {
    let folder = tempfile::tempdir().context("a folder for the copy")?;
    let copy = folder.path().join("journal.db");
    for suffix in ["", "-wal"] {
        match fs::copy(beside(journal, suffix), beside(&copy, suffix)) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            copied => {
                copied?;
            }
        }
    }
    let journal = Journal::open(&copy).await?;
    let boot = journal.boot().await?;
    Ok(Left {
        orders: boot.orders.into_iter().map(|order| order.id).collect(),
        facts: journal.all_facts().await?,
    })
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn number(bytes: &[u8], at: usize) -> u32 {
    let mut four = [0; 4];
    four.copy_from_slice(&bytes[at..at + 4]);
    u32::from_be_bytes(four)
}
