//! The one function that moves an order on.

use thiserror::Error;

use crate::fact::Fact;
use crate::machine::effect::{Effect, demands};
use crate::machine::event::Event;
use crate::machine::invariants::assert_hold;
use crate::machine::order::{Order, State};
use crate::machine::{payment, sheets};
use crate::time::Timestamp;

/// What an event leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The order as it is next.
    pub order: Order,
    /// What the world must do now. Written down before any of it is done.
    pub effects: Vec<Effect>,
    /// What became true.
    pub facts: Vec<Fact>,
}

/// Why an event does not apply. The order is as it was, and nothing was lost: the event was late,
/// doubled or meant for another order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Rejection {
    /// The event says nothing to an order in this state.
    #[error("the event does not apply in this state")]
    NotNow,
    /// There is no such sheet.
    #[error("the order has no sheet of that number")]
    NoSuchSheet,
}

/// What `event` makes of `order` at the moment `now`.
///
/// An event that changes nothing (a tick before its time, a status already known) is a step
/// without effects and facts.
///
/// # Panics
/// When the step would lose sight of money, which only a defect of this machine can bring about.
pub fn apply(order: &Order, event: &Event, now: Timestamp) -> Result<Step, Rejection> {
    let step = next(order, event, now)?;
    assert_hold(order, &step);
    Ok(step)
}

fn next(order: &Order, event: &Event, now: Timestamp) -> Result<Step, Rejection> {
    match &order.state {
        State::Paying(paying) => payment::paying(order, paying, event, now),
        State::Closing(closing) => payment::closing(order, closing, event, now),
        State::Printing {
            payment,
            sheets,
            giving_up,
        } => sheets::printing(order, payment.as_ref(), sheets, *giving_up, event, now),
        State::Refunding {
            payment,
            delivered,
            refund,
        } => payment::refunding(order, payment, *delivered, refund, event),
        State::Finished { .. } => Err(Rejection::NotNow),
    }
}

impl Step {
    /// Nothing changes and nothing is to be done.
    pub(super) fn stay(order: &Order) -> Self {
        Self {
            order: order.clone(),
            effects: Vec::new(),
            facts: Vec::new(),
        }
    }

    /// The order enters `state`, which brings its own effects.
    pub(super) fn to(order: &Order, state: State, facts: Vec<Fact>) -> Self {
        let order = Order {
            state,
            ..order.clone()
        };
        let effects = demands(&order);
        Self {
            order,
            effects,
            facts,
        }
    }
}
