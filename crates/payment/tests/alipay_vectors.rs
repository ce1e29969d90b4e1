//! Alipay's signatures and certificate serials, against vectors that Alipay published or that an
//! independent library computed (sources inside the JSON file).

use http::HeaderMap;
use order::{Money, Timestamp};
use payment::alipay::{
    Alipay, AppKey, Certificate, Config, Keys, Parameters, Trust, VerifyingKey, text_to_sign,
};
use payment::{
    Acknowledgement, Capture, Foreign, Notification, Provider, Refused, Reply, Surroundings,
    TransactionState,
};
use serde_json::Value;

fn vectors() -> Value {
    serde_json::from_str(include_str!("alipay_vectors.json")).expect("the vectors are JSON")
}

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value
        .pointer(path)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("the vectors lack {path}"))
}

fn parameters(value: &Value) -> Parameters {
    let object = value.as_object().expect("parameters are an object");
    object
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().expect("a text").to_owned()))
        .collect()
}

fn app_key(vectors: &Value) -> AppKey {
    AppKey::parse(text(vectors, "/app_private_key_pem").as_bytes()).expect("the published key")
}

/// PEM without its armour, on one line.
fn bare(pem: &str) -> String {
    pem.lines()
        .filter(|line| !line.starts_with("-----"))
        .collect()
}

/// A merchant who is called as the vectors say and believes `key`.
fn merchant(app_id: &str, seller_id: &str, key: VerifyingKey) -> Alipay {
    let config = Config {
        gateway: "https://127.0.0.1:1/gateway.do".to_owned(),
        app_id: app_id.to_owned(),
        seller_id: seller_id.to_owned(),
        app_private_key_file: "unread".into(),
        alipay_public_key_file: None,
        app_cert_file: None,
        alipay_cert_file: None,
        alipay_root_cert_file: None,
        bill_hosts: Vec::new(),
        notify_url: Some("https://print.example.com/pay/alipay/notify".to_owned()),
    };
    let keys = Keys {
        app: app_key(&vectors()),
        trust: Trust::PublicKey(key),
    };
    let surroundings = Surroundings::new(|| Timestamp::from_ms(1_795_341_600_000), || [7; 16]);
    Alipay::with_keys(config, keys, surroundings).expect("the settings are sound")
}

async fn judge(merchant: &Alipay, body: &str) -> Result<Notification, Refused> {
    let now = Timestamp::from_ms(1_795_341_600_000);
    merchant
        .read_notification(&HeaderMap::new(), body.as_bytes(), now)
        .await
}

fn paid(notification: Result<Notification, Refused>) -> (String, Capture) {
    match notification {
        Ok(Notification::Payment(transaction)) => match transaction.state {
            TransactionState::Success(capture) => (transaction.out_trade_no.to_string(), capture),
            other => panic!("the trade is paid, not {other:?}"),
        },
        other => panic!("it is a payment's notification: {other:?}"),
    }
}

#[test]
fn a_request_is_signed_over_its_sorted_parameters() {
    let vectors = vectors();
    let vector = &vectors["request_sign"];
    let signed = text_to_sign(&parameters(&vector["params"]), &["sign"]);
    assert_eq!(
        signed,
        text(vector, "/string_to_sign"),
        "sorted by name, not encoded, sign_type included"
    );
    assert_eq!(
        app_key(&vectors).sign(signed.as_bytes()),
        text(vector, "/sign"),
        "RSA2 over that text"
    );
}

#[test]
fn a_private_key_is_read_in_all_four_forms() {
    let vectors = vectors();
    let message = text(&vectors, "/request_sign/string_to_sign").as_bytes();
    let expected = text(&vectors, "/request_sign/sign");
    let pkcs1 = text(&vectors, "/app_private_key_pem");
    let pkcs8 = text(&vectors, "/app_private_key_pkcs8_pem");
    for form in [
        pkcs1.to_owned(),
        pkcs8.to_owned(),
        bare(pkcs1),
        format!("{}\r\n", bare(pkcs8)),
    ] {
        let key = AppKey::parse(form.as_bytes()).expect("one of the four forms");
        assert_eq!(key.sign(message), expected, "the same key in every form");
    }
    for wrong in [
        "",
        "not a key",
        "AAAA",
        text(&vectors, "/app_public_key_pem"),
        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
    ] {
        assert!(
            AppKey::parse(wrong.as_bytes()).is_err(),
            "{wrong:?} is no private key and must be told at the start"
        );
    }
}

#[test]
fn the_rest_variant_takes_the_same_signature() {
    let vectors = vectors();
    let vector = &vectors["v3_request"];
    let signature = app_key(&vectors).sign(text(vector, "/message").as_bytes());
    assert_eq!(
        format!(
            "ALIPAY-SHA256withRSA {},sign={signature}",
            text(vector, "/auth_string")
        ),
        text(vector, "/authorization"),
        "the key signs lines as well as parameters"
    );
}

#[test]
fn the_raw_text_of_an_answer_verifies_and_a_text_written_anew_does_not() {
    let vectors = vectors();
    let cases = [
        ("sync_response_published", "/alipay_public_key_pem"),
        ("sync_response_escaped", ""),
    ];
    for (name, key) in cases {
        let vector = &vectors[name];
        let pem = match key {
            "" => text(&vectors, "/app_public_key_pem"),
            path => text(vector, path),
        };
        let answer: Value = serde_json::from_str(text(vector, "/raw")).expect("an answer");
        let signature = text(&answer, "/sign");
        for form in [pem.to_owned(), bare(pem)] {
            let key = VerifyingKey::parse(form.as_bytes()).expect("a public key in either form");
            key.verify(text(vector, "/signed_part").as_bytes(), signature)
                .expect("the signed part as it arrived");
            let object = answer.as_object().expect("an object");
            let (_, result) = object
                .iter()
                .find(|(name, _)| name.ends_with("_response"))
                .expect("a result");
            assert_eq!(
                key.verify(result.to_string().as_bytes(), signature),
                Err(Refused::Signature),
                "{name}: what was parsed and written anew is another text"
            );
        }
    }
}

#[tokio::test]
async fn a_notification_with_empty_and_encoded_values_is_believed_once_decoded() {
    let vectors = vectors();
    let vector = &vectors["notify"];
    let key = VerifyingKey::parse(text(&vectors, "/app_public_key_pem").as_bytes())
        .expect("a public key");
    let ours = merchant("2021000122671080", "2088000000000001", key.clone());
    let body = text(vector, "/form_body");
    let (number, capture) = paid(judge(&ours, body).await);
    assert_eq!(number, "K0012026112200000002", "our number");
    assert_eq!(
        capture,
        Capture {
            transaction_id: "2026112222001400000000000001".to_owned(),
            amount: Money::from_minor(600),
            // 18:00:20 in Beijing
            paid_at: Timestamp::from_ms(1_795_341_620_000),
        },
        "what was paid, and when"
    );
    assert_eq!(
        ours.acknowledgement(),
        Acknowledgement::Text("success"),
        "seven bytes and nothing else, or it comes again"
    );

    let elsewhere = merchant("2021000122671081", "2088000000000001", key.clone());
    assert_eq!(
        judge(&elsewhere, body).await,
        Err(Refused::NotOurs(Foreign::Application)),
        "another application's message"
    );
    let another = merchant("2021000122671080", "2088000000000002", key);
    let refused = judge(&another, body).await.expect_err("another seller");
    assert_eq!(refused, Refused::NotOurs(Foreign::Merchant), "said so");
    assert_eq!(
        refused.reply(),
        Reply::AcknowledgeAndAlarm,
        "it is Alipay's, and repeating it makes nothing better"
    );
}

#[tokio::test]
async fn a_changed_notification_is_rejected() {
    let vectors = vectors();
    let body = text(&vectors, "/notify/form_body");
    let key = VerifyingKey::parse(text(&vectors, "/app_public_key_pem").as_bytes())
        .expect("a public key");
    let ours = merchant("2021000122671080", "2088000000000001", key);
    for (what, changed) in [
        (
            "the amount",
            body.replace("total_amount=6.00", "total_amount=0.01"),
        ),
        (
            "an empty field left out",
            body.replace("passback_params=&", ""),
        ),
        ("a field added", format!("{body}&refund_fee=6.00")),
        ("a field said twice", format!("{body}&total_amount=6.00")),
        ("decoded twice", body.replace("100%25", "100%")),
        (
            "another signature type",
            body.replace("sign_type=RSA2", "sign_type=RSA"),
        ),
        (
            "no signature",
            body.split("&sign=").next().unwrap_or_default().to_owned(),
        ),
        ("nothing", String::new()),
        ("no form", "{\"sign\":\"照片\"}".to_owned()),
        ("half a form", body[..body.len() / 2].to_owned()),
    ] {
        // `100%` decodes to itself: the value that was signed. It is the same message.
        if what == "decoded twice" {
            paid(judge(&ours, &changed).await);
            continue;
        }
        let refused = judge(&ours, &changed).await.expect_err(what);
        assert_eq!(
            refused.reply(),
            Reply::Reject,
            "{what} was read as {refused:?}"
        );
    }
}

#[tokio::test]
async fn the_published_notification_is_believed() {
    let vectors = vectors();
    let vector = &vectors["notify_published"];
    let key = VerifyingKey::parse(text(vector, "/alipay_public_key_base64_spki").as_bytes())
        .expect("bare base64");
    let ours = merchant("2019073166072302", "2088531891668739", key);
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in parameters(&vector["fields"]) {
        form.append_pair(&name, &value);
    }
    form.append_pair("sign_type", "RSA2");
    form.append_pair("sign", text(vector, "/sign"));
    let (number, capture) = paid(judge(&ours, &form.finish()).await);
    assert_eq!(number, "20190815155618536-564-57", "as published");
    assert_eq!(capture.amount, Money::from_minor(10), "ten fen");
}

#[test]
fn certificates_are_named_as_alipay_names_them() {
    let vectors = vectors();
    let certificates = &vectors["certificates"];
    let pem = |path| text(certificates, path).as_bytes();
    let both = [pem("/alipay_pem"), b"\n", pem("/app_pem")].concat();
    let trust = Trust::from_certificates(pem("/app_pem"), pem("/root_pem"), &both)
        .expect("published certificates");
    let Trust::Certificates { app, root, alipay } = trust else {
        panic!("these are certificates");
    };
    assert_eq!(app, text(certificates, "/app_serial"), "ours");
    assert_eq!(
        root,
        text(certificates, "/root_serial"),
        "two RSA roots of four; the SM2 ones take no part"
    );
    let serials: Vec<String> = alipay
        .into_iter()
        .map(|Certificate { serial, .. }| serial)
        .collect();
    assert_eq!(
        serials,
        [
            text(certificates, "/alipay_serial"),
            text(certificates, "/app_serial")
        ],
        "every certificate of the file is held"
    );
    for wrong in [
        &b""[..],
        b"not a certificate",
        pem("/app_pem").split_at(900).0,
    ] {
        assert!(
            Trust::from_certificates(pem("/app_pem"), wrong, pem("/alipay_pem")).is_err()
                && Trust::from_certificates(wrong, pem("/root_pem"), pem("/alipay_pem")).is_err()
                && Trust::from_certificates(pem("/app_pem"), pem("/root_pem"), wrong).is_err(),
            "a wrong file is told at the start: {wrong:?}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn no_notification_panics(body in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        let vectors = vectors();
        let key = VerifyingKey::parse(text(&vectors, "/app_public_key_pem").as_bytes())
            .expect("a public key");
        let ours = merchant("2021000122671080", "2088000000000001", key);
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let now = Timestamp::from_ms(1_795_341_600_000);
        let headers = HeaderMap::new();
        let judged = runtime.block_on(ours.read_notification(&headers, &body, now));
        proptest::prop_assert!(judged.is_err(), "nobody signed these bytes");
    }
}
