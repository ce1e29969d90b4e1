//! `cargo xtask torture`: what must never fail, tried again and again with ever new seeds.
//!
//! Each chapter is a test that takes its seed and its number of cases from the environment. They
//! take turns until the time is over, and whoever reads the table can have any line again with the
//! one command that stands below it.

mod chapter;
mod table;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{setup, shell, workspace};
use chapter::{CHAPTERS, Chapter};
use table::{Line, Outcome, Table};

/// More seeds than any test uses in a turn.
const SEEDS_A_TURN: u64 = 1_000_000;

#[derive(Debug, Args)]
pub(crate) struct TortureArguments {
    /// Where the seeds begin; each line of the table has its own, counted up from here
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// No test is begun after so many minutes; every chapter has its turn at least once
    #[arg(long, value_name = "M", default_value_t = 10)]
    minutes: u64,
    /// Where the table goes as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

pub(crate) fn run(arguments: &TortureArguments) -> Result<()> {
    setup::make_sure()?;
    let logs = workspace::memory().join("torture");
    fs::create_dir_all(&logs).context("making a folder for what the tests say")?;
    for chapter in &CHAPTERS {
        shell::run(chapter.command().arg("--no-run"))?;
    }
    let end = Instant::now() + Duration::from_secs(60 * arguments.minutes);
    let mut table = Table::new(arguments.seed, arguments.minutes);
    let mut seed = arguments.seed;
    loop {
        for chapter in &CHAPTERS {
            let line = try_once(chapter, seed, &logs)?;
            println!("{line}");
            table.lines.push(line);
        }
        // A test counts its own seeds up: the next turn begins beyond them.
        seed = seed.wrapping_add(SEEDS_A_TURN);
        if Instant::now() >= end {
            break;
        }
    }
    table.print();
    if let Some(file) = &arguments.json {
        table.write(file)?;
    }
    if table.failed() {
        bail!("something failed; what it said is in {}", logs.display());
    }
    Ok(())
}

fn try_once(chapter: &Chapter, seed: u64, logs: &Path) -> Result<Line> {
    let log = logs.join(format!("{}-{seed}.log", chapter.test));
    let output = File::create(&log).with_context(|| format!("making {}", log.display()))?;
    let errors = output.try_clone().context("one log for both outputs")?;
    let mut command = chapter.command();
    command
        .args(["--", "--nocapture"])
        .env(chapter.seed_variable, seed.to_string())
        .env(chapter.cases_variable, chapter.cases.to_string())
        .stdout(output)
        .stderr(errors);
    let began = Instant::now();
    let status = command
        .status()
        .with_context(|| format!("starting `{}`", shell::spell(&command)))?;
    Ok(Line {
        chapter: chapter.name,
        seed,
        cases: chapter.cases,
        seconds: began.elapsed().as_secs(),
        outcome: if status.success() {
            Outcome::Held
        } else {
            Outcome::Failed
        },
        replay: chapter.replay(seed),
    })
}
