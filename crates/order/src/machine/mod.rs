//! The order machine: `apply(order, event, now) -> Result<Step, Rejection>`.
//!
//! Pure. A [`Step`] is the order as it is next, the [`Effect`]s that the world must now perform,
//! and the [`Fact`](crate::Fact)s that became true. Whoever runs it writes the step down before
//! it performs an effect; after a crash [`demands`] names the effects that an unfinished order
//! still needs, and every one of them can be repeated without harm: payments and refunds carry a
//! number that was stored before the call, sheets carry a name under which they are looked for.
//!
//! ```text
//!    +-- nothing to pay --+
//!    |                    v
//! Paying -------------> Printing -> Finished(Settled)
//!     \     ^                \
//!      \    | paid            v
//!       Closing ---------> Refunding -> Finished(Settled | NeedsPerson)
//!           \
//!            v nobody paid
//!         Finished(Cancelled)
//! ```
//!
//! Paid = delivered + refunded + still open, in every state: see [`Order::balance`]. That and what
//! else must hold of the money is asserted after every step.

mod apply;
mod attempts;
mod effect;
mod event;
mod invariants;
mod order;
mod payment;
mod place;
mod sheets;
#[cfg(test)]
mod tests;

pub use apply::{Rejection, Step, apply};
pub use attempts::{Closing, Ending, Paying, Standing, Try};
pub use effect::{Effect, Search, demands};
pub use event::{ChargeRefusal, Event, PaymentStatus, RefundStatus, SheetOutcome};
pub use order::{
    Attempt, Balance, CalledBack, CancelReason, Delivery, GivingUp, IfPaid, NotPrintedReason,
    Order, Outcome, Payment, Placed, RefundIntent, Sheet, SheetContent, SheetState, State,
    delivery,
};
pub use place::place;

/// How long an attempt to open a payment may go on before the customer hears that it cannot be
/// done: long enough for a retry through a bad network, short enough to stand there.
pub const OPENING_LIMIT_MS: i64 = 20_000;

/// How long a charged barcode may stay undecided before the kiosk has it undone. The dashboard
/// undoes it sooner; this is for one that never reached it.
pub const CHARGE_LIMIT_MS: i64 = 60_000;

/// Attempts that one order may have: more than anybody shows barcodes, and fewer than a merchant
/// order number has room for.
pub const MOST_ATTEMPTS: u32 = 20;

/// How long a sheet may stay at the printer (paper being refilled included) before its money goes
/// back.
pub const SHEET_LIMIT_MS: i64 = 10 * 60_000;

/// How long a sheet may stay undecided after it was called back before it counts as not printed:
/// long enough for any printer that obeys, short enough for a customer who wants the money.
pub const CANCEL_LIMIT_MS: i64 = 60_000;

/// How long after a sheet was announced a printer surely still remembers its job (printers purge
/// finished jobs after about a minute). Only within it does "no such job" prove "never sent".
pub const JOB_MEMORY_MS: i64 = 45_000;
