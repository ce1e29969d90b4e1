//! `minilab-sandbox`: the sandbox as a program, until Ctrl-C or SIGTERM.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use clap::Parser;
use sandbox::{Options, Sandbox};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// A WeChat Pay on loopback that speaks the real protocol and moves no money.
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
    /// How many milliseconds one second of WeChat Pay's retry schedule lasts; 1000 is real time.
    #[arg(long, default_value_t = 100)]
    retry_second_ms: u64,
    /// Milliseconds from accepting a refund to deciding it.
    #[arg(long, default_value_t = 500)]
    refund_delay_ms: u64,
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
        &running.merchant_config_file().display().to_string(),
    );

    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed.context("cannot watch for Ctrl-C")?,
        _ = terminate.recv() => {}
    }
    running.stop().await;
    Ok(())
}

#[expect(
    clippy::print_stdout,
    reason = "the program's answer to whoever started it"
)]
fn announce(base_url: &str, config_file: &str) {
    println!("Pay here:            {base_url}/sandbox/");
    println!("Merchant's settings: {config_file}");
}
