//! The machine as a whole: every path keeps the balance, repeats are harmless, and every order
//! can be brought to its end.

use proptest::prelude::*;

use super::*;
use crate::fact::Fact;
use crate::ids::{OrderId, OutRefundNo, PhotoId, ProviderId, SessionId};
use crate::ledger::Ledger;
use crate::line::OrderLine;
use crate::money::Money;
use crate::print_size::PrintSize;
use crate::quote::Quote;
use crate::recipe::Recipe;
use crate::settings::Settings;
use crate::time::Timestamp;

const START: Timestamp = Timestamp::from_ms(1_800_000_000_000);

fn order(copies: u32) -> Order {
    let lines = vec![OrderLine {
        photo: PhotoId::parse("photo-0001").expect("a photo id"),
        size: PrintSize::SixInch,
        copies,
        recipe: Recipe::cover((4032, 3024), PrintSize::SixInch),
    }];
    let quote = Quote::of(&lines, &Settings::out_of_the_box()).expect("a price");
    let placed = Placed {
        id: OrderId::parse("01JD3F7Q4W9K2M5N8P0R1S3T5V").expect("an order id"),
        session: SessionId::parse("session-1").expect("a session id"),
        lines,
        quote,
        provider: ProviderId::WechatPay,
    };
    Order::place(placed, START)
}

fn seen(status: PaymentStatus) -> Event {
    Event::PaymentSeen { status }
}

fn waiting() -> Event {
    seen(PaymentStatus::Waiting {
        code_url: "weixin://wxpay/bizpayurl?pr=abc".to_owned(),
        pay_by: START.plus_ms(180_000),
    })
}

fn paid(order: &Order) -> Event {
    seen(PaymentStatus::Paid {
        transaction_id: "4200001".to_owned(),
        amount: order.quote.total,
    })
}

fn settle(sheet: u32, outcome: SheetOutcome) -> Event {
    Event::SheetSettled { sheet, outcome }
}

/// Runs `events` one after another and returns where they lead and every fact on the way.
fn run(mut order: Order, events: &[Event]) -> (Order, Vec<Fact>, Vec<Effect>) {
    let (mut facts, mut effects) = (Vec::new(), Vec::new());
    for event in events {
        let step = apply(&order, event, START)
            .unwrap_or_else(|why| panic!("{event:?} was rejected ({why}) in {:?}", order.state));
        order = step.order;
        facts.extend(step.facts);
        effects = step.effects;
    }
    (order, facts, effects)
}

#[test]
fn a_paid_order_prints_sheet_after_sheet_and_settles() {
    let start = order(2);
    let events = [
        waiting(),
        paid(&start),
        Event::SheetSent { sheet: 1, job: 7 },
        settle(1, SheetOutcome::Printed),
        Event::SheetSent { sheet: 2, job: 8 },
        settle(2, SheetOutcome::Printed),
    ];
    let (end, facts, effects) = run(start.clone(), &events);
    assert_eq!(
        end.balance().delivered,
        start.quote.total,
        "all of it was delivered"
    );
    assert!(end.is_finished(), "and nothing is left to do");
    assert_eq!(
        effects,
        [Effect::ForgetPhotos],
        "except to forget the photos"
    );
    let ledger = Ledger::of(&facts);
    assert_eq!(
        (ledger.six_inch_sheets, ledger.open()),
        (2, Money::ZERO),
        "the ledger agrees"
    );
}

#[test]
fn a_second_sheet_waits_for_the_first() {
    let start = order(3);
    let (_, _, effects) = run(start.clone(), &[waiting(), paid(&start)]);
    let first = Effect::PrintSheet {
        sheet: 1,
        search: Search::NotNeeded,
    };
    assert_eq!(
        effects,
        [first],
        "one sheet at a time, so that each is accounted for"
    );
}

#[test]
fn a_sheet_that_failed_is_refunded_and_the_rest_still_prints() {
    let start = order(2);
    let events = [
        waiting(),
        paid(&start),
        settle(
            1,
            SheetOutcome::NotPrinted {
                reason: NotPrintedReason::PrinterFailed,
            },
        ),
        Event::SheetSent { sheet: 2, job: 8 },
        settle(2, SheetOutcome::Printed),
        Event::RefundSeen {
            status: RefundStatus::Success,
        },
    ];
    let (end, _, _) = run(start, &events);
    let balance = end.balance();
    assert_eq!(
        balance.refunded,
        Money::from_minor(250),
        "one of two prints is given back"
    );
    assert_eq!(balance.open, Money::ZERO, "nothing hangs in the air");
}

#[test]
fn after_a_crash_a_sheet_is_looked_for_before_it_is_sent() {
    let start = order(1);
    let (printing, _, _) = run(start.clone(), &[waiting(), paid(&start)]);
    let search = Effect::PrintSheet {
        sheet: 1,
        search: Search::First,
    };
    assert_eq!(
        demands(&printing),
        [search],
        "it may have reached the printer"
    );

    let missing = Event::SheetMissing { sheet: 1 };
    let soon = apply(&printing, &missing, START.plus_ms(5_000)).expect("applies");
    let again = Effect::PrintSheet {
        sheet: 1,
        search: Search::NotNeeded,
    };
    assert_eq!(
        soon.effects,
        [again],
        "the printer would still know it: it was never sent"
    );

    let late = apply(&printing, &missing, START.plus_ms(JOB_MEMORY_MS + 1)).expect("applies");
    assert!(
        matches!(late.order.state, State::Refunding { .. }),
        "the printer may have forgotten it: never print twice, refund instead"
    );
}

#[test]
fn a_power_cut_refunds_what_was_not_printed() {
    let start = order(3);
    let events = [
        waiting(),
        paid(&start),
        Event::SheetSent { sheet: 1, job: 7 },
        Event::PhotosLost,
        settle(1, SheetOutcome::Printed),
    ];
    let (end, _, _) = run(start, &events);
    let State::Refunding {
        refund, delivered, ..
    } = end.state
    else {
        panic!("the key is gone, so the rest is refunded: {:?}", end.state);
    };
    assert_eq!(
        delivered.amount,
        Money::from_minor(250),
        "the sheet at the printer came out"
    );
    assert_eq!(
        refund.amount,
        Money::from_minor(500),
        "the two others go back"
    );
}

#[test]
fn a_payment_that_arrives_after_cancelling_is_given_back() {
    let start = order(1);
    let events = [waiting(), Event::CustomerCancelled, paid(&start)];
    let (end, _, _) = run(start, &events);
    assert!(
        matches!(end.state, State::Refunding { .. }),
        "nobody waits for a print"
    );
}

#[test]
fn a_payment_at_the_last_second_prints_while_the_customer_is_there() {
    let start = order(1);
    let (open, _, _) = run(start.clone(), &[waiting()]);
    let late = apply(&open, &Event::Tick, START.plus_ms(180_000))
        .expect("applies")
        .order;
    let here = apply(&late, &paid(&start), START).expect("applies").order;
    assert!(
        matches!(here.state, State::Printing { .. }),
        "still in front of the screen"
    );
    let gone = apply(&late, &Event::SessionEnded, START)
        .expect("applies")
        .order;
    let gone = apply(&gone, &paid(&start), START).expect("applies").order;
    assert!(
        matches!(gone.state, State::Refunding { .. }),
        "the photos are gone with them"
    );
}

#[test]
fn a_wrong_amount_buys_nothing_and_goes_back_whole() {
    let odd = seen(PaymentStatus::Paid {
        transaction_id: "4200001".to_owned(),
        amount: Money::from_minor(1),
    });
    let (end, _, _) = run(order(1), &[waiting(), odd]);
    let State::Refunding { refund, .. } = end.state else {
        panic!("a wrong amount is refunded: {:?}", end.state);
    };
    assert_eq!(
        refund.amount,
        Money::from_minor(1),
        "exactly what was taken"
    );
}

#[test]
fn a_printer_that_stands_still_gives_the_money_back_in_the_end() {
    let start = order(2);
    let events = [
        waiting(),
        paid(&start),
        Event::SheetSent { sheet: 1, job: 7 },
    ];
    let (printing, _, _) = run(start, &events);
    let called_back = apply(&printing, &Event::Tick, START.plus_ms(SHEET_LIMIT_MS)).expect("ok");
    assert!(
        called_back
            .effects
            .contains(&Effect::CancelSheet { sheet: 1, job: 7 }),
        "the sheet is called back first: {:?}",
        called_back.effects
    );
    let later = START.plus_ms(SHEET_LIMIT_MS + CANCEL_LIMIT_MS);
    let end = apply(&called_back.order, &Event::Tick, later)
        .expect("applies")
        .order;
    let State::Refunding { refund, .. } = end.state else {
        panic!("no answer in all that time: {:?}", end.state);
    };
    assert_eq!(refund.amount, Money::from_minor(500), "both sheets go back");
}

#[test]
fn a_customer_who_gives_up_does_not_wait_long_for_a_printer_that_does_not_obey() {
    let start = order(2);
    let events = [
        waiting(),
        paid(&start),
        Event::SheetSent { sheet: 1, job: 7 },
        Event::CustomerGaveUp,
    ];
    let (called_back, _, _) = run(start, &events);
    let still = apply(
        &called_back,
        &Event::Tick,
        START.plus_ms(CANCEL_LIMIT_MS - 1),
    );
    assert!(
        matches!(still.expect("applies").order.state, State::Printing { .. }),
        "the printer has a moment to say that it obeyed"
    );
    let end = apply(&called_back, &Event::Tick, START.plus_ms(CANCEL_LIMIT_MS));
    assert!(
        matches!(end.expect("applies").order.state, State::Refunding { .. }),
        "then the money goes back"
    );
}

#[test]
fn a_sheet_that_the_printer_has_comes_out_though_the_photos_are_gone() {
    let start = order(2);
    let events = [
        waiting(),
        paid(&start),
        Event::SheetSent { sheet: 1, job: 7 },
        Event::PhotosLost,
    ];
    let (order, _, _) = run(start, &events);
    assert_eq!(
        demands(&order),
        [Effect::WatchSheet { sheet: 1, job: 7 }],
        "it is paid for and on its way: nobody stops it"
    );
    let settled = Event::SheetSettled {
        sheet: 1,
        outcome: SheetOutcome::Printed,
    };
    let end = apply(&order, &settled, START).expect("applies").order;
    let State::Refunding {
        delivered, refund, ..
    } = end.state
    else {
        panic!("the other one goes back: {:?}", end.state);
    };
    assert_eq!(
        (delivered.sheets, refund.amount),
        (1, Money::from_minor(250)),
        "one delivered, one refunded"
    );
}

fn any_outcome() -> impl Strategy<Value = SheetOutcome> {
    prop_oneof![
        Just(SheetOutcome::Printed),
        Just(SheetOutcome::NotPrinted {
            reason: NotPrintedReason::PrinterFailed
        }),
    ]
}

fn any_event() -> impl Strategy<Value = Event> {
    let total = order(3).quote.total;
    let transaction_id = || "4200001".to_owned();
    let late = move |refund| {
        seen(PaymentStatus::PaidLate {
            transaction_id: transaction_id(),
            amount: total,
            out_refund_no: OutRefundNo::parse("late-1").expect("a refund number"),
            refund,
        })
    };
    prop_oneof![
        4 => Just(waiting()),
        4 => Just(paid(&order(3))),
        1 => Just(seen(PaymentStatus::Unknown)),
        1 => Just(seen(PaymentStatus::Closed)),
        1 => prop_oneof![Just(RefundStatus::Processing), Just(RefundStatus::Success)].prop_map(late),
        1 => Just(Event::OpeningRefused),
        1 => Just(Event::CustomerCancelled),
        1 => Just(Event::SessionEnded),
        1 => Just(Event::PhotosLost),
        1 => Just(Event::CustomerGaveUp),
        4 => (1_u32..=4, 1..100).prop_map(|(sheet, job)| Event::SheetSent { sheet, job }),
        2 => (1_u32..=4).prop_map(|sheet| Event::SheetMissing { sheet }),
        6 => (1_u32..=4, any_outcome()).prop_map(|(sheet, outcome)| settle(sheet, outcome)),
        1 => Just(Event::RefundSeen { status: RefundStatus::Processing }),
        1 => Just(Event::RefundSeen { status: RefundStatus::Success }),
        1 => Just(Event::RefundSeen { status: RefundStatus::Stuck }),
        2 => Just(Event::Tick),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn paid_is_delivered_plus_refunded_plus_open_whatever_happens(
        events in prop::collection::vec((any_event(), 0_i64..400_000), 0..40),
    ) {
        let mut order = order(3);
        let mut facts = Vec::new();
        let mut now = START;
        for (event, passed) in events {
            now = now.plus_ms(passed);
            // A late or doubled event is turned away; the order stays as it was.
            let Ok(step) = apply(&order, &event, now) else { continue };
            order = step.order;
            facts.extend(step.facts);

            let (balance, ledger) = (order.balance(), Ledger::of(&facts));
            prop_assert_eq!(balance.paid, ledger.paid, "the order and the facts agree on the payment");
            prop_assert_eq!(balance.delivered, ledger.delivered, "on the prints");
            prop_assert_eq!(balance.refunded, ledger.refunded, "and on the refunds");
            prop_assert!(balance.open.minor() >= 0, "never gives back more than was paid");
            prop_assert!(ledger.orders_paid <= 1, "an order is paid once");
            if let State::Finished { outcome: Outcome::Settled { .. } } = order.state {
                prop_assert_eq!(balance.open, Money::ZERO, "settled means that nothing is open");
            }
            if !order.is_finished() {
                prop_assert!(!demands(&order).is_empty(), "an open order always asks for something");
            }
        }
    }
}
