use order::{IndexPrint, OutTradeNo, PrintSize, ProviderId, Quote, Settings, Timestamp};
use payment::Capture;
use wire::payment::OpenPayment;

use super::*;
use crate::store::refunds::AskedBy;

const PRICE: Money = Money::from_minor(500);

fn order() -> OrderId {
    OrderId::parse("01JD3F7Q4W9K2M5N8P0R1S3T5V").expect("an order's id")
}

fn number() -> OutTradeNo {
    order().out_trade_no(1)
}

fn now() -> Timestamp {
    Timestamp::from_ms(1_795_000_000_000)
}

/// A payment of 5.00 as our books have it.
fn payment(state: PaymentState, paid: Option<Money>) -> Payment {
    let line = order::OrderLine {
        photo: order::PhotoId::parse("photo-0001").expect("a photo's id"),
        size: PrintSize::SixInch,
        copies: 1,
        recipe: order::Recipe::cover((3, 2), PrintSize::SixInch),
    };
    let settings = Settings::out_of_the_box();
    Payment {
        out_trade_no: number(),
        kiosk: KioskId::parse("kiosk-0001").expect("a kiosk's id"),
        order: order(),
        opening: OpenPayment {
            order: order(),
            provider: ProviderId::WechatPay,
            lines: Vec::new(),
            index_print: IndexPrint::Without,
            quote: Quote::of(&[line], IndexPrint::Without, &settings).expect("a price"),
            way: wire::payment::PaymentWay::QrCode,
            sealed: None,
        },
        total: PRICE,
        description: "prints".to_owned(),
        pay_by: now(),
        state,
        code_url: None,
        capture: paid.map(|amount| Capture {
            transaction_id: "42".to_owned(),
            amount,
            paid_at: now(),
        }),
        created_at: now(),
        close_requested_at: None,
        polled_at: now(),
        next_poll_at: None,
        charged_at: None,
        undo_since: None,
        refusal: None,
    }
}

fn refund(state: RefundState, amount: Money) -> Refund {
    Refund {
        out_refund_no: number().out_refund_no(1),
        out_trade_no: number(),
        amount,
        reason: "not printed".to_owned(),
        asked_by: AskedBy::Kiosk,
        state,
        tries: 1,
        created_at: now(),
        next_poll_at: None,
    }
}

/// What the kiosk's facts add up to.
fn said(paid: i64, delivered: i64, refunded: i64) -> OrderSums {
    OrderSums {
        order: order(),
        kiosk: KioskId::parse("kiosk-0001").expect("a kiosk's id"),
        began_at: now(),
        total: PRICE,
        paid: Money::from_minor(paid),
        sheets: 1,
        delivered: Money::from_minor(delivered),
        refunded: Money::from_minor(refunded),
        refunds_requested: 0,
        refunds_stuck: 0,
        cancelled: 0,
        settled: 1,
    }
}

fn line(entry: Entry, amount: i64) -> Billed {
    Billed {
        out_trade_no: number().to_string(),
        transaction_id: "42".to_owned(),
        entry,
        out_refund_no: (entry == Entry::Refund).then(|| number().out_refund_no(1).to_string()),
        amount: Money::from_minor(amount),
        at: Some(now()),
    }
}

/// 5.00 paid, 2.00 given back, all three agree.
fn agreeing() -> Books {
    Books {
        billed: vec![line(Entry::Payment, 500), line(Entry::Refund, 200)],
        payments: vec![payment(PaymentState::Paid, Some(PRICE))],
        refunds: vec![refund(RefundState::Success, Money::from_minor(200))],
        billed_payments: HashSet::from([number().to_string()]),
        billed_refunds: HashSet::from([number().out_refund_no(1).to_string()]),
        orders: vec![said(500, 300, 200)],
    }
}

fn kinds(books: &Books) -> Vec<Kind> {
    books.differences().iter().map(|found| found.kind).collect()
}

#[test]
fn books_that_agree_have_no_differences() {
    assert_eq!(kinds(&agreeing()), [], "nothing to look at");
    assert_eq!(kinds(&Books::default()), [], "a day without trade");
}

#[test]
fn a_charge_that_was_undone_is_nothing_taken_whether_the_bill_names_it_once_or_twice() {
    let undone = |billed: Vec<Billed>| Books {
        billed,
        payments: vec![payment(PaymentState::Closed, None)],
        ..Books::default()
    };
    let (taken, reversed) = (line(Entry::Payment, 500), line(Entry::Reversal, 500));
    for billed in [vec![reversed.clone()], vec![taken.clone(), reversed]] {
        assert_eq!(kinds(&undone(billed)), [], "the customer has the money");
    }
    for reversed in [None, Some(line(Entry::Reversal, 300))] {
        let billed = std::iter::once(taken.clone()).chain(reversed).collect();
        assert_eq!(
            kinds(&undone(billed)),
            [Kind::NotCounted],
            "all or part of it was taken and not given back"
        );
    }
}

#[test]
fn every_disagreement_has_its_name() {
    type Spoil = fn(&mut Books);
    let cases: [(&str, Spoil, &[Kind]); 13] = [
        (
            "a payment under a number that is not ours",
            |books| books.billed[0].out_trade_no = "STRANGER-0001".to_owned(),
            &[Kind::UnknownPayment],
        ),
        (
            "paid by the bill, open with us",
            |books| {
                books.payments = vec![payment(PaymentState::Waiting, None)];
                books.refunds.clear();
                books.billed.truncate(1);
            },
            &[Kind::NotCounted],
        ),
        (
            "paid with us, in no bill",
            |books| {
                books.billed.remove(0);
                books.billed_payments.clear();
            },
            &[Kind::NotBilled],
        ),
        (
            "a fen less in the bill",
            |books| books.billed[0].amount = Money::from_minor(499),
            &[Kind::AmountDiffers],
        ),
        (
            "undone by the bill, paid with us",
            |books| books.billed[0].entry = Entry::Reversal,
            &[Kind::NotBilled],
        ),
        (
            "a refund under a number that is not ours",
            |books| books.billed[1].out_refund_no = Some("STRANGER-R1".to_owned()),
            &[Kind::UnknownRefund],
        ),
        (
            "given back with us, in no bill",
            |books| {
                books.billed.remove(1);
                books.billed_refunds.clear();
            },
            &[Kind::RefundNotBilled],
        ),
        (
            "given back by the bill, on its way with us",
            |books| books.refunds[0].state = RefundState::Processing,
            &[Kind::RefundUndecided],
        ),
        (
            "a fen less given back",
            |books| books.billed[1].amount = Money::from_minor(199),
            &[Kind::RefundDiffers],
        ),
        (
            "a kiosk that never reported",
            |books| books.orders.clear(),
            &[Kind::KioskSilent],
        ),
        (
            "a kiosk that saw another amount",
            |books| books.orders = vec![said(501, 301, 200)],
            &[Kind::KioskDiffers],
        ),
        (
            "paper that nobody accounts for",
            |books| books.orders = vec![said(500, 200, 200)],
            &[Kind::NotSettled],
        ),
        (
            "money that came late is no business of the kiosk's",
            |books| {
                books.payments[0].state = PaymentState::PaidLate;
                books.orders.clear();
            },
            &[],
        ),
    ];
    for (what, spoil, wanted) in cases {
        let mut books = agreeing();
        spoil(&mut books);
        assert_eq!(kinds(&books), wanted, "{what}");
    }
}

#[test]
fn a_difference_names_order_kiosk_and_both_amounts() {
    let mut books = agreeing();
    books.billed[0].amount = Money::from_minor(499);
    assert_eq!(
        books.differences(),
        [Difference {
            kind: Kind::AmountDiffers,
            number: number().to_string(),
            order: Some(order()),
            kiosk: Some(KioskId::parse("kiosk-0001").expect("a kiosk's id")),
            ours: PRICE,
            theirs: Money::from_minor(499),
        }],
        "so that a person can go and look"
    );
}
