//! Quotes under the kiosk's hand: what is not signed, or signed for something else, opens no
//! payment; what was opened can be proven.

use order::{
    Circumstances, IndexPrint, OrderId, OrderLine, PhotoId, PrintSize, ProviderId, Quote, Recipe,
};
use reqwest::StatusCode;
use wire::payment::{OpenPayment, PricedLine};
use wire::sealed_quote::QuoteStatement;
use wire::settings::SignedSettings;

use crate::stage::{Kiosk, Stage, assert_problem};

fn order() -> OrderId {
    OrderId::parse("01JD3F7Q4W9K2M5N8P0R1S3T5V").unwrap()
}

fn path() -> String {
    format!("/api/v1/kiosk/payments/{}", order().out_trade_no(1))
}

/// What a kiosk of today asks for, `old_ms` after it showed the price.
async fn opening(kiosk: &Kiosk<'_>, old_ms: i64) -> OpenPayment {
    let answer = kiosk.get("/api/v1/kiosk/settings").await;
    let signed: SignedSettings = answer.json().await.unwrap();
    let key = kiosk.stage.running.app().key().signing().verifying_key();
    let now = kiosk.stage.now();
    let settings = signed.open(&key, &kiosk.id, now).unwrap();
    let lines = [OrderLine {
        photo: PhotoId::parse("photo-0001").unwrap(),
        size: PrintSize::SixInch,
        copies: 5,
        recipe: Recipe::cover((4032, 3024), PrintSize::SixInch),
    }];
    let circumstances = Circumstances {
        now: now.plus_ms(-old_ms),
        settings_hash: Some(signed.hash()),
        code: None,
    };
    let mut opening = OpenPayment {
        order: order(),
        provider: ProviderId::WechatPay,
        lines: lines.iter().map(PricedLine::from).collect(),
        index_print: IndexPrint::Without,
        quote: Quote::at(&lines, IndexPrint::Without, &settings, &circumstances).unwrap(),
        way: wire::payment::PaymentWay::QrCode,
        sealed: None,
    };
    seal(kiosk, &mut opening, kiosk.seed);
    opening
}

fn seal(kiosk: &Kiosk<'_>, opening: &mut OpenPayment, seed: [u8; 32]) {
    let said = QuoteStatement::of(&kiosk.id, &order().out_trade_no(1), opening);
    opening.sealed = Some(said.seal(&seed).unwrap());
}

#[tokio::test]
async fn a_signed_quote_opens_a_payment_and_proves_its_receipt() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let asked = opening(&kiosk, 60_000).await;
    let answer = kiosk.put(&path(), &asked).await;
    assert_eq!(answer.status(), StatusCode::OK, "the customer can pay");
    let broker = stage.running.app().broker();
    let proven = broker.prove(&order().out_trade_no(1)).await;
    assert_eq!(
        proven.expect("every link holds"),
        asked.quote,
        "what is stored is what was shown"
    );
}

#[tokio::test]
async fn a_quote_that_is_not_signed_as_it_should_be_opens_nothing() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let honest = opening(&kiosk, 0).await;
    let mut unsigned = honest.clone();
    unsigned.sealed = None;
    let mut foreign = honest.clone();
    seal(&kiosk, &mut foreign, [3; 32]);
    let mut other_prints = honest.clone();
    other_prints.lines[0].copies = 1;
    let mut other_document = honest.clone();
    other_document.quote.settings_hash = Some(wire::settings::hash("another"));
    seal(&kiosk, &mut other_document, kiosk.seed);
    let stale = opening(&kiosk, 60 * 60_000).await;
    for (what, asked) in [
        ("without a signature", unsigned),
        ("under another key", foreign),
        ("for other prints", other_prints),
        ("by another document", other_document),
        ("an hour old", stale),
    ] {
        let answer = kiosk.put(&path(), &asked).await;
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        assert_problem(answer, status, "quote_wrong", what).await;
    }
    assert!(
        stage
            .running
            .app()
            .broker()
            .prove(&order().out_trade_no(1))
            .await
            .is_err(),
        "no attempt was written down"
    );
}
