//! The figures of a bench, as a table and as JSON. Keys are added, never renamed.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Serialize;

/// What one bench found.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// Its name.
    pub(super) bench: &'static str,
    /// The machine it ran on.
    pub(super) machine: String,
    /// How often each figure was taken, at least.
    pub(super) runs: usize,
    /// The figures.
    pub(super) rows: Vec<Row>,
}

/// One figure: the median of its runs.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    /// What was measured.
    pub(super) name: &'static str,
    /// In what.
    pub(super) unit: &'static str,
    /// The median.
    pub(super) ours: f64,
    /// The worst run.
    pub(super) worst: f64,
    /// What it must stay below.
    pub(super) limit: f64,
}

impl Row {
    /// The median and the worst of `runs`, in milliseconds.
    pub(super) fn of_times(name: &'static str, runs: &[Duration], limit: Duration) -> Result<Self> {
        let mut ms: Vec<f64> = runs.iter().map(|run| run.as_secs_f64() * 1000.0).collect();
        ms.sort_by(f64::total_cmp);
        let middle = ms.get(ms.len() / 2).context("a figure without a run")?;
        let round = |ms: f64| (ms * 10.0).round() / 10.0;
        Ok(Self {
            name,
            unit: "ms",
            ours: round(*middle),
            worst: round(ms.last().copied().unwrap_or(*middle)),
            limit: limit.as_secs_f64() * 1000.0,
        })
    }
}

impl Report {
    pub(super) fn print(&self) {
        println!(
            "{} on {}, medians of at least {} runs",
            self.bench, self.machine, self.runs
        );
        for row in &self.rows {
            println!(
                "{:<44}{:>9.1} {}   worst {:>8.1}   limit {:>6.0}",
                row.name, row.ours, row.unit, row.worst, row.limit
            );
        }
    }

    pub(super) fn write(&self, file: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).context("writing the figures")?;
        fs::write(file, text + "\n").with_context(|| format!("writing {}", file.display()))
    }
}

/// The machine in a few words: its processor, cores and memory.
pub(super) fn machine() -> String {
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processor
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("an unknown processor", |rest| {
            rest.trim_start_matches([' ', '\t', ':'])
        });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let gib = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok())
        .map_or(0, |kib| kib / 1024 / 1024);
    format!("{cores} cores of {model}, {gib} GiB")
}
