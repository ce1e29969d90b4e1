//! The programs that stories start. Cargo builds this package's own before the stories run;
//! `cargo xtask test` builds the others too, and a bare `cargo test` builds what is missing.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;

use anyhow::{Context as _, Result, ensure};

/// Where cargo puts programs: the folder above the one of the test that runs.
pub fn folder() -> Result<PathBuf> {
    let test = std::env::current_exe()?;
    let deps = test.parent().and_then(|deps| deps.parent());
    Ok(deps.context("tests lie in target/PROFILE/deps")?.to_owned())
}

/// The kiosk without a window.
pub fn windowless_kiosk() -> Result<PathBuf> {
    Ok(folder()?.join("windowless-kiosk"))
}

/// The jailed worker.
pub fn darkroom() -> Result<PathBuf> {
    static BUILDING: Mutex<()> = Mutex::new(());
    let _only_one = BUILDING.lock();
    let program = folder()?.join("minilab-darkroom");
    if !program.exists() {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let built = Command::new(cargo)
            .args(["build", "--quiet", "--package", "darkroom", "--bins"])
            .status()
            .context("building the darkroom")?;
        ensure!(built.success(), "the darkroom cannot be built");
    }
    Ok(program)
}
