//! `minilab-sandbox`: the sandbox as a program, until Ctrl-C or SIGTERM.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use clap::Parser;
use sandbox::printer::{self, PrinterSandbox, RunningPrinter};
use sandbox::{Options, Sandbox};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// Seconds a sheet takes in the demo: long enough to watch it come out, short enough to wait.
const SECONDS_PER_SHEET: f64 = 2.0;

/// A WeChat Pay and an Alipay on loopback that speak the real protocols and move no money.
#[derive(Debug, Parser)]
#[command(name = "minilab-sandbox", version)]
struct Arguments {
    /// Where to listen; port 0 takes a free one. Anybody who reaches it can "pay".
    #[arg(long, env = "MINILAB_SANDBOX_LISTEN", default_value = "127.0.0.1:7480")]
    listen: SocketAddr,
    /// Where keys and the merchant's files are kept.
    #[arg(long, env = "MINILAB_SANDBOX_DIR", default_value = "var/sandbox")]
    dir: PathBuf,
    /// Milliseconds from a payment to its first notification.
    #[arg(long, default_value_t = 200)]
    notify_delay_ms: u64,
    /// How many milliseconds one second of the providers' retry schedules lasts; 1000 is real time.
    #[arg(long, default_value_t = 100)]
    retry_second_ms: u64,
    /// Milliseconds from accepting a refund to deciding it.
    #[arg(long, default_value_t = 500)]
    refund_delay_ms: u64,
    /// Start a photo printer too, which keeps every sheet below --dir in `printer/sheets`.
    #[arg(long)]
    printer: bool,
    /// Seconds that the printer takes for a sheet.
    #[arg(long, default_value_t = SECONDS_PER_SHEET, requires = "printer")]
    seconds_per_sheet: f64,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    let mut terminate = signal(SignalKind::terminate()).context("cannot watch for SIGTERM")?;

    let printer = if arguments.printer {
        let options = printer::Options {
            dir: arguments.dir.join("printer"),
            name: "Photo printer".to_owned(),
            seconds_per_sheet: arguments.seconds_per_sheet,
        };
        Some(PrinterSandbox::start(options).await?)
    } else {
        None
    };
    let running = Sandbox::start(Options {
        listen: arguments.listen,
        dir: arguments.dir,
        notify_delay: Duration::from_millis(arguments.notify_delay_ms),
        retry_second: Duration::from_millis(arguments.retry_second_ms),
        refund_delay: Duration::from_millis(arguments.refund_delay_ms),
    })
    .await?;
    announce(
        running.base_url(),
        &[
            running.merchant_config_file().display().to_string(),
            running
                .alipay()
                .merchant_config_file()
                .display()
                .to_string(),
        ],
        printer.as_ref().map(RunningPrinter::uri).as_deref(),
    );

    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed.context("cannot watch for Ctrl-C")?,
        _ = terminate.recv() => {}
    }
    running.stop().await;
    if let Some(printer) = printer {
        printer.stop();
    }
    Ok(())
}

#[expect(
    clippy::print_stdout,
    reason = "the program's answer to whoever started it"
)]
fn announce(base_url: &str, config_files: &[String], printer: Option<&str>) {
    println!("Pay here:            {base_url}/sandbox/");
    for file in config_files {
        println!("Merchant's settings: {file}");
    }
    if let Some(printer) = printer {
        println!("Printer:             {printer}");
    }
}
