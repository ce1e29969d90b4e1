//! A kiosk without a window: the real station with the real uplink, IPP printer, darkroom,
//! journal and kernel keyring, as a process of its own that can be killed. Only the glass is
//! missing: fingers arrive as JSON lines on stdin ([`Said`]), and every view leaves as a JSON line
//! on stdout. It ends when its stdin does, so it never outlives the story that started it.

mod clock;
mod darkness;
mod device;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use clap::Parser;
use order::Language;
use printing::{IppPrinter, PrinterAddress};
use serde::Deserialize;
use station::brain::Scanner;
use station::command::Command;
use station::ports::Ports;
use station::runner::{Config, Station};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tracing_subscriber::EnvFilter;
use uplink::http::{Line, public_key};

use clock::ShiftedClock;
use darkness::Darkness;

#[derive(Debug, Parser)]
struct Arguments {
    /// Where the dashboard answers
    #[arg(long)]
    dashboard: String,
    /// Where the printer answers
    #[arg(long)]
    printer: String,
    /// Where journal, sealed photos and device key are kept
    #[arg(long)]
    folder: PathBuf,
    /// The minilab-darkroom program
    #[arg(long)]
    darkroom: PathBuf,
}

/// One line on stdin.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Said {
    /// What a finger asks for.
    Finger(Command),
    /// The kiosk's clock runs ahead by so much, from now on.
    Clock { clock_ahead_ms: i64 },
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(std::io::stderr)
        .init();
    let clock = ShiftedClock::default();
    let station = start(Arguments::parse(), clock.clone()).await?;
    tokio::spawn(show(station.view()));

    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        match serde_json::from_str(&line).with_context(|| format!("reading `{line}`"))? {
            Said::Finger(command) => {
                station.send(command).await;
            }
            Said::Clock { clock_ahead_ms } => clock.run_ahead(clock_ahead_ms),
        }
    }
    station.stop().await;
    Ok(())
}

async fn start(arguments: Arguments, clock: ShiftedClock) -> Result<Station> {
    std::fs::create_dir_all(&arguments.folder)?;
    let seed = device::seed(&arguments.folder.join("device.key"))?;
    let line = Line::to(&arguments.dashboard)?;
    let address: PrinterAddress = arguments.printer.parse()?;
    let ports = Ports {
        desk: Arc::new(line.clone()),
        join: Arc::new(move |kiosk| Arc::new(line.paired(kiosk, seed, device::stamp))),
        printer: Arc::new(IppPrinter::new(address)?),
        darkroom: Arc::new(Darkness::new(arguments.darkroom)),
        clock: Arc::new(clock),
    };
    let config = Config {
        folder: arguments.folder,
        language: Language::En,
        software_version: env!("CARGO_PKG_VERSION").to_owned(),
        public_key: public_key(&seed),
        scanner: Scanner::Keyboard,
    };
    Ok(Station::start(config, ports).await?)
}

/// Writes every view down, the first included.
async fn show(mut views: tokio::sync::watch::Receiver<Arc<station::view::View>>) -> Result<()> {
    let mut stdout = tokio::io::stdout();
    loop {
        let view = views.borrow_and_update().clone();
        let mut line = serde_json::to_vec(&*view)?;
        line.push(b'\n');
        stdout.write_all(&line).await?;
        stdout.flush().await?;
        views.changed().await?;
    }
}
