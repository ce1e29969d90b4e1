//! The hand on the sandbox: the pages of a person and the JSON of a script.

use payment::{AuthCode, AuthCodeIssuer, Error, Provider, TransactionState};
use reqwest::{Client, StatusCode};
use sandbox::wechat_pay::OrderState;
use serde_json::{Value, json};

use crate::support::{PATIENCE, Stage, request};

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

async fn page(stage: &Stage, path: &str) -> (StatusCode, String) {
    let answer = client()
        .get(at(stage, path))
        .send()
        .await
        .expect("it answers");
    let policy = answer.headers()["content-security-policy"].clone();
    assert!(
        policy
            .to_str()
            .is_ok_and(|policy| policy.starts_with("default-src 'none'")),
        "no page may load anything from elsewhere"
    );
    (answer.status(), answer.text().await.expect("a text"))
}

#[tokio::test]
async fn a_person_pays_with_the_big_button() {
    let mut stage = Stage::set().await;
    let mut asked = request("PAGE-PAYS-1", 1205);
    asked.description = "<b>2 prints</b>".to_owned();
    let code = stage
        .merchant
        .open(&asked)
        .await
        .expect("the order is sound");

    let (_, list) = page(&stage, "").await;
    assert!(
        list.contains("Pay ¥12.05"),
        "the list offers to pay: {list}"
    );
    assert!(
        !list.contains("<b>2 prints"),
        "a description is text, never markup"
    );
    let scan = format!("pay?code_url={}", code.as_str());
    let (status, scanned) = page(&stage, &scan).await;
    assert_eq!(status, StatusCode::OK, "the code leads to its order");
    let action = "/sandbox/orders/PAGE-PAYS-1/pay";
    assert!(scanned.contains(action), "with the same button: {scanned}");

    let pressed = format!("{}{action}", stage.sandbox.base_url());
    let (_, after) = {
        let answer = client().post(&pressed).send().await.expect("it answers");
        (answer.status(), answer.text().await.expect("a text"))
    };
    assert!(after.contains("Paid"), "the list shows it as paid: {after}");
    stage
        .notification()
        .await
        .expect("and the merchant is told");

    let again = client().post(&pressed).send().await.expect("it answers");
    assert_eq!(again.status(), StatusCode::CONFLICT, "nobody pays twice");
}

#[tokio::test]
async fn a_declined_payment_stays_open_and_nobody_is_told() {
    let stage = Stage::set().await;
    let number = stage.open("PAGE-DECLINES-1", 600).await;
    stage
        .sandbox
        .decline("PAGE-DECLINES-1")
        .expect("one may turn away");
    let state = stage
        .merchant
        .query(&number)
        .await
        .expect("it is known")
        .state;
    assert_eq!(
        state,
        TransactionState::NotPaid,
        "the code can be scanned again"
    );
    let (_, list) = page(&stage, "").await;
    assert!(
        list.contains("Declined, still open"),
        "the page says so: {list}"
    );
    assert_eq!(stage.sandbox.deliveries(), [], "only success is notified");
}

#[tokio::test]
async fn a_code_that_nobody_made_leads_nowhere() {
    let stage = Stage::set().await;
    let (status, text) = page(&stage, "pay?code_url=weixin://wxpay/bizpayurl?pr=GUESS").await;
    assert_eq!(status, StatusCode::NOT_FOUND, "{text}");
    assert!(
        text.contains("Nothing was paid"),
        "it says that money is safe: {text}"
    );
}

#[tokio::test]
async fn a_script_pays_and_queues_faults() {
    let stage = Stage::set().await;
    let number = stage.open("API-PAYS-1", 600).await;
    let fault = json!({"kind": "too_fast", "on": "query"});
    let queued = client()
        .post(at(&stage, "api/faults"))
        .json(&fault)
        .send()
        .await;
    assert_eq!(
        queued.expect("it answers").status(),
        StatusCode::CREATED,
        "the fault waits"
    );
    let busy = stage.merchant.query(&number).await;
    assert!(
        matches!(busy, Err(Error::TryLater { .. })),
        "and strikes: {busy:?}"
    );

    let misspelt = json!({"kind": "too_fats", "on": "query"});
    let refused = client()
        .post(at(&stage, "api/faults"))
        .json(&misspelt)
        .send()
        .await;
    assert!(
        refused.expect("it answers").status().is_client_error(),
        "a misspelt fault must not pass in silence"
    );

    let paid = client()
        .post(at(&stage, "api/orders/API-PAYS-1/pay"))
        .send()
        .await;
    assert_eq!(
        paid.expect("it answers").status(),
        StatusCode::NO_CONTENT,
        "paid"
    );
    let listed = client()
        .get(at(&stage, "api/orders"))
        .send()
        .await
        .expect("it answers");
    let listed: Value = listed.json().await.expect("JSON");
    assert_eq!(
        listed["orders"][0]["state"], "paid",
        "the list knows: {listed}"
    );
    assert!(
        matches!(
            stage.sandbox.orders()[0].state,
            OrderState::Paid { taken: 600, .. }
        ),
        "and so does the library"
    );
}

#[tokio::test]
async fn a_person_shows_a_barcode_and_a_script_asks_for_one() {
    let stage = Stage::set().await;
    let (_, choices) = page(&stage, "barcodes").await;
    assert!(
        choices.contains("Asks for the password"),
        "every fate has its button: {choices}"
    );
    let shown = client()
        .post(at(&stage, "barcodes"))
        .form(&[("fate", "pays")])
        .send()
        .await
        .expect("it answers")
        .text()
        .await
        .expect("a text");
    let digits: String = shown
        .split_once("class=\"digits\">")
        .and_then(|(_, rest)| rest.split_once('<'))
        .map(|(digits, _)| digits.replace(' ', ""))
        .expect("the digits are printed below the drawing");
    assert!(shown.contains("<svg"), "a scanner can read it: {shown}");
    let asked = client()
        .post(at(&stage, "api/barcodes"))
        .json(&json!({"fate": "not_enough"}))
        .send()
        .await
        .expect("it answers");
    assert_eq!(asked.status(), StatusCode::CREATED, "handed out");
    let asked: Value = asked.json().await.expect("JSON");
    for text in [
        digits.as_str(),
        asked["auth_code"].as_str().expect("a code"),
    ] {
        let code = AuthCode::parse(text).expect("a payment barcode");
        assert_eq!(
            code.provider(),
            AuthCodeIssuer::WechatPay,
            "the scanner tells whose it is"
        );
    }
}

/// Every fault that a button of the page queues, as the page writes it.
fn buttons(page: &str) -> Vec<String> {
    page.split("name=\"fault\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .map(|(fault, _)| fault.replace("&#34;", "\"").replace("&quot;", "\""))
        .collect()
}

#[tokio::test]
async fn every_button_of_the_fault_page_queues_its_fault() {
    let stage = Stage::set().await;
    let (_, shown) = page(&stage, "faults").await;
    let buttons = buttons(&shown);
    assert!(
        buttons.len() > 80,
        "seven faults for ten calls and more: {} buttons",
        buttons.len()
    );
    for button in &buttons {
        let pressed = client()
            .post(at(&stage, "faults"))
            .form(&[("fault", button)])
            .send()
            .await
            .expect("it answers");
        assert_eq!(pressed.status(), StatusCode::OK, "{button} is a fault");
        let waiting = stage.sandbox.faults();
        let last = waiting.last().expect("it waits");
        assert_eq!(
            serde_json::to_value(last).expect("JSON"),
            serde_json::from_str::<Value>(button).expect("JSON"),
            "the button queues what it says"
        );
    }
    let cleared = client().post(at(&stage, "faults/clear")).send().await;
    assert_eq!(
        cleared.expect("it answers").status(),
        StatusCode::OK,
        "cleared"
    );
    assert_eq!(stage.sandbox.faults(), [], "nothing waits any more");
    let nonsense = client()
        .post(at(&stage, "faults"))
        .form(&[("fault", "{\"kind\":\"earthquake\"}")])
        .send()
        .await
        .expect("it answers");
    assert_eq!(
        nonsense.status(),
        StatusCode::BAD_REQUEST,
        "a fault that does not exist is refused"
    );
}

#[tokio::test]
async fn a_person_switches_keys() {
    let stage = Stage::set().await;
    for (path, expected) in [
        ("keys/switch", "a platform certificate"),
        ("keys/roll", "a platform certificate"),
        ("keys/switch", "its public key"),
    ] {
        let pressed = client().post(at(&stage, path)).send().await;
        let shown = pressed.expect("it answers").text().await.expect("a text");
        assert!(
            shown.contains(expected),
            "after {path} the page says {expected}: {shown}"
        );
    }
}

#[tokio::test]
async fn stopping_frees_the_port() {
    let dir = tempfile::TempDir::new().expect("a temporary directory");
    crate::support::lend_keys(dir.path()).await;
    let mut options = sandbox::Options::new(dir.path());
    let first = sandbox::Sandbox::start(options.clone())
        .await
        .expect("it starts");
    let address = first.base_url().trim_start_matches("http://");
    options.listen = address.parse().expect("an address");
    first.stop().await;
    sandbox::Sandbox::start(options)
        .await
        .expect("the same port is free again at once");
}
