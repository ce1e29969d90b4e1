//! The hand on Alipay: the pages of a person and the JSON of a script.

use reqwest::{Client, StatusCode};
use sandbox::alipay::Barcode;
use serde_json::{Value, json};

use crate::support::{PATIENCE, Stage, charge, fen_of, request};
use payment::Provider as _;

fn client() -> Client {
    Client::builder()
        .timeout(PATIENCE)
        .no_proxy()
        .build()
        .expect("a client")
}

fn at(stage: &Stage, path: &str) -> String {
    format!("{}/sandbox/{path}", stage.sandbox.base_url())
}

async fn text(address: String) -> String {
    let answer = client().get(address).send().await.expect("it answers");
    answer.text().await.expect("a text")
}

#[tokio::test]
async fn a_person_finds_the_payment_by_its_code_and_pays() {
    let mut stage = Stage::set().await;
    let code = stage
        .merchant
        .open(&request("PAGE-ALIPAY-1", 1205))
        .await
        .expect("a sound order");
    let list = text(at(&stage, "")).await;
    assert!(
        list.contains("Waiting for a scan") && list.contains("Alipay PAGE-ALIPAY-1"),
        "the list names the provider and says what is missing: {list}"
    );
    let page = text(at(&stage, &format!("pay?code_url={}", code.as_str()))).await;
    assert!(
        page.contains("Pay ¥12.05") && page.contains("/sandbox/orders/PAGE-ALIPAY-1/pay"),
        "the code leads to its payment: {page}"
    );
    let pressed = at(&stage, "orders/PAGE-ALIPAY-1/pay");
    let after = client().post(&pressed).send().await.expect("it answers");
    assert!(
        after.text().await.is_ok_and(|list| list.contains("Paid")),
        "the list shows it as paid"
    );
    assert_eq!(
        fen_of(&stage.told().await),
        1205,
        "and the merchant is told"
    );
    let again = client().post(&pressed).send().await.expect("it answers");
    assert_eq!(again.status(), StatusCode::CONFLICT, "nobody pays twice");
}

#[tokio::test]
async fn a_script_pays_queues_faults_and_hands_out_barcodes() {
    let stage = Stage::set().await;
    stage.open("API-ALIPAY-1", 600).await;
    for (path, body, status) in [
        (
            "api/alipay/faults",
            json!({"kind": "drop_notification"}),
            StatusCode::CREATED,
        ),
        (
            "api/alipay/orders/API-ALIPAY-1/pay",
            Value::Null,
            StatusCode::NO_CONTENT,
        ),
        (
            "api/alipay/orders/NOBODYS-1/pay",
            Value::Null,
            StatusCode::NOT_FOUND,
        ),
        (
            "api/alipay/faults",
            json!({"kind": "misspelt"}),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    ] {
        let answer = client().post(at(&stage, path)).json(&body).send().await;
        assert_eq!(
            answer.expect("it answers").status(),
            status,
            "{path} {body}"
        );
    }
    let listed: Value =
        serde_json::from_str(&text(at(&stage, "api/alipay/orders")).await).expect("JSON");
    assert_eq!(listed["orders"][0]["state"], "paid", "{listed}");
    let handed = client()
        .post(at(&stage, "api/alipay/barcodes"))
        .json(&json!({"fate": "pays"}))
        .send()
        .await
        .expect("it answers");
    let handed: Value = handed.json().await.expect("JSON");
    let barcode = handed["auth_code"].as_str().expect("a barcode");
    let asked = charge("API-ALIPAY-2", 700, barcode);
    let charged = stage.merchant.charge(&asked).await.expect("it pays");
    assert_eq!(fen_of(&charged.state), 700, "the price");
    let page = client()
        .post(at(&stage, "barcodes/alipay"))
        .form(&[("fate", "pays")])
        .send()
        .await
        .expect("it answers");
    let page = page.text().await.expect("a page");
    assert!(page.contains("<svg"), "a barcode is drawn: {page}");
    assert_ne!(
        stage.till().hand_out_barcode(Barcode::Pays),
        barcode,
        "no two customers show the same"
    );
}
