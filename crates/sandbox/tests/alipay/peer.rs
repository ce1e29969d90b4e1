//! The sandbox judged by Alipay's own client: npm `alipay-sdk`, in both key modes.
//!
//! The client is installed once, by `npm`, below the target directory. Where that cannot be done
//! (no npm, or nothing to install from), the test proves nothing and says so; with
//! `MINILAB_PEERS=required` set it fails instead.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;
use tokio::process::Command;

use crate::support::quick_sandbox;

/// Longest run of npm, or of the script.
const PATIENCE: Duration = Duration::from_secs(180);
/// The version that agreed when this was written.
const PEER: &str = "alipay-sdk@4.14.0";

/// The folder that `alipay-sdk` is installed in, or what kept it from being.
async fn installed() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("alipay-sdk-peer");
    if folder
        .join("node_modules/alipay-sdk/package.json")
        .is_file()
    {
        return Ok(folder);
    }
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let npm = Command::new("npm")
        .args([
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--prefix",
        ])
        .arg(&folder)
        .arg(PEER)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = tokio::time::timeout(PATIENCE, npm)
        .await
        .map_err(|_| "npm took too long".to_owned())?
        .map_err(|error| format!("npm: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(folder)
}

#[tokio::test]
async fn alipays_own_client_agrees_with_the_sandbox_if_it_can_be_installed() {
    let folder = match installed().await {
        Ok(folder) => folder,
        Err(why) => {
            assert_ne!(
                std::env::var("MINILAB_PEERS").as_deref(),
                Ok("required"),
                "the peer is required and cannot be installed: {why}"
            );
            eprintln!("NOT RUN: {PEER} cannot be installed: {why}");
            return;
        }
    };
    let dir = TempDir::new().expect("a temporary directory");
    let sandbox = quick_sandbox(dir.path()).await;
    let by_key = sandbox.alipay().merchant_config();
    let by_certificate = std::fs::read_to_string(sandbox.alipay().certificates_config_file())
        .expect("the sandbox wrote the settings");
    let by_certificate: toml::Table = by_certificate.parse().expect("TOML");
    let settings = json!({
        "base": sandbox.base_url(),
        "gateway": by_key.gateway,
        "app_id": by_key.app_id,
        "app_private_key_file": by_key.app_private_key_file,
        "alipay_public_key_file": by_key.alipay_public_key_file,
        "app_cert_file": by_certificate["app_cert_file"],
        "alipay_cert_file": by_certificate["alipay_cert_file"],
        "alipay_root_cert_file": by_certificate["alipay_root_cert_file"],
    });
    let file = dir.path().join("peer.json");
    std::fs::write(&file, settings.to_string()).expect("the settings can be written");

    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/alipay_sdk_peer.mjs");
    let run = Command::new("node")
        .arg(script)
        .arg(&folder)
        .arg(&file)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = tokio::time::timeout(PATIENCE, run)
        .await
        .expect("the peer's script ends in time")
        .expect("where npm is, node is");
    let said = String::from_utf8_lossy(&output.stdout);
    // Shown by `cargo test -- --nocapture`.
    eprint!("{said}");
    assert!(
        output.status.success(),
        "alipay-sdk disagrees with the sandbox:\n{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    sandbox.stop().await;
}
