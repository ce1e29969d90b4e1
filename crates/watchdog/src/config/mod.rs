//! What a technician configures: a file of `key = value` lines, each of which an environment
//! variable `MINILAB_WATCHDOG_...` overrides; the same manner as the kiosk's and the dashboard's.
//! A file rather than options on the command line, because a technician changes it beside the
//! unit, not in it. Every mistake is found at start-up and named with where it stands and what
//! is allowed.

mod keys;
mod reader;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use crate::escalation::{Limits, ProofOfLife};
pub use keys::example;
use keys::{KEYS, Key, Kind, variable};
use reader::Value;

/// Where the file is when nobody says.
pub const USUAL_FILE: &str = "/etc/minilab/watchdog.toml";

/// A program by its absolute path, and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// Where it is.
    pub path: PathBuf,
    /// What it is told.
    pub arguments: Vec<String>,
}

/// Everything that is configured.
#[derive(Clone, Debug)]
pub struct Config {
    /// What is kept alive.
    pub kiosk: Program,
    /// What shows the honest page, if not the kiosk.
    pub out_of_service: Option<Program>,
    /// What starts the machine anew, if anything may.
    pub reboot: Option<Program>,
    /// The folder of what lives as long as the machine runs.
    pub run_dir: PathBuf,
    /// The folder of what must outlive a reboot.
    pub state_dir: PathBuf,
    /// The folder to empty before a start with a clean cache.
    pub web_cache_dir: Option<PathBuf>,
    /// Every time limit.
    pub limits: Limits,
}

/// Why the watchdog does not start with this configuration.
#[derive(Debug)]
pub enum ConfigError {
    /// The file cannot be read.
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A line is not understood.
    Syntax {
        /// File and line.
        place: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A key that does not exist.
    UnknownKey {
        /// File and line, or the environment variable.
        place: String,
        /// The key.
        key: String,
    },
    /// A value that is not allowed.
    Value {
        /// File and line, or the environment variable.
        place: String,
        /// The key.
        key: &'static str,
        /// What stands there.
        found: String,
        /// What may stand there.
        allowed: String,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, source } => {
                write!(out, "{} cannot be read: {source}", path.display())
            }
            Self::Syntax { place, problem } => write!(out, "{place}: the line {problem}"),
            Self::UnknownKey { place, key } => {
                let known: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
                let known = known.join(", ");
                write!(
                    out,
                    "{place}: there is no key {key}; known keys are {known}"
                )
            }
            Self::Value {
                place,
                key,
                found,
                allowed,
            } => write!(out, "{place}: {key} is {found}; allowed is {allowed}"),
        }
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Reads `file`, or [`USUAL_FILE`] if it is there, and what `environment` overrides.
    pub fn load(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let path = file.unwrap_or(Path::new(USUAL_FILE));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if file.is_none() && error.kind() == io::ErrorKind::NotFound => {
                String::new()
            }
            Err(source) => {
                return Err(ConfigError::File {
                    path: path.to_owned(),
                    source,
                });
            }
        };
        Self::parse(&text, path, environment)
    }

    fn parse(
        text: &str,
        path: &Path,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut values = Values::default();
        let place = |line| format!("{}:{line}", path.display());
        let entries = reader::read(text).map_err(|wrong| ConfigError::Syntax {
            place: place(wrong.line),
            problem: wrong.problem,
        })?;
        for entry in entries {
            let key = known(&entry.key).ok_or_else(|| ConfigError::UnknownKey {
                place: place(entry.line),
                key: entry.key.clone(),
            })?;
            values.set(key, place(entry.line), entry.value)?;
        }
        for (name, text) in environment {
            let Some(key) = name.strip_prefix(&variable("")) else {
                continue;
            };
            let key = known(&key.to_lowercase()).ok_or_else(|| ConfigError::UnknownKey {
                place: format!("the environment variable {name}"),
                key: key.to_lowercase(),
            })?;
            let value = from_environment(key.kind, &text);
            values.set(key, format!("the environment variable {name}"), value)?;
        }
        Ok(values.config())
    }
}

fn known(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

fn from_environment(kind: Kind, text: &str) -> Value {
    match kind {
        Kind::Number { .. } => text
            .parse()
            .map_or_else(|_| Value::Text(text.to_owned()), Value::Number),
        Kind::Program(_) | Kind::ProgramOrNone(_) => {
            Value::Texts(text.split_whitespace().map(str::to_owned).collect())
        }
        Kind::Path(_) | Kind::PathOrNone(_) | Kind::Choice(_) => Value::Text(text.to_owned()),
    }
}

/// What was set, each value known to be allowed.
#[derive(Debug, Default)]
struct Values(HashMap<&'static str, Value>);

impl Values {
    fn set(&mut self, key: &'static Key, place: String, value: Value) -> Result<(), ConfigError> {
        if !allowed(key.kind, &value) {
            let found = match value {
                Value::Number(number) => number.to_string(),
                Value::Text(text) => format!("{text:?}"),
                Value::Texts(texts) => format!("{texts:?}"),
            };
            return Err(ConfigError::Value {
                place,
                key: key.name,
                found,
                allowed: key.kind.allowed(),
            });
        }
        self.0.insert(key.name, value);
        Ok(())
    }

    fn number(&self, name: &str) -> u64 {
        match (self.0.get(name), known(name).map(|key| key.kind)) {
            (Some(Value::Number(number)), _) => *number,
            (_, Some(Kind::Number { default, .. })) => default,
            _ => unreachable!("{name} is no number in the list of keys"),
        }
    }

    fn milliseconds(&self, name: &str) -> Duration {
        Duration::from_millis(self.number(name))
    }

    fn program(&self, name: &str) -> Option<Program> {
        let words: Vec<String> = match (self.0.get(name), known(name).map(|key| key.kind)) {
            (Some(Value::Texts(words)), _) => words.clone(),
            (_, Some(Kind::Program(words) | Kind::ProgramOrNone(words))) => {
                words.iter().map(|word| (*word).to_owned()).collect()
            }
            _ => unreachable!("{name} is no program in the list of keys"),
        };
        let (path, arguments) = words.split_first()?;
        Some(Program {
            path: PathBuf::from(path),
            arguments: arguments.to_vec(),
        })
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        match (self.0.get(name), known(name).map(|key| key.kind)) {
            (Some(Value::Text(path)), _) => Some(PathBuf::from(path)),
            (_, Some(Kind::Path(default))) => Some(PathBuf::from(default)),
            _ => None,
        }
    }

    fn config(&self) -> Config {
        let reboot = self.program("reboot");
        let most_reboots = match reboot {
            Some(_) => u32::try_from(self.number("most_reboots")).unwrap_or(0),
            None => 0,
        };
        let proof_of_life = match self.0.get("proof_of_life") {
            Some(Value::Text(text)) if text == "off" => ProofOfLife::Off,
            _ => ProofOfLife::Required,
        };
        Config {
            kiosk: self
                .program("kiosk")
                .unwrap_or_else(|| unreachable!("the kiosk's list is never empty")),
            out_of_service: self.program("out_of_service"),
            reboot,
            run_dir: self.path("run_dir").unwrap_or_default(),
            state_dir: self.path("state_dir").unwrap_or_default(),
            web_cache_dir: self.path("web_cache_dir"),
            limits: Limits {
                pulse: self.milliseconds("pulse_limit_ms"),
                web_view: self.milliseconds("web_view_limit_ms"),
                journal: self.milliseconds("journal_limit_ms"),
                printer: self.milliseconds("printer_limit_ms"),
                start: self.milliseconds("start_limit_ms"),
                stop: self.milliseconds("stop_limit_ms"),
                pid_check: self.milliseconds("pid_check_ms"),
                healthy: self.milliseconds("healthy_ms"),
                first_wait: self.milliseconds("first_wait_ms"),
                longest_wait: self.milliseconds("longest_wait_ms"),
                reboot: self.milliseconds("reboot_limit_ms"),
                out_of_service: self.milliseconds("out_of_service_ms"),
                most_reboots,
                proof_of_life,
            },
        }
    }
}

fn allowed(kind: Kind, value: &Value) -> bool {
    match (kind, value) {
        (Kind::Number { least, most, .. }, Value::Number(number)) => {
            (least..=most).contains(number)
        }
        (Kind::Program(_), Value::Texts(words)) => program(words),
        (Kind::ProgramOrNone(_), Value::Texts(words)) => words.is_empty() || program(words),
        (Kind::Path(_) | Kind::PathOrNone(_), Value::Text(path)) => safe(Path::new(path)),
        (Kind::Choice(choices), Value::Text(text)) => choices.contains(&text.as_str()),
        _ => false,
    }
}

fn program(words: &[String]) -> bool {
    let whole = words.iter().all(|word| !word.contains('\0'));
    whole && words.first().is_some_and(|path| safe(Path::new(path)))
}

/// Absolute, plain, and not right below the root: one of these folders is emptied, and `/usr`
/// must not be.
fn safe(path: &Path) -> bool {
    let mut parts = path.components();
    parts.next() == Some(Component::RootDir)
        && parts.clone().count() >= 2
        && parts.all(|part| matches!(part, Component::Normal(_)))
        && !path.to_string_lossy().contains(['\0', '\n'])
}
