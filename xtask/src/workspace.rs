//! Where things are in this repository.

use std::env;
use std::path::{Path, PathBuf};

/// The repository's top folder.
pub(crate) fn root() -> &'static Path {
    // xtask is built where it runs, and lies one folder below the top.
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The top folder without a detour, for what is shown or handed to another program.
pub(crate) fn root_plain() -> PathBuf {
    root().canonicalize().unwrap_or_else(|_| root().to_owned())
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root_plain().join(folder),
        None => root_plain().join("target"),
    }
}

/// A binary of this workspace, as the dev profile builds it.
pub(crate) fn binary(name: &str) -> PathBuf {
    Build::Debug.binary(name)
}

/// How the product is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    /// Quick to have; what tests run.
    Debug,
    /// Quick to run; what customers get.
    Release,
}

impl Build {
    /// A binary of the product in this build.
    pub(crate) fn binary(self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    /// An example program of a room in this build.
    pub(crate) fn example(self, name: &str) -> PathBuf {
        self.folder().join("examples").join(name)
    }

    fn folder(self) -> PathBuf {
        target().join(match self {
            Self::Debug => "debug",
            Self::Release => "release",
        })
    }
}

/// What xtask remembers between runs, such as what the pages were built from.
pub(crate) fn memory() -> PathBuf {
    target().join("xtask")
}

/// The folder of the web pages' sources.
pub(crate) fn ui() -> PathBuf {
    root_plain().join("ui")
}
