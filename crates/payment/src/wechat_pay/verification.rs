//! Verifying what claims to come from WeChat Pay, answers and notifications alike.
//!
//! The order matters: headers, then age, then key, then signature, and only then is a byte of the
//! body parsed. A value beginning with `WECHATPAY/SIGNTEST/`, which WeChat Pay sends now and then
//! to see whether we look, needs no rule of its own: it is no signature.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use order::Timestamp;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use x509_parser::pem::parse_x509_pem;
use x509_parser::prelude::FromDer;
use x509_parser::x509::SubjectPublicKeyInfo;

use super::ConfigError;
use super::signing::{SCHEME, seconds};
use crate::Refused;

/// How far a message's stamp may lie from our clock, in seconds, either way. WeChat Pay's own
/// number; its Go client refuses from 300 on.
const TOLERANCE_SECONDS: i64 = 300;

/// A key that WeChat Pay signs with.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    /// PKCS #1 `RSAPublicKey`, as `ring` wants it.
    rsa_public_key: Vec<u8>,
}

impl VerifyingKey {
    /// Reads the PEM that WeChat Pay hands out (`BEGIN PUBLIC KEY`).
    pub fn from_public_key_pem(pem: &[u8]) -> Result<Self, ConfigError> {
        let wrong = |problem| ConfigError::Key {
            key: "public_key_file",
            problem,
        };
        let (_, block) = parse_x509_pem(pem).map_err(|_| wrong("not a PEM file"))?;
        if block.label != "PUBLIC KEY" {
            return Err(wrong("not a public key in PEM (BEGIN PUBLIC KEY)"));
        }
        let (_, info) = SubjectPublicKeyInfo::from_der(&block.contents)
            .map_err(|_| wrong("not a public key"))?;
        Ok(Self::from_info(&info))
    }

    /// Reads the key out of a platform certificate (`BEGIN CERTIFICATE`).
    pub fn from_certificate_pem(pem: &[u8]) -> Result<Self, ConfigError> {
        let wrong = |problem| ConfigError::Key {
            key: "certificate",
            problem,
        };
        let (_, block) = parse_x509_pem(pem).map_err(|_| wrong("not a PEM file"))?;
        let certificate = block
            .parse_x509()
            .map_err(|_| wrong("not an X.509 certificate"))?;
        Ok(Self::from_info(certificate.public_key()))
    }

    pub(super) fn from_info(info: &SubjectPublicKeyInfo<'_>) -> Self {
        Self {
            rsa_public_key: info.subject_public_key.data.to_vec(),
        }
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Refused> {
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.rsa_public_key)
            .verify(message, signature)
            .map_err(|_| Refused::Signature)
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({} bytes)", self.rsa_public_key.len())
    }
}

/// The headers that bind a message to its sender and its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    timestamp: String,
    seconds: i64,
    nonce: String,
    signature: String,
    /// Which key signed it: `PUB_KEY_ID_...`, or a certificate's serial in upper case.
    pub(super) serial: String,
}

impl Seal {
    /// Reads the five headers. A missing signature type means the only one there is.
    pub fn read(headers: &HeaderMap) -> Result<Self, Refused> {
        let text = |name: &'static str| {
            headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .filter(|value| !value.is_empty())
                .ok_or(Refused::Header(name))
        };
        match headers.get("wechatpay-signature-type") {
            Some(kind) if kind.as_bytes() != SCHEME.as_bytes() => {
                return Err(Refused::SignatureType);
            }
            Some(_) | None => {}
        }
        let timestamp = text("wechatpay-timestamp")?;
        let serial = text("wechatpay-serial")?;
        Ok(Self {
            seconds: timestamp
                .parse()
                .map_err(|_| Refused::Header("wechatpay-timestamp"))?,
            timestamp: timestamp.to_owned(),
            nonce: text("wechatpay-nonce")?.to_owned(),
            signature: text("wechatpay-signature")?.to_owned(),
            serial: serial.to_ascii_uppercase(),
        })
    }

    /// Refuses what is 300 seconds or more away from `now`.
    pub fn check_age(&self, now: Timestamp) -> Result<(), Refused> {
        let skew_seconds = seconds(now).saturating_sub(self.seconds);
        if skew_seconds.unsigned_abs() < TOLERANCE_SECONDS.unsigned_abs() {
            return Ok(());
        }
        Err(Refused::Stale { skew_seconds })
    }

    /// Refuses a body that is not the one `key` signed.
    pub fn check_signature(&self, key: &VerifyingKey, body: &[u8]) -> Result<(), Refused> {
        let signature = STANDARD
            .decode(&self.signature)
            .map_err(|_| Refused::Signature)?;
        let mut message = format!("{}\n{}\n", self.timestamp, self.nonce).into_bytes();
        message.extend_from_slice(body);
        message.push(b'\n');
        key.verify(&message, &signature)
    }

    pub(super) fn names_a_public_key(&self) -> bool {
        self.serial.starts_with("PUB_KEY_ID_")
    }

    pub(super) fn unknown_key(&self) -> Refused {
        Refused::UnknownKey {
            serial: self.serial.chars().take(64).collect(),
        }
    }
}
