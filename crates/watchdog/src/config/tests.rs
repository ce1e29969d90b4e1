use super::*;

fn parse(text: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::parse(text, Path::new("/etc/w.toml"), environment).map_err(|e| e.to_string())
}

#[test]
fn the_example_is_the_default_and_every_key_is_in_it() {
    let text = example();
    let from_example = parse(&text, &[]).expect("the example is good");
    let from_nothing = parse("", &[]).expect("every key has a default");
    assert_eq!(
        format!("{from_example:?}"),
        format!("{from_nothing:?}"),
        "the example says what happens without it"
    );
    for key in KEYS {
        assert!(text.contains(key.name), "{} is in the example", key.name);
    }
}

#[test]
fn the_environment_goes_before_the_file() {
    let config = parse(
        "kiosk = [\"/usr/bin/cage\", \"--\", \"/usr/bin/kiosk\"]\npulse_limit_ms = 700\n",
        &[
            ("MINILAB_WATCHDOG_PULSE_LIMIT_MS", "800"),
            ("MINILAB_WATCHDOG_REBOOT", ""),
            ("MINILAB_DASHBOARD_URL", "not the watchdog's"),
        ],
    )
    .expect("a good configuration");
    assert_eq!(
        config.limits.pulse,
        Duration::from_millis(800),
        "overridden"
    );
    assert_eq!(
        config.kiosk.arguments,
        ["--", "/usr/bin/kiosk"],
        "from the file"
    );
    assert_eq!(config.reboot, None, "an empty list is nothing");
    assert_eq!(
        config.limits.most_reboots, 0,
        "without a program the machine is never started anew"
    );
}

#[test]
fn every_mistake_is_named_with_its_place_and_what_is_allowed() {
    for (text, environment, expected) in [
        (
            "\nnonsense = 1",
            None,
            "/etc/w.toml:2: there is no key nonsense; known keys are kiosk,",
        ),
        (
            "most_reboots = 11",
            None,
            "/etc/w.toml:1: most_reboots is 11; allowed is 0 to 10",
        ),
        (
            "kiosk = []",
            None,
            "/etc/w.toml:1: kiosk is []; allowed is a list of texts, the first",
        ),
        (
            "kiosk = \"/usr/bin/kiosk\"",
            None,
            "allowed is a list of texts",
        ),
        ("kiosk = [\"kiosk\"]", None, "absolute path of a program"),
        (
            "web_cache_dir = \"/usr\"",
            None,
            "allowed is an absolute path below another folder",
        ),
        (
            "web_cache_dir = \"/var/../usr\"",
            None,
            "allowed is an absolute path",
        ),
        ("proof_of_life = \"no\"", None, "allowed is required or off"),
        ("# a\n[section]", None, "/etc/w.toml:2: the line"),
        (
            "",
            Some(("MINILAB_WATCHDOG_PULSE_LIMIT_MS", "5s")),
            "the environment variable MINILAB_WATCHDOG_PULSE_LIMIT_MS: pulse_limit_ms is \"5s\"; \
             allowed is 100 to 60000",
        ),
        (
            "",
            Some(("MINILAB_WATCHDOG_TYPO", "1")),
            "the environment variable MINILAB_WATCHDOG_TYPO: there is no key typo",
        ),
    ] {
        let said = parse(text, environment.as_slice()).expect_err(text);
        assert!(
            said.contains(expected),
            "{text:?} should say {expected:?}: {said:?}"
        );
    }
}

#[test]
fn a_missing_file_matters_only_if_it_was_named() {
    let named = Config::load(Some(Path::new("/nowhere/w.toml")), std::iter::empty());
    let said = named.expect_err("it is not there").to_string();
    assert!(
        said.contains("/nowhere/w.toml"),
        "the file is named: {said:?}"
    );
}
