//! Reading a QR code off a picture, as a phone's camera does.

use std::path::Path;

use anyhow::{Context, Result};

use crate::shell;

/// The first code in the picture for which `wanted` holds.
pub(crate) fn scan(picture: &Path, wanted: impl Fn(&str) -> bool) -> Result<String> {
    let picture_text = picture.to_string_lossy();
    let codes = shell::read(&mut shell::program(
        "zbarimg",
        &["--nodbus", "--quiet", "--raw", &picture_text],
    ))
    .with_context(|| format!("no QR code can be read in {}", picture.display()))?;
    codes
        .lines()
        .find(|code| wanted(code))
        .map(str::to_owned)
        .with_context(|| format!("{} has another QR code than expected", picture.display()))
}
