//! How an order begins.

use crate::fact::Fact;
use crate::machine::OPENING_LIMIT_MS;
use crate::machine::apply::Step;
use crate::machine::effect::demands;
use crate::machine::order::{Attempt, Order, Placed, State};
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
    let attempt = Attempt {
        out_trade_no: placed.id.out_trade_no(1),
        provider: placed.provider,
    };
    let order = Order {
        id: placed.id,
        session: placed.session,
        lines: placed.lines,
        index_print: placed.index_print,
        quote: placed.quote,
        placed_at: now,
        state: State::Opening {
            attempt,
            give_up_at: now.plus_ms(OPENING_LIMIT_MS),
        },
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
