//! A machine that is wrong about money stops. Each case is a step that the real one never makes.

use super::*;
use crate::machine::invariants::assert_hold;

/// One print, paid, and the step that sent it to the printer.
fn bought() -> (Order, Step) {
    let (waiting, _, _) = run(order(1), &[waiting()]);
    let step = apply(&waiting, &paid(&waiting), START).expect("a payment in time");
    (waiting, step)
}

/// The order after that, with its one sheet printed.
fn settled() -> (Order, Step) {
    let (_, step) = bought();
    let printed = settle(1, SheetOutcome::Printed);
    let last = apply(&step.order, &printed, START).expect("the print came out");
    (step.order, last)
}

#[test]
fn the_steps_of_a_plain_sale_hold() {
    for (before, step) in [bought(), settled()] {
        assert_hold(&before, &step);
    }
}

#[test]
#[should_panic(expected = "delivered or given back to the last minor unit")]
fn an_order_is_not_settled_with_money_open() {
    let (before, mut step) = settled();
    if let State::Finished {
        outcome: Outcome::Settled { delivered, .. },
    } = &mut step.order.state
    {
        delivered.amount = Money::ZERO;
    }
    assert_hold(&before, &step);
}

#[test]
#[should_panic(expected = "no more is delivered and given back than was paid")]
fn no_more_goes_back_than_came() {
    let (before, mut step) = settled();
    if let State::Finished {
        outcome: Outcome::Settled { refunded, .. },
    } = &mut step.order.state
    {
        *refunded = Money::from_minor(1);
    }
    assert_hold(&before, &step);
}

#[test]
#[should_panic(expected = "neither changes nor vanishes")]
fn a_payment_is_not_forgotten() {
    let (before, mut step) = settled();
    step.order.state = State::Finished {
        outcome: Outcome::Cancelled {
            reason: CancelReason::Customer,
        },
    };
    assert_hold(&before, &step);
}

#[test]
#[should_panic(expected = "before it is paid")]
fn nothing_prints_unpaid() {
    let (before, mut step) = bought();
    step.order = before.clone();
    assert_hold(&before, &step);
}

#[test]
#[should_panic(expected = "keeps its name and its frozen price")]
fn a_price_stays_as_it_was_shown() {
    let (before, mut step) = bought();
    step.order.quote.total = Money::from_minor(1);
    assert_hold(&before, &step);
}
