//! The repository's text files, as git would commit them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::shell;

/// A text file.
#[derive(Debug)]
pub(super) struct File {
    /// From the top folder, with `/`.
    pub(super) path: String,
    /// All of it.
    pub(super) text: String,
}

impl File {
    /// The lines with their numbers, from 1.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }

    /// Whether the name ends like one of these, dot left out.
    pub(super) fn is(&self, extensions: &[&str]) -> bool {
        let extension = self.path.rsplit_once('.').map(|(_, extension)| extension);
        extension.is_some_and(|extension| extensions.contains(&extension))
    }

    /// Whether it only serves tests: a folder `tests`, `fixtures` or `testdata`, a `tests.rs`, a
    /// `*.test.ts`.
    pub(super) fn is_test(&self) -> bool {
        let in_folder = |name: &str| self.path.split('/').any(|part| part == name);
        ["tests", "fixtures", "testdata", "tests.rs"]
            .iter()
            .any(|name| in_folder(name))
            || self.path.ends_with(".test.ts")
    }
}

/// Everything that is committed, or would be by `git add`.
#[derive(Debug)]
pub(super) struct Tree {
    /// Every path, binaries too.
    pub(super) paths: Vec<String>,
    /// The text files.
    pub(super) files: Vec<File>,
}

impl Tree {
    /// Reads the work tree of `root`; what `.gitignore` names is left out.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let listing = shell::read(
            shell::program(
                "git",
                &["ls-files", "--cached", "--others", "--exclude-standard"],
            )
            .current_dir(root),
        )?;
        let mut tree = Self {
            paths: Vec::new(),
            files: Vec::new(),
        };
        for path in listing.lines() {
            let full = root.join(path);
            if !full.is_file() {
                continue; // removed, and not yet committed
            }
            let bytes = fs::read(&full).with_context(|| format!("reading {path}"))?;
            tree.paths.push(path.to_owned());
            if let Ok(text) = String::from_utf8(bytes) {
                let path = path.to_owned();
                tree.files.push(File { path, text });
            }
        }
        Ok(tree)
    }

    /// A tree of these files, for tests of the rules.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        Self {
            paths: files.iter().map(|(path, _)| (*path).to_owned()).collect(),
            files: files
                .iter()
                .map(|(path, text)| File {
                    path: (*path).to_owned(),
                    text: (*text).to_owned(),
                })
                .collect(),
        }
    }
}
