//! A program that makes prints, one job a line, and says what each took.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::shell;

/// What one job took.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Took {
    pub(super) wall_ms: f64,
    pub(super) cpu_ms: f64,
    /// Largest resident memory, from a contestant that starts a process for each job.
    peak_kib: Option<u64>,
}

/// A contestant that waits for jobs.
#[derive(Debug)]
pub(super) struct Contestant {
    line: String,
    process: Child,
    jobs: ChildStdin,
    answers: BufReader<ChildStdout>,
    peak_of_jobs_kib: Option<u64>,
}

impl Contestant {
    pub(super) fn start(mut command: Command) -> Result<Self> {
        let line = shell::spell(&command);
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("starting `{line}`"))?;
        let jobs = process.stdin.take().context("no way to hand jobs over")?;
        let answers = process.stdout.take().context("no way to hear answers")?;
        Ok(Self {
            line,
            process,
            jobs,
            answers: BufReader::new(answers),
            peak_of_jobs_kib: None,
        })
    }

    /// Has one print made and waits for it.
    pub(super) fn print(&mut self, photo: &Path, sheet: &Path) -> Result<Took> {
        let line = &self.line;
        writeln!(self.jobs, "{}\t{}", photo.display(), sheet.display())
            .with_context(|| format!("handing a job to `{line}`"))?;
        let mut answer = String::new();
        self.answers
            .read_line(&mut answer)
            .with_context(|| format!("waiting for `{line}`"))?;
        if answer.is_empty() {
            bail!("`{line}` ended without an answer");
        }
        let took: Took = serde_json::from_str(&answer)
            .with_context(|| format!("`{line}` answered `{}`", answer.trim()))?;
        self.peak_of_jobs_kib = self.peak_of_jobs_kib.max(took.peak_kib);
        Ok(took)
    }

    /// The most memory it has held so far, in MiB.
    pub(super) fn peak_mib(&self) -> Result<f64> {
        let kib = match self.peak_of_jobs_kib {
            Some(kib) => kib,
            None => resident_peak_kib(self.process.id())?,
        };
        Ok(kib as f64 / 1024.0)
    }
}

impl Drop for Contestant {
    /// Its input may be all that a contestant waits for, so it is ended, not asked.
    fn drop(&mut self) {
        // It may have ended by itself, and then both fail, which is what was wanted.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// `VmHWM` of a running process (proc_pid_status(5)).
fn resident_peak_kib(process: u32) -> Result<u64> {
    let path = format!("/proc/{process}/status");
    let status = fs::read_to_string(&path).with_context(|| format!("reading {path}"))?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .with_context(|| format!("{path} does not say VmHWM"))
}
