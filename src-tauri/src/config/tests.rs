use std::path::Path;

use super::*;

const ENOUGH: &str = "dashboard_url = \"https://dashboard.example.com/\"\n\
                      printer = \"ipp://printer/ipp/print\"\n";

fn load_with(text: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
    let folder = tempfile::tempdir().expect("a folder for the file");
    let file = folder.path().join("kiosk.toml");
    std::fs::write(&file, text).expect("the file is written");
    let variable = |name: &str| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    Config::load(
        Some(&file),
        Path::new("/opt/minilab/minilab-kiosk"),
        variable,
    )
    .map_err(|error| error.to_string())
}

fn load(text: &str) -> Result<Config, String> {
    load_with(text, &[])
}

fn complaint(text: &str) -> String {
    load(text).expect_err("the kiosk must not start with this file")
}

#[test]
fn two_keys_are_enough_and_the_rest_follows() {
    let config = load(ENOUGH).expect("enough");
    assert_eq!(
        config.dashboard_url, "https://dashboard.example.com",
        "an address without the slash, as the line wants it"
    );
    assert_eq!(
        config.device_key,
        Path::new("/var/lib/minilab-kiosk/device.key"),
        "the key lies in the data folder unless said otherwise"
    );
    assert_eq!(
        config.darkroom_worker,
        Path::new("/opt/minilab/minilab-darkroom"),
        "the worker is installed beside the kiosk"
    );
    assert_eq!(
        config.window,
        WindowMode::Fullscreen,
        "a cabinet is the rule"
    );
    assert_eq!(config.language, Language::Zh, "customers are in China");
}

#[test]
fn the_example_is_a_file_that_starts_a_kiosk() {
    let config = load(&example());
    assert!(config.is_ok(), "the example must load: {config:?}");
    for key in keys::KEYS {
        assert!(
            example().contains(&keys::variable(key.name)),
            "the example must name the variable of {}",
            key.name
        );
    }
}

#[test]
fn an_unknown_key_is_named_with_its_line_and_all_that_are_known() {
    let text = complaint(&format!("{ENOUGH}\nprnter = \"ipp://x/\"\n"));
    for part in [
        "kiosk.toml line 4",
        "no key prnter",
        "dashboard_url, printer",
    ] {
        assert!(text.contains(part), "{part:?} must be in {text:?}");
    }
}

#[test]
fn a_value_out_of_range_is_named_with_its_line_and_what_is_allowed() {
    let cases = [
        (
            "window_width_px = 100",
            "window_width_px is \"100\"",
            "320 to 7680",
        ),
        (
            "window_height_px = 7681",
            "window_height_px is \"7681\"",
            "320 to 7680",
        ),
        ("language = \"fr\"", "language is \"fr\"", "zh or en"),
        (
            "window = true",
            "window is \"a value of type boolean\"",
            "fullscreen or windowed",
        ),
        (
            "data_dir = \"var\"",
            "data_dir is \"var\"",
            "an absolute path",
        ),
        ("log = \"station=loud\"", "log is", "levels"),
    ];
    for (line, found, allowed) in cases {
        let text = complaint(&format!("{ENOUGH}{line}\n"));
        for part in ["kiosk.toml line 3", found, allowed] {
            assert!(text.contains(part), "{part:?} must be in {text:?}");
        }
    }
}

#[test]
fn a_dashboard_that_others_could_listen_to_is_refused() {
    let printer = "printer = \"ipp://printer/\"\n";
    for url in [
        "http://dashboard.example.com",
        "http://10.0.0.1:8080",
        "ftp://127.0.0.1",
        "https://user:secret@dashboard.example.com",
        "https://dashboard.example.com/path",
        "dashboard",
    ] {
        complaint(&format!("dashboard_url = \"{url}\"\n{printer}"));
    }
    for url in [
        "http://127.0.0.1:8080",
        "http://localhost:1",
        "http://[::1]:1",
    ] {
        let config = load(&format!("dashboard_url = \"{url}\"\n{printer}"));
        assert_eq!(
            config.map(|config| config.dashboard_url),
            Ok(url.to_owned()),
            "loopback needs no encryption"
        );
    }
}

#[test]
fn a_missing_key_is_named_with_its_variable() {
    let text = complaint("printer = \"ipp://printer/\"\n");
    for part in ["dashboard_url is missing", "MINILAB_DASHBOARD_URL"] {
        assert!(text.contains(part), "{part:?} must be in {text:?}");
    }
}

#[test]
fn broken_toml_is_named_with_its_line() {
    let text = complaint(&format!("{ENOUGH}language = zh\n"));
    assert!(
        text.contains("kiosk.toml line 3"),
        "the line is in {text:?}"
    );
}

#[test]
fn the_environment_goes_before_the_file_and_is_blamed_by_name() {
    let windowed = [
        ("MINILAB_WINDOW", "windowed"),
        ("MINILAB_WINDOW_WIDTH_PX", "400"),
    ];
    let config = load_with(ENOUGH, &windowed).expect("allowed values");
    assert_eq!(
        config.window,
        WindowMode::Windowed {
            width_px: 400,
            height_px: 960
        },
        "the variables are taken, the rest stays at its default"
    );
    let text = load_with(ENOUGH, &[("MINILAB_PRINTER", "usb:1")]).expect_err("no printer");
    assert!(
        text.starts_with("MINILAB_PRINTER: printer is \"usb:1\""),
        "{text:?}"
    );
}
