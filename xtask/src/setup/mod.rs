//! `cargo xtask setup`: everything that a fresh Debian 12 with Rust and Node lacks.
//!
//! Looking costs a fraction of a second, so that `demo` and `test` always look first.

mod npm;
mod packages;

use anyhow::Result;

pub(crate) use packages::{Package, install, package};

/// Installs what is missing and says so; silent steps are those with nothing to do.
pub(crate) fn run() -> Result<()> {
    let installed = packages::install_missing()? | npm::install_missing()?;
    if !installed {
        println!("Nothing is missing on this machine.");
    }
    Ok(())
}

/// The same, without a word when nothing is missing.
pub(crate) fn make_sure() -> Result<()> {
    packages::install_missing()?;
    npm::install_missing()?;
    Ok(())
}
