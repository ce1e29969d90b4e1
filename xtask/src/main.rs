//! Every chore of this repository, behind one command: `cargo xtask ...`.
//!
//! It sets a fresh machine up, starts the whole product for a look, and runs what must pass. It
//! deliberately links none of the product: it starts the product's own binaries and speaks to
//! them as a person would, through their pages and windows. One file, or one folder, per command;
//! start reading at [`Chore`].

#![expect(clippy::print_stdout, reason = "a command line tool speaks on stdout")]

mod bench;
mod bindings;
mod demo;
mod icons;
mod journey;
mod setup;
mod shell;
mod suite;
mod tidy;
mod torture;
mod ui;
mod webdriver;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Everything one does to this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// Installs what this machine lacks, and says why it is needed
    Setup,
    /// Starts everything on this machine: dashboard, payment and printer sandbox, paired kiosk
    Demo(demo::DemoArguments),
    /// Runs everything that must pass
    Test {
        /// Leaves out what needs a browser, a window or a server
        #[arg(long)]
        quick: bool,
    },
    /// Measures the product on its real parts
    Bench(bench::BenchArguments),
    /// Tries what must never fail, with ever new seeds
    Torture(torture::TortureArguments),
    /// Checks the floor rule, room sizes and forbidden words
    Tidy,
    /// Writes the TypeScript of the types that a screen reads or sends
    Bindings {
        /// Changes nothing; fails when the committed files are not what Rust says
        #[arg(long)]
        check: bool,
    },
    /// Draws the app's icon in every size, after its drawing changed
    Icons,
    /// Builds the web pages where their sources changed
    Ui,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().chore {
        Chore::Setup => setup::run(),
        Chore::Demo(arguments) => demo::run(&arguments),
        Chore::Test { quick } => suite::run(quick),
        Chore::Bench(arguments) => bench::run(&arguments),
        Chore::Torture(arguments) => torture::run(&arguments),
        Chore::Tidy => tidy::run(),
        Chore::Bindings { check } => bindings::run(check),
        Chore::Icons => icons::run(),
        Chore::Ui => ui::build(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
