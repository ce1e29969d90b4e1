//! Two codes on the screen, and a scanner beside them.

use order::machine::ChargeRefusal;
use order::{AuthCode, ProviderId};

use super::*;
use crate::brain::Scanner;
use crate::command::Scanned;
use crate::view::{BarcodeView, PayCode};

const BARCODE: &str = "134567890123456789";

/// A kiosk in front of which a customer could pay by both codes.
fn paying(scanner: Scanner) -> (Kiosk, OrderId) {
    let settings = Settings {
        payment_providers: Some(vec![ProviderId::WechatPay, ProviderId::Alipay]),
        ..Settings::out_of_the_box()
    };
    let mut kiosk = Kiosk::told(settings, scanner);
    let order = kiosk.order(&["1"]);
    kiosk.see(&order, 2, waiting("https://qr.alipay.com/bax1"));
    (kiosk, order)
}

fn waiting(code_url: &str) -> PaymentStatus {
    PaymentStatus::Waiting {
        code_url: code_url.to_owned(),
        pay_by: START.plus_ms(180_000),
    }
}

fn show(kiosk: &mut Kiosk, text: &str) {
    let code = Scanned(text.to_owned());
    kiosk.tap(Command::ShowBarcode { code });
}

fn codes(kiosk: &Kiosk) -> Vec<PayCode> {
    match kiosk.screen() {
        Screen::Pay {
            stage: PayStage::Waiting { codes, .. },
            ..
        } => codes,
        other => panic!("the customer can pay: {other:?}"),
    }
}

fn barcode(kiosk: &Kiosk) -> BarcodeView {
    match kiosk.screen() {
        Screen::Pay {
            stage: PayStage::Waiting { barcode, .. },
            ..
        } => barcode,
        other => panic!("the customer can pay: {other:?}"),
    }
}

/// The barcodes that the last step wants charged.
fn charges(kiosk: &Kiosk) -> Vec<AuthCode> {
    let deeds = kiosk.last.deeds.iter();
    deeds
        .filter_map(|deed| match deed {
            Deed::ChargeBarcode { barcode, .. } => Some(barcode.clone()),
            _ => None,
        })
        .collect()
}

#[test]
fn the_first_code_is_shown_at_once_and_the_second_when_it_comes() {
    let settings = Settings {
        payment_providers: Some(vec![ProviderId::WechatPay, ProviderId::Alipay]),
        ..Settings::out_of_the_box()
    };
    let mut kiosk = Kiosk::told(settings, Scanner::Absent);
    let order = kiosk.order(&["1"]);
    let providers: Vec<_> = codes(&kiosk)
        .into_iter()
        .map(|code| (code.provider, code.code_url.is_some()))
        .collect();
    assert_eq!(
        providers,
        [(ProviderId::WechatPay, true), (ProviderId::Alipay, false)],
        "nobody waits for the slower one, whose place is kept"
    );
    kiosk.see(&order, 2, waiting("https://qr.alipay.com/bax1"));
    assert!(
        codes(&kiosk).iter().all(|code| code.code_url.is_some()),
        "then both are there"
    );
}

#[test]
fn a_hint_about_any_attempt_is_asked_about_at_once() {
    let (mut kiosk, order) = paying(Scanner::Absent);
    kiosk.tell(Input::Hinted(Hint::Payment {
        out_trade_no: order.out_trade_no(2),
    }));
    let asks = |deed: &Deed| {
        matches!(
            deed,
            Deed::Order { effect: Effect::QueryPayment { out_trade_no }, .. }
                if *out_trade_no == order.out_trade_no(2)
        )
    };
    assert!(
        kiosk.last.deeds.iter().any(asks),
        "a customer does not wait for the next tick"
    );
}

#[test]
fn a_barcode_is_written_down_as_an_attempt_and_charged_once() {
    let (mut kiosk, order) = paying(Scanner::Keyboard);
    assert_eq!(barcode(&kiosk), BarcodeView::Ready, "the screen offers it");
    show(&mut kiosk, BARCODE);
    assert_eq!(charges(&kiosk).len(), 1, "it is charged");
    let written = kiosk.last.records.iter().find_map(|record| match record {
        Record::Order(order) => Some(serde_json::to_string(order).expect("an order")),
        _ => None,
    });
    let written = written.expect("the attempt is written down first");
    assert!(
        written.contains(order.out_trade_no(3).as_str()) && !written.contains(BARCODE),
        "its number is, the barcode is not: {written}"
    );
    let provider = ProviderId::WechatPay;
    assert_eq!(barcode(&kiosk), BarcodeView::Charging { provider }, "seen");
    kiosk.see(&order, 3, PaymentStatus::Confirming);
    assert_eq!(
        barcode(&kiosk),
        BarcodeView::Confirming { provider },
        "said"
    );
    show(&mut kiosk, "28763443825664394");
    assert!(
        charges(&kiosk).is_empty(),
        "another waits until the first is decided"
    );
    kiosk.wait(1_000);
    assert!(charges(&kiosk).is_empty(), "and no tick repeats a charge");
    kiosk.see(
        &order,
        3,
        PaymentStatus::Paid {
            transaction_id: "4200003".to_owned(),
            amount: Money::from_minor(250),
        },
    );
    assert!(
        matches!(kiosk.screen(), Screen::Printing { .. }),
        "paid is paid"
    );
}

#[test]
fn a_refused_barcode_says_why_and_the_same_one_is_never_charged_again() {
    let (mut kiosk, order) = paying(Scanner::Keyboard);
    show(&mut kiosk, BARCODE);
    let refusal = ChargeRefusal::Funds;
    kiosk.see(&order, 3, PaymentStatus::Declined { refusal });
    let provider = ProviderId::WechatPay;
    assert_eq!(
        barcode(&kiosk),
        BarcodeView::Declined { provider, refusal },
        "in words"
    );
    assert_eq!(codes(&kiosk).len(), 2, "and the codes are still there");
    show(&mut kiosk, BARCODE);
    assert!(
        charges(&kiosk).is_empty(),
        "a scanner reads what lies before it again and again"
    );
    let refusal = ChargeRefusal::CodeStale;
    assert_eq!(
        barcode(&kiosk),
        BarcodeView::Declined { provider, refusal },
        "a fresh one is asked for"
    );
    show(&mut kiosk, "134567890123456780");
    assert_eq!(charges(&kiosk).len(), 1, "and taken");
}

#[test]
fn what_is_no_payment_barcode_is_said_and_not_charged() {
    let (mut kiosk, _) = paying(Scanner::Keyboard);
    for odd in ["6901234567890", "", "https://example.com", "x"] {
        show(&mut kiosk, odd);
        assert!(charges(&kiosk).is_empty(), "{odd:?} is nobody's money");
        assert_eq!(barcode(&kiosk), BarcodeView::Unreadable, "for {odd:?}");
    }
    show(&mut kiosk, BARCODE);
    assert_eq!(charges(&kiosk).len(), 1, "the right one still works");
}

#[test]
fn without_a_scanner_or_a_dashboard_that_charges_no_barcode_is_taken() {
    let (mut kiosk, _) = paying(Scanner::Absent);
    show(&mut kiosk, BARCODE);
    assert!(charges(&kiosk).is_empty(), "no scanner, no barcode");
    assert_eq!(barcode(&kiosk), BarcodeView::Off, "and no word of one");

    let mut old = Kiosk::told(Settings::out_of_the_box(), Scanner::Keyboard);
    old.order(&["1"]);
    show(&mut old, BARCODE);
    assert!(
        charges(&old).is_empty(),
        "the dashboard has no address for it"
    );
    assert_eq!(codes(&old).len(), 1, "there it is WeChat Pay by code only");
}

#[test]
fn a_barcode_shows_in_no_debug_output() {
    let (mut kiosk, _) = paying(Scanner::Keyboard);
    let code = Scanned(BARCODE.to_owned());
    let command = format!("{:?}", Command::ShowBarcode { code });
    show(&mut kiosk, BARCODE);
    for text in [
        command,
        format!("{:?}", kiosk.last),
        format!("{:?}", kiosk.brain),
    ] {
        assert!(
            !text.contains("4567890"),
            "whoever reads a log could pay with it"
        );
    }
}
