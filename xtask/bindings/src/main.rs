//! Writes the TypeScript of every type that a screen reads or sends, straight from the Rust types.
//!
//! It knows only the roots: whatever they are made of follows by itself. It deliberately does not
//! know where the files belong or whether they changed; `cargo xtask bindings` does. To give a
//! screen a new type, derive `TS` on it and, unless a root already holds it, name it in
//! [`write_all`].

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};
use ts_rs::{Config, TS};

fn main() -> Result<()> {
    let folder: PathBuf = env::args_os()
        .nth(1)
        .context("usage: bindings FOLDER (the folder to write the TypeScript into)")?
        .into();
    // Whole numbers cross as JSON numbers; none of them outgrows a double's 53 bits.
    let config = Config::new().with_out_dir(folder).with_large_int("number");
    write_all(&config).context("writing the TypeScript")
}

fn write_all(config: &Config) -> Result<(), ts_rs::ExportError> {
    // The kiosk's screen.
    station::view::View::export_all(config)?;
    station::command::Command::export_all(config)?;
    // The phone's page.
    wire::phone::Join::export_all(config)?;
    wire::phone::Sending::export_all(config)?;
    wire::phone::PhoneView::export_all(config)?;
    wire::session::PhotoOutcome::export_all(config)?;
    wire::sealed_photo::Label::export_all(config)?;
    // Spoken by all of them.
    order::Language::export_all(config)?;
    order::Refusal::export_all(config)
}
