//! The key that signs for our application, and the keys that Alipay signs with.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use x509_parser::pem::parse_x509_pem;
use x509_parser::prelude::FromDer;
use x509_parser::x509::SubjectPublicKeyInfo;

use super::ConfigError;
use super::certificates::{self, Certificate};
use crate::Refused;

/// The application's private key.
pub struct AppKey(KeyPair);

impl AppKey {
    /// Reads an RSA key of 2048 bits or more in any of the forms that Alipay's tools hand out:
    /// PKCS#1 or PKCS#8, in PEM or as bare base64 on one line.
    pub fn parse(text: &[u8]) -> Result<Self, ConfigError> {
        let der = unwrap(text, &["RSA PRIVATE KEY", "PRIVATE KEY"])
            .map_err(|problem| wrong("app_private_key_file", problem))?;
        KeyPair::from_pkcs8(&der)
            .or_else(|_| KeyPair::from_der(&der))
            .map(Self)
            .map_err(|_| {
                wrong(
                    "app_private_key_file",
                    "not an RSA private key of 2048 bits or more",
                )
            })
    }

    /// RSA2: RSASSA-PKCS1-v1_5 with SHA-256, in base64.
    pub fn sign(&self, message: &[u8]) -> String {
        let mut signature = vec![0; self.0.public().modulus_len()];
        // `ring` asks for a source of randomness here to blind the key operation; a PKCS #1 v1.5
        // signature is the same whatever it draws, so nothing random reaches the caller.
        self.0
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                message,
                &mut signature,
            )
            .expect("a checked key signs into a buffer of its own length");
        STANDARD.encode(signature)
    }
}

impl fmt::Debug for AppKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppKey(***)")
    }
}

/// A key that Alipay signs with.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    /// PKCS #1 `RSAPublicKey`, as `ring` wants it.
    rsa_public_key: Vec<u8>,
}

impl VerifyingKey {
    /// Reads the Alipay public key, in PEM or as bare base64 on one line. It is Alipay's own key,
    /// not the one that belongs to the application's private key.
    pub fn parse(text: &[u8]) -> Result<Self, ConfigError> {
        let der = unwrap(text, &["PUBLIC KEY"])
            .map_err(|problem| wrong("alipay_public_key_file", problem))?;
        let (_, info) = SubjectPublicKeyInfo::from_der(&der)
            .map_err(|_| wrong("alipay_public_key_file", "not a public key"))?;
        Ok(Self::from_info(&info))
    }

    pub(super) fn from_info(info: &SubjectPublicKeyInfo<'_>) -> Self {
        Self {
            rsa_public_key: info.subject_public_key.data.to_vec(),
        }
    }

    /// Refuses a message that is not the one this key signed. `signature` is base64.
    pub fn verify(&self, message: &[u8], signature: &str) -> Result<(), Refused> {
        let signature = STANDARD.decode(signature).map_err(|_| Refused::Signature)?;
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.rsa_public_key)
            .verify(message, &signature)
            .map_err(|_| Refused::Signature)
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({} bytes)", self.rsa_public_key.len())
    }
}

/// How Alipay and we know each other's keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Each side was given the other's public key.
    PublicKey(VerifyingKey),
    /// Each side names its certificate by its serial.
    Certificates {
        /// `app_cert_sn` of our requests.
        app: String,
        /// `alipay_root_cert_sn` of our requests.
        root: String,
        /// Alipay's certificates: while one is being replaced, both are held.
        alipay: Vec<Certificate>,
    },
}

impl Trust {
    /// Reads the three certificate files of certificate mode, PEM. `alipay` may hold several.
    pub fn from_certificates(app: &[u8], root: &[u8], alipay: &[u8]) -> Result<Self, ConfigError> {
        let app = certificates::read(app).map_err(|problem| wrong("app_cert_file", problem))?;
        let held =
            certificates::read(alipay).map_err(|problem| wrong("alipay_cert_file", problem))?;
        let own = app
            .first()
            .ok_or_else(|| wrong("app_cert_file", "holds no certificate"))?;
        if held.is_empty() {
            return Err(wrong("alipay_cert_file", "holds no certificate"));
        }
        Ok(Self::Certificates {
            app: own.serial.clone(),
            root: certificates::root_serial(root)
                .map_err(|problem| wrong("alipay_root_cert_file", problem))?,
            alipay: held,
        })
    }

    /// Refuses a message that Alipay did not sign. `named` is the `alipay_cert_sn` beside it.
    pub(super) fn verify(
        &self,
        named: Option<&str>,
        message: &[u8],
        signature: &str,
    ) -> Result<(), Refused> {
        match self {
            Self::PublicKey(key) => key.verify(message, signature),
            Self::Certificates { alipay, .. } => {
                let mut fitting = alipay
                    .iter()
                    .filter(|held| named.is_none_or(|serial| held.serial == serial))
                    .peekable();
                if fitting.peek().is_none() {
                    return Err(Refused::UnknownKey {
                        serial: named.unwrap_or_default().chars().take(64).collect(),
                    });
                }
                fitting
                    .find_map(|held| held.key.verify(message, signature).ok())
                    .ok_or(Refused::Signature)
            }
        }
    }
}

/// The DER inside PEM armour with one of `labels`, or inside bare base64.
fn unwrap(text: &[u8], labels: &[&str]) -> Result<Vec<u8>, &'static str> {
    if text.trim_ascii_start().starts_with(b"-----") {
        let (_, block) = parse_x509_pem(text).map_err(|_| "not a PEM file")?;
        if !labels.contains(&block.label.as_str()) {
            return Err("a PEM file of another kind");
        }
        return Ok(block.contents);
    }
    let bare: Vec<u8> = text
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    STANDARD
        .decode(bare)
        .map_err(|_| "neither PEM nor base64 on one line")
}

pub(super) const fn wrong(key: &'static str, problem: &'static str) -> ConfigError {
    ConfigError::Key { key, problem }
}
