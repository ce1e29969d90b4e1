//! Both sides' keys, signing and verifying.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::pkcs8::{EncodePublicKey, LineEnding};

use super::certificates::Certificates;
use super::files;
use super::text::random;
use crate::key_files::{self, KeyFileError};

/// The application's number.
pub(super) const APP_ID: &str = "2021000000005501";
/// The merchant's Alipay number.
pub(super) const SELLER_ID: &str = "2088000000005501";

/// Everything that signs or verifies here.
#[derive(Debug)]
pub(crate) struct Keys {
    /// PKCS #1 `RSAPublicKey` of the application.
    app_public_key: Vec<u8>,
    alipay: KeyPair,
    pub(super) alipay_public_pem: String,
    pub(super) certificates: Certificates,
}

impl Keys {
    /// Reads the keys in `dir`, making what is missing.
    pub(crate) async fn load_or_make(dir: &Path) -> Result<Self, KeyFileError> {
        let dir = dir.to_owned();
        // Making two RSA keys keeps a core busy for a second or more.
        tokio::task::spawn_blocking(move || Self::load(&dir))
            .await
            .unwrap_or(Err(KeyFileError::Making("RSA keys")))
    }

    fn load(dir: &Path) -> Result<Self, KeyFileError> {
        let dir = key_files::made_dir(dir)?;
        let app = key_files::rsa_key(&dir.join(files::APP_KEY))?;
        let alipay = key_files::rsa_key(&dir.join(files::ALIPAY_KEY))?;
        let app_public_key = app
            .to_public_key()
            .to_pkcs1_der()
            .map_err(|_| KeyFileError::Making("the application's public key"))?
            .into_vec();
        let alipay_public_pem = alipay
            .to_public_key()
            .to_public_key_pem(LineEnding::LF)
            .map_err(|_| KeyFileError::Making("the Alipay public key"))?;
        Ok(Self {
            app_public_key,
            certificates: Certificates::issue(&app, &alipay)?,
            alipay: key_files::signing(&alipay)?,
            alipay_public_pem,
        })
    }

    /// RSA2 with Alipay's key, in base64.
    pub(super) fn sign(&self, message: &str) -> String {
        let mut signature = vec![0; self.alipay.public().modulus_len()];
        self.alipay
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                message.as_bytes(),
                &mut signature,
            )
            .expect("a checked key signs into a buffer of its own length");
        STANDARD.encode(signature)
    }

    /// As long as a signature, and none.
    pub(super) fn forged() -> String {
        STANDARD.encode(random::<256>())
    }

    /// Whether the application signed `message`.
    pub(super) fn app_signed(&self, message: &str, signature: &str) -> bool {
        STANDARD.decode(signature).is_ok_and(|signature| {
            UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.app_public_key)
                .verify(message.as_bytes(), &signature)
                .is_ok()
        })
    }
}
