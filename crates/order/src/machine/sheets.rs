//! The part of the machine that puts paid sheets on paper, one after another, and knows of each
//! whether it was delivered.

use crate::fact::Fact;
use crate::machine::apply::{Rejection, Step};
use crate::machine::effect::{Effect, Search};
use crate::machine::event::{Event, SheetOutcome};
use crate::machine::order::{
    CalledBack, GivingUp, NotPrintedReason, Order, Outcome, Payment, Sheet, SheetState, State,
    delivery,
};
use crate::machine::payment::refund;
use crate::machine::{CANCEL_LIMIT_MS, JOB_MEMORY_MS, SHEET_LIMIT_MS};
use crate::money::Money;
use crate::time::Timestamp;

/// Paid, or free: lay out the sheets and announce the first.
pub(super) fn start(
    order: &Order,
    payment: Option<Payment>,
    facts: Vec<Fact>,
    now: Timestamp,
) -> Step {
    let sheets = order
        .contents()
        .zip(order.quote.shares(&order.lines))
        .zip(1..)
        .map(|((content, share), number)| Sheet {
            number,
            content,
            share,
            state: SheetState::Waiting,
        })
        .collect();
    advance(order, payment, sheets, None, facts, now)
}

pub(super) fn printing(
    order: &Order,
    payment: Option<&Payment>,
    sheets: &[Sheet],
    giving_up: Option<CalledBack>,
    event: &Event,
    now: Timestamp,
) -> Result<Step, Rejection> {
    let mut sheets = sheets.to_vec();
    let next = |sheets, giving_up, facts| {
        Ok(advance(
            order,
            payment.cloned(),
            sheets,
            giving_up,
            facts,
            now,
        ))
    };
    match event {
        Event::SheetSent { sheet, job } => {
            let sheet = find(&mut sheets, *sheet)?;
            let SheetState::Sending { since } = sheet.state else {
                return Err(Rejection::NotNow);
            };
            sheet.state = SheetState::Sent { job: *job, since };
            next(sheets, giving_up, Vec::new())
        }
        Event::SheetMissing { sheet } => {
            let sheet = find(&mut sheets, *sheet)?;
            let SheetState::Sending { since } = sheet.state else {
                return Err(Rejection::NotNow);
            };
            let never_sent = now.ms_since(since) <= JOB_MEMORY_MS;
            match giving_up {
                None if never_sent => {
                    sheet.state = SheetState::Waiting;
                    next(sheets, giving_up, Vec::new())
                }
                None => {
                    let fact = not_printed(sheet, NotPrintedReason::Unprovable);
                    next(sheets, giving_up, vec![fact])
                }
                Some(called_back) => {
                    let fact = not_printed(sheet, reason_of(called_back.why));
                    next(sheets, giving_up, vec![fact])
                }
            }
        }
        Event::SheetSettled { sheet, outcome } => {
            let sheet = find(&mut sheets, *sheet)?;
            if !is_at_printer(&sheet.state) {
                return Err(Rejection::NotNow);
            }
            let fact = match outcome {
                SheetOutcome::Printed => printed(sheet),
                SheetOutcome::NotPrinted { reason } => not_printed(sheet, *reason),
            };
            next(sheets, giving_up, vec![fact])
        }
        Event::CustomerGaveUp => give_up(sheets, giving_up, GivingUp::Customer, now, next),
        Event::PhotosLost => give_up(sheets, giving_up, GivingUp::PhotosGone, now, next),
        Event::Tick => match overdue(&mut sheets, giving_up, now) {
            Overdue::No => Ok(Step::stay(order)),
            Overdue::CallBack => give_up(sheets, giving_up, GivingUp::PrinterStuck, now, next),
            Overdue::Lost(fact) => next(sheets, giving_up, vec![fact]),
        },
        // The customer may walk away while paper comes out: the prints are paid for.
        Event::SessionEnded => Ok(Step::stay(order)),
        _ => Err(Rejection::NotNow),
    }
}

/// Announces the next sheet when none is at the printer, or ends the printing.
fn advance(
    order: &Order,
    payment: Option<Payment>,
    mut sheets: Vec<Sheet>,
    giving_up: Option<CalledBack>,
    mut facts: Vec<Fact>,
    now: Timestamp,
) -> Step {
    if let Some(called_back) = giving_up {
        let waiting = sheets
            .iter_mut()
            .filter(|sheet| sheet.state == SheetState::Waiting);
        facts.extend(waiting.map(|sheet| not_printed(sheet, reason_of(called_back.why))));
    }
    let busy = sheets.iter().any(|sheet| is_at_printer(&sheet.state));
    let announced = if busy {
        None
    } else {
        announce(&mut sheets, now)
    };
    if !busy && announced.is_none() {
        return finish(order, payment, &sheets, facts);
    }
    let state = State::Printing {
        payment,
        sheets,
        giving_up,
    };
    let mut step = Step::to(order, state, facts);
    if let Some(sheet) = announced {
        // Announced in this very step, so it cannot be at the printer yet.
        let search = Search::NotNeeded;
        step.effects = vec![Effect::PrintSheet { sheet, search }];
    }
    step
}

fn announce(sheets: &mut [Sheet], now: Timestamp) -> Option<u32> {
    let sheet = sheets
        .iter_mut()
        .find(|sheet| sheet.state == SheetState::Waiting)?;
    sheet.state = SheetState::Sending { since: now };
    Some(sheet.number)
}

fn finish(order: &Order, payment: Option<Payment>, sheets: &[Sheet], mut facts: Vec<Fact>) -> Step {
    let delivered = delivery(sheets);
    let mut step = match payment {
        Some(payment) if payment.amount != delivered.amount => {
            refund(order, payment, delivered, facts)
        }
        // All that was paid for was delivered; what cost nothing leaves nothing to give back.
        payment => {
            facts.push(Fact::Settled {
                delivered: delivered.amount,
                refunded: Money::ZERO,
            });
            let outcome = Outcome::Settled {
                payment,
                delivered,
                refunded: Money::ZERO,
            };
            Step::to(order, State::Finished { outcome }, facts)
        }
    };
    step.effects.push(Effect::ForgetPhotos);
    step
}

fn give_up(
    sheets: Vec<Sheet>,
    giving_up: Option<CalledBack>,
    why: GivingUp,
    now: Timestamp,
    next: impl Fn(Vec<Sheet>, Option<CalledBack>, Vec<Fact>) -> Result<Step, Rejection>,
) -> Result<Step, Rejection> {
    let called_back = match giving_up {
        Some(known) if known.calls_back() => known,
        _ => CalledBack { why, since: now },
    };
    next(sheets, Some(called_back), Vec::new())
}

enum Overdue {
    No,
    CallBack,
    Lost(Fact),
}

fn overdue(sheets: &mut [Sheet], giving_up: Option<CalledBack>, now: Timestamp) -> Overdue {
    let called_back = giving_up.filter(|giving_up| giving_up.calls_back());
    let late = sheets.iter_mut().find(|sheet| match sheet.state {
        SheetState::Sending { since } | SheetState::Sent { since, .. } => match called_back {
            None => now.ms_since(since) >= SHEET_LIMIT_MS,
            Some(called_back) => now.ms_since(called_back.since) >= CANCEL_LIMIT_MS,
        },
        SheetState::Waiting | SheetState::Printed | SheetState::NotPrinted { .. } => false,
    });
    match (late, called_back) {
        (None, _) => Overdue::No,
        (Some(_), None) => Overdue::CallBack,
        (Some(sheet), Some(_)) => Overdue::Lost(not_printed(sheet, NotPrintedReason::Unprovable)),
    }
}

fn find(sheets: &mut [Sheet], number: u32) -> Result<&mut Sheet, Rejection> {
    sheets
        .iter_mut()
        .find(|sheet| sheet.number == number)
        .ok_or(Rejection::NoSuchSheet)
}

fn is_at_printer(state: &SheetState) -> bool {
    matches!(state, SheetState::Sending { .. } | SheetState::Sent { .. })
}

fn printed(sheet: &mut Sheet) -> Fact {
    sheet.state = SheetState::Printed;
    Fact::SheetPrinted {
        sheet: sheet.number,
        product: sheet.content.product(),
        share: sheet.share,
    }
}

fn not_printed(sheet: &mut Sheet, reason: NotPrintedReason) -> Fact {
    sheet.state = SheetState::NotPrinted { reason };
    Fact::SheetNotPrinted {
        sheet: sheet.number,
        product: sheet.content.product(),
        share: sheet.share,
        reason,
    }
}

const fn reason_of(why: GivingUp) -> NotPrintedReason {
    match why {
        GivingUp::Customer => NotPrintedReason::Customer,
        GivingUp::PrinterStuck => NotPrintedReason::PrinterStuck,
        GivingUp::PhotosGone => NotPrintedReason::PhotosGone,
    }
}
