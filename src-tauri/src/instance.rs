//! One kiosk at a time in one data folder: two would write one journal and drive one printer.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;
use thiserror::Error;

/// Why this kiosk may not work in its data folder.
#[derive(Debug, Error)]
pub(crate) enum InstanceError {
    /// The folder or its lock cannot be made.
    #[error("the data folder {} cannot be used: {source}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another kiosk works in it.
    #[error("another kiosk works in the data folder {}", folder.display())]
    Taken {
        /// The folder.
        folder: PathBuf,
    },
}

/// The right to work in a data folder, until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct OnlyInstance {
    _lock: File,
}

impl OnlyInstance {
    /// Makes the folder if there is none, for the kiosk's own user only, and takes it.
    pub(crate) fn take(folder: &Path) -> Result<Self, InstanceError> {
        let lock = lock_file(folder).map_err(|source| InstanceError::Folder {
            folder: folder.to_owned(),
            source,
        })?;
        match flock(&lock, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Self { _lock: lock }),
            Err(Errno::WOULDBLOCK) => Err(InstanceError::Taken {
                folder: folder.to_owned(),
            }),
            Err(errno) => Err(InstanceError::Folder {
                folder: folder.to_owned(),
                source: errno.into(),
            }),
        }
    }
}

fn lock_file(folder: &Path) -> io::Result<File> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(folder.join("lock"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_kiosk_is_turned_away_until_the_first_has_gone() {
        let parent = tempfile::tempdir().expect("a folder");
        let folder = parent.path().join("kiosk");
        let first = OnlyInstance::take(&folder).expect("nobody is there");
        let second = OnlyInstance::take(&folder);
        assert!(
            matches!(second, Err(InstanceError::Taken { .. })),
            "{second:?}"
        );
        drop(first);
        OnlyInstance::take(&folder).expect("the first has gone");
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let refused = OnlyInstance::take(Path::new("/proc/kiosk"));
        let text = refused.expect_err("nothing can be made there").to_string();
        assert!(
            text.contains("/proc/kiosk"),
            "the folder must be named: {text:?}"
        );
    }
}
