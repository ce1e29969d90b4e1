//! `cargo xtask bindings`: the TypeScript of the screens' types, generated from Rust, committed,
//! and checked for drift.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{shell, workspace};

/// Writes `ui/shared/bindings`, or with `check` compares it and changes nothing.
pub(crate) fn run(check: bool) -> Result<()> {
    shell::run(&mut shell::cargo(&[
        "build",
        "--quiet",
        "--package",
        "bindings",
    ]))?;
    run_as_built(check)
}

/// The same, by the exporter that was built before.
pub(crate) fn run_as_built(check: bool) -> Result<()> {
    let fresh = generate()?;
    let committed = workspace::ui().join("shared/bindings");
    if check {
        return compare(&committed, &fresh);
    }
    // Types that are gone must not leave a file behind.
    for old in typescript_files(&committed)? {
        fs::remove_file(&old).with_context(|| format!("removing {}", old.display()))?;
    }
    fs::create_dir_all(&committed).context("making ui/shared/bindings")?;
    let files = typescript_files(&fresh)?;
    for file in &files {
        let to = committed.join(file.strip_prefix(&fresh)?);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(file, &to).with_context(|| format!("writing {}", to.display()))?;
    }
    println!("Wrote {} types to ui/shared/bindings.", files.len());
    Ok(())
}

fn generate() -> Result<PathBuf> {
    let folder = workspace::memory().join("bindings");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("emptying {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let to = folder.to_string_lossy();
    let exporter = workspace::binary("bindings");
    shell::run(&mut shell::program(&exporter.to_string_lossy(), &[&to]))?;
    Ok(folder)
}

fn compare(committed: &Path, fresh: &Path) -> Result<()> {
    let status = shell::program("diff", &["--recursive", "--unified=1", "--new-file"])
        .args([committed, fresh])
        .status()
        .context("starting `diff`")?;
    match status.code() {
        Some(0) => {
            println!("The TypeScript is what Rust says.");
            Ok(())
        }
        Some(1) => bail!(
            "ui/shared/bindings is not what Rust says (see above); \
             run `cargo xtask bindings` and commit what it writes"
        ),
        _ => bail!("`diff` failed: {status}"),
    }
}

fn typescript_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if !folder.exists() {
        return Ok(files);
    }
    for entry in fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(typescript_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "ts") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
