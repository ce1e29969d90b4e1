//! Lists the page's commands for the access control list, and makes sure there is a folder to
//! take the page from.

use std::path::Path;

/// Where the kiosk's page is built to (`npm run build:kiosk` in `ui`).
const PAGE: &str = "../ui/dist/kiosk";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A clean checkout compiles before any page is built; what it shows then is blank.
    std::fs::create_dir_all(PAGE)?;
    if !Path::new(PAGE).join("index.html").exists() {
        let advice = "build it with `npm run build:kiosk` in ui";
        if std::env::var("PROFILE").as_deref() == Ok("release") {
            return Err(format!("there is no page in {PAGE}; {advice}").into());
        }
        println!("cargo:warning=the kiosk's window will be blank: no page in {PAGE}; {advice}");
    }
    // The page is embedded when the crate is compiled, so a new page means a new binary.
    println!("cargo:rerun-if-changed={PAGE}");
    println!("cargo:rerun-if-changed=capabilities");
    let manifest = tauri_build::AppManifest::new().commands(&["send", "view"]);
    Ok(tauri_build::try_build(
        tauri_build::Attributes::new().app_manifest(manifest),
    )?)
}
