//! A rush of customers at many kiosks, for `cargo xtask bench order`: the kiosks' side and the
//! customers' side of whole payments, over HTTP, signed as a kiosk signs.
//!
//! `rush prepare` pairs the kiosks in a database before the dashboard starts; `rush drive` lets
//! customers come and prints what happened as JSON; `rush rsa` says what one signature costs.

#![expect(clippy::print_stdout, reason = "a program's answer")]

mod drive;
mod kiosks;
mod rsa;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Brings a database up to date and takes kiosks in.
    Prepare {
        #[arg(long)]
        database: PathBuf,
        #[arg(long)]
        kiosks: u16,
    },
    /// Lets customers come.
    Drive(drive::Plan),
    /// Signs and verifies with the merchant's key and says what that takes.
    Rsa {
        /// The merchant's private key, PKCS #8 in PEM.
        #[arg(long)]
        key: PathBuf,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let said = match CommandLine::parse().command {
        Command::Prepare { database, kiosks } => kiosks::prepare(&database, kiosks).await?,
        Command::Drive(plan) => drive::run(plan).await?,
        Command::Rsa { key } => rsa::measure(&key)?,
    };
    println!("{said}");
    Ok(())
}
