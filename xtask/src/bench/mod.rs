//! `cargo xtask bench NAME`: what the product takes, measured on its real parts.

mod kiosk;
mod report;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::workspace::Build;
use crate::{demo, setup, ui};

#[derive(Debug, Args)]
pub(crate) struct BenchArguments {
    /// What to measure
    name: Bench,
    /// Where the figures go as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Measures the debug build, which is quicker to have and slower to run
    #[arg(long)]
    debug: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Bench {
    /// The kiosk's real window: start, arrival of photos, taps, payment to printer
    Kiosk,
}

pub(crate) fn run(arguments: &BenchArguments) -> Result<()> {
    let build = if arguments.debug {
        Build::Debug
    } else {
        Build::Release
    };
    setup::make_sure()?;
    ui::build()?;
    demo::build_binaries(build)?;
    let report = match arguments.name {
        Bench::Kiosk => kiosk::measure(build)?,
    };
    report.print();
    match &arguments.json {
        Some(file) => report.write(file),
        None => Ok(()),
    }
}
