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

use crate::vault::{self, VaultError};

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
        let (session, photo) = (session.clone(), photo.clone());
        let unsealed = tokio::task::spawn_blocking(move || {
            let parts = split(&sealed)?;
            let cipher = Aes256Gcm::new((&*key).into());
            let payload = Payload {
                msg: parts.ciphertext,
                aad: &associated_data(&session, &photo),
            };
            let plaintext = Bytes::from(cipher.decrypt(parts.nonce.into(), payload).ok()?);
            let (label, file) = split_plaintext(&plaintext)?;
            let file = plaintext.slice_ref(file);
            Some(Unsealed { label, file })
        });
        unsealed.await.ok().flatten().ok_or(ShelfError::NotOurs)
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

async fn remove(folder: &Path) -> Result<(), ShelfError> {
    match tokio::fs::remove_dir_all(folder).await {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
