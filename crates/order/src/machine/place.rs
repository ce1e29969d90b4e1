//! How an order begins.

use crate::fact::Fact;
use crate::machine::apply::Step;
use crate::machine::attempts::Paying;
use crate::machine::effect::demands;
use crate::machine::order::{Order, Placed, State};
use crate::machine::sheets;
use crate::time::Timestamp;

/// A new order. It asks for its payment; where there is nothing to pay it prints at once, unless a
/// code made it so: then the dashboard is asked first, which alone knows whether the code counts.
pub fn place(placed: Placed, now: Timestamp) -> Step {
    let free_at_once = placed.quote.is_free() && placed.quote.code.is_none();
    let mut facts = vec![Fact::OrderPlaced {
        session: placed.session.clone(),
        total: placed.quote.total,
        discount: placed.quote.discount,
        sheets: placed.quote.sheets(),
        settings_version: placed.quote.settings_version,
    }];
    // Where there is nothing to pay, one question is enough.
    let asked = if placed.quote.is_free() {
        1
    } else {
        placed.providers.len()
    };
    let providers = placed.providers.iter().copied().take(asked);
    let paying = Paying::begin(&placed.id, providers, now);
    let order = Order {
        id: placed.id,
        session: placed.session,
        lines: placed.lines,
        index_print: placed.index_print,
        quote: placed.quote,
        placed_at: now,
        state: State::Paying(paying),
    };
    if free_at_once {
        facts.push(free(&order));
        return sheets::start(&order, None, facts, now);
    }
    let effects = demands(&order);
    Step {
        order,
        effects,
        facts,
    }
}

/// That an order was nobody's to pay.
pub(super) fn free(order: &Order) -> Fact {
    Fact::Free {
        worth: order.quote.subtotal,
    }
}
