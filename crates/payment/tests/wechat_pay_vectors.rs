//! The signing, verification and decryption of WeChat Pay APIv3, against vectors that WeChat Pay
//! published or that an independent library computed (sources inside the JSON file).

use http::{HeaderMap, HeaderName, HeaderValue};
use order::{Money, Timestamp};
use payment::wechat_pay::{
    ApiV3Key, Config, Keys, MerchantKey, Seal, Stamp, VerifyingKey, WeChatPay,
};
use payment::{Foreign, Notification, Provider, Refused, Surroundings, TransactionState};
use serde_json::Value;

fn vectors() -> Value {
    serde_json::from_str(include_str!("wechat_pay_vectors.json")).expect("the vectors are JSON")
}

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value
        .pointer(path)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("the vectors lack {path}"))
}

fn headers(value: &Value) -> HeaderMap {
    value
        .as_object()
        .expect("headers are an object")
        .iter()
        .map(|(name, value)| {
            (
                HeaderName::try_from(name.as_str()).expect("a header name"),
                HeaderValue::from_str(value.as_str().expect("a text")).expect("a header value"),
            )
        })
        .collect()
}

/// Signs the vector's message and returns the signature inside the header.
fn sign(key: &MerchantKey, message: &str) -> String {
    let mut lines = message.splitn(5, '\n');
    let mut line = || lines.next().expect("five lines");
    let (method, path, seconds, nonce, rest) = (line(), line(), line(), line(), line());
    let stamp = Stamp {
        seconds: seconds.parse().expect("seconds"),
        nonce: nonce.to_owned(),
    };
    let body = rest.strip_suffix('\n').expect("the last line is ended too");
    key.authorization(method, path, &stamp, body.as_bytes())
}

#[test]
fn requests_are_signed_as_the_documentation_signs_them() {
    let vectors = vectors();
    let doc = &vectors["doc_request_sign"];
    let key = MerchantKey::from_pem(
        text(doc, "/mchid"),
        text(doc, "/serial_no"),
        text(doc, "/private_key_pem").as_bytes(),
    )
    .expect("the documented key is PKCS#8");
    for case in doc["cases"].as_array().expect("cases") {
        let header = sign(&key, text(case, "/message"));
        let expected = format!("signature=\"{}\"", text(case, "/signature"));
        assert!(
            header.contains(&expected),
            "the documentation computes another signature for {}",
            text(case, "/message")
        );
    }
}

fn merchant_key(vectors: &Value) -> MerchantKey {
    MerchantKey::from_pem(
        "1234567891",
        text(vectors, "/java_client/merchant_serial"),
        text(vectors, "/java_client/merchant_private_key_pem").as_bytes(),
    )
    .expect("the published key is PKCS#8")
}

#[test]
fn an_order_with_chinese_text_gets_the_expected_authorization() {
    let vectors = vectors();
    let header = sign(
        &merchant_key(&vectors),
        text(&vectors, "/native_order/message"),
    );
    assert_eq!(
        header,
        text(&vectors, "/native_order/authorization"),
        "every byte of the header, as an independent library computes it"
    );
}

#[test]
fn a_query_is_signed_with_its_query_string() {
    let vectors = vectors();
    let header = sign(&merchant_key(&vectors), text(&vectors, "/query/message"));
    assert!(
        header.contains(text(&vectors, "/query/signature")),
        "the commonest cause of a 401 is a query left out of the signature"
    );
}

#[test]
fn barcodes_reversals_and_bills_are_signed_as_an_independent_library_signs_them() {
    let vectors = vectors();
    let cases = vectors["barcode_and_bill_requests"]["cases"].as_array();
    for case in cases.expect("cases") {
        let header = sign(&merchant_key(&vectors), text(case, "/message"));
        assert!(
            header.contains(text(case, "/signature")),
            "another signature for {}",
            text(case, "/name")
        );
    }
}

#[test]
fn the_private_key_never_shows() {
    let shown = format!("{:?}", merchant_key(&vectors()));
    assert!(shown.ends_with("***)"), "Debug shows a mask, not {shown}");
}

fn merchant(appid: &str) -> WeChatPay {
    let vectors = vectors();
    let config = Config {
        api_base: "https://api.mch.weixin.qq.com".to_owned(),
        backup_base: None,
        appid: appid.to_owned(),
        mchid: "1234567891".to_owned(),
        merchant_serial: text(&vectors, "/java_client/merchant_serial").to_owned(),
        merchant_private_key_file: "unused".into(),
        api_v3_key_file: "unused".into(),
        public_key_id: None,
        public_key_file: None,
        notify_url: Some("https://print.example.com/pay/wechat/notify".to_owned()),
    };
    let keys = Keys {
        merchant: merchant_key(&vectors),
        api_v3: ApiV3Key::parse(text(&vectors, "/notification/api_v3_key").as_bytes())
            .expect("32 characters"),
        public_key: Some((
            text(&vectors, "/notification/headers/Wechatpay-Serial").to_owned(),
            VerifyingKey::from_public_key_pem(
                text(&vectors, "/java_client/wechatpay_public_key_pem").as_bytes(),
            )
            .expect("the published key is a public key"),
        )),
    };
    let surroundings = Surroundings::new(|| Timestamp::from_ms(0), || [7; 16]);
    WeChatPay::with_keys(config, keys, surroundings).expect("the settings are sound")
}

/// Seconds at which the notification of the vectors was signed.
const SIGNED_AT: i64 = 1_795_341_631;

async fn judge(
    change: impl FnOnce(&mut HeaderMap, &mut Vec<u8>),
    seconds: i64,
) -> Result<Notification, Refused> {
    let vectors = vectors();
    let mut headers = headers(&vectors["notification"]["headers"]);
    let mut body = text(&vectors, "/notification/body").as_bytes().to_vec();
    change(&mut headers, &mut body);
    merchant("wxd678efh567hg6787")
        .read_notification(&headers, &body, Timestamp::from_ms(seconds * 1000))
        .await
}

#[tokio::test]
async fn a_true_notification_is_read() {
    let read = judge(|_, _| {}, SIGNED_AT + 299).await;
    let Ok(Notification::Payment(transaction)) = read else {
        panic!("a true notification was not read as a payment: {read:?}");
    };
    assert_eq!(
        transaction.out_trade_no.as_str(),
        "K0012026112200000001",
        "the number inside the ciphertext"
    );
    let TransactionState::Success(capture) = transaction.state else {
        panic!("a success is not read as one");
    };
    assert_eq!(capture.amount, Money::from_minor(600), "the price in fen");
    assert_eq!(
        capture.paid_at,
        Timestamp::from_ms(1_795_341_630_000),
        "18:00:30 in Beijing"
    );
}

#[tokio::test]
async fn a_notification_out_of_time_is_refused() {
    for (skew_seconds, seconds) in [(300, SIGNED_AT + 300), (-300, SIGNED_AT - 300)] {
        assert_eq!(
            judge(|_, _| {}, seconds).await,
            Err(Refused::Stale { skew_seconds }),
            "a copy from the past or the future is a replay"
        );
    }
}

#[tokio::test]
async fn a_changed_notification_is_refused() {
    let set = |name: &'static str, value: &'static str| {
        move |headers: &mut HeaderMap, _: &mut Vec<u8>| {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    assert_eq!(
        judge(|_, body| body.push(b' '), SIGNED_AT).await,
        Err(Refused::Signature),
        "one more space in the body"
    );
    assert_eq!(
        judge(
            set("wechatpay-signature", "WECHATPAY/SIGNTEST/nonsense"),
            SIGNED_AT
        )
        .await,
        Err(Refused::Signature),
        "the provider's own test of our care"
    );
    assert_eq!(
        judge(set("wechatpay-serial", "PUB_KEY_ID_0999"), SIGNED_AT).await,
        Err(Refused::UnknownKey {
            serial: "PUB_KEY_ID_0999".to_owned()
        }),
        "a public key that is not ours"
    );
    assert_eq!(
        judge(set("wechatpay-signature-type", "NONE"), SIGNED_AT).await,
        Err(Refused::SignatureType),
        "a weaker algorithm must not be talked into us"
    );
    for name in [
        "wechatpay-timestamp",
        "wechatpay-nonce",
        "wechatpay-serial",
        "wechatpay-signature",
    ] {
        let refused = judge(
            |headers, _| {
                headers.remove(name);
            },
            SIGNED_AT,
        )
        .await;
        assert_eq!(refused, Err(Refused::Header(name)), "{name} is missing");
    }
}

#[tokio::test]
async fn a_notification_for_another_application_is_not_ours() {
    let vectors = vectors();
    let refused = merchant("wx0000000000000000")
        .read_notification(
            &headers(&vectors["notification"]["headers"]),
            text(&vectors, "/notification/body").as_bytes(),
            Timestamp::from_ms(SIGNED_AT * 1000),
        )
        .await;
    assert_eq!(
        refused,
        Err(Refused::NotOurs(Foreign::Application)),
        "a signature proves the sender, not that it is meant for us"
    );
}

#[test]
fn a_notification_signed_with_a_certificate_verifies() {
    let vectors = vectors();
    let published = &vectors["go_client_notification"];
    let seal = Seal::read(&headers(&published["headers"])).expect("all headers are there");
    seal.check_age(Timestamp::from_ms(1_624_523_846_000))
        .expect("judged at the time it was sent");
    let key = VerifyingKey::from_certificate_pem(text(published, "/certificate_pem").as_bytes())
        .expect("the published certificate");
    let body = text(published, "/body").as_bytes();
    seal.check_signature(&key, body)
        .expect("the published signature fits the published body");
    assert_eq!(
        seal.check_signature(&key, &body[1..]),
        Err(Refused::Signature),
        "one byte less"
    );
}
