//! The sandbox judged by a client that is not ours: PyPI `wechatpayv3`, in both signing modes.
//!
//! The client is installed once, by `pip`, below the target directory. Where that cannot be done
//! (no Python, or nothing to install from), the test proves nothing and says so; with
//! `MINILAB_PEERS=required` set it fails instead.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use sandbox::{Options, Sandbox};
use tempfile::TempDir;
use tokio::process::Command;

/// Longest run of pip, or of the script in either mode.
const PATIENCE: Duration = Duration::from_secs(180);

/// The version that agreed when this was written.
const PEER: &str = "wechatpayv3==2.0.4";

/// The Python that `wechatpayv3` is installed for, or what kept it from being.
async fn installed() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wechatpayv3-peer");
    let python = folder.join("bin/python");
    if done(Command::new(&python).args(["-c", "import wechatpayv3"]))
        .await
        .is_err()
    {
        done(Command::new("python3").args(["-m", "venv"]).arg(&folder)).await?;
        let mut pip = Command::new(&python);
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]);
        done(pip.arg(PEER)).await?;
    }
    Ok(python)
}

/// Runs a program to its end; what it complained of, if it failed.
async fn done(command: &mut Command) -> Result<(), String> {
    let run = command.stdin(Stdio::null()).kill_on_drop(true).output();
    let output = tokio::time::timeout(PATIENCE, run)
        .await
        .map_err(|_| "it took too long".to_owned())?
        .map_err(|error| error.to_string())?;
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

#[tokio::test]
async fn wechatpayv3_agrees_with_the_sandbox_if_it_can_be_installed() {
    let python = match installed().await {
        Ok(python) => python,
        Err(why) => {
            assert_ne!(
                std::env::var("MINILAB_PEERS").as_deref(),
                Ok("required"),
                "wechatpayv3 must be there: {why}"
            );
            eprintln!("NOT RUN: wechatpayv3 could not be installed: {why}");
            return;
        }
    };
    let dir = TempDir::new().expect("a temporary directory");
    let mut options = Options::new(dir.path());
    options.notify_delay = Duration::from_millis(5);
    options.refund_delay = Duration::from_millis(20);
    let sandbox = Sandbox::start(options).await.expect("the sandbox starts");

    for mode in ["public_key", "certificate"] {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/wechatpayv3_peer.py");
        let run = Command::new(&python)
            .arg(script)
            .arg(sandbox.merchant_config_file())
            .arg(mode)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output();
        let output = tokio::time::timeout(PATIENCE, run)
            .await
            .expect("the peer's script ends in time")
            .expect("the environment has a Python");
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
