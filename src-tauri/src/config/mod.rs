//! What a technician configures: a TOML file, each key of which an environment variable
//! `MINILAB_...` overrides. Every mistake is found at start-up and named with where it stands and
//! what is allowed.

mod colours;
mod error;
mod example;
mod keys;
#[cfg(test)]
mod tests;
mod values;

use std::path::{Path, PathBuf};

use darkroom::Destination;
use order::Language;
use printing::PrinterAddress;
use station::brain::Scanner;
use tracing_subscriber::EnvFilter;
use url::{Host, Url};

pub(crate) use error::ConfigError;
pub(crate) use example::example;
use values::Values;

/// Where the file is when nobody says.
const SYSTEM_FILE: &str = "/etc/minilab/kiosk.toml";

/// The program that decodes photos, beside this one.
const WORKER: &str = "minilab-darkroom";

/// The checked configuration.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// The dashboard: scheme, host and port.
    pub(crate) dashboard_url: String,
    /// The printer.
    pub(crate) printer: PrinterAddress,
    /// The colours that prints are made of.
    pub(crate) destination: Destination,
    /// The folder of the journal and the photos.
    pub(crate) data_dir: PathBuf,
    /// The file of the device key.
    pub(crate) device_key: PathBuf,
    /// The language of the attract screen.
    pub(crate) language: Language,
    /// The program that decodes photos.
    pub(crate) darkroom_worker: PathBuf,
    /// Whether customers can show barcodes.
    pub(crate) scanner: Scanner,
    /// How the window stands.
    pub(crate) window: WindowMode,
    /// Who paints the page.
    pub(crate) painting: Painting,
    /// What is logged, as `tracing_subscriber::EnvFilter` reads it.
    pub(crate) log: String,
}

/// Who paints the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Painting {
    /// Whoever is quicker on this machine.
    Suited,
    /// The machine's processors.
    Processor,
    /// OpenGL.
    OpenGl,
}

/// How the window stands on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WindowMode {
    /// It is all there is.
    Fullscreen,
    /// It can be moved and closed.
    Windowed {
        /// In logical pixels.
        width_px: u32,
        /// In logical pixels.
        height_px: u32,
    },
}

impl Config {
    /// Reads `file`, or where one is expected if none is named, and the variables that `variable`
    /// finds. `program` is the path of this program.
    pub(crate) fn load(
        file: Option<&Path>,
        program: &Path,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let (path, text) = match file {
            Some(path) => (path.to_owned(), read(path)?),
            None => match expected(&variable).into_iter().find(|path| path.exists()) {
                Some(path) => (path.clone(), read(&path)?),
                None => (PathBuf::from(SYSTEM_FILE), String::new()),
            },
        };
        Self::from_values(&Values::read(&path, &text, variable)?, program)
    }

    fn from_values(values: &Values<'_>, program: &Path) -> Result<Self, ConfigError> {
        let data_dir = values.required("data_dir", path)?;
        let width_px = values.required("window_width_px", side)?;
        let height_px = values.required("window_height_px", side)?;
        Ok(Self {
            dashboard_url: values.required("dashboard_url", dashboard)?,
            printer: values.required("printer", |text| text.parse().ok())?,
            destination: colours::destination(values)?,
            device_key: values
                .optional("device_key", path)?
                .unwrap_or_else(|| data_dir.join("device.key")),
            language: values.required("language", language)?,
            darkroom_worker: values
                .optional("darkroom_worker", path)?
                .unwrap_or_else(|| program.with_file_name(WORKER)),
            scanner: values.required("scanner", |text| match text {
                "none" => Some(Scanner::Absent),
                "keyboard" => Some(Scanner::Keyboard),
                _ => None,
            })?,
            window: values.required("window", |text| match text {
                "fullscreen" => Some(WindowMode::Fullscreen),
                "windowed" => Some(WindowMode::Windowed {
                    width_px,
                    height_px,
                }),
                _ => None,
            })?,
            painting: values.required("painting", |text| match text {
                "auto" => Some(Painting::Suited),
                "processor" => Some(Painting::Processor),
                "opengl" => Some(Painting::OpenGl),
                _ => None,
            })?,
            log: values.required("log", |text| {
                EnvFilter::try_new(text).ok().map(|_| text.to_owned())
            })?,
            data_dir,
        })
    }
}

fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|source| ConfigError::File {
        path: path.to_owned(),
        source,
    })
}

/// The person's own file (XDG Base Directory), then the machine's.
fn expected(variable: impl Fn(&str) -> Option<String>) -> Vec<PathBuf> {
    let own = variable("XDG_CONFIG_HOME")
        .filter(|folder| folder.starts_with('/'))
        .map(PathBuf::from)
        .or_else(|| variable("HOME").map(|home| Path::new(&home).join(".config")));
    own.map(|folder| folder.join("minilab/kiosk.toml"))
        .into_iter()
        .chain([PathBuf::from(SYSTEM_FILE)])
        .collect()
}

fn path(text: &str) -> Option<PathBuf> {
    let path = PathBuf::from(text);
    path.is_absolute().then_some(path)
}

fn side(text: &str) -> Option<u32> {
    text.parse().ok().filter(|side| (320..=7680).contains(side))
}

fn language(text: &str) -> Option<Language> {
    match text {
        "zh" => Some(Language::Zh),
        "en" => Some(Language::En),
        _ => None,
    }
}

/// Photos and signed requests travel to it, so nobody on the way may read or change them.
fn dashboard(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let loopback = match url.host()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    let safe = url.scheme() == "https" || (url.scheme() == "http" && loopback);
    let bare = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    (safe && bare).then(|| url.origin().ascii_serialization())
}
