//! The part of the machine before paper and after it: opening, waiting for, closing and giving
//! back a payment.

use crate::fact::Fact;
use crate::machine::apply::{Rejection, Step};
use crate::machine::attempts::{Closing, Ending, News, Paying, Standing, Try, news};
use crate::machine::event::{Event, PaymentStatus, RefundStatus};
use crate::machine::order::{
    CancelReason, Delivery, IfPaid, Order, Outcome, Payment, RefundIntent, State,
};
use crate::machine::place::free;
use crate::machine::sheets;
use crate::time::Timestamp;

pub(super) fn paying(
    order: &Order,
    paying: &Paying,
    event: &Event,
    now: Timestamp,
) -> Result<Step, Rejection> {
    match event {
        Event::PaymentSeen {
            out_trade_no,
            status,
        } => match news(&paying.attempts, out_trade_no, status) {
            None => Err(Rejection::NotNow),
            Some(News::Nothing) => Ok(Step::stay(order)),
            Some(News::Changed(attempts)) => Ok(go_on(order, paying, attempts)),
            Some(News::Paid(payment)) => Ok(paid(order, payment, IfPaid::Print, now)),
            Some(News::NothingToPay) if order.quote.is_free() => {
                Ok(sheets::start(order, None, vec![free(order)], now))
            }
            Some(News::NothingToPay) => Ok(Step::stay(order)),
        },
        Event::CodeRefused { .. } => Ok(code_refused(order, paying)),
        Event::OpeningRefused { out_trade_no } => {
            match news(&paying.attempts, out_trade_no, &PaymentStatus::Closed) {
                Some(News::Changed(attempts)) => Ok(go_on(order, paying, attempts)),
                Some(News::Nothing | News::NothingToPay | News::Paid(_)) | None => {
                    Err(Rejection::NotNow)
                }
            }
        }
        Event::BarcodeShown { .. } if order.quote.is_free() => Err(Rejection::NotNow),
        Event::BarcodeShown { provider } => {
            let next = paying.with_charge(&order.id, *provider, now);
            next.map(|next| Step::to(order, State::Paying(next), Vec::new()))
                .ok_or(Rejection::NotNow)
        }
        Event::CustomerCancelled => {
            Ok(close(order, paying, CancelReason::Customer, IfPaid::Refund))
        }
        // The visit is over: should an attempt turn out to be paid, the money goes back.
        Event::SessionEnded | Event::PhotosLost => {
            Ok(close(order, paying, CancelReason::TimedOut, IfPaid::Refund))
        }
        Event::Tick if now >= paying.ends_at() => Ok(run_out(order, paying)),
        Event::Tick => Ok(match paying.without_slow_charge(now) {
            Some(next) => Step::to(order, State::Paying(next), Vec::new()),
            None => Step::stay(order),
        }),
        _ => Err(Rejection::NotNow),
    }
}

pub(super) fn closing(
    order: &Order,
    closing: &Closing,
    event: &Event,
    now: Timestamp,
) -> Result<Step, Rejection> {
    match event {
        Event::PaymentSeen {
            out_trade_no,
            status,
        } => match news(&closing.attempts, out_trade_no, status) {
            None => Err(Rejection::NotNow),
            Some(News::Nothing) => Ok(Step::stay(order)),
            // The dashboard takes the code back once it hears that the order was cancelled.
            Some(News::NothingToPay) => Ok(cancelled(order, closing.reason)),
            Some(News::Changed(attempts)) => {
                let ended = unpaid(order, &attempts, closing.reason);
                Ok(ended.unwrap_or_else(|| {
                    let next = Closing {
                        attempts,
                        ..closing.clone()
                    };
                    Step::to(order, State::Closing(next), Vec::new())
                }))
            }
            Some(News::Paid(payment)) => Ok(paid(order, payment, closing.if_paid, now)),
        },
        Event::SessionEnded | Event::PhotosLost | Event::CustomerCancelled => {
            let mut step = Step::stay(order);
            step.order.state = State::Closing(Closing {
                if_paid: IfPaid::Refund,
                ..closing.clone()
            });
            Ok(step)
        }
        Event::Tick => Ok(Step::stay(order)),
        _ => Err(Rejection::NotNow),
    }
}

pub(super) fn refunding(
    order: &Order,
    payment: &Payment,
    delivered: Delivery,
    refund: &RefundIntent,
    event: &Event,
) -> Result<Step, Rejection> {
    match event {
        Event::RefundSeen { status } => Ok(match status {
            RefundStatus::Processing => Step::stay(order),
            RefundStatus::Success => settled(order, payment, delivered, refund),
            RefundStatus::Stuck => needs_person(order, payment, delivered, refund),
        }),
        Event::Tick => Ok(Step::stay(order)),
        _ => Err(Rejection::NotNow),
    }
}

/// Money goes back: all that was paid less what was delivered.
pub(super) fn refund(
    order: &Order,
    payment: Payment,
    delivered: Delivery,
    mut facts: Vec<Fact>,
) -> Step {
    let refund = RefundIntent {
        out_refund_no: payment.attempt.out_trade_no.out_refund_no(1),
        amount: payment.amount.minus(delivered.amount),
    };
    facts.push(Fact::RefundRequested {
        out_refund_no: refund.out_refund_no.clone(),
        amount: refund.amount,
    });
    let state = State::Refunding {
        payment,
        delivered,
        refund,
    };
    Step::to(order, state, facts)
}

fn paid(order: &Order, payment: Payment, if_paid: IfPaid, now: Timestamp) -> Step {
    let facts = vec![paid_fact(&payment)];
    // A wrong amount buys nothing: it goes back whole.
    if if_paid == IfPaid::Refund || payment.amount != order.quote.total {
        refund(order, payment, Delivery::default(), facts)
    } else {
        sheets::start(order, Some(payment), facts, now)
    }
}

/// The customer can go on paying by `attempts`, or none of them is left.
fn go_on(order: &Order, paying: &Paying, attempts: Vec<Try>) -> Step {
    let refused = |tried: &Try| {
        let Standing::Ended { why } = tried.standing else {
            return false;
        };
        matches!(why, Ending::Refused | Ending::Declined { .. })
    };
    let reason = if attempts.iter().all(refused) {
        CancelReason::PaymentRefused
    } else {
        CancelReason::TimedOut
    };
    unpaid(order, &attempts, reason).unwrap_or_else(|| {
        let next = Paying {
            attempts,
            ..paying.clone()
        };
        Step::to(order, State::Paying(next), Vec::new())
    })
}

/// How an order ends that no attempt paid for in time; none while one is undecided.
///
/// An attempt is late when another one was paid, too, so a late one waits until the others are
/// decided.
fn unpaid(order: &Order, attempts: &[Try], reason: CancelReason) -> Option<Step> {
    if attempts.iter().any(Try::is_undecided) {
        return None;
    }
    let late = attempts.iter().find_map(|tried| match &tried.standing {
        Standing::PaidLate {
            transaction_id,
            amount,
            out_refund_no,
            refund,
        } => {
            let payment = Payment {
                attempt: tried.attempt.clone(),
                transaction_id: transaction_id.clone(),
                amount: *amount,
            };
            let intent = RefundIntent {
                out_refund_no: out_refund_no.clone(),
                amount: *amount,
            };
            Some(paid_late(order, payment, intent, *refund))
        }
        _ => None,
    });
    Some(late.unwrap_or_else(|| cancelled(order, reason)))
}

/// The dashboard gives the money back by itself; the kiosk follows until it is done.
fn paid_late(order: &Order, payment: Payment, intent: RefundIntent, status: RefundStatus) -> Step {
    let facts = vec![
        paid_fact(&payment),
        Fact::RefundRequested {
            out_refund_no: intent.out_refund_no.clone(),
            amount: intent.amount,
        },
    ];
    let mut step = match status {
        RefundStatus::Processing => Step::to(
            order,
            State::Refunding {
                payment,
                delivered: Delivery::default(),
                refund: intent,
            },
            Vec::new(),
        ),
        RefundStatus::Success => settled(order, &payment, Delivery::default(), &intent),
        RefundStatus::Stuck => needs_person(order, &payment, Delivery::default(), &intent),
    };
    step.facts.splice(0..0, facts);
    step
}

fn paid_fact(payment: &Payment) -> Fact {
    Fact::Paid {
        provider: payment.attempt.provider,
        out_trade_no: payment.attempt.out_trade_no.clone(),
        transaction_id: payment.transaction_id.clone(),
        amount: payment.amount,
    }
}

/// The code does not count. Where it was asked about under several numbers, each is closed: the
/// other answers may still be on their way.
fn code_refused(order: &Order, paying: &Paying) -> Step {
    let reason = CancelReason::CodeRefused;
    match paying.attempts.as_slice() {
        [_] => cancelled(order, reason),
        _ => close(order, paying, reason, IfPaid::Refund),
    }
}

/// The time is over.
fn run_out(order: &Order, paying: &Paying) -> Step {
    let could_pay = |tried: &Try| !matches!(tried.standing, Standing::Opening);
    if paying.attempts.iter().any(could_pay) {
        close(order, paying, CancelReason::TimedOut, IfPaid::Print)
    } else {
        let reason = CancelReason::PaymentUnavailable;
        close(order, paying, reason, IfPaid::Refund)
    }
}

fn close(order: &Order, paying: &Paying, reason: CancelReason, if_paid: IfPaid) -> Step {
    let state = State::Closing(Closing {
        attempts: paying.attempts.clone(),
        reason,
        if_paid,
    });
    Step::to(order, state, Vec::new())
}

fn cancelled(order: &Order, reason: CancelReason) -> Step {
    let outcome = Outcome::Cancelled { reason };
    let facts = vec![Fact::Cancelled { reason }];
    Step::to(order, State::Finished { outcome }, facts)
}

fn settled(order: &Order, payment: &Payment, delivered: Delivery, refund: &RefundIntent) -> Step {
    let facts = vec![
        Fact::Refunded {
            out_refund_no: refund.out_refund_no.clone(),
            amount: refund.amount,
        },
        Fact::Settled {
            delivered: delivered.amount,
            refunded: refund.amount,
        },
    ];
    let outcome = Outcome::Settled {
        payment: Some(payment.clone()),
        delivered,
        refunded: refund.amount,
    };
    Step::to(order, State::Finished { outcome }, facts)
}

fn needs_person(
    order: &Order,
    payment: &Payment,
    delivered: Delivery,
    refund: &RefundIntent,
) -> Step {
    let facts = vec![Fact::RefundStuck {
        out_refund_no: refund.out_refund_no.clone(),
        amount: refund.amount,
    }];
    let outcome = Outcome::NeedsPerson {
        payment: payment.clone(),
        delivered,
        stuck: refund.clone(),
    };
    Step::to(order, State::Finished { outcome }, facts)
}
