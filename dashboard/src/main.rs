//! The dashboard's command line.

use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use dashboard::clock::Clock;
use dashboard::pages::account;
use dashboard::store::Store;
use dashboard::{Config, Dashboard, config};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// The server of a fleet of photo kiosks.
#[derive(Debug, Parser)]
#[command(name = "minilab-dashboard", version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve until SIGTERM or Ctrl-C. Brings the database up to date first, and prints a set-up
    /// link while nobody can sign in.
    Serve(Source),
    /// Bring the database up to date and exit.
    Migrate(Source),
    /// Let another person sign in; the password is one line on standard input.
    AddUser {
        /// How the person signs in.
        name: String,
        #[command(flatten)]
        source: Source,
    },
    /// Print a configuration file with every key and a comment on each.
    ExampleConfig,
}

#[derive(Debug, Args)]
struct Source {
    /// The configuration file (TOML). Without it, defaults and MINILAB_... variables.
    #[arg(long, env = "MINILAB_CONFIG")]
    config: Option<PathBuf>,
}

impl Source {
    fn load(&self) -> anyhow::Result<Config> {
        let config = Config::load(self.config.as_deref(), |name| std::env::var(name).ok())?;
        Ok(config)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match run(CommandLine::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(source) => serve(source.load()?).await,
        Command::Migrate(source) => {
            open(&source.load()?).await?.close().await;
            Ok(())
        }
        Command::AddUser { name, source } => {
            let store = open(&source.load()?).await?;
            let added =
                account::add_user(&store, &name, read_password()?, Clock::system().now()).await;
            store.close().await;
            Ok(added?)
        }
        Command::ExampleConfig => {
            std::io::stdout().write_all(config::example().as_bytes())?;
            Ok(())
        }
    }
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let public_url = config.public_url.clone();
    let running = Dashboard::start(config).await?;
    let app = running.app();
    if let Some(path) = account::set_up_path(app.store(), app.now()).await? {
        let link = public_url.join(&path).context("public_url takes no path")?;
        // To the operator's terminal, never to the log: it lets the first manager in.
        writeln!(
            std::io::stdout(),
            "Nobody can sign in yet. Within 24 hours, open {link}"
        )?;
    }
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    running.stop().await;
    Ok(())
}

async fn open(config: &Config) -> anyhow::Result<Store> {
    let store = Store::connect(config.database_url.expose()).await?;
    store.migrate().await?;
    Ok(store)
}

fn read_password() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .context("standard input cannot be read")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
