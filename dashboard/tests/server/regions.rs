//! Two regions, two prices: each kiosk is told its own, and its quotes are taken by it.

use dashboard::pairing;
use dashboard::store::regional_settings::{self, RegionalSettings};
use order::{
    Circumstances, IndexPrint, KioskId, Money, OrderId, OrderLine, PhotoId, PrintSize, ProviderId,
    Quote, Recipe, Settings,
};
use reqwest::StatusCode;
use wire::payment::{OpenPayment, PaymentWay, PricedLine};
use wire::sealed_quote::QuoteStatement;
use wire::settings::SignedSettings;

use crate::stage::{Kiosk, Stage, assert_problem};

/// What a kiosk was told, as it came.
async fn told(kiosk: &Kiosk<'_>) -> (SignedSettings, Settings) {
    let answer = kiosk.get("/api/v1/kiosk/settings").await;
    let signed: SignedSettings = answer.json().await.unwrap();
    let key = kiosk.stage.running.app().key().signing().verifying_key();
    let settings = signed.open(&key, &kiosk.id, kiosk.stage.now()).unwrap();
    (signed, settings)
}

/// Two 6-inch prints by what was told, under the kiosk's hand.
fn opening(kiosk: &Kiosk<'_>, order: u8, told: &(SignedSettings, Settings)) -> OpenPayment {
    let order = OrderId::parse(&format!("01JD3F7Q4W9K2M5N8P0R1S3T{order:02}")).unwrap();
    let lines = [OrderLine {
        photo: PhotoId::parse("photo-0001").unwrap(),
        size: PrintSize::SixInch,
        copies: 2,
        recipe: Recipe::cover((4032, 3024), PrintSize::SixInch),
    }];
    let circumstances = Circumstances {
        now: kiosk.stage.now(),
        settings_hash: Some(told.0.hash()),
        code: None,
    };
    let quote = Quote::at(&lines, IndexPrint::Without, &told.1, &circumstances).unwrap();
    let mut opening = OpenPayment {
        provider: ProviderId::WechatPay,
        lines: lines.iter().map(PricedLine::from).collect(),
        index_print: IndexPrint::Without,
        quote,
        way: PaymentWay::QrCode,
        sealed: None,
        order,
    };
    let said = QuoteStatement::of(&kiosk.id, &opening.order.out_trade_no(1), &opening);
    opening.sealed = Some(said.seal(&kiosk.seed).unwrap());
    opening
}

async fn open(kiosk: &Kiosk<'_>, asked: &OpenPayment) -> reqwest::Response {
    let number = asked.order.out_trade_no(1);
    kiosk
        .put(&format!("/api/v1/kiosk/payments/{number}"), asked)
        .await
}

/// A region's price of a 6-inch print.
async fn save(stage: &Stage, region: &str, based_on: u64, minor: i64) {
    let own = RegionalSettings {
        prices: Some(
            Settings::out_of_the_box()
                .prices
                .with(PrintSize::SixInch, Some(Money::from_minor(minor))),
        ),
        discounts: None,
    };
    let (store, now) = (stage.running.app().store(), stage.now());
    let change = regional_settings::save(store, region, based_on, &own, "ada", now)
        .await
        .unwrap();
    assert_eq!(change, dashboard::store::Change::Made, "{region} is saved");
}

async fn newest(stage: &Stage) -> u64 {
    let fleet = dashboard::store::settings::fleet(stage.running.app().store()).await;
    fleet.unwrap().newest
}

#[tokio::test]
async fn each_region_is_told_its_own_price_and_sells_by_it() {
    let stage = Stage::new().await;
    let first = stage.kiosk(1).await;
    let second = stage.kiosk(2).await;
    move_to(&second, "South").await;
    let old = told(&first).await;
    save(&stage, "North", newest(&stage).await, 300).await;
    save(&stage, "South", newest(&stage).await, 199).await;
    let (north, south) = (told(&first).await, told(&second).await);
    assert_eq!(
        [north.1.prices.six_inch, south.1.prices.six_inch],
        [Money::from_minor(300), Money::from_minor(199)],
        "each kiosk hears its region's price"
    );
    for (kiosk, order, told, total) in [(&first, 1, &north, 600), (&second, 2, &south, 398)] {
        let asked = opening(kiosk, order, told);
        assert_eq!(asked.quote.total, Money::from_minor(total), "its own price");
        let answer = open(kiosk, &asked).await;
        assert_eq!(answer.status(), StatusCode::OK, "and it is taken");
        let number = asked.order.out_trade_no(1);
        let proven = stage.running.app().broker().prove(&number).await;
        proven.expect("and can be proven for ever");
    }
    let asked = opening(&first, 3, &old);
    assert_eq!(
        open(&first, &asked).await.status(),
        StatusCode::OK,
        "what was shown just before counts for an hour"
    );
    let asked = opening(&first, 4, &south);
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let answer = open(&first, &asked).await;
    assert_problem(answer, status, "quote_wrong", "another region's price").await;
}

#[tokio::test]
async fn a_kiosk_paired_again_elsewhere_is_told_something_newer() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    save(&stage, "North", newest(&stage).await, 300).await;
    let before = told(&kiosk).await.1;
    let again = pair_again(&stage, 1, "South").await;
    assert_eq!(again, kiosk.id, "the same key is the same kiosk");
    let after = told(&kiosk).await.1;
    assert_eq!(
        after.prices.six_inch,
        Settings::out_of_the_box().prices.six_inch,
        "South has the fleet's price"
    );
    assert!(
        after.version > before.version,
        "newer than what it knows, or it would go on with North's price"
    );
}

async fn move_to(kiosk: &Kiosk<'_>, region: &str) {
    let app = kiosk.stage.running.app();
    let place = dashboard::store::settings::Place {
        name: "Kiosk 2",
        site: "Mall",
        region,
    };
    let change =
        dashboard::store::settings::place(app.store(), &kiosk.id, place, "ada", app.now()).await;
    assert_eq!(
        change.unwrap(),
        dashboard::store::Change::Made,
        "it stands in {region} now"
    );
}

async fn pair_again(stage: &Stage, seed: u8, region: &str) -> KioskId {
    let code = stage.pairing_code(seed).await;
    pairing::claim(stage.running.app(), &code, "Kiosk 1", "Mall", region)
        .await
        .unwrap()
}
