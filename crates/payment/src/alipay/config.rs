//! What a merchant configures, and the checks that catch a mistake before the first call.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use reqwest::Url;
use serde::Deserialize;
use thiserror::Error;

use super::{AppKey, Trust, VerifyingKey};

/// Alipay's gateway.
pub const OFFICIAL_GATEWAY: &str = "https://openapi.alipay.com/gateway.do";
/// The host that Alipay's bills are downloaded from.
pub const OFFICIAL_BILL_HOST: &str = "dwbillcenter.alipay.com";

/// The merchant's settings. The keys themselves stay in files, so that a configuration can be
/// shown without showing a secret.
///
/// Alipay's side is known either by `alipay_public_key_file`, or by the three certificate files
/// that Alipay's pages hand out in certificate mode.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address of the gateway. Must be https, except on loopback.
    #[serde(default = "official_gateway")]
    pub gateway: String,
    /// The application's number, 16 digits.
    pub app_id: String,
    /// The merchant's own Alipay number: 16 digits that begin with 2088. Notifications must name
    /// it.
    pub seller_id: String,
    /// The application's private key: PKCS#1 or PKCS#8, PEM or bare base64.
    pub app_private_key_file: PathBuf,
    /// The Alipay public key, PEM or bare base64.
    pub alipay_public_key_file: Option<PathBuf>,
    /// The application's certificate (`appCertPublicKey_....crt`).
    pub app_cert_file: Option<PathBuf>,
    /// Alipay's certificate (`alipayCertPublicKey_RSA2.crt`). While it is being replaced, the file
    /// may hold the old and the new one, one after the other.
    pub alipay_cert_file: Option<PathBuf>,
    /// Alipay's root certificates (`alipayRootCert.crt`).
    pub alipay_root_cert_file: Option<PathBuf>,
    /// Hosts that a bill may be downloaded from, each `host` or `host:port`.
    #[serde(default = "official_bill_hosts")]
    pub bill_hosts: Vec<String>,
    /// Where Alipay sends notifications: https (http on loopback), no query, 256 characters.
    /// Optional here, because the host may know its own public address and fill it in.
    pub notify_url: Option<String>,
}

fn official_gateway() -> String {
    OFFICIAL_GATEWAY.to_owned()
}

fn official_bill_hosts() -> Vec<String> {
    vec![OFFICIAL_BILL_HOST.to_owned()]
}

/// The keys that a [`Config`] names.
#[derive(Debug)]
pub struct Keys {
    /// Signs our requests.
    pub app: AppKey,
    /// Proves what Alipay sends.
    pub trust: Trust,
}

/// Why the settings cannot work.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A key file cannot be read.
    #[error("{key} names {}, which cannot be read: {source}", path.display())]
    File {
        /// The setting.
        key: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A key file holds something else.
    #[error("{key}: {problem}")]
    Key {
        /// The setting.
        key: &'static str,
        /// What is wrong and what is allowed.
        problem: &'static str,
    },
    /// A setting is out of range.
    #[error("{key} is not usable: {problem}")]
    Setting {
        /// The setting.
        key: &'static str,
        /// What is wrong and what is allowed.
        problem: &'static str,
    },
    /// The HTTP client could not be set up.
    #[error("the HTTP client could not be set up: {0}")]
    Client(#[source] reqwest::Error),
}

impl Config {
    /// Reads every key file.
    pub fn read_keys(&self) -> Result<Keys, ConfigError> {
        let app = AppKey::parse(&read("app_private_key_file", &self.app_private_key_file)?)?;
        let certificates = (
            &self.app_cert_file,
            &self.alipay_root_cert_file,
            &self.alipay_cert_file,
        );
        let trust = match (&self.alipay_public_key_file, certificates) {
            (Some(file), (None, None, None)) => {
                Trust::PublicKey(VerifyingKey::parse(&read("alipay_public_key_file", file)?)?)
            }
            (None, (Some(app), Some(root), Some(alipay))) => Trust::from_certificates(
                &read("app_cert_file", app)?,
                &read("alipay_root_cert_file", root)?,
                &read("alipay_cert_file", alipay)?,
            )?,
            _ => {
                return Err(ConfigError::Setting {
                    key: "alipay_public_key_file",
                    problem: "either this one alone, or app_cert_file, alipay_cert_file and \
                              alipay_root_cert_file together",
                });
            }
        };
        Ok(Keys { app, trust })
    }

    pub(super) fn checked_gateway(&self) -> Result<Url, ConfigError> {
        let wrong = |problem| ConfigError::Setting {
            key: "gateway",
            problem,
        };
        let url = Url::parse(&self.gateway).map_err(|_| wrong("not a URL"))?;
        if !is_protected(&url) {
            return Err(wrong("must be https (http is allowed on loopback only)"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("must have no query and no fragment"));
        }
        Ok(url)
    }

    pub(super) fn checked_numbers(&self) -> Result<(), ConfigError> {
        for (key, number) in [("app_id", &self.app_id), ("seller_id", &self.seller_id)] {
            if number.len() != 16 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(ConfigError::Setting {
                    key,
                    problem: "must be 16 digits",
                });
            }
        }
        Ok(())
    }

    pub(super) fn checked_notify_url(&self) -> Result<String, ConfigError> {
        let wrong = |problem| ConfigError::Setting {
            key: "notify_url",
            problem,
        };
        let text = self
            .notify_url
            .as_deref()
            .ok_or_else(|| wrong("it is missing, and Alipay would tell nobody of payments"))?;
        let url = Url::parse(text).map_err(|_| wrong("not a URL"))?;
        if !is_protected(&url) {
            return Err(wrong("must be https (http is allowed on loopback only)"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("must have no query and no fragment"));
        }
        if text.len() > 256 {
            return Err(wrong("longer than 256 characters"));
        }
        Ok(text.to_owned())
    }
}

fn read(key: &'static str, path: &Path) -> Result<Vec<u8>, ConfigError> {
    fs::read(path).map_err(|source| ConfigError::File {
        key,
        path: path.to_owned(),
        source,
    })
}

/// Whether what is sent there cannot be read on the way.
fn is_protected(url: &Url) -> bool {
    match url.scheme() {
        "https" => url.host_str().is_some(),
        "http" => is_loopback(url),
        _ => false,
    }
}

pub(super) fn is_loopback(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        host == "localhost"
            || host
                .trim_matches(['[', ']'])
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    })
}
