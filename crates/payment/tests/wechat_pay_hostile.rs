//! Strangers write to the notification address: whatever they send is refused, never believed and
//! never a crash.

use std::sync::LazyLock;

use http::{HeaderMap, HeaderName, HeaderValue};
use order::Timestamp;
use payment::wechat_pay::{ApiV3Key, Config, Keys, MerchantKey, VerifyingKey, WeChatPay};
use payment::{Provider, Surroundings};
use proptest::prelude::*;
use serde_json::Value;

/// Seconds at which the notification of the vectors was signed.
const SIGNED_AT: i64 = 1_795_341_631;

fn vectors() -> Value {
    serde_json::from_str(include_str!("wechat_pay_vectors.json")).expect("the vectors are JSON")
}

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value
        .pointer(path)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("the vectors lack {path}"))
}

/// Made once: setting up TLS takes longer than judging a message.
static MERCHANT: LazyLock<WeChatPay> = LazyLock::new(|| merchant(&vectors()));

fn merchant(vectors: &Value) -> WeChatPay {
    let serial = text(vectors, "/java_client/merchant_serial");
    let config = Config {
        // Port 9 (discard) is reserved and nothing listens there.
        api_base: "http://127.0.0.1:9".to_owned(),
        backup_base: None,
        appid: "wxd678efh567hg6787".to_owned(),
        mchid: "1234567891".to_owned(),
        merchant_serial: serial.to_owned(),
        merchant_private_key_file: "unused".into(),
        api_v3_key_file: "unused".into(),
        public_key_id: None,
        public_key_file: None,
        notify_url: Some("https://print.example.com/pay/wechat/notify".to_owned()),
    };
    let private = text(vectors, "/java_client/merchant_private_key_pem");
    let public = text(vectors, "/java_client/wechatpay_public_key_pem");
    let api_v3 = text(vectors, "/notification/api_v3_key");
    let keys = Keys {
        merchant: MerchantKey::from_pem("1234567891", serial, private.as_bytes())
            .expect("the published key is PKCS#8"),
        api_v3: ApiV3Key::parse(api_v3.as_bytes()).expect("32 characters"),
        public_key: Some((
            text(vectors, "/notification/headers/Wechatpay-Serial").to_owned(),
            VerifyingKey::from_public_key_pem(public.as_bytes()).expect("a public key"),
        )),
    };
    let surroundings = Surroundings::new(|| Timestamp::from_ms(SIGNED_AT * 1000), || [7; 16]);
    WeChatPay::with_keys(config, keys, surroundings).expect("the settings are sound")
}

/// One thing a forger changes.
#[derive(Clone, Debug)]
enum Forgery {
    Body(Vec<u8>),
    Byte(usize, u8),
    Cut(usize),
    Header(usize, Vec<u8>),
    NoHeader(usize),
}

const HEADERS: [&str; 5] = [
    "wechatpay-timestamp",
    "wechatpay-nonce",
    "wechatpay-serial",
    "wechatpay-signature",
    "wechatpay-signature-type",
];

fn forgery() -> impl Strategy<Value = Forgery> {
    let bytes = |most| proptest::collection::vec(any::<u8>(), 0..most);
    prop_oneof![
        bytes(300).prop_map(Forgery::Body),
        (any::<usize>(), 1..=u8::MAX).prop_map(|(at, by)| Forgery::Byte(at, by)),
        any::<usize>().prop_map(Forgery::Cut),
        // The type may be missing, and then means the only one there is.
        (0..5_usize, bytes(60)).prop_map(|(which, value)| Forgery::Header(which, value)),
        (0..4_usize).prop_map(Forgery::NoHeader),
    ]
}

proptest! {
    #[test]
    fn no_forgery_is_believed(forgery in forgery()) {
        let vectors = vectors();
        let mut headers = HeaderMap::new();
        for (name, value) in vectors["notification"]["headers"].as_object().expect("headers") {
            headers.insert(
                HeaderName::try_from(name.as_str()).expect("a name"),
                HeaderValue::from_str(value.as_str().expect("a text")).expect("a value"),
            );
        }
        let true_body = text(&vectors, "/notification/body").as_bytes().to_vec();
        let true_headers = headers.clone();
        let mut body = true_body.clone();
        match &forgery {
            Forgery::Body(other) => body.clone_from(other),
            Forgery::Byte(at, by) => {
                let at = at % body.len();
                body[at] ^= by;
            }
            Forgery::Cut(at) => body.truncate(at % body.len()),
            Forgery::Header(which, value) => {
                if let Ok(value) = HeaderValue::from_bytes(value) {
                    headers.insert(HEADERS[*which], value);
                }
            }
            Forgery::NoHeader(which) => {
                headers.remove(HEADERS[*which]);
            }
        }
        prop_assume!(body != true_body || headers != true_headers);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let judged = runtime.block_on(MERCHANT.read_notification(
            &headers,
            &body,
            Timestamp::from_ms(SIGNED_AT * 1000),
        ));
        prop_assert!(judged.is_err(), "{:?} was believed: {:?}", forgery, judged);
    }
}
