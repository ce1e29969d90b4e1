//! What holds after every step, whatever led to it. A step that breaks one of these is a defect of
//! the machine itself: it is asserted in every build, before anything is written down or done, so
//! that a program that is wrong about money stops instead of going on.

use crate::machine::apply::Step;
use crate::machine::effect::Effect;
use crate::machine::order::{Order, Outcome, Payment, State};
use crate::money::Money;

/// Asserts that the money of `step` adds up to that of the order `before` it.
pub(super) fn assert_hold(before: &Order, step: &Step) {
    let after = &step.order;
    assert!(
        after.id == before.id && after.quote == before.quote,
        "an order keeps its name and its frozen price"
    );
    assert_one_capture(before, after);
    assert_accounted(after);
    assert_paid_before_printed(step);
}

/// At most one payment is ever taken for an order, and none is forgotten.
fn assert_one_capture(before: &Order, after: &Order) {
    if let Some(taken) = payment(before) {
        assert!(
            payment(after) == Some(taken),
            "the payment of an order neither changes nor vanishes"
        );
    }
}

/// Captured = delivered + refunded + still open, and nothing is open once an order is settled.
fn assert_accounted(order: &Order) {
    let balance = order.balance();
    assert!(
        balance.open >= Money::ZERO,
        "no more is delivered and given back than was paid"
    );
    let settled = matches!(
        order.state,
        State::Finished {
            outcome: Outcome::Settled { .. }
        }
    );
    assert!(
        !settled || balance.open == Money::ZERO,
        "a settled order is delivered or given back to the last minor unit"
    );
}

/// Nothing goes to the printer that is not paid, or free.
fn assert_paid_before_printed(step: &Step) {
    let prints = |effect: &Effect| matches!(effect, Effect::PrintSheet { .. });
    if step.effects.iter().any(prints) {
        assert!(
            payment(&step.order).is_some() || step.order.quote.is_free(),
            "no sheet is sent to the printer before it is paid"
        );
    }
}

/// What was taken for an order, in time to count.
const fn payment(order: &Order) -> Option<&Payment> {
    match &order.state {
        State::Paying(_) | State::Closing(_) => None,
        State::Printing { payment, .. } => payment.as_ref(),
        State::Refunding { payment, .. } => Some(payment),
        State::Finished { outcome } => match outcome {
            Outcome::Cancelled { .. } => None,
            Outcome::Settled { payment, .. } => payment.as_ref(),
            Outcome::NeedsPerson { payment, .. } => Some(payment),
        },
    }
}
