//! Both sides' keys: made once with `rsa`, kept in the sandbox's directory, used through `ring`.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use ring::digest::{SHA256, digest};
use ring::rsa::KeyPair;
use rsa::RsaPrivateKey;
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey, LineEnding};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::certificates::{Certificate, make_certificate};
use super::files::{self, keep, read_if_present};

/// The Official Account that is bound to the merchant.
pub(super) const APPID: &str = "wx5a4db0c5a4db0c01";
/// The merchant's number.
pub(super) const MCHID: &str = "1900005501";

/// Why there are no keys to work with.
#[derive(Debug, Error)]
pub enum KeysError {
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file holds no usable key.
    #[error("{} holds no usable RSA key; remove it and start again", path.display())]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
    /// Making a key or a certificate failed.
    #[error("cannot make {what}")]
    Making {
        /// What was to be made.
        what: &'static str,
    },
}

/// Which of its two keys WeChat Pay signs with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SigningMode {
    /// A merchant of today: the public key signs everything, and there are no certificates to
    /// download.
    PublicKey,
    /// A merchant who began with certificates: notifications are signed with the platform
    /// certificate, answers with what the request's `Wechatpay-Serial` asked for, and with the
    /// certificate when it asked for nothing.
    Certificate,
}

/// Everything that signs, verifies or encrypts here.
#[derive(Debug)]
pub struct Keys {
    pub(super) merchant_serial: String,
    /// PKCS #1 `RSAPublicKey` of the merchant.
    pub(super) merchant_public_key: Vec<u8>,
    pub(super) api_v3_key: String,
    pub(super) public_key: KeyPair,
    pub(super) public_key_id: String,
    pub(super) public_key_pem: String,
    pub(super) platform_key: KeyPair,
    platform_key_pem: String,
    certificate: RwLock<Certificate>,
    mode: RwLock<SigningMode>,
}

impl Keys {
    /// Reads the keys in `dir`, making what is missing.
    pub(crate) async fn load_or_make(dir: &Path) -> Result<Self, KeysError> {
        let dir = dir.to_owned();
        // Making three RSA keys keeps a core busy for a second or more.
        tokio::task::spawn_blocking(move || Self::load(&dir))
            .await
            .unwrap_or(Err(KeysError::Making { what: "RSA keys" }))
    }

    fn load(dir: &Path) -> Result<Self, KeysError> {
        files::make_dir(dir)?;
        let merchant = rsa_key(&dir.join(files::MERCHANT_KEY))?;
        let public = rsa_key(&dir.join(files::WECHATPAY_KEY))?;
        let platform = rsa_key(&dir.join(files::PLATFORM_KEY))?;
        let merchant_public_key = merchant
            .to_public_key()
            .to_pkcs1_der()
            .map_err(|_| making("the merchant's public key"))?
            .into_vec();
        let public_key_pem = public
            .to_public_key()
            .to_public_key_pem(LineEnding::LF)
            .map_err(|_| making("the WeChat Pay public key"))?;
        let platform_key_pem = pem(&platform)?;
        Ok(Self {
            merchant_serial: hex(&digest(&SHA256, &merchant_public_key).as_ref()[..20]),
            merchant_public_key,
            api_v3_key: api_v3_key(&dir.join(files::API_V3_KEY))?,
            public_key: signing(&public)?,
            public_key_id: public_key_id(&public_key_pem),
            public_key_pem,
            platform_key: signing(&platform)?,
            certificate: RwLock::new(make_certificate(&platform_key_pem)?),
            platform_key_pem,
            mode: RwLock::new(SigningMode::PublicKey),
        })
    }

    pub(crate) fn mode(&self) -> SigningMode {
        *self.mode.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_mode(&self, mode: SigningMode) {
        *self.mode.write().unwrap_or_else(PoisonError::into_inner) = mode;
    }

    pub(super) fn certificate(&self) -> Certificate {
        self.certificate
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn roll_certificate(&self) -> Result<(), KeysError> {
        let next = make_certificate(&self.platform_key_pem)?;
        *self
            .certificate
            .write()
            .unwrap_or_else(PoisonError::into_inner) = next;
        Ok(())
    }
}

/// Random bytes from the system.
pub(super) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system has a source of randomness");
    bytes
}

/// Upper-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

fn making(what: &'static str) -> KeysError {
    KeysError::Making { what }
}

fn rsa_key(path: &Path) -> Result<RsaPrivateKey, KeysError> {
    if let Some(text) = read_if_present(path)? {
        return RsaPrivateKey::from_pkcs8_pem(&text).map_err(|_| KeysError::NotAKey {
            path: path.to_owned(),
        });
    }
    let key =
        RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).map_err(|_| making("an RSA key"))?;
    keep(path, &pem(&key)?)?;
    Ok(key)
}

fn pem(key: &RsaPrivateKey) -> Result<String, KeysError> {
    key.to_pkcs8_pem(LineEnding::LF)
        .map(|text| text.to_string())
        .map_err(|_| making("a PEM file"))
}

fn signing(key: &RsaPrivateKey) -> Result<KeyPair, KeysError> {
    let der = key.to_pkcs8_der().map_err(|_| making("a key in DER"))?;
    KeyPair::from_pkcs8(der.as_bytes()).map_err(|_| making("a signing key"))
}

/// Thirty-two letters and digits.
fn api_v3_key(path: &Path) -> Result<String, KeysError> {
    if let Some(text) = read_if_present(path)? {
        return Ok(text.trim_end().to_owned());
    }
    let key = hex(&random::<16>());
    keep(path, &key)?;
    Ok(key)
}

/// `PUB_KEY_ID_` and digits, always the same for the same key.
fn public_key_id(pem: &str) -> String {
    let digits: String = digest(&SHA256, pem.as_bytes()).as_ref()[..20]
        .iter()
        .map(|byte| char::from(b'0' + byte % 10))
        .collect();
    format!("PUB_KEY_ID_01{MCHID}{digits}")
}
