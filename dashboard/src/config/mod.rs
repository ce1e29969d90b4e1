//! What an operator configures: a TOML file, each key of which an environment variable
//! `MINILAB_...` overrides. Every mistake is found at start-up and named with where it stands and
//! what is allowed.

mod error;
mod example;
mod keys;
mod merchants;
mod values;

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use payment::{alipay, wechat_pay};
use url::Url;

pub use error::ConfigError;
pub use example::example;
use values::Values;

/// The checked configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// How phones and providers reach this server: scheme and host, no path.
    pub public_url: Url,
    /// The database.
    pub database_url: DatabaseUrl,
    /// Where sealed photos wait for their kiosk.
    pub photo_store: PathBuf,
    /// Where the dashboard keeps its own key.
    pub data_dir: PathBuf,
    /// Whom customers may ask, in a line for their receipts; empty for nobody but the staff.
    pub support: String,
    /// Whose word counts for a client's address.
    pub client_address: ClientAddress,
    /// The WeChat Pay merchant; none means that no payment can be opened.
    pub wechat_pay: Option<wechat_pay::Config>,
    /// The merchant's Alipay settings, if there are any.
    pub alipay: Option<alipay::Config>,
    /// How much of everything.
    pub limits: Limits,
}

/// A database address. It may hold a password, so it is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// Wraps an address.
    pub fn new(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// The address, password included.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseUrl(***)")
    }
}

/// Whose word counts for a client's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAddress {
    /// The connection's own peer.
    Peer,
    /// The last entry of `X-Forwarded-For`, which a reverse proxy of ours wrote.
    ForwardedFor,
}

/// How much of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Open connections.
    pub connections: usize,
    /// Photos that may be on their way in at once.
    pub uploads: usize,
    /// Requests a minute with a phone link that does not exist, per address.
    pub wrong_links_per_minute: u32,
    /// Pairing codes asked for or typed a minute, per address.
    pub pairings_per_minute: u32,
}

impl Config {
    /// Reads `file`, if there is one, and the variables that `variable` finds.
    pub fn load(
        file: Option<&Path>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let text = match file {
            Some(path) => std::fs::read_to_string(path).map_err(|source| ConfigError::File {
                path: path.to_owned(),
                source,
            })?,
            None => String::new(),
        };
        let shown = file.map_or_else(String::new, |path| path.display().to_string());
        Self::from_values(&Values::read(&shown, &text, variable)?)
    }

    fn from_values(values: &Values) -> Result<Self, ConfigError> {
        let public_url = values.parsed("public_url", public_url)?;
        Ok(Self {
            listen: values.parsed("listen", |text| text.parse().ok())?,
            database_url: values.parsed("database_url", database_url)?,
            photo_store: values.parsed("photo_store", path)?,
            data_dir: values.parsed("data_dir", path)?,
            support: values.parsed("support", a_line)?,
            client_address: values.parsed("client_address", client_address)?,
            wechat_pay: merchants::wechat_pay(values, &public_url)?,
            alipay: merchants::alipay(values, &public_url)?,
            limits: Limits {
                connections: values
                    .parsed("limits.connections", |text| number(text, 10, 100_000))?,
                uploads: values.parsed("limits.uploads", |text| number(text, 1, 10_000))?,
                wrong_links_per_minute: values.parsed("limits.wrong_links_per_minute", |text| {
                    number(text, 1, 100_000)
                })?,
                pairings_per_minute: values.parsed("limits.pairings_per_minute", |text| {
                    number(text, 1, 100_000)
                })?,
            },
            public_url,
        })
    }
}

fn some_text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn a_line(text: &str) -> Option<String> {
    let fits = text.chars().count() <= 120 && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

fn path(text: &str) -> Option<PathBuf> {
    some_text(text).map(PathBuf::from)
}

fn number<T: std::str::FromStr + PartialOrd>(text: &str, least: T, most: T) -> Option<T> {
    text.parse()
        .ok()
        .filter(|number| *number >= least && *number <= most)
}

fn database_url(text: &str) -> Option<DatabaseUrl> {
    ["sqlite:", "postgres:", "postgresql:"]
        .iter()
        .any(|scheme| {
            text.strip_prefix(scheme)
                .is_some_and(|rest| !rest.is_empty())
        })
        .then(|| DatabaseUrl::new(text))
}

fn client_address(text: &str) -> Option<ClientAddress> {
    match text {
        "peer" => Some(ClientAddress::Peer),
        "x-forwarded-for" => Some(ClientAddress::ForwardedFor),
        _ => None,
    }
}

fn public_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    (matches!(url.scheme(), "http" | "https") && url.host().is_some() && plain).then_some(url)
}

#[cfg(test)]
mod tests;
