//! How many reboots are not forgiven yet: the one thing that must outlive them.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The file.
#[derive(Debug)]
pub(crate) struct Reboots(PathBuf);

impl Reboots {
    /// In the folder `state_dir`.
    pub(crate) fn new(state_dir: &Path) -> Self {
        Self(state_dir.join("reboots"))
    }

    /// What was remembered: 0 if nothing was. A count that cannot be read is taken for `most`:
    /// better an honest page than a machine that starts anew for ever.
    pub(crate) fn remembered(&self, most: u32) -> u32 {
        match fs::read_to_string(&self.0) {
            Ok(text) => text.trim().parse().unwrap_or(most),
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(_) => most,
        }
    }

    /// Remembers `count`, durably and in one piece.
    pub(crate) fn remember(&self, count: u32) -> io::Result<()> {
        let half = self.0.with_extension("half");
        let mut file = File::create(&half)?;
        writeln!(file, "{count}")?;
        file.sync_all()?;
        fs::rename(&half, &self.0)?;
        match self.0.parent() {
            Some(folder) => File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_remembered_and_a_broken_one_is_the_most() {
        let folder = tempfile::tempdir().expect("a folder");
        let reboots = Reboots::new(folder.path());
        assert_eq!(reboots.remembered(3), 0, "nothing has happened yet");
        reboots.remember(2).expect("there is room");
        assert_eq!(Reboots::new(folder.path()).remembered(3), 2, "as written");
        for broken in ["", "x", "-1", "99999999999"] {
            fs::write(&reboots.0, broken).expect("there is room");
            assert_eq!(
                reboots.remembered(3),
                3,
                "{broken:?} may have been anything"
            );
        }
    }
}
