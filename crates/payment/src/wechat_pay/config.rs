//! What a merchant configures, and the checks that catch a mistake before the first call.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use reqwest::Url;
use serde::Deserialize;
use thiserror::Error;

use super::{ApiV3Key, MerchantKey, VerifyingKey};

/// WeChat Pay's main host.
pub const OFFICIAL_BASE: &str = "https://api.mch.weixin.qq.com";
/// WeChat Pay's backup host.
pub const OFFICIAL_BACKUP_BASE: &str = "https://api2.mch.weixin.qq.com";

/// The merchant's settings. The keys themselves stay in files, so that a configuration can be
/// shown without showing a secret.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address of the service, without a path. Must be https, except on loopback.
    #[serde(default = "official_base")]
    pub api_base: String,
    /// Tried once, freshly signed, when the first address cannot be reached or the line breaks.
    pub backup_base: Option<String>,
    /// The Official Account or app bound to the merchant, at most 32 characters.
    pub appid: String,
    /// The merchant's number, at most 32 characters.
    pub mchid: String,
    /// Serial of the merchant's API certificate: 40 hexadecimal digits.
    pub merchant_serial: String,
    /// The merchant's private key, PKCS#8 PEM (`apiclient_key.pem`).
    pub merchant_private_key_file: PathBuf,
    /// The APIv3 key: 32 ASCII characters.
    pub api_v3_key_file: PathBuf,
    /// `PUB_KEY_ID_...` of the WeChat Pay public key; goes with `public_key_file`. Without the
    /// pair, platform certificates are downloaded.
    pub public_key_id: Option<String>,
    /// The WeChat Pay public key, PEM.
    pub public_key_file: Option<PathBuf>,
    /// Where WeChat Pay sends notifications: https (http on loopback), no query, 255 characters.
    /// Optional here, because the host may know its own public address and fill it in.
    pub notify_url: Option<String>,
}

fn official_base() -> String {
    OFFICIAL_BASE.to_owned()
}

/// The keys that a [`Config`] names.
#[derive(Debug)]
pub struct Keys {
    /// Signs our requests.
    pub merchant: MerchantKey,
    /// Decrypts notifications and certificates.
    pub api_v3: ApiV3Key,
    /// Id and key of the WeChat Pay public key, in public-key mode.
    pub public_key: Option<(String, VerifyingKey)>,
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
        let merchant_pem = read("merchant_private_key_file", &self.merchant_private_key_file)?;
        let api_v3 = read("api_v3_key_file", &self.api_v3_key_file)?;
        let public_key = match (&self.public_key_id, &self.public_key_file) {
            (Some(id), Some(file)) => {
                let key = VerifyingKey::from_public_key_pem(&read("public_key_file", file)?)?;
                Some((id.clone(), key))
            }
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => {
                return Err(ConfigError::Setting {
                    key: "public_key_id",
                    problem: "public_key_id and public_key_file go together",
                });
            }
        };
        Ok(Keys {
            merchant: MerchantKey::from_pem(&self.mchid, &self.merchant_serial, &merchant_pem)?,
            api_v3: ApiV3Key::parse(api_v3.trim_ascii_end())?,
            public_key,
        })
    }

    pub(super) fn checked_bases(&self) -> Result<Vec<Url>, ConfigError> {
        let mut bases = vec![base("api_base", &self.api_base)?];
        if let Some(backup) = &self.backup_base {
            bases.push(base("backup_base", backup)?);
        }
        Ok(bases)
    }

    pub(super) fn checked_notify_url(&self) -> Result<String, ConfigError> {
        let wrong = |problem| ConfigError::Setting {
            key: "notify_url",
            problem,
        };
        let text = self
            .notify_url
            .as_deref()
            .ok_or_else(|| wrong("it is missing, and WeChat Pay refuses orders without one"))?;
        let url = Url::parse(text).map_err(|_| wrong("not a URL"))?;
        if !is_protected(&url) {
            return Err(wrong("must be https (http is allowed on loopback only)"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("must have no query and no fragment"));
        }
        if text.len() > 255 {
            return Err(wrong("longer than 255 characters"));
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

fn base(key: &'static str, text: &str) -> Result<Url, ConfigError> {
    let wrong = |problem| ConfigError::Setting { key, problem };
    let url = Url::parse(text).map_err(|_| wrong("not a URL"))?;
    if !is_protected(&url) {
        return Err(wrong("must be https (http is allowed on loopback only)"));
    }
    if url.path() != "/" || url.query().is_some() {
        return Err(wrong("must have no path and no query"));
    }
    Ok(url)
}

/// Whether what is sent there cannot be read on the way.
fn is_protected(url: &Url) -> bool {
    match (url.scheme(), url.host_str()) {
        ("https", Some(_)) => true,
        ("http", Some(host)) => {
            host == "localhost"
                || host
                    .trim_matches(['[', ']'])
                    .parse::<IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_never_leaves_in_the_clear() {
        for sound in [OFFICIAL_BASE, "http://127.0.0.1:7480", "http://[::1]:1"] {
            base("api_base", sound).expect("https, or http that stays on this machine");
        }
        for wrong in [
            "http://api.mch.weixin.qq.com",
            "http://127.0.0.1.example.com",
            "http://192.168.1.7:7480",
            "https://api.mch.weixin.qq.com/v3",
            "ftp://127.0.0.1",
            "api.mch.weixin.qq.com",
        ] {
            assert!(base("api_base", wrong).is_err(), "{wrong} must be refused");
        }
    }

    fn notify_at(url: Option<&str>) -> Config {
        Config {
            api_base: official_base(),
            backup_base: None,
            appid: "wx0".to_owned(),
            mchid: "1".to_owned(),
            merchant_serial: "0".repeat(40),
            merchant_private_key_file: PathBuf::new(),
            api_v3_key_file: PathBuf::new(),
            public_key_id: None,
            public_key_file: None,
            notify_url: url.map(str::to_owned),
        }
    }

    #[test]
    fn a_notification_address_is_what_the_provider_accepts() {
        notify_at(Some("https://print.example.com/pay/wechat/notify"))
            .checked_notify_url()
            .expect("public https without a query");
        for wrong in [
            None,
            Some("http://print.example.com/notify"),
            Some("https://print.example.com/notify?kiosk=1"),
        ] {
            assert!(
                notify_at(wrong).checked_notify_url().is_err(),
                "{wrong:?} would be refused by the provider, so say so at the start"
            );
        }
    }
}
