//! Makes the folder that `rust-embed` embeds, so that a clean checkout compiles before the pages
//! were built, and tells Cargo to look again when pages or migrations change.

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/dist");
    std::fs::create_dir_all(&pages)?;
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={}", pages.display());
    println!("cargo:rerun-if-changed=../migrations/dashboard");
    Ok(())
}
