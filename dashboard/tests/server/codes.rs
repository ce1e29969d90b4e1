//! Discount codes at the kiosk: asked about, used up once an order, given back by orders that end
//! unpaid, and never used more often than they may be.

use dashboard::store::codes::{self, Campaign};
use dashboard::store::{Change, redemptions};
use order::machine::PaymentStatus;
use order::{
    Circumstances, CodeId, CodeOff, CodeTerms, IndexPrint, Money, OrderId, OrderLine, PhotoId,
    PrintSize, ProviderId, Quote, Recipe,
};
use reqwest::{Response, StatusCode};
use wire::code::{CodeCheck, CodeReading};
use wire::payment::{OpenPayment, PaymentReading, PaymentWay, PricedLine};
use wire::sealed_quote::QuoteStatement;
use wire::settings::SignedSettings;

use crate::stage::{Kiosk, Stage, assert_problem};

const TYPED: &str = "autumn 26";

pub(crate) fn order(nth: u32) -> OrderId {
    OrderId::parse(&format!("01JD3F7Q4W9K2M5N8P0R1S3T{nth:02}")).unwrap()
}

pub(crate) fn path(nth: u32) -> String {
    format!("/api/v1/kiosk/payments/{}", order(nth).out_trade_no(1))
}

pub(crate) fn percent(percent_off: u32) -> CodeOff {
    CodeOff::Percent { percent_off }
}

/// A campaign of one code, AUTUMN26, that counts everywhere and always.
pub(crate) fn campaign(stage: &Stage, off: CodeOff) -> Campaign {
    Campaign {
        campaign: "campaign-1".to_owned(),
        name: "Autumn".to_owned(),
        off,
        most_uses: None,
        region: None,
        counts_from: stage.now().plus_ms(-1),
        counts_until: None,
        issued_at: stage.now(),
        issued_by: "Ada".to_owned(),
        withdrawn_at: None,
    }
}

pub(crate) async fn issue(stage: &Stage, campaign: &Campaign) -> CodeTerms {
    let id = CodeId::parse("code-0001").unwrap();
    let code = (id.clone(), "AUTUMN26".to_owned());
    let made = codes::issue(stage.running.app().store(), campaign, &[code]).await;
    assert_eq!(made.unwrap(), Change::Made, "the code is new");
    CodeTerms {
        id,
        name: campaign.name.clone(),
        off: campaign.off,
    }
}

async fn check(kiosk: &Kiosk<'_>, typed: &str) -> Response {
    let body = CodeCheck {
        code: typed.to_owned(),
    };
    kiosk.post("/api/v1/kiosk/code-checks", &body).await
}

/// Four 6-inch prints at 2.50 with this code, as a kiosk asks for them.
pub(crate) async fn opening(kiosk: &Kiosk<'_>, nth: u32, code: &CodeTerms) -> OpenPayment {
    let answer = kiosk.get("/api/v1/kiosk/settings").await;
    let signed: SignedSettings = answer.json().await.unwrap();
    let key = kiosk.stage.running.app().key().signing().verifying_key();
    let now = kiosk.stage.now();
    let settings = signed.open(&key, &kiosk.id, now).unwrap();
    let lines = [OrderLine {
        photo: PhotoId::parse("photo-0001").unwrap(),
        size: PrintSize::SixInch,
        copies: 4,
        recipe: Recipe::cover((4032, 3024), PrintSize::SixInch),
    }];
    let circumstances = Circumstances {
        now,
        settings_hash: Some(signed.hash()),
        code: Some(code),
    };
    let mut opening = OpenPayment {
        order: order(nth),
        provider: ProviderId::WechatPay,
        lines: lines.iter().map(PricedLine::from).collect(),
        index_print: IndexPrint::Without,
        quote: Quote::at(&lines, IndexPrint::Without, &settings, &circumstances).unwrap(),
        way: PaymentWay::QrCode,
        sealed: None,
    };
    let said = QuoteStatement::of(&kiosk.id, &order(nth).out_trade_no(1), &opening);
    opening.sealed = Some(said.seal(&kiosk.seed).unwrap());
    opening
}

pub(crate) async fn open(kiosk: &Kiosk<'_>, nth: u32, code: &CodeTerms) -> Response {
    let asked = opening(kiosk, nth, code).await;
    kiosk.put(&path(nth), &asked).await
}

pub(crate) async fn status(answer: Response) -> PaymentStatus {
    assert_eq!(answer.status(), StatusCode::OK, "it is answered");
    answer.json::<PaymentReading>().await.unwrap().status
}

pub(crate) async fn close(kiosk: &Kiosk<'_>, nth: u32) -> PaymentStatus {
    let close = format!("{}/close", path(nth));
    status(kiosk.post(&close, &serde_json::json!({})).await).await
}

/// How often the code was used, by its counter, which must agree with the rows.
pub(crate) async fn uses(stage: &Stage) -> u32 {
    let store = stage.running.app().store();
    let code = codes::typed(store, "AUTUMN26").await.unwrap().unwrap();
    let rows = redemptions::counted(store, &code.id).await.unwrap();
    assert_eq!(i64::from(code.uses), rows, "the counter counts the rows");
    code.uses
}

#[tokio::test]
async fn a_code_takes_its_part_off_and_is_used_up_by_the_order_that_is_paid() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let code = issue(&stage, &campaign(&stage, percent(20))).await;
    let reading: CodeReading = check(&kiosk, TYPED).await.json().await.unwrap();
    assert_eq!(reading.terms, code, "the kiosk learns what it is worth");
    assert_eq!(uses(&stage).await, 0, "asking uses nothing up");

    let asked = opening(&kiosk, 1, &code).await;
    let waiting = status(kiosk.put(&path(1), &asked).await).await;
    assert!(
        matches!(waiting, PaymentStatus::Waiting { .. }),
        "{waiting:?}"
    );
    let again = kiosk.put(&path(1), &asked).await;
    assert_eq!(again.status(), StatusCode::OK, "the same order once more");
    assert_eq!(uses(&stage).await, 1, "one order is one use");
    stage.provider.pay(&order(1).out_trade_no(1), stage.now());
    let paid = stage
        .eventually("it is paid", async || {
            match status(kiosk.get(&path(1)).await).await {
                PaymentStatus::Paid { amount, .. } => Some(amount),
                _ => None,
            }
        })
        .await;
    assert_eq!(paid, Money::from_minor(800), "4 x 2.50 less 20 %");
    let proven = stage
        .running
        .app()
        .broker()
        .prove(&order(1).out_trade_no(1))
        .await;
    assert_eq!(
        proven.expect("every link holds").code,
        Some(code),
        "and the receipt proves it"
    );
    let all = codes::campaigns(stage.running.app().store()).await.unwrap();
    assert_eq!(
        (all[0].uses, all[0].taken_off),
        (1, Money::from_minor(200)),
        "the campaign knows what it cost"
    );
}

#[tokio::test]
async fn of_two_kiosks_that_want_the_last_use_at_once_one_gets_it() {
    let stage = Stage::new().await;
    let kiosks = [stage.kiosk(1).await, stage.kiosk(2).await];
    let once = Campaign {
        most_uses: Some(1),
        ..campaign(&stage, percent(20))
    };
    let code = issue(&stage, &once).await;
    let (one, other) = tokio::join!(open(&kiosks[0], 1, &code), open(&kiosks[1], 2, &code));
    let (won, lost, winner) = if one.status() == StatusCode::OK {
        (one, other, 0)
    } else {
        (other, one, 1)
    };
    assert_eq!(won.status(), StatusCode::OK, "one of them can pay");
    let status = StatusCode::CONFLICT;
    assert_problem(lost, status, "code_used_up", "the other hears why").await;
    assert_eq!(uses(&stage).await, 1, "the limit holds");

    let (kiosk, nth) = [(&kiosks[0], 1), (&kiosks[1], 2)][winner];
    assert_eq!(close(kiosk, nth).await, PaymentStatus::Closed, "given up");
    assert_eq!(uses(&stage).await, 0, "nobody paid, so it is there again");
    let again = open(kiosk, 3, &code).await;
    assert_eq!(
        again.status(),
        StatusCode::OK,
        "the customer who went back pays with it after all"
    );
}

#[tokio::test]
async fn money_that_comes_after_the_use_was_given_back_goes_back_whole() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let code = issue(&stage, &campaign(&stage, percent(20))).await;
    let _ = status(open(&kiosk, 1, &code).await).await;
    assert_eq!(close(&kiosk, 1).await, PaymentStatus::Closed, "given up");
    // The provider took it although it said closed.
    let number = order(1).out_trade_no(1);
    stage.provider.pay(&number, stage.now());
    let app = stage.running.app();
    let capture = payment::Capture {
        transaction_id: "late-1".to_owned(),
        amount: Money::from_minor(800),
        paid_at: stage.now(),
    };
    let late = payment::Transaction {
        out_trade_no: number.clone(),
        state: payment::TransactionState::Success(capture),
    };
    app.broker().settle(&late).await.unwrap();
    let told = status(kiosk.get(&path(1)).await).await;
    assert!(
        matches!(told, PaymentStatus::PaidLate { amount, .. } if amount == Money::from_minor(800)),
        "all of it goes back: {told:?}"
    );
    assert_eq!(uses(&stage).await, 0, "and the code stays free for others");
}

#[tokio::test]
async fn an_abandoned_order_gives_its_use_back_by_itself() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let code = issue(&stage, &campaign(&stage, percent(20))).await;
    let _ = status(open(&kiosk, 1, &code).await).await;
    assert_eq!(uses(&stage).await, 1, "held while it can be paid");
    // The kiosk is never heard of again.
    stage.turn_clock_ms(20 * 60_000);
    stage
        .eventually("the use is given back", async || {
            (uses(&stage).await == 0).then_some(())
        })
        .await;
}

#[tokio::test]
async fn every_code_that_does_not_count_is_refused_with_its_own_problem() {
    type Kind = fn(&Stage, Campaign) -> Campaign;
    let kinds: [(&str, StatusCode, Kind); 4] = [
        ("code_unknown", StatusCode::NOT_FOUND, |_, one| Campaign {
            region: Some("South".to_owned()),
            ..one
        }),
        ("code_not_yet", StatusCode::CONFLICT, |stage, one| {
            Campaign {
                counts_from: stage.now().plus_ms(60_000),
                ..one
            }
        }),
        ("code_expired", StatusCode::CONFLICT, |stage, one| {
            Campaign {
                counts_until: Some(stage.now().plus_ms(-1)),
                ..one
            }
        }),
        ("code_used_up", StatusCode::CONFLICT, |_, one| Campaign {
            most_uses: Some(1),
            ..one
        }),
    ];
    for (problem, http, kind) in kinds {
        let stage = Stage::new().await;
        let kiosk = stage.kiosk(1).await;
        let campaign = kind(&stage, campaign(&stage, percent(20)));
        let code = issue(&stage, &campaign).await;
        if campaign.most_uses.is_some() {
            let _ = status(open(&kiosk, 9, &code).await).await;
        }
        assert_problem(check(&kiosk, TYPED).await, http, problem, "when asked").await;
        let asked = open(&kiosk, 1, &code).await;
        assert_problem(asked, http, problem, "and when it would be paid").await;
        assert!(
            redemptions::find(stage.running.app().store(), &order(1))
                .await
                .unwrap()
                .is_none(),
            "a refused order holds nothing"
        );
    }
}

#[tokio::test]
async fn a_withdrawn_code_counts_no_more_and_a_made_up_one_never_did() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let code = issue(&stage, &campaign(&stage, percent(20))).await;
    let better = CodeTerms {
        off: percent(90),
        ..code.clone()
    };
    let unknown = StatusCode::NOT_FOUND;
    let made_up = open(&kiosk, 1, &better).await;
    assert_problem(made_up, unknown, "code_unknown", "nobody issued that").await;
    let other = CodeTerms {
        id: CodeId::parse("code-0002").unwrap(),
        ..code.clone()
    };
    let made_up = open(&kiosk, 1, &other).await;
    assert_problem(made_up, unknown, "code_unknown", "nor that").await;

    let store = stage.running.app().store();
    let by = codes::withdraw(store, "campaign-1", "Ada", stage.now()).await;
    assert_eq!(by.unwrap(), Change::Made, "withdrawn");
    let over = StatusCode::CONFLICT;
    assert_problem(check(&kiosk, TYPED).await, over, "code_expired", "asked").await;
    assert_problem(open(&kiosk, 1, &code).await, over, "code_expired", "paid").await;
}

#[tokio::test]
async fn guessing_stops_before_anything_is_looked_up() {
    let stage = Stage::new().await;
    let kiosk = stage.kiosk(1).await;
    let code = issue(&stage, &campaign(&stage, percent(20))).await;
    for guess in 0..10 {
        let answer = check(&kiosk, &format!("GUESS{guess:04}")).await;
        let unknown = StatusCode::NOT_FOUND;
        assert_problem(answer, unknown, "code_unknown", "a guess").await;
    }
    let answer = check(&kiosk, TYPED).await;
    assert!(
        answer.headers().contains_key("retry-after"),
        "it says how long to wait"
    );
    let slow_down = StatusCode::TOO_MANY_REQUESTS;
    let why = "even the right code is not looked up any more";
    assert_problem(answer, slow_down, "code_too_many_tries", why).await;
    let other = stage.kiosk(2).await;
    assert_eq!(
        check(&other, TYPED).await.status(),
        StatusCode::OK,
        "other kiosks are not held up"
    );
    let paying = open(&kiosk, 1, &code).await;
    assert_eq!(paying.status(), StatusCode::OK, "nor is paying");
}
