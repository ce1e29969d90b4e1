//! How an order ends on the screen: what came out, where the rest of the money is, and where both
//! can be looked up later.

use order::Timestamp;
use order::machine::{CancelReason, Order, Outcome, Payment, State};

use super::Brain;
use super::orders::delivered;
use crate::view::{ReceiptView, RefundProgress, RefundView, Screen, Trouble};

impl Brain {
    pub(super) fn done(&self, order: &Order, deleted_at: Timestamp) -> Screen {
        let delivered = delivered(order);
        let refund = |payment: &Payment, amount, progress| RefundView {
            amount,
            progress,
            provider: payment.attempt.provider,
            reason: delivered.missed,
        };
        Screen::Done {
            printed: delivered.sheets,
            ordered: order.quote.sheets(),
            refund: match &order.state {
                State::Refunding {
                    payment,
                    refund: intent,
                    ..
                } => Some(refund(payment, intent.amount, RefundProgress::Processing)),
                State::Finished { outcome } => match outcome {
                    Outcome::Settled {
                        payment: Some(payment),
                        refunded,
                        ..
                    } if refunded.minor() > 0 => {
                        Some(refund(payment, *refunded, RefundProgress::Done))
                    }
                    Outcome::NeedsPerson { payment, stuck, .. } => {
                        Some(refund(payment, stuck.amount, RefundProgress::NeedsPerson))
                    }
                    Outcome::Settled { .. } | Outcome::Cancelled { .. } => None,
                },
                _ => None,
            },
            receipt: self.receipt(order),
            deleted_at,
        }
    }

    pub(super) fn receipt(&self, order: &Order) -> ReceiptView {
        ReceiptView {
            code: order.id.receipt_code(),
            url: (self.receipts_url.as_ref()).map(|receipts| format!("{receipts}{}", order.id)),
        }
    }
}

pub(super) fn paid_too_late(order: Option<&Order>) -> Trouble {
    let (payment, amount, progress) = match order.map(|order| &order.state) {
        Some(State::Refunding {
            payment, refund, ..
        }) => (payment, refund.amount, RefundProgress::Processing),
        Some(State::Finished { outcome }) => match outcome {
            Outcome::Settled {
                payment: Some(payment),
                refunded,
                ..
            } => (payment, *refunded, RefundProgress::Done),
            Outcome::Settled { payment: None, .. } => {
                return Trouble::NotPaid {
                    reason: CancelReason::TimedOut,
                };
            }
            Outcome::NeedsPerson { payment, stuck, .. } => {
                (payment, stuck.amount, RefundProgress::NeedsPerson)
            }
            Outcome::Cancelled { reason } => return Trouble::NotPaid { reason: *reason },
        },
        _ => {
            return Trouble::NotPaid {
                reason: CancelReason::TimedOut,
            };
        }
    };
    Trouble::PaidTooLate {
        amount,
        provider: payment.attempt.provider,
        progress,
    }
}
