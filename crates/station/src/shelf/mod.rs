//! The customers' photos at the kiosk: sealed on disk, previews in memory only. A photo is
//! unsealed in memory, for the moment in which the darkroom needs it.

mod seal;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use bytes::Bytes;
use order::{PhotoId, SessionId};
use thiserror::Error;
use wire::sealed_photo::{Label, associated_data};

pub(crate) use seal::Unsealed;

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

/// What the screen may see of a photo.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    /// As it came, for the screen.
    pub(crate) preview: Bytes,
    /// In the colours that edits are made in.
    pub(crate) proof: Bytes,
}

/// Sealed photos by visit, and their previews.
#[derive(Debug)]
pub(crate) struct Shelf {
    folder: PathBuf,
    shown: Mutex<HashMap<PhotoId, (SessionId, Shown)>>,
}

impl Shelf {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            shown: Mutex::default(),
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
        self.write(session, &self.path(session, photo), sealed)
            .await
    }

    /// Puts a JPEG in the place of a photo that is slow to decode, sealed as the photo was.
    pub(crate) async fn put_master(
        &self,
        session: &SessionId,
        photo: &PhotoId,
        label: &Label,
        master: Bytes,
    ) -> Result<(), ShelfError> {
        let key = vault::find(session)?.ok_or(ShelfError::KeyGone)?;
        let data = associated_data(session, photo);
        let label = label.clone();
        let sealing = move || seal::seal(&label, &master, &key, &data);
        let sealed = tokio::task::spawn_blocking(sealing)
            .await
            .map_err(|_| ShelfError::NotOurs)??;
        self.write(session, &self.path(session, photo), &sealed)
            .await
    }

    async fn write(
        &self,
        session: &SessionId,
        path: &Path,
        sealed: &[u8],
    ) -> Result<(), ShelfError> {
        tokio::fs::create_dir_all(self.folder.join(session.as_str())).await?;
        let partial = path.with_extension("partial");
        tokio::fs::write(&partial, sealed).await?;
        tokio::fs::rename(&partial, path).await?;
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
        tokio::task::spawn_blocking(move || seal::open(&sealed, &key, &data))
            .await
            .ok()
            .flatten()
            .ok_or(ShelfError::NotOurs)
    }

    /// Keeps what the screen may see of a photo, as long as the visit lasts.
    pub(crate) fn show(&self, session: &SessionId, photo: &PhotoId, shown: Shown) {
        self.shown().insert(photo.clone(), (session.clone(), shown));
    }

    /// The preview of a photo.
    pub(crate) fn preview(&self, photo: &PhotoId) -> Option<Bytes> {
        self.shown()
            .get(photo)
            .map(|(_, shown)| shown.preview.clone())
    }

    /// The preview of a photo in the colours that edits are made in.
    pub(crate) fn proof(&self, photo: &PhotoId) -> Option<Bytes> {
        self.shown()
            .get(photo)
            .map(|(_, shown)| shown.proof.clone())
    }

    /// Takes everything of a visit off the shelf. The key is destroyed first, elsewhere: what a
    /// disk keeps of deleted files is unreadable without it.
    pub(crate) async fn clear(&self, session: &SessionId) -> Result<(), ShelfError> {
        self.shown().retain(|_, (owner, _)| owner != session);
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

    fn shown(&self) -> std::sync::MutexGuard<'_, HashMap<PhotoId, (SessionId, Shown)>> {
        self.shown
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
