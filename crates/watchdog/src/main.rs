//! `minilab-watchdog`: the command line around [`watchdog::guard`].

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use watchdog::GuardError;
use watchdog::config::{self, Config};
use watchdog::guard::Guard;

const HELP: &str = "\
Starts the Minilab kiosk and keeps it alive.

Usage: minilab-watchdog [--config FILE]

  --config FILE     the configuration [default: /etc/minilab/watchdog.toml, if it is there]
  --example-config  print a configuration file with every key and a comment on each
  --version         print the version
  --help            print this

Exit codes: 0 told to stop; 64 wrong command line; 69 another watchdog works in its folder;
71 the system refused something, or processes of an earlier kiosk cannot be killed; 73 its folders
cannot be used; 78 wrong configuration.
";

/// `EX_USAGE` and its kin of `sysexits.h`.
const USAGE: u8 = 64;
const UNAVAILABLE: u8 = 69;
const SYSTEM: u8 = 71;
const CANNOT_CREATE: u8 = 73;
const CONFIG: u8 = 78;

enum Wish {
    Run(Option<PathBuf>),
    Print(String),
}

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let texts: Vec<_> = arguments.iter().map(|text| text.to_str()).collect();
    let wish = match texts.as_slice() {
        [] => Wish::Run(None),
        [Some("--config"), _] => Wish::Run(Some(PathBuf::from(&arguments[1]))),
        [Some("--example-config")] => Wish::Print(config::example()),
        [Some("--version")] => {
            Wish::Print(format!("minilab-watchdog {}\n", env!("CARGO_PKG_VERSION")))
        }
        [Some("--help")] => Wish::Print(HELP.to_owned()),
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(USAGE);
        }
    };
    match wish {
        Wish::Print(text) => match std::io::stdout().write_all(text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(SYSTEM),
        },
        Wish::Run(file) => run(file),
    }
}

fn run(file: Option<PathBuf>) -> ExitCode {
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let config = match Config::load(file.as_deref(), environment) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("minilab-watchdog: {error}");
            return ExitCode::from(CONFIG);
        }
    };
    match Guard::new(config).and_then(Guard::run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("minilab-watchdog: {error}");
            ExitCode::from(match error {
                GuardError::Taken { .. } => UNAVAILABLE,
                GuardError::Folder { .. } => CANNOT_CREATE,
                GuardError::Process1 | GuardError::EarlierKiosk { .. } | GuardError::System(_) => {
                    SYSTEM
                }
            })
        }
    }
}
