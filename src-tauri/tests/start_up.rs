//! The program as whoever starts it sees it, as far as it comes without a screen: exit codes and
//! what is said on the way.

use std::path::Path;
use std::process::{Command, Output};

const CONFIG: &str = "dashboard_url = \"http://127.0.0.1:9\"\nprinter = \"ipp://127.0.0.1:9/\"\n";

fn kiosk(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_minilab-kiosk"))
        .args(arguments)
        .env_clear()
        .output()
        .expect("the program runs")
}

fn kiosk_with(folder: &Path, text: &str) -> Output {
    let file = folder.join("kiosk.toml");
    std::fs::write(&file, text).expect("the file is written");
    kiosk(&["--config", file.to_str().expect("a plain path")])
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_example_is_printed_and_nothing_else() {
    let output = kiosk(&["--example-config"]);
    assert_eq!(output.status.code(), Some(0), "printing it is a success");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.contains("dashboard_url = "), "keys are in it: {text}");
    assert!(output.stderr.is_empty(), "nothing is wrong");
}

#[test]
fn a_wrong_command_line_is_told_apart_from_a_wrong_file() {
    let output = kiosk(&["--confg", "x"]);
    assert_eq!(
        output.status.code(),
        Some(64),
        "EX_USAGE: {}",
        said(&output)
    );
}

#[test]
fn a_wrong_file_is_named_with_line_key_and_what_is_allowed() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = kiosk_with(folder.path(), &format!("{CONFIG}language = \"fr\"\n"));
    assert_eq!(
        output.status.code(),
        Some(78),
        "EX_CONFIG: {}",
        said(&output)
    );
    let text = said(&output);
    for part in ["kiosk.toml line 3", "language", "zh or en"] {
        assert!(text.contains(part), "{part:?} must be in {text:?}");
    }
    let missing = kiosk(&["--config", "/nowhere/kiosk.toml"]);
    assert_eq!(
        missing.status.code(),
        Some(78),
        "EX_CONFIG: {}",
        said(&missing)
    );
}

#[test]
fn a_key_that_others_can_read_stops_the_start() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let key = folder.path().join("device.key");
    std::fs::write(&key, [7; 32]).expect("the key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).expect("its own file");
    let output = kiosk_with(
        folder.path(),
        &format!("{CONFIG}data_dir = {:?}\n", folder.path()),
    );
    assert_eq!(
        output.status.code(),
        Some(77),
        "EX_NOPERM: {}",
        said(&output)
    );
    assert!(
        said(&output).contains("0644"),
        "the mode is named: {}",
        said(&output)
    );
}

#[test]
fn a_data_folder_that_cannot_be_made_stops_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = kiosk_with(
        folder.path(),
        &format!("{CONFIG}data_dir = \"/proc/kiosk\"\n"),
    );
    assert_eq!(
        output.status.code(),
        Some(73),
        "EX_CANTCREAT: {}",
        said(&output)
    );
}

#[test]
fn a_second_kiosk_in_the_same_folder_stops() {
    let folder = tempfile::tempdir().expect("a folder");
    let lock = std::fs::File::create(folder.path().join("lock")).expect("the lock's file");
    lock.lock().expect("nobody has it");
    let output = kiosk_with(
        folder.path(),
        &format!("{CONFIG}data_dir = {:?}\n", folder.path()),
    );
    assert_eq!(
        output.status.code(),
        Some(69),
        "EX_UNAVAILABLE: {}",
        said(&output)
    );
}
