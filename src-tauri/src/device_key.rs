//! The key that the dashboard knows this kiosk by: an Ed25519 seed, made once and kept for ever.
//!
//! [`KeyStore`] is where it is kept. A file that only the kiosk's own user can read is the one
//! there is now; one that systemd or a security chip seals would be a second.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, OFlags, RenameFlags, renameat_with};
use thiserror::Error;
use zeroize::Zeroizing;

/// The length of an Ed25519 seed (RFC 8032, section 5.1.5).
const SEED_BYTES: usize = 32;

/// The secret half of the device key.
#[derive(Clone)]
pub(crate) struct Seed(Zeroizing<[u8; SEED_BYTES]>);

impl Seed {
    /// The secret itself.
    pub(crate) fn expose(&self) -> &[u8; SEED_BYTES] {
        &self.0
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(***)")
    }
}

/// Where the device key is kept.
pub(crate) trait KeyStore {
    /// The key, made now if there is none yet. The same one every time.
    fn seed(&self) -> Result<Seed, KeyError>;
}

/// Why there is no device key.
#[derive(Debug, Error)]
pub(crate) enum KeyError {
    /// The file cannot be read or made.
    #[error("the device key {} cannot be {attempted}: {source}", path.display())]
    Disk {
        /// What was attempted.
        attempted: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Somebody else could have read or changed it.
    #[error(
        "the device key {} must be a file of the kiosk's own user with mode 0600, and is one of user {owner} with mode {mode:04o}",
        path.display()
    )]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its owner.
        owner: u32,
        /// Its permissions.
        mode: u32,
    },
    /// It is something else.
    #[error("the device key {} is not a file of {SEED_BYTES} bytes", path.display())]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
}

/// A device key in a file that only its owner can read.
#[derive(Debug)]
pub(crate) struct KeyFile {
    path: PathBuf,
}

impl KeyFile {
    /// The key in this file. Its folder exists.
    pub(crate) fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    fn failed(&self, attempted: &'static str) -> impl FnOnce(io::Error) -> KeyError {
        let path = self.path.clone();
        move |source| KeyError::Disk {
            attempted,
            path,
            source,
        }
    }

    fn read(&self) -> Result<Option<Seed>, KeyError> {
        let options = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let file = OpenOptions::new()
            .read(true)
            .custom_flags(options.bits().cast_signed())
            .open(&self.path);
        let mut file = match file {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.failed("opened")(error)),
        };
        let metadata = file.metadata().map_err(self.failed("looked at"))?;
        let mode = metadata.mode() & 0o7777;
        let owner = metadata.uid();
        if mode & 0o177 != 0 || owner != rustix::process::geteuid().as_raw() {
            return Err(KeyError::Exposed {
                path: self.path.clone(),
                owner,
                mode,
            });
        }
        let not_a_key = || KeyError::NotAKey {
            path: self.path.clone(),
        };
        if !metadata.is_file() || metadata.len() != SEED_BYTES as u64 {
            return Err(not_a_key());
        }
        let mut seed = Zeroizing::new([0; SEED_BYTES]);
        file.read_exact(seed.as_mut_slice())
            .map_err(|_| not_a_key())?;
        Ok(Some(Seed(seed)))
    }

    /// Writes the key beside its place and moves it there when it is complete, so that a power
    /// cut leaves either no key or a whole one. A key that is already there is never replaced.
    fn make(&self) -> Result<Seed, KeyError> {
        let mut seed = Zeroizing::new([0; SEED_BYTES]);
        getrandom::fill(seed.as_mut_slice())
            .map_err(|error| self.failed("made")(io::Error::other(error)))?;
        let draft = self.path.with_added_extension("new");
        let written = (|| {
            match std::fs::remove_file(&draft) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&draft)?;
            file.write_all(seed.as_slice())?;
            file.sync_all()?;
            renameat_with(CWD, &draft, CWD, &self.path, RenameFlags::NOREPLACE)?;
            File::open(self.path.parent().unwrap_or(Path::new("/")))?.sync_all()
        })();
        written.map_err(self.failed("made"))?;
        tracing::info!(path = %self.path.display(), "made a new device key");
        Ok(Seed(seed))
    }
}

impl KeyStore for KeyFile {
    fn seed(&self) -> Result<Seed, KeyError> {
        match self.read()? {
            Some(seed) => Ok(seed),
            None => self.make(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder for the key");
        let path = folder.path().join("device.key");
        (folder, path)
    }

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).expect("the file is there").mode() & 0o7777
    }

    #[test]
    fn the_first_start_makes_a_key_and_the_next_finds_it() {
        let (_folder, path) = folder();
        let made = KeyFile::new(&path).seed().expect("made");
        let found = KeyFile::new(&path).seed().expect("found");
        assert_eq!(made.expose(), found.expose(), "the key never changes");
        assert_ne!(made.expose(), &[0; SEED_BYTES], "it is random");
        assert_eq!(mode(&path), 0o600, "nobody else can read it");
        assert!(
            !path.with_added_extension("new").exists(),
            "no draft is left"
        );
    }

    #[test]
    fn a_key_that_others_can_read_or_change_is_refused() {
        let (_folder, path) = folder();
        KeyFile::new(&path).seed().expect("made");
        for wide in [0o640, 0o604, 0o620, 0o660, 0o644, 0o700] {
            std::fs::set_permissions(&path, Permissions::from_mode(wide)).expect("its own file");
            let refused = KeyFile::new(&path).seed();
            assert!(
                matches!(refused, Err(KeyError::Exposed { mode, .. }) if mode == wide),
                "mode {wide:o} must be refused, got {refused:?}"
            );
        }
    }

    #[test]
    fn a_draft_of_a_start_that_was_cut_off_does_not_stand_in_the_way() {
        let (_folder, path) = folder();
        std::fs::write(path.with_added_extension("new"), [1; 5]).expect("the draft");
        let made = KeyFile::new(&path).seed().expect("made in spite of it");
        assert_eq!(
            std::fs::read(&path).expect("the key"),
            made.expose(),
            "the file holds the whole new key"
        );
    }

    #[test]
    fn what_is_no_key_is_neither_used_nor_replaced() {
        let (_folder, path) = folder();
        std::fs::write(&path, "short").expect("the file");
        std::fs::set_permissions(&path, Permissions::from_mode(0o600)).expect("its own file");
        let refused = KeyFile::new(&path).seed();
        assert!(
            matches!(refused, Err(KeyError::NotAKey { .. })),
            "{refused:?}"
        );
        assert_eq!(
            std::fs::read(&path).expect("the file"),
            b"short",
            "left as it was"
        );
    }

    #[test]
    fn a_link_is_not_followed() {
        let (folder, path) = folder();
        let elsewhere = folder.path().join("elsewhere");
        KeyFile::new(&elsewhere).seed().expect("made");
        std::os::unix::fs::symlink(&elsewhere, &path).expect("the link");
        let refused = KeyFile::new(&path).seed();
        assert!(matches!(refused, Err(KeyError::Disk { .. })), "{refused:?}");
    }

    #[test]
    fn a_seed_is_never_printed() {
        let (_folder, path) = folder();
        let seed = KeyFile::new(path).seed().expect("made");
        assert_eq!(format!("{seed:?}"), "Seed(***)", "logs must not hold it");
    }
}
