//! Signing and encrypting what goes to the merchant.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::tz::{Offset, TimeZone};
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::RSA_PKCS1_SHA256;
use serde_json::{Value, json};

use super::authorization::SCHEME;
use super::keys::{Keys, SigningMode, hex, random};

/// What is wrong with a seal on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    None,
    /// `WECHATPAY/SIGNTEST/...`, as the real service sends now and then.
    SignTest,
    /// Names a key that nobody holds.
    UnknownSerial,
    /// Signed properly, ten minutes ago.
    Stale,
}

/// Headers of a sealed message.
pub(super) type SealHeaders = [(&'static str, String); 5];

impl Keys {
    /// The headers that prove `body` to be ours. `wanted` is the `Wechatpay-Serial` of the request
    /// that is answered; a notification has none.
    pub(super) fn seal(&self, body: &[u8], wanted: Option<&str>, flaw: Flaw) -> SealHeaders {
        let (key, serial) = self.choose(wanted);
        let seconds = jiff::Timestamp::now().as_second()
            - match flaw {
                Flaw::Stale => 600,
                Flaw::None | Flaw::SignTest | Flaw::UnknownSerial => 0,
            };
        let nonce = hex(&random::<16>());
        let mut message = format!("{seconds}\n{nonce}\n").into_bytes();
        message.extend_from_slice(body);
        message.push(b'\n');
        let signature = match flaw {
            Flaw::SignTest => format!("WECHATPAY/SIGNTEST/{}", STANDARD.encode(random::<64>())),
            Flaw::None | Flaw::UnknownSerial | Flaw::Stale => sign(key, &message),
        };
        let serial = match flaw {
            Flaw::UnknownSerial => "PUB_KEY_ID_0100000000000000000000000000".to_owned(),
            Flaw::None | Flaw::SignTest | Flaw::Stale => serial,
        };
        [
            ("wechatpay-timestamp", seconds.to_string()),
            ("wechatpay-nonce", nonce),
            ("wechatpay-signature", signature),
            ("wechatpay-signature-type", SCHEME.to_owned()),
            ("wechatpay-serial", serial),
        ]
    }

    /// Whether a request may ask for an answer signed by that key.
    pub(super) fn knows(&self, serial: &str) -> bool {
        serial == self.public_key_id || serial == self.certificate().serial
    }

    fn choose(&self, wanted: Option<&str>) -> (&KeyPair, String) {
        let asked_for_public_key = wanted == Some(self.public_key_id.as_str());
        if asked_for_public_key || self.mode() == SigningMode::PublicKey {
            (&self.public_key, self.public_key_id.clone())
        } else {
            (&self.platform_key, self.certificate().serial)
        }
    }

    /// The `resource` form of `plain`, under the APIv3 key.
    pub(super) fn encrypt(&self, plain: &[u8], associated_data: &str) -> Value {
        let nonce = hex(&random::<6>()).to_ascii_lowercase();
        let cipher = Aes256Gcm::new_from_slice(self.api_v3_key.as_bytes())
            .expect("the APIv3 key has 32 bytes");
        let payload = Payload {
            msg: plain,
            aad: associated_data.as_bytes(),
        };
        let ciphertext = Nonce::try_from(nonce.as_bytes())
            .ok()
            .and_then(|nonce| cipher.encrypt(&nonce, payload).ok())
            .expect("a short text encrypts under a nonce of 12 bytes");
        json!({
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": STANDARD.encode(ciphertext),
            "associated_data": associated_data,
            "nonce": nonce,
        })
    }
}

/// The `Wechatpay-Serial` that a request carries.
pub(super) fn wanted_serial(headers: &HeaderMap) -> Option<&str> {
    headers.get("wechatpay-serial")?.to_str().ok()
}

/// RFC 3339 in Beijing time, from milliseconds since the epoch.
pub(super) fn rfc3339(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms)
        .map(|moment| {
            moment
                .to_zoned(TimeZone::fixed(Offset::constant(8)))
                .strftime("%Y-%m-%dT%H:%M:%S%:z")
                .to_string()
        })
        .unwrap_or_default()
}

fn sign(key: &KeyPair, message: &[u8]) -> String {
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(
        &RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        message,
        &mut signature,
    )
    .expect("a checked key signs into a buffer of its own length");
    STANDARD.encode(signature)
}
