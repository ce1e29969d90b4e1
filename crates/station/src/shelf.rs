//! The customers' photos at the kiosk: sealed on disk, previews in memory only. A photo is
//! unsealed in memory, for the moment in which the darkroom needs it.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::{Aes256Gcm, KeyInit as _};
use bytes::Bytes;
use order::{PhotoId, SessionId};
use thiserror::Error;
use wire::sealed_photo::{Label, associated_data, split, split_plaintext};

use crate::vault::{self, SessionKey, VaultError};

/// Why a photo on the shelf cannot be had.
#[derive(Debug, Error)]
pub enum ShelfError {
    /// The disk.
    #[error("the photo shelf cannot be used: {0}")]
    Disk(#[from] io::Error),
    /// The keyring.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The visit's key was destroyed.
    #[error("the photo's key is gone")]
    KeyGone,
    /// Sealed for somebody else, or changed on the way.
    #[error("the photo cannot be unsealed")]
    NotOurs,
}

/// A photo in the clear.
#[derive(Debug)]
pub(crate) struct Unsealed {
    pub(crate) label: Label,
    pub(crate) file: Bytes,
}

/// Sealed photos by visit, and their previews.
#[derive(Debug)]
pub(crate) struct Shelf {
    folder: PathBuf,
    previews: Mutex<HashMap<PhotoId, (SessionId, Bytes)>>,
}

impl Shelf {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            previews: Mutex::default(),
        }
    }

    /// Whether the sealed photo is here already.
    pub(crate) async fn holds(&self, session: &SessionId, photo: &PhotoId) -> bool {
        tokio::fs::try_exists(self.path(session, photo))
            .await
            .unwrap_or(false)
    }

    /// Puts a sealed photo on the shelf, whole or not at all.
    pub(crate) async fn put(
        &self,
        session: &SessionId,
        photo: &PhotoId,
        sealed: &[u8],
    ) -> Result<(), ShelfError> {
        let path = self.path(session, photo);
        tokio::fs::create_dir_all(self.folder.join(session.as_str())).await?;
        let partial = path.with_extension("partial");
        tokio::fs::write(&partial, sealed).await?;
        tokio::fs::rename(&partial, &path).await?;
        Ok(())
    }

    /// Unseals a photo into memory.
    pub(crate) async fn unseal(
        &self,
        session: &SessionId,
        photo: &PhotoId,
    ) -> Result<Unsealed, ShelfError> {
        let sealed = tokio::fs::read(self.path(session, photo)).await?;
        let key = vault::find(session)?.ok_or(ShelfError::KeyGone)?;
        let data = associated_data(session, photo);
        tokio::task::spawn_blocking(move || open(&sealed, &key, &data))
            .await
            .ok()
            .flatten()
            .ok_or(ShelfError::NotOurs)
    }

    /// Keeps a preview for the screen, as long as the visit lasts.
    pub(crate) fn keep_preview(&self, session: &SessionId, photo: &PhotoId, jpeg: Bytes) {
        self.previews()
            .insert(photo.clone(), (session.clone(), jpeg));
    }

    /// The preview of a photo.
    pub(crate) fn preview(&self, photo: &PhotoId) -> Option<Bytes> {
        self.previews().get(photo).map(|(_, jpeg)| jpeg.clone())
    }

    /// Takes everything of a visit off the shelf. The key is destroyed first, elsewhere: what a
    /// disk keeps of deleted files is unreadable without it.
    pub(crate) async fn clear(&self, session: &SessionId) -> Result<(), ShelfError> {
        self.previews().retain(|_, (owner, _)| owner != session);
        remove(&self.folder.join(session.as_str())).await
    }

    /// Takes everything off the shelf but these visits'.
    pub(crate) async fn clear_all_but(&self, kept: &[SessionId]) -> Result<(), ShelfError> {
        tokio::fs::create_dir_all(&self.folder).await?;
        let mut entries = tokio::fs::read_dir(&self.folder).await?;
        while let Some(entry) = entries.next_entry().await? {
            let name = entry.file_name();
            if !kept
                .iter()
                .any(|session| name.to_str() == Some(session.as_str()))
            {
                remove(&entry.path()).await?;
            }
        }
        Ok(())
    }

    fn path(&self, session: &SessionId, photo: &PhotoId) -> PathBuf {
        let folder = self.folder.join(session.as_str());
        folder.join(format!("{photo}.sealed"))
    }

    fn previews(&self) -> std::sync::MutexGuard<'_, HashMap<PhotoId, (SessionId, Bytes)>> {
        self.previews
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// What a sealed photo holds, if it was sealed with `key` for `data`.
fn open(sealed: &[u8], key: &SessionKey, data: &[u8]) -> Option<Unsealed> {
    let parts = split(sealed)?;
    let cipher = Aes256Gcm::new((&**key).into());
    let payload = Payload {
        msg: parts.ciphertext,
        aad: data,
    };
    let plaintext = Bytes::from(cipher.decrypt(parts.nonce.into(), payload).ok()?);
    let (label, file) = split_plaintext(&plaintext)?;
    let file = plaintext.slice_ref(file);
    Some(Unsealed { label, file })
}

async fn remove(folder: &Path) -> Result<(), ShelfError> {
    match tokio::fs::remove_dir_all(folder).await {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// A photo as the phone page's own tests seal it.
    fn vector() -> Value {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../ui/shared/testdata/sealed-photo.json"
        );
        let text = std::fs::read_to_string(path).expect("the phone page's vector");
        serde_json::from_str(&text).expect("JSON")
    }

    fn hex(text: &Value) -> Vec<u8> {
        let digits = text.as_str().expect("hex digits").as_bytes();
        let digit = |byte: u8| char::from(byte).to_digit(16).expect("a hex digit");
        let byte = |pair: &[u8]| u8::try_from(digit(pair[0]) * 16 + digit(pair[1]));
        digits
            .chunks(2)
            .map(|pair| byte(pair).expect("two digits"))
            .collect()
    }

    #[test]
    fn what_a_browser_sealed_is_opened_for_its_own_visit_only() {
        let vector = vector();
        let sealed = hex(&vector["sealed"]);
        let key: [u8; 32] = hex(&vector["key"]).try_into().expect("32 bytes");
        let key = SessionKey::new(key);
        let session = SessionId::parse(vector["session"].as_str().expect("text")).expect("an id");
        let photo = PhotoId::parse(vector["photo"].as_str().expect("text")).expect("an id");

        let opened = open(&sealed, &key, &associated_data(&session, &photo)).expect("ours");
        assert_eq!(
            opened.file,
            hex(&vector["file"]),
            "the file's own bytes come out"
        );
        assert_eq!(
            opened.label.name, vector["label"]["name"],
            "with the name it was given"
        );

        let other = PhotoId::parse("photo-of-somebody").expect("an id");
        assert!(
            open(&sealed, &key, &associated_data(&session, &other)).is_none(),
            "a server cannot swap two photos"
        );
        let wrong = SessionKey::new([0; 32]);
        assert!(
            open(&sealed, &wrong, &associated_data(&session, &photo)).is_none(),
            "another visit's key opens nothing"
        );
    }
}
