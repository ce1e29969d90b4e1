//! `cargo xtask ui`: the three web pages, built only where a source changed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{setup, shell, workspace};

/// Folders of `ui` that are made, not written.
const MADE: [&str; 2] = ["node_modules", "dist"];

/// Builds `ui/dist` unless it already stands for today's sources.
pub(crate) fn build() -> Result<()> {
    setup::make_sure()?;
    let sources = fingerprint(&workspace::ui())?;
    // Beside the pages that it vouches for: two checkouts may share a target folder.
    let stamp = workspace::ui().join("dist/sources");
    if fs::read_to_string(&stamp).is_ok_and(|last| last == sources) {
        println!("The web pages are up to date.");
        return Ok(());
    }
    shell::run(shell::program("npm", &["run", "--silent", "build"]).current_dir(workspace::ui()))?;
    fs::write(&stamp, sources).with_context(|| format!("writing {}", stamp.display()))
}

/// Stands for the names and contents of every source below `folder`.
fn fingerprint(folder: &Path) -> Result<String> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        let content = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        (file.strip_prefix(folder).unwrap_or(&file), content).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("listing {}", folder.display()))?;
        let made = MADE.iter().any(|name| entry.file_name() == *name);
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            if !made {
                collect(&entry.path(), files)?;
            }
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_source_changes_the_fingerprint_and_a_built_file_does_not() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        };
        write("kiosk/main.ts", "one");
        let before = fingerprint(folder.path()).expect("readable");
        write("dist/kiosk/main.js", "built");
        write("node_modules/lit/index.js", "installed");
        assert_eq!(
            fingerprint(folder.path()).expect("readable"),
            before,
            "what is made is no source"
        );
        write("kiosk/main.ts", "two");
        assert_ne!(
            fingerprint(folder.path()).expect("readable"),
            before,
            "a changed source is built again"
        );
    }
}
