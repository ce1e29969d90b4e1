//! What lies in the sandbox's directory, and what a merchant is given from it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::keys::{APPID, Keys, KeysError, MCHID};

/// The merchant's settings, in the sandbox's directory.
pub const CONFIG_FILE: &str = "wechat_pay.toml";

pub(super) const MERCHANT_KEY: &str = "merchant_private_key.pem";
pub(super) const WECHATPAY_KEY: &str = "wechatpay_private_key.pem";
pub(super) const PLATFORM_KEY: &str = "platform_private_key.pem";
pub(super) const API_V3_KEY: &str = "api_v3_key.txt";
const PUBLIC_KEY: &str = "wechatpay_public_key.pem";

/// What a merchant configures to use this sandbox; the names are the settings' names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MerchantConfig {
    /// Where this sandbox listens.
    pub api_base: String,
    /// The Official Account bound to the merchant.
    pub appid: String,
    /// The merchant's number.
    pub mchid: String,
    /// Serial of the merchant's API certificate.
    pub merchant_serial: String,
    /// PKCS#8 PEM, absolute path.
    pub merchant_private_key_file: PathBuf,
    /// The APIv3 key, absolute path.
    pub api_v3_key_file: PathBuf,
    /// Id of the WeChat Pay public key.
    pub public_key_id: String,
    /// The WeChat Pay public key, PEM, absolute path.
    pub public_key_file: PathBuf,
}

impl Keys {
    /// Writes the merchant's files into `dir` and says what is in them.
    pub(crate) fn write_merchant_files(
        &self,
        dir: &Path,
        api_base: &str,
    ) -> Result<MerchantConfig, KeysError> {
        let dir = dir.canonicalize().map_err(|source| failed(dir, source))?;
        keep(&dir.join(PUBLIC_KEY), &self.public_key_pem)?;
        let config = MerchantConfig {
            api_base: api_base.to_owned(),
            appid: APPID.to_owned(),
            mchid: MCHID.to_owned(),
            merchant_serial: self.merchant_serial.clone(),
            merchant_private_key_file: dir.join(MERCHANT_KEY),
            api_v3_key_file: dir.join(API_V3_KEY),
            public_key_id: self.public_key_id.clone(),
            public_key_file: dir.join(PUBLIC_KEY),
        };
        let text = toml::to_string(&config).map_err(|_| KeysError::Making {
            what: "the merchant's settings",
        })?;
        keep(&dir.join(CONFIG_FILE), &text)?;
        Ok(config)
    }
}

pub(super) fn make_dir(dir: &Path) -> Result<(), KeysError> {
    fs::create_dir_all(dir).map_err(|source| failed(dir, source))
}

pub(super) fn read_if_present(path: &Path) -> Result<Option<String>, KeysError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(failed(path, source)),
    }
}

/// Writes a file that only its owner may read, whole or not at all.
pub(super) fn keep(path: &Path, text: &str) -> Result<(), KeysError> {
    let draft = path.with_extension("draft");
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&draft, path))
        .map_err(|source| failed(path, source))
}

fn failed(path: &Path, source: io::Error) -> KeysError {
    KeysError::File {
        path: path.to_owned(),
        source,
    }
}
