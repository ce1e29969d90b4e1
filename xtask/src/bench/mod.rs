//! `cargo xtask bench NAME`: what the product takes, measured on its real parts.

mod imaging;
mod kiosk;
mod order;
mod report;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::workspace::Build;
use crate::{demo, setup, shell, ui};

#[derive(Debug, Args)]
pub(crate) struct BenchArguments {
    /// What to measure
    name: Bench,
    /// Where the figures go as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Measures the debug build, which is quicker to have and slower to run (kiosk, order)
    #[arg(long)]
    debug: bool,
    /// Installs the peers and lets them do the same in turns (imaging)
    #[arg(long)]
    peers: bool,
    /// How often each figure is taken (imaging)
    #[arg(long, value_name = "N", default_value_t = 15, value_parser = clap::value_parser!(u16).range(1..))]
    rounds: u16,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Bench {
    /// A phone's photo to a print-ready sheet, from file to file
    Imaging,
    /// The kiosk's real window: start, arrival of photos, taps, payment to printer
    Kiosk,
    /// Whole payments a second: opened, notified, queried and settled against the sandbox
    Order,
}

pub(crate) fn run(arguments: &BenchArguments) -> Result<()> {
    let report = match arguments.name {
        Bench::Imaging => {
            let field = if arguments.peers {
                imaging::Field::WithPeers
            } else {
                imaging::Field::Ours
            };
            imaging::measure(field, arguments.rounds.into())?
        }
        Bench::Kiosk => {
            let build = build(arguments);
            setup::make_sure()?;
            ui::build()?;
            demo::build_binaries(build)?;
            kiosk::measure(build)?
        }
        Bench::Order => {
            let build = build(arguments);
            setup::make_sure()?;
            ui::build()?;
            build_order(build)?;
            order::measure(build)?
        }
    };
    report.print();
    match &arguments.json {
        Some(file) => report.write(file),
        None => Ok(()),
    }
}

const fn build(arguments: &BenchArguments) -> Build {
    if arguments.debug {
        Build::Debug
    } else {
        Build::Release
    }
}

/// The servers and the rush of customers, and nothing else.
fn build_order(build: Build) -> Result<()> {
    let mut cargo = shell::cargo(&["build", "-p", "dashboard", "-p", "sandbox", "--bins"]);
    cargo.args(["--example", "rush"]);
    if build == Build::Release {
        cargo.arg("--release");
    }
    shell::run(&mut cargo)
}
