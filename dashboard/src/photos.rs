//! Sealed photos, for the minutes between phone and kiosk. Nobody here can open them.

use std::path::Path as FolderPath;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, WriteMultipart};
use order::SessionId;
use thiserror::Error;
use wire::phone::{MOST_PHOTO_BYTES, MOST_SEALING_BYTES};
use wire::sealed_photo::MARK;

/// The most bytes of a sealed photo.
pub const MOST_SEALED_BYTES: u64 = MOST_PHOTO_BYTES + MOST_SEALING_BYTES;

/// How long a phone may be silent in the middle of a photo.
const SILENCE_LIMIT: Duration = Duration::from_secs(30);

/// How long one photo may take: 40 MB at some 70 kB/s.
const PHOTO_LIMIT: Duration = Duration::from_secs(600);

/// Bytes that are held in memory before they go to the store, and how many such parts wait.
const PART_BYTES: usize = 1024 * 1024;
const PARTS_WAITING: usize = 2;

/// Where sealed photos wait.
#[derive(Clone, Debug)]
pub struct PhotoStore(Arc<dyn ObjectStore>);

/// The store did not do it.
#[derive(Debug, Error)]
pub enum PhotoStoreError {
    /// The folder cannot be made.
    #[error("the photo store's folder cannot be made: {0}")]
    Folder(#[from] std::io::Error),
    /// The store refused or failed.
    #[error("the photo store did not do it: {0}")]
    Store(#[from] object_store::Error),
}

/// What became of a photo that was being taken in.
#[derive(Debug)]
pub enum Taken {
    /// All of it is stored.
    Stored {
        /// Its place.
        blob: String,
        /// How many bytes.
        bytes: u64,
    },
    /// It has more bytes than a photo may have; nothing is kept.
    TooLarge,
    /// It is no sealed photo; nothing is kept.
    NotSealed,
    /// The sender fell silent or went away; nothing is kept.
    BrokenOff,
}

impl PhotoStore {
    /// A folder of this machine.
    pub fn open_folder(folder: &FolderPath) -> Result<Self, PhotoStoreError> {
        std::fs::create_dir_all(folder)?;
        Ok(Self(Arc::new(
            LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true),
        )))
    }

    /// Takes a sealed photo in, part by part: never more than a few megabytes of it are in
    /// memory.
    pub async fn take(
        &self,
        session: &SessionId,
        name: &str,
        body: Body,
    ) -> Result<Taken, PhotoStoreError> {
        let blob = format!("{session}/{name}");
        let upload = self.0.put_multipart(&Path::from(blob.as_str())).await?;
        let mut writer = WriteMultipart::new_with_chunk_size(upload, PART_BYTES);
        let reading = copy(body, &mut writer);
        let outcome = match tokio::time::timeout(PHOTO_LIMIT, reading).await {
            Ok(outcome) => outcome,
            Err(_) => Ok(Copied::BrokenOff),
        };
        match outcome {
            Ok(Copied::Whole(bytes)) => {
                writer.finish().await?;
                Ok(Taken::Stored { blob, bytes })
            }
            Ok(short) => {
                writer.abort().await?;
                Ok(match short {
                    Copied::TooLarge => Taken::TooLarge,
                    Copied::NotSealed => Taken::NotSealed,
                    Copied::BrokenOff | Copied::Whole(_) => Taken::BrokenOff,
                })
            }
            Err(error) => {
                writer.abort().await?;
                Err(error)
            }
        }
    }

    /// The bytes at `blob`, or none when they are gone.
    pub async fn read(
        &self,
        blob: &str,
    ) -> Result<Option<impl Stream<Item = object_store::Result<Bytes>> + use<>>, PhotoStoreError>
    {
        match self.0.get(&Path::from(blob)).await {
            Ok(found) => Ok(Some(found.into_stream())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes what is at `blob`, if anything.
    pub async fn delete(&self, blob: &str) -> Result<(), PhotoStoreError> {
        match self.0.delete(&Path::from(blob)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes every photo of a visit, those included that never landed.
    pub async fn delete_session(&self, session: &SessionId) -> Result<(), PhotoStoreError> {
        let prefix = Path::from(session.as_str());
        let places: Vec<Path> = self
            .0
            .list(Some(&prefix))
            .map_ok(|meta| meta.location)
            .try_collect()
            .await?;
        for place in places {
            self.delete(place.as_ref()).await?;
        }
        Ok(())
    }
}

enum Copied {
    Whole(u64),
    TooLarge,
    NotSealed,
    BrokenOff,
}

async fn copy(body: Body, writer: &mut WriteMultipart) -> Result<Copied, PhotoStoreError> {
    let mut parts = body.into_data_stream();
    let mut bytes = 0_u64;
    let mut mark = Vec::with_capacity(MARK.len());
    loop {
        let part = match tokio::time::timeout(SILENCE_LIMIT, parts.next()).await {
            Ok(Some(Ok(part))) => part,
            Ok(None) if mark.as_slice() == MARK => return Ok(Copied::Whole(bytes)),
            Ok(None) => return Ok(Copied::NotSealed),
            Ok(Some(Err(_))) | Err(_) => return Ok(Copied::BrokenOff),
        };
        bytes += part.len() as u64;
        if bytes > MOST_SEALED_BYTES {
            return Ok(Copied::TooLarge);
        }
        mark.extend(part.iter().take(MARK.len() - mark.len()));
        if !MARK.starts_with(&mark) {
            return Ok(Copied::NotSealed);
        }
        writer.wait_for_capacity(PARTS_WAITING).await?;
        writer.put(part);
    }
}
