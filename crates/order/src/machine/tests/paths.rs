//! The paths an order can take, one after another.

use super::*;

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
        (ledger.sheets.of(PrintSize::SixInch), ledger.open()),
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

#[test]
fn an_index_print_is_a_sheet_like_any_other() {
    let start = order_with_index();
    let events = [
        waiting(),
        paid(&start),
        settle(1, SheetOutcome::Printed),
        settle(2, SheetOutcome::Printed),
    ];
    let (printing, _, effects) = run(start.clone(), &events);
    let last = Effect::PrintSheet {
        sheet: 3,
        search: Search::NotNeeded,
    };
    assert_eq!(effects, [last], "the index comes after the photos");
    let gone = SheetOutcome::NotPrinted {
        reason: NotPrintedReason::PrinterFailed,
    };
    let failed = apply(&printing, &settle(3, gone), START).expect("applies");
    assert_eq!(
        failed.facts.first(),
        Some(&Fact::SheetNotPrinted {
            sheet: 3,
            product: Product::IndexPrint,
            share: Money::from_minor(301),
            reason: NotPrintedReason::PrinterFailed,
        }),
        "the fact names it"
    );
    let State::Refunding { refund, .. } = failed.order.state else {
        panic!("its money goes back: {:?}", failed.order.state);
    };
    assert_eq!(refund.amount, Money::from_minor(301), "and only its money");

    let printed = apply(&printing, &settle(3, SheetOutcome::Printed), START).expect("applies");
    let ledger = Ledger::of(&printed.facts);
    assert_eq!(
        ledger.sheets.of(Product::IndexPrint),
        1,
        "sales count it by itself"
    );
    assert!(printed.order.is_finished(), "and the order is settled");
}

#[test]
fn an_order_of_the_first_release_goes_on_where_it_was() {
    let start = order(2);
    let (printing, _, _) = run(start.clone(), &[waiting(), paid(&start)]);
    let text = serde_json::to_string(&printing).expect("an order as it is kept");
    assert!(
        text.contains(r#"{"number":1,"line":0,"size":"six_inch","share":250,"state":"#)
            && !text.contains("index"),
        "an order without an index is kept as the first release kept it: {text}"
    );
    let read: Order = serde_json::from_str(&text).expect("an order");
    assert_eq!(read, printing, "and is the same order");

    let start = order_with_index();
    let (printing, _, _) = run(start.clone(), &[waiting(), paid(&start)]);
    let text = serde_json::to_string(&printing).expect("an order with an index");
    let read: Order = serde_json::from_str(&text).expect("an order");
    assert_eq!(read, printing, "one with an index, too");
}
