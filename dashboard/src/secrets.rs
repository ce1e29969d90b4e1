//! Randomness, hashes of secrets, and the dashboard's own key.

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use ring::hmac;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

/// The file of the dashboard's key inside `data_dir`: 32 bytes.
const KEY_FILE: &str = "signing-key";

/// Letters and digits that nobody mistakes for one another on a screen.
const CODE_ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Why a secret cannot be had.
#[derive(Debug, Error)]
pub enum SecretError {
    /// The system gave no randomness.
    #[error("the system gave no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
    /// The key file cannot be read or made.
    #[error("the dashboard's key {} cannot be read or made: {source}", path.display())]
    KeyFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The key file is open to others or holds something else.
    #[error("the dashboard's key {} must be 32 bytes with mode 0600", path.display())]
    KeyShape {
        /// The file.
        path: PathBuf,
    },
}

/// `N` unpredictable bytes.
pub fn random<const N: usize>() -> Result<[u8; N], SecretError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// 128 random bits as text for an address or a header.
pub fn token() -> Result<String, SecretError> {
    Ok(URL_SAFE_NO_PAD.encode(random::<16>()?))
}

/// Six random characters for a screen.
pub fn code() -> Result<String, SecretError> {
    let bytes = random::<6>()?;
    let character = |byte: &u8| char::from(CODE_ALPHABET[usize::from(byte % 32)]);
    Ok(bytes.iter().map(character).collect())
}

/// A discount code of ten random characters, 50 bits: at ten guesses a minute nobody finds one.
pub fn discount_code() -> Result<String, SecretError> {
    let bytes = random::<10>()?;
    let character = |byte: &u8| char::from(CODE_ALPHABET[usize::from(byte % 32)]);
    Ok(bytes.iter().map(character).collect())
}

/// How a secret of full entropy is kept: SHA-256, in hex.
pub fn hash(secret: &[u8]) -> String {
    hex::encode(Sha256::digest(secret))
}

/// The dashboard's own key: it signs settings and makes the tokens of phone links.
#[derive(Debug)]
pub struct DashboardKey {
    signing: SigningKey,
    links: hmac::Key,
}

impl DashboardKey {
    /// Reads the key, or makes it at the first start.
    pub fn open(data_dir: &Path) -> Result<Self, SecretError> {
        let path = data_dir.join(KEY_FILE);
        let failed = |source| SecretError::KeyFile {
            path: path.clone(),
            source,
        };
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(data_dir)
            .map_err(failed)?;
        match fs::File::open(&path) {
            Ok(file) => Self::read(file, &path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let seed = random::<32>()?;
                write_new(&path, &seed).map_err(failed)?;
                Ok(Self::of(seed))
            }
            Err(error) => Err(failed(error)),
        }
    }

    fn read(mut file: fs::File, path: &Path) -> Result<Self, SecretError> {
        let failed = |source| SecretError::KeyFile {
            path: path.to_owned(),
            source,
        };
        let shape = || SecretError::KeyShape {
            path: path.to_owned(),
        };
        let mode = file.metadata().map_err(failed)?.permissions().mode();
        let mut bytes = Vec::new();
        io::Read::by_ref(&mut file)
            .take(64)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
        let seed = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| shape())?;
        if mode & 0o077 != 0 {
            return Err(shape());
        }
        Ok(Self::of(seed))
    }

    fn of(seed: [u8; 32]) -> Self {
        let links = Sha256::new()
            .chain_update(b"minilab phone links v1\n")
            .chain_update(seed)
            .finalize();
        Self {
            signing: SigningKey::from_bytes(&seed),
            links: hmac::Key::new(hmac::HMAC_SHA256, &links),
        }
    }

    /// Signs settings.
    pub fn signing(&self) -> &SigningKey {
        &self.signing
    }

    /// The public half, 32 bytes in base64url without padding.
    pub fn public_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.signing.verifying_key().as_bytes())
    }

    /// The token of a phone link, 128 bits. It is made again whenever the kiosk asks again, so
    /// that only its hash is stored.
    pub fn link_token(&self, session: &str, salt: &str) -> String {
        let tag = hmac::sign(&self.links, format!("{session}\n{salt}").as_bytes());
        let half: Vec<u8> = tag.as_ref().iter().copied().take(16).collect();
        URL_SAFE_NO_PAD.encode(half)
    }
}

/// Writes beside and renames, so that a power cut leaves a whole key or none.
fn write_new(path: &Path, seed: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&beside)?;
    file.write_all(seed)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    match path.parent() {
        Some(folder) => fs::File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}
