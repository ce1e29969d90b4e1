//! Orders with nothing to pay.

use super::*;
use crate::discount::CodeRefusal;

#[test]
fn what_costs_nothing_prints_at_once_and_settles_without_a_payment() {
    let step = free_order(2, None);
    let first = Effect::PrintSheet {
        sheet: 1,
        search: Search::NotNeeded,
    };
    assert_eq!(
        step.effects,
        [first],
        "no provider is asked, a sheet prints"
    );
    assert_eq!(
        step.facts.last(),
        Some(&Fact::Free {
            worth: Money::from_minor(500)
        }),
        "a fact says that it was free"
    );
    let events = [
        Event::SheetSent { sheet: 1, job: 7 },
        settle(1, SheetOutcome::Printed),
        Event::SheetSent { sheet: 2, job: 8 },
        settle(2, SheetOutcome::Printed),
    ];
    let (end, facts, _) = run(step.order, &events);
    assert_eq!(
        end.balance(),
        Balance::default(),
        "taken 0 = delivered 0 + refunded 0"
    );
    let ledger = Ledger::of(&facts);
    assert_eq!(
        (ledger.all_sheets(), ledger.orders_paid),
        (2, 0),
        "the paper is counted, and no payment is"
    );
}

#[test]
fn a_free_print_that_fails_leaves_nothing_to_give_back() {
    let step = free_order(1, None);
    let failed = SheetOutcome::NotPrinted {
        reason: NotPrintedReason::PrinterFailed,
    };
    let (end, facts, effects) = run(step.order, &[settle(1, failed)]);
    assert!(end.is_finished(), "the order is over");
    assert_eq!(effects, [Effect::ForgetPhotos], "no refund is asked for");
    assert!(
        facts.contains(&Fact::Settled {
            delivered: Money::ZERO,
            refunded: Money::ZERO
        }),
        "and it is settled: {facts:?}"
    );
}

#[test]
fn what_a_code_makes_free_prints_only_when_the_dashboard_has_taken_the_code() {
    let code = everything_off();
    let step = free_order(1, Some(&code));
    assert!(
        matches!(step.effects[..], [Effect::OpenPayment { .. }]),
        "the dashboard is asked first: {:?}",
        step.effects
    );
    let granted = seen(PaymentStatus::NothingToPay);
    let (printing, facts, _) = run(step.order.clone(), &[granted]);
    assert!(
        matches!(printing.state, State::Printing { payment: None, .. }),
        "then it prints"
    );
    assert!(matches!(facts[..], [Fact::Free { .. }]), "as a free order");

    let refused = Event::CodeRefused {
        refusal: CodeRefusal::UsedUp,
    };
    let (end, facts, _) = run(step.order, &[refused]);
    assert_eq!(
        facts,
        [Fact::Cancelled {
            reason: CancelReason::CodeRefused
        }],
        "a code that is used up prints nothing"
    );
    assert!(end.is_finished());
}

#[test]
fn nobody_talks_an_order_with_a_price_into_being_free() {
    let start = order(1);
    let (still, facts, _) = run(start, &[seen(PaymentStatus::NothingToPay)]);
    assert!(
        matches!(still.state, State::Paying(_)) && facts.is_empty(),
        "an order that costs something waits for its payment"
    );
}

#[test]
fn a_journal_of_the_first_release_is_read_with_its_payment() {
    let start = order(1);
    let (printing, _, _) = run(start.clone(), &[waiting(), paid(&start)]);
    let written = serde_json::to_value(&printing).expect("JSON");
    assert!(
        written["state"]["payment"]["transaction_id"].is_string(),
        "a payment is written as it was: {written}"
    );
    let read: Order = serde_json::from_value(written).expect("an order");
    assert_eq!(read, printing, "and read back");
}
