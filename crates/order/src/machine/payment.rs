//! The part of the machine before paper and after it: opening, waiting for, closing and giving
//! back a payment.

use crate::fact::Fact;
use crate::machine::apply::{Rejection, Step};
use crate::machine::event::{Event, PaymentStatus, RefundStatus};
use crate::machine::order::{
    Attempt, CancelReason, Delivery, IfPaid, Order, Outcome, Payment, RefundIntent, State,
};
use crate::machine::place::free;
use crate::machine::sheets;
use crate::time::Timestamp;

pub(super) fn opening(
    order: &Order,
    attempt: &Attempt,
    give_up_at: Timestamp,
    event: &Event,
    now: Timestamp,
) -> Result<Step, Rejection> {
    match event {
        Event::PaymentSeen { status } => Ok(match status {
            PaymentStatus::Waiting { code_url, pay_by } => Step::to(
                order,
                State::AwaitingPayment {
                    attempt: attempt.clone(),
                    code_url: code_url.clone(),
                    pay_by: *pay_by,
                },
                Vec::new(),
            ),
            PaymentStatus::NothingToPay if order.quote.is_free() => {
                sheets::start(order, None, vec![free(order)], now)
            }
            PaymentStatus::NothingToPay | PaymentStatus::Unknown => Step::stay(order),
            PaymentStatus::Closed => cancelled(order, CancelReason::PaymentRefused),
            PaymentStatus::Paid { .. } | PaymentStatus::PaidLate { .. } => {
                paid(order, attempt, status, IfPaid::Print, now)
            }
        }),
        Event::OpeningRefused => Ok(cancelled(order, CancelReason::PaymentRefused)),
        Event::CodeRefused { .. } => Ok(cancelled(order, CancelReason::CodeRefused)),
        Event::CustomerCancelled => Ok(close(order, attempt, CancelReason::Customer)),
        Event::SessionEnded | Event::PhotosLost => {
            Ok(close(order, attempt, CancelReason::TimedOut).refunding_if_paid())
        }
        Event::Tick if now >= give_up_at => {
            Ok(close(order, attempt, CancelReason::PaymentUnavailable))
        }
        Event::Tick => Ok(Step::stay(order)),
        _ => Err(Rejection::NotNow),
    }
}

pub(super) fn awaiting(
    order: &Order,
    attempt: &Attempt,
    pay_by: Timestamp,
    event: &Event,
    now: Timestamp,
) -> Result<Step, Rejection> {
    match event {
        Event::PaymentSeen { status } => Ok(match status {
            PaymentStatus::Waiting { .. }
            | PaymentStatus::Unknown
            | PaymentStatus::NothingToPay => Step::stay(order),
            PaymentStatus::Closed => cancelled(order, CancelReason::TimedOut),
            PaymentStatus::Paid { .. } | PaymentStatus::PaidLate { .. } => {
                paid(order, attempt, status, IfPaid::Print, now)
            }
        }),
        Event::CustomerCancelled => Ok(close(order, attempt, CancelReason::Customer)),
        Event::SessionEnded | Event::PhotosLost => {
            Ok(close(order, attempt, CancelReason::TimedOut).refunding_if_paid())
        }
        Event::Tick if now >= pay_by => Ok(close(order, attempt, CancelReason::TimedOut)),
        Event::Tick => Ok(Step::stay(order)),
        _ => Err(Rejection::NotNow),
    }
}

pub(super) fn closing(
    order: &Order,
    attempt: &Attempt,
    reason: CancelReason,
    if_paid: IfPaid,
    event: &Event,
    now: Timestamp,
) -> Result<Step, Rejection> {
    match event {
        Event::PaymentSeen { status } => Ok(match status {
            PaymentStatus::Waiting { .. } | PaymentStatus::Unknown => Step::stay(order),
            // The dashboard takes the code back once it hears that the order was cancelled.
            PaymentStatus::Closed | PaymentStatus::NothingToPay => cancelled(order, reason),
            PaymentStatus::Paid { .. } | PaymentStatus::PaidLate { .. } => {
                paid(order, attempt, status, if_paid, now)
            }
        }),
        Event::SessionEnded | Event::PhotosLost | Event::CustomerCancelled => {
            let mut step = Step::stay(order);
            step.order.state = State::Closing {
                attempt: attempt.clone(),
                reason,
                if_paid: IfPaid::Refund,
            };
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

fn paid(
    order: &Order,
    attempt: &Attempt,
    status: &PaymentStatus,
    if_paid: IfPaid,
    now: Timestamp,
) -> Step {
    match status {
        PaymentStatus::Paid {
            transaction_id,
            amount,
        } => {
            let payment = Payment {
                attempt: attempt.clone(),
                transaction_id: transaction_id.clone(),
                amount: *amount,
            };
            let facts = vec![paid_fact(&payment)];
            // A wrong amount buys nothing: it goes back whole.
            if if_paid == IfPaid::Refund || *amount != order.quote.total {
                refund(order, payment, Delivery::default(), facts)
            } else {
                sheets::start(order, Some(payment), facts, now)
            }
        }
        PaymentStatus::PaidLate {
            transaction_id,
            amount,
            out_refund_no,
            refund,
        } => {
            let payment = Payment {
                attempt: attempt.clone(),
                transaction_id: transaction_id.clone(),
                amount: *amount,
            };
            let intent = RefundIntent {
                out_refund_no: out_refund_no.clone(),
                amount: *amount,
            };
            paid_late(order, payment, intent, *refund)
        }
        PaymentStatus::Waiting { .. }
        | PaymentStatus::Unknown
        | PaymentStatus::NothingToPay
        | PaymentStatus::Closed => Step::stay(order),
    }
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

fn close(order: &Order, attempt: &Attempt, reason: CancelReason) -> Step {
    let if_paid = match reason {
        CancelReason::TimedOut => IfPaid::Print,
        CancelReason::Customer
        | CancelReason::PaymentUnavailable
        | CancelReason::PaymentRefused
        | CancelReason::CodeRefused => IfPaid::Refund,
    };
    let state = State::Closing {
        attempt: attempt.clone(),
        reason,
        if_paid,
    };
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

impl Step {
    /// The visit is over: should the attempt turn out to be paid, the money goes back.
    fn refunding_if_paid(mut self) -> Self {
        if let State::Closing { if_paid, .. } = &mut self.order.state {
            *if_paid = IfPaid::Refund;
        }
        self
    }
}
