//! What the gateway refuses, as the real one does: judged with requests made by hand.

use std::collections::BTreeMap;

use payment::alipay::{AppKey, text_to_sign};
use reqwest::Client;
use serde_json::{Value, json};

use crate::support::{PATIENCE, Stage};

/// A sound request, ready to be spoilt.
struct Handmade {
    client: Client,
    gateway: String,
    key: AppKey,
    parameters: BTreeMap<String, String>,
}

impl Handmade {
    fn new(stage: &Stage) -> Self {
        let config = stage.till().merchant_config();
        let pem = std::fs::read(&config.app_private_key_file).expect("the key file");
        let beijing = jiff::tz::TimeZone::fixed(jiff::tz::Offset::constant(8));
        let now = jiff::Timestamp::now().to_zoned(beijing);
        let biz_content = json!({
            "out_trade_no": "HAND-1",
            "total_amount": "6.00",
            "subject": "照片",
        });
        let parameters = [
            ("app_id", config.app_id.clone()),
            ("method", "alipay.trade.precreate".to_owned()),
            ("charset", "utf-8".to_owned()),
            ("sign_type", "RSA2".to_owned()),
            ("timestamp", now.strftime("%Y-%m-%d %H:%M:%S").to_string()),
            ("version", "1.0".to_owned()),
            ("biz_content", biz_content.to_string()),
        ];
        Self {
            client: Client::builder()
                .timeout(PATIENCE)
                .no_proxy()
                .build()
                .expect("a client"),
            gateway: config.gateway.clone(),
            key: AppKey::parse(&pem).expect("a key"),
            parameters: parameters
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        }
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.parameters.insert(name.to_owned(), value.to_owned());
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.parameters.remove(name);
        self
    }

    fn signed(mut self) -> Self {
        let signature = self
            .key
            .sign(text_to_sign(&self.parameters, &["sign"]).as_bytes());
        self.parameters.insert("sign".to_owned(), signature);
        self
    }

    /// The result inside the answer, and the whole answer's text.
    async fn post(&self) -> (Value, String) {
        let sent = self.client.post(&self.gateway).form(&self.parameters);
        read(sent.send().await.expect("it answers")).await
    }

    async fn get(&self) -> (Value, String) {
        let sent = self.client.get(&self.gateway).query(&self.parameters);
        read(sent.send().await.expect("it answers")).await
    }
}

async fn read(answer: reqwest::Response) -> (Value, String) {
    let text = answer.text().await.expect("a text");
    let whole: Value = serde_json::from_str(&text).expect("JSON");
    let result = whole
        .as_object()
        .and_then(|parts| parts.iter().find(|(name, _)| name.ends_with("_response")))
        .map(|(_, result)| result.clone())
        .expect("a result");
    (result, text)
}

#[tokio::test]
async fn parameters_may_come_in_the_query_or_in_the_body() {
    let stage = Stage::set().await;
    for answer in [
        Handmade::new(&stage).signed().post().await,
        Handmade::new(&stage).signed().get().await,
    ] {
        assert_eq!(
            answer.0["code"], "10000",
            "either way is taken: {}",
            answer.1
        );
        assert!(
            answer.1.contains("https:\\/\\/qr.alipay.com\\/bax"),
            "slashes are escaped: {}",
            answer.1
        );
    }
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_refused_by_name() {
    let stage = Stage::set().await;
    let handmade = || Handmade::new(&stage);
    for (request, sub_code) in [
        (handmade(), "isv.missing-signature"),
        (
            handmade().signed().with("version", "1.0 "),
            "isv.invalid-version",
        ),
        (
            handmade().signed().with("notify_url", "http://127.0.0.1/"),
            "isv.invalid-signature",
        ),
        (handmade().with("sign", "照片"), "isv.invalid-signature"),
        (handmade().without("method").signed(), "isv.missing-method"),
        (
            handmade().with("method", "alipay.trade.steal").signed(),
            "isv.invalid-method",
        ),
        (handmade().without("app_id").signed(), "isv.missing-app-id"),
        (
            handmade().with("app_id", "2021000000000000").signed(),
            "isv.invalid-app-id",
        ),
        (
            handmade().with("charset", "gbk").signed(),
            "isv.invalid-charset",
        ),
        (
            handmade().with("sign_type", "RSA").signed(),
            "isv.invalid-signature-type",
        ),
        (
            handmade().without("timestamp").signed(),
            "isv.missing-timestamp",
        ),
        (
            handmade().with("timestamp", "1795341600").signed(),
            "isv.invalid-timestamp",
        ),
        (
            handmade().with("app_cert_sn", "0").signed(),
            "isv.app-cert-sn-not-match",
        ),
        (
            handmade().without("biz_content").signed(),
            "isv.missing-biz-content",
        ),
        (
            handmade().with("biz_content", "{").signed(),
            "isv.missing-biz-content",
        ),
    ] {
        let (result, text) = request.post().await;
        assert_eq!(result["sub_code"], sub_code, "{text}");
    }
}

#[tokio::test]
async fn an_order_outside_the_limits_is_refused() {
    let stage = Stage::set().await;
    for (field, value) in [
        ("out_trade_no", "照片".to_owned()),
        ("out_trade_no", "x".repeat(65)),
        ("total_amount", "0.00".to_owned()),
        ("total_amount", "6.001".to_owned()),
        ("total_amount", "-6.00".to_owned()),
        ("total_amount", "100000000.01".to_owned()),
        ("subject", "a/b".to_owned()),
        ("subject", String::new()),
        ("subject", "x".repeat(257)),
        ("terminal_id", "x".repeat(33)),
        ("timeout_express", "16d".to_owned()),
        ("time_expire", "2020-01-01 00:00:00".to_owned()),
        ("qr_code_timeout_express", "3h".to_owned()),
        ("product_code", "FAST_INSTANT_TRADE_PAY".to_owned()),
    ] {
        let mut biz_content =
            json!({"out_trade_no": "HAND-2", "total_amount": "6.00", "subject": "照片"});
        biz_content[field] = json!(value);
        let request = Handmade::new(&stage).with("biz_content", &biz_content.to_string());
        let (result, text) = request.signed().post().await;
        assert_eq!(
            result["sub_code"], "ACQ.INVALID_PARAMETER",
            "{field} = {value:?}: {text}"
        );
    }
}
