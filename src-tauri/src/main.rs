//! The shell around the kiosk: one window with one page, one command `send`, one event `view`,
//! previews under `photo://`, and the adapters that the station works with.
//!
//! It deliberately knows no business rule: what is sold, paid or printed is the station's, and
//! what the screen looks like is the page's. Start reading at [`main`]; `introductions` says which
//! adapters there are, `window` what the window may and may not do, and `exit` how it all ends.

mod app;
mod commands;
mod config;
mod darkroom_port;
mod device_key;
mod exit;
mod instance;
mod introductions;
mod logs;
mod photos;
mod window;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use clap::error::ErrorKind;
use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, setrlimit, umask};
use thiserror::Error;

use config::{Config, ConfigError};
use device_key::{KeyError, KeyFile, KeyStore as _};
use exit::Exit;
use instance::{InstanceError, OnlyInstance};
use introductions::IntroductionError;

/// The Minilab kiosk.
#[derive(Debug, Parser)]
#[command(version, after_help = EXIT_CODES)]
struct CommandLine {
    /// The configuration file [default: $XDG_CONFIG_HOME/minilab/kiosk.toml, then
    /// /etc/minilab/kiosk.toml].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print a configuration file with every key and a comment on each.
    #[arg(long)]
    example_config: bool,
}

const EXIT_CODES: &str = "\
Exit codes: 0 closed or told to end; 64 wrong command line; 69 another kiosk works in the data \
folder; 70 broken promise within the program, or no screen; 73 data folder or device key cannot be made; \
74 journal, photo shelf or keyring cannot be used; 75 the page died too often or hangs; \
77 others could have read the device key; 78 wrong configuration. \
After 70, 74 and 75 a new start may help.";

/// Why the kiosk did not start.
#[derive(Debug, Error)]
enum StartError {
    #[error("this program does not know where it is: {0}")]
    Program(std::io::Error),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Instance(#[from] InstanceError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Introduction(#[from] IntroductionError),
    #[error("the window cannot be opened: {0}")]
    Window(#[from] tauri::Error),
}

impl StartError {
    fn exit(&self) -> Exit {
        match self {
            Self::Config(_) => Exit::Config,
            Self::Instance(InstanceError::Taken { .. }) => Exit::Unavailable,
            Self::Instance(InstanceError::Folder { .. }) | Self::Key(KeyError::Disk { .. }) => {
                Exit::CannotCreate
            }
            Self::Key(KeyError::Exposed { .. } | KeyError::NotAKey { .. }) => Exit::NoPermission,
            Self::Program(_) | Self::Introduction(_) | Self::Window(_) => Exit::Software,
        }
    }
}

fn main() -> ExitCode {
    let program_start = Instant::now();
    let command_line = match CommandLine::try_parse() {
        Ok(command_line) => command_line,
        Err(error) => {
            // Nobody is left to tell when the terminal is gone.
            let _ = error.print();
            return match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::SUCCESS,
                _ => Exit::Usage.into(),
            };
        }
    };
    if command_line.example_config {
        return match std::io::stdout().write_all(config::example().as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => Exit::Disk.into(),
        };
    }
    match run(command_line, program_start) {
        Ok(code) => ExitCode::from(u8::try_from(code).unwrap_or(Exit::Software as u8)),
        Err(error) => {
            eprintln!("minilab-kiosk: {error}");
            error.exit().into()
        }
    }
}

fn run(command_line: CommandLine, program_start: Instant) -> Result<i32, StartError> {
    let program = std::env::current_exe().map_err(StartError::Program)?;
    let config = Config::load(command_line.config.as_deref(), &program, |name| {
        std::env::var(name).ok()
    })?;
    logs::start(&config.log);
    logs::end_at_a_panic();
    keep_to_oneself();
    let _only_instance = OnlyInstance::take(&config.data_dir)?;
    let seed = KeyFile::new(&config.device_key).seed()?;
    let introductions = introductions::make(&config, seed)?;
    Ok(app::run(config, introductions, program_start)?)
}

/// Customers' photos are in this program's memory, and in the web view's, which inherits this: no
/// core dumps, and no file that others may read.
fn keep_to_oneself() {
    umask(Mode::RWXG | Mode::RWXO);
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    if let Err(error) = setrlimit(Resource::Core, none) {
        tracing::warn!(%error, "core dumps stay possible");
    }
}
