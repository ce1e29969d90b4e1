//! What lies in the sandbox's directory for Alipay, and what a merchant is given from it.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::keys::{APP_ID, Keys, SELLER_ID};
use crate::key_files::{KeyFileError, keep, made_dir};

/// The merchant's settings in key mode, in the sandbox's directory.
pub const CONFIG_FILE: &str = "alipay.toml";
/// The same merchant's settings in certificate mode.
pub const CERTIFICATES_CONFIG_FILE: &str = "alipay_certificates.toml";

pub(super) const APP_KEY: &str = "alipay_app_private_key.pem";
pub(super) const ALIPAY_KEY: &str = "alipay_private_key.pem";
const PUBLIC_KEY: &str = "alipay_public_key.pem";
const APP_CERTIFICATE: &str = "alipay_app_cert.pem";
const ALIPAY_CERTIFICATE: &str = "alipay_cert.pem";
const ROOT_CERTIFICATE: &str = "alipay_root_cert.pem";

/// What a merchant configures to use this sandbox; the names are the settings' names. Either the
/// public key is given, or the three certificates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MerchantConfig {
    /// The gateway of this sandbox.
    pub gateway: String,
    /// The application's number.
    pub app_id: String,
    /// The merchant's Alipay number.
    pub seller_id: String,
    /// PKCS#8 PEM, absolute path.
    pub app_private_key_file: PathBuf,
    /// The Alipay public key, PEM, absolute path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alipay_public_key_file: Option<PathBuf>,
    /// The application's certificate, PEM, absolute path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_cert_file: Option<PathBuf>,
    /// Alipay's certificate, PEM, absolute path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alipay_cert_file: Option<PathBuf>,
    /// The root certificate, PEM, absolute path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alipay_root_cert_file: Option<PathBuf>,
    /// Where bills are downloaded from: this sandbox.
    pub bill_hosts: Vec<String>,
}

impl Keys {
    /// Writes the merchant's files into `dir` and says what is in the settings of key mode.
    pub(crate) fn write_merchant_files(
        &self,
        dir: &Path,
        base_url: &str,
    ) -> Result<MerchantConfig, KeyFileError> {
        let dir = made_dir(dir)?;
        let file = |name: &str, text: &str| {
            let path = dir.join(name);
            keep(&path, text).map(|()| path)
        };
        let certificates = &self.certificates;
        let by_key = MerchantConfig {
            gateway: format!("{base_url}/alipay/gateway.do"),
            app_id: APP_ID.to_owned(),
            seller_id: SELLER_ID.to_owned(),
            app_private_key_file: dir.join(APP_KEY),
            alipay_public_key_file: Some(file(PUBLIC_KEY, &self.alipay_public_pem)?),
            app_cert_file: None,
            alipay_cert_file: None,
            alipay_root_cert_file: None,
            bill_hosts: vec![base_url.trim_start_matches("http://").to_owned()],
        };
        let by_certificate = MerchantConfig {
            alipay_public_key_file: None,
            app_cert_file: Some(file(APP_CERTIFICATE, &certificates.app.pem)?),
            alipay_cert_file: Some(file(ALIPAY_CERTIFICATE, &certificates.alipay.pem)?),
            alipay_root_cert_file: Some(file(ROOT_CERTIFICATE, &certificates.root.pem)?),
            ..by_key.clone()
        };
        for (name, config) in [
            (CONFIG_FILE, &by_key),
            (CERTIFICATES_CONFIG_FILE, &by_certificate),
        ] {
            let text = toml::to_string(config)
                .map_err(|_| KeyFileError::Making("the merchant's settings"))?;
            file(name, &text)?;
        }
        Ok(by_key)
    }
}
