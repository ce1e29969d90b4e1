//! RSA keys and other files that are made once and kept in the sandbox's directory.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use ring::rsa::KeyPair;
use rsa::RsaPrivateKey;
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};
use thiserror::Error;

/// Why a file is not there to work with.
#[derive(Debug, Error)]
pub enum KeyFileError {
    /// It cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It holds no usable key.
    #[error("{} holds no usable RSA key; remove it and start again", path.display())]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
    /// Making a key or a certificate failed.
    #[error("cannot make {0}")]
    Making(&'static str),
}

/// Reads the RSA key kept at `path` (PKCS#8 PEM), making one of 2048 bits if there is none.
pub(crate) fn rsa_key(path: &Path) -> Result<RsaPrivateKey, KeyFileError> {
    match fs::read_to_string(path) {
        Ok(text) => RsaPrivateKey::from_pkcs8_pem(&text).map_err(|_| KeyFileError::NotAKey {
            path: path.to_owned(),
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048)
                .map_err(|_| KeyFileError::Making("an RSA key"))?;
            keep(path, &pem(&key)?)?;
            Ok(key)
        }
        Err(source) => Err(failed(path, source)),
    }
}

/// The key as PKCS#8 PEM.
pub(crate) fn pem(key: &RsaPrivateKey) -> Result<String, KeyFileError> {
    key.to_pkcs8_pem(LineEnding::LF)
        .map(|text| text.to_string())
        .map_err(|_| KeyFileError::Making("a PEM file"))
}

/// The key, ready to sign.
pub(crate) fn signing(key: &RsaPrivateKey) -> Result<KeyPair, KeyFileError> {
    let der = key
        .to_pkcs8_der()
        .map_err(|_| KeyFileError::Making("a key in DER"))?;
    KeyPair::from_pkcs8(der.as_bytes()).map_err(|_| KeyFileError::Making("a signing key"))
}

/// Writes a file that only its owner may read, whole or not at all.
pub(crate) fn keep(path: &Path, text: &str) -> Result<(), KeyFileError> {
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

/// Makes the directory if it is missing, and returns its absolute path.
pub(crate) fn made_dir(dir: &Path) -> Result<PathBuf, KeyFileError> {
    fs::create_dir_all(dir)
        .and_then(|()| dir.canonicalize())
        .map_err(|source| failed(dir, source))
}

fn failed(path: &Path, source: io::Error) -> KeyFileError {
    KeyFileError::File {
        path: path.to_owned(),
        source,
    }
}
