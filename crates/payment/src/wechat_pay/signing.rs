//! Signing our requests: `WECHATPAY2-SHA256-RSA2048`.
//!
//! Five lines, each ended by a line feed: method, path with its query as sent, seconds, nonce,
//! and the exact bytes of the body.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use order::Timestamp;
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::RSA_PKCS1_SHA256;
use x509_parser::pem::parse_x509_pem;

use super::ConfigError;
use crate::Surroundings;

/// Name of the scheme, as it opens the `Authorization` header.
pub(super) const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";

/// The merchant's private key with the ids it signs for.
pub struct MerchantKey {
    pair: KeyPair,
    mchid: String,
    serial: String,
}

/// When, and under which one-time word, a request is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Seconds since 1970-01-01 UTC.
    pub seconds: i64,
    /// 32 characters that never come twice.
    pub nonce: String,
}

impl Stamp {
    pub(super) fn fresh(surroundings: &Surroundings) -> Self {
        let nonce = surroundings
            .random()
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        Self {
            seconds: seconds(surroundings.now()),
            nonce,
        }
    }
}

/// Whole seconds since the epoch, as signatures carry them.
pub(super) fn seconds(moment: Timestamp) -> i64 {
    moment.ms().div_euclid(1000)
}

impl MerchantKey {
    /// Reads an RSA key from PKCS#8 PEM.
    pub fn from_pem(mchid: &str, serial: &str, pem: &[u8]) -> Result<Self, ConfigError> {
        let wrong = |problem| ConfigError::Key {
            key: "merchant_private_key_file",
            problem,
        };
        if serial.len() != 40 || !serial.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ConfigError::Setting {
                key: "merchant_serial",
                problem: "must be the 40 hexadecimal digits of the API certificate's serial",
            });
        }
        let (_, block) = parse_x509_pem(pem).map_err(|_| wrong("not a PEM file"))?;
        if block.label != "PRIVATE KEY" {
            return Err(wrong("not a PKCS#8 PEM file (BEGIN PRIVATE KEY)"));
        }
        let pair = KeyPair::from_pkcs8(&block.contents)
            .map_err(|_| wrong("not an RSA private key of 2048 bits or more"))?;
        Ok(Self {
            pair,
            mchid: mchid.to_owned(),
            serial: serial.to_ascii_uppercase(),
        })
    }

    /// The value of the `Authorization` header for a request that is sent with exactly this
    /// method, path with query, and body.
    pub fn authorization(
        &self,
        method: &str,
        path_and_query: &str,
        stamp: &Stamp,
        body: &[u8],
    ) -> String {
        let mut message = format!(
            "{method}\n{path_and_query}\n{}\n{}\n",
            stamp.seconds, stamp.nonce
        )
        .into_bytes();
        message.extend_from_slice(body);
        message.push(b'\n');
        format!(
            "{SCHEME} mchid=\"{}\",nonce_str=\"{}\",signature=\"{}\",timestamp=\"{}\",serial_no=\"{}\"",
            self.mchid,
            stamp.nonce,
            self.sign(&message),
            stamp.seconds,
            self.serial
        )
    }

    fn sign(&self, message: &[u8]) -> String {
        let mut signature = vec![0; self.pair.public().modulus_len()];
        // `ring` asks for a source of randomness here to blind the key operation; a PKCS #1 v1.5
        // signature is the same whatever it draws, so nothing random reaches the caller.
        self.pair
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

impl fmt::Debug for MerchantKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MerchantKey({}, {}, ***)", self.mchid, self.serial)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn plain_messages_are_signed_as_published() {
        let vectors: Value =
            serde_json::from_str(include_str!("../../tests/wechat_pay_vectors.json"))
                .expect("the vectors are JSON");
        let cases = vectors["plain_messages"]["cases"].as_array();
        for case in cases.expect("cases") {
            let text = |name: &str| case[name].as_str().expect("a text");
            let key =
                MerchantKey::from_pem("1", &"0".repeat(40), text("private_key_pem").as_bytes())
                    .expect("the key is PKCS#8");
            assert_eq!(
                key.sign(text("message").as_bytes()),
                text("signature"),
                "{} signs {:?} so",
                text("source"),
                text("message")
            );
        }
    }
}
