//! Looking through disks for what must not be there.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Result;
use order::SessionId;

/// The name under which the kernel's keyring holds the keys of visits.
const KEYRING_SERVICE: &str = "minilab-session";

/// Every file below `folder`.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            // A visit's folder may go away while we look.
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    Ok(found)
}

/// The files below `folder` that hold `needle`.
pub fn files_with(folder: &Path, needle: &[u8]) -> Result<Vec<PathBuf>> {
    let mut hits = Vec::new();
    for file in files(folder)? {
        let bytes = match fs::read(&file) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            bytes => bytes?,
        };
        if bytes.windows(needle.len()).any(|window| window == needle) {
            hits.push(file);
        }
    }
    Ok(hits)
}

/// Whether the kernel still holds the key of a visit.
pub fn key_exists(session: &SessionId) -> Result<bool> {
    match key(session)?.get_secret() {
        Ok(_) => Ok(true),
        Err(keyring::Error::NoEntry) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// What a power cut does to the key of a visit.
pub fn lose_key(session: &SessionId) -> Result<()> {
    match key(session)?.delete_credential() {
        Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// A thread gets its session keyring with the first entry and can use it with the second.
fn key(session: &SessionId) -> Result<keyring::Entry> {
    keyring::Entry::new(KEYRING_SERVICE, session.as_str())?;
    Ok(keyring::Entry::new(KEYRING_SERVICE, session.as_str())?)
}
