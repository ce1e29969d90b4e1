//! The sandbox judged by a client that is not ours: PyPI `wechatpayv3`, in both signing modes.
//!
//! It runs when `MINILAB_PEERS_VENV` names a Python virtual environment in which `wechatpayv3` is
//! installed. Otherwise it proves nothing and says so.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use sandbox::{Options, Sandbox};
use tempfile::TempDir;
use tokio::process::Command;

/// Longest run of the script, in either mode.
const PATIENCE: Duration = Duration::from_secs(120);

#[tokio::test]
async fn wechatpayv3_agrees_with_the_sandbox_if_a_peers_venv_is_named() {
    let Some(venv) = std::env::var_os("MINILAB_PEERS_VENV").map(PathBuf::from) else {
        eprintln!(
            "NOT RUN: MINILAB_PEERS_VENV names no virtual environment with wechatpayv3 in it"
        );
        return;
    };
    let dir = TempDir::new().expect("a temporary directory");
    let mut options = Options::new(dir.path());
    options.notify_delay = Duration::from_millis(5);
    options.refund_delay = Duration::from_millis(20);
    let sandbox = Sandbox::start(options).await.expect("the sandbox starts");

    for mode in ["public_key", "certificate"] {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/wechatpayv3_peer.py");
        let run = Command::new(venv.join("bin/python"))
            .arg(script)
            .arg(sandbox.merchant_config_file())
            .arg(mode)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output();
        let output = tokio::time::timeout(PATIENCE, run)
            .await
            .expect("the peer's script ends in time")
            .expect("the named virtual environment has a Python");
        let said = String::from_utf8_lossy(&output.stdout);
        // Shown by `cargo test -- --nocapture`.
        eprint!("{said}");
        assert!(
            output.status.success(),
            "wechatpayv3 disagrees with the sandbox in {mode} mode:\n{said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    sandbox.stop().await;
}
