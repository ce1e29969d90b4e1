//! Everybody makes the same print in turns, round by round, so that whatever else the machine does
//! falls on all alike.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::contestant::{Contestant, Took};
use super::entry::Entry;

/// What one entry's prints took.
#[derive(Debug)]
pub(super) struct Finish {
    pub(super) entry: Entry,
    /// One for each round.
    pub(super) rounds: Vec<Took>,
    /// The most memory it held.
    pub(super) peak_mib: f64,
    /// Its last print.
    pub(super) sheet: PathBuf,
}

/// Has every entry print `photo` once, to be awake, and then `rounds` times in turns.
pub(super) fn run(
    photo: &Path,
    entries: &[Entry],
    rounds: usize,
    folder: &Path,
) -> Result<Vec<Finish>> {
    fs::create_dir_all(folder).context("making a folder for prints")?;
    let mut running = Vec::new();
    for entry in entries {
        let mut contestant = Contestant::start(entry.command())?;
        let sheet = folder.join(entry.file_name());
        contestant.print(photo, &sheet)?;
        running.push((contestant, sheet, Vec::new()));
    }
    for _ in 0..rounds {
        for (contestant, sheet, took) in &mut running {
            took.push(contestant.print(photo, sheet)?);
        }
    }
    entries
        .iter()
        .zip(running)
        .map(|(entry, (contestant, sheet, rounds))| {
            Ok(Finish {
                entry: *entry,
                rounds,
                peak_mib: contestant.peak_mib()?,
                sheet,
            })
        })
        .collect()
}

impl Finish {
    /// Wall time of each round, in milliseconds.
    pub(super) fn walls(&self) -> Vec<f64> {
        self.rounds.iter().map(|took| took.wall_ms).collect()
    }

    /// Processor time of each round, in milliseconds.
    pub(super) fn cpus(&self) -> Vec<f64> {
        self.rounds.iter().map(|took| took.cpu_ms).collect()
    }
}
