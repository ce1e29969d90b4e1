//! What operators are told about messages that are not what they claim to be.

use payment::Provider as _;
use payment::fake::TRUSTED_HEADER;
use reqwest::StatusCode;

use crate::stage::Stage;

const PATH: &str = "/pay/wechat/notify";

/// The value of one line of `/metrics`.
async fn value(stage: &Stage, series: &str) -> u64 {
    let answer = stage.client.get(stage.url("/metrics")).send().await;
    let text = answer.unwrap().text().await.unwrap();
    text.lines()
        .find_map(|line| line.strip_prefix(series)?.trim().parse().ok())
        .unwrap_or_else(|| panic!("{series} is not in\n{text}"))
}

fn verdict(name: &str) -> String {
    format!("minilab_notifications_total{{provider=\"wechat_pay\",verdict=\"{name}\"}}")
}

#[tokio::test]
async fn forged_and_repeated_notifications_are_counted_by_their_reason() {
    let stage = Stage::new().await;
    assert_eq!(
        value(&stage, &verdict("header")).await,
        0,
        "a series is there before its first message, so that the first is a rise"
    );
    let order = order::OrderId::parse("01JD3F7Q4W9K2M5N8P0R1S3T5V").unwrap();
    let number = order.out_trade_no(1);
    let forged = stage
        .client
        .post(stage.url(PATH))
        .body(number.to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(
        forged.status(),
        StatusCode::UNAUTHORIZED,
        "a forged one is refused"
    );
    assert_eq!(
        value(&stage, &verdict("header")).await,
        1,
        "and counted by what is wrong with it: the fake's seal is a header"
    );
    let stranger = stage
        .client
        .post(stage.url("/pay/alipay/notify"))
        .body("{}");
    let status = stranger.send().await.unwrap().status();
    assert!(
        status.is_server_error(),
        "nobody of that name is configured: {status}"
    );
    stage
        .provider
        .open(&payment::PaymentRequest {
            out_trade_no: number.clone(),
            amount: order::Money::from_minor(250),
            description: "prints".to_owned(),
            expires_at: stage.now().plus_ms(60_000),
            terminal: None,
        })
        .await
        .unwrap();
    stage.provider.pay(&number, stage.now());
    for _ in 0..3 {
        let genuine = stage
            .client
            .post(stage.url(PATH))
            .header(TRUSTED_HEADER, "yes")
            .body(number.to_string())
            .send()
            .await
            .unwrap();
        assert_eq!(
            genuine.status(),
            StatusCode::NO_CONTENT,
            "a genuine one is kept, however often it comes"
        );
    }
    assert_eq!(
        value(&stage, &verdict("accepted")).await,
        1,
        "the first is new"
    );
    assert_eq!(
        value(&stage, &verdict("repeated")).await,
        2,
        "its copies are counted as copies"
    );
    assert_eq!(
        value(
            &stage,
            "minilab_money_oddities_total{kind=\"unasked_payment\"}"
        )
        .await,
        3,
        "money that nobody asked for is counted, for an alarm"
    );
}
