use super::*;

fn read(text: &str) -> Result<Config, ConfigError> {
    Config::from_values(&Values::read("minilab.toml", text, |_| None)?)
}

fn refused(text: &str) -> String {
    read(text).expect_err("must be refused").to_string()
}

#[test]
fn an_unknown_key_is_named_with_its_line_and_the_keys_there_are() {
    let error = refused("listen = \"127.0.0.1:1\"\n\n[limits]\nconections = 5\n");
    assert!(error.contains("minilab.toml line 4"), "the line: {error}");
    assert!(error.contains("limits.conections"), "the key: {error}");
    assert!(error.contains("limits.connections"), "what exists: {error}");
}

#[test]
fn a_value_out_of_range_is_named_with_what_is_allowed() {
    for text in [
        "[limits]\nuploads = 0",
        "[limits]\nuploads = \"many\"",
        "[limits]\nuploads = true",
    ] {
        let error = refused(text);
        assert!(
            error.contains("line 2") && error.contains("1 to 10000"),
            "line and range: {error}"
        );
    }
}

#[test]
fn a_broken_database_url_is_not_repeated_in_the_error() {
    let error = refused("database_url = \"mysql://root:secret@host/x\"");
    assert!(!error.contains("secret"), "it may hold a password: {error}");
}

#[test]
fn the_environment_wins_over_the_file() {
    let values = Values::read("f", "listen = \"127.0.0.1:1\"", |name| {
        (name == "MINILAB_LISTEN").then(|| "127.0.0.1:2".to_owned())
    })
    .expect("valid");
    let config = Config::from_values(&values).expect("valid");
    assert_eq!(config.listen.port(), 2, "MINILAB_LISTEN overrides the file");
}

#[test]
fn half_a_merchant_is_refused() {
    let error = refused("[wechat_pay]\nappid = \"wx1\"\n");
    assert!(
        error.contains("wechat_pay.mchid") && error.contains("MINILAB_WECHAT_PAY_MCHID"),
        "the missing key and its variable: {error}"
    );
    let error = refused("[alipay]\napp_id = \"2021000000000000\"\n");
    assert!(
        error.contains("alipay.seller_id") && error.contains("MINILAB_ALIPAY_SELLER_ID"),
        "the same at Alipay: {error}"
    );
}

#[test]
fn the_example_is_a_valid_file_with_every_key() {
    let example = example();
    read(&example).expect("the example starts");
    let all = example.replace("# [", "[");
    let uncommented: String = all
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = ") => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    for key in keys::KEYS {
        let name = key.path.rsplit('.').next().unwrap_or(key.path);
        assert!(
            uncommented.contains(&format!("\n{name} = ")),
            "{name} is in the example"
        );
    }
}
