//! What must hold of an order's money: at every moment, and once everything is over.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use order::{Money, OrderId, OutRefundNo, OutTradeNo, Timestamp};
use payment::{Provider as _, RefundState as AtProvider};

use super::unreliable::Unreliable;
use super::world::ATTEMPTS;
use crate::store::payments::{self, Payment, PaymentState};
use crate::store::refunds::{self, Refund, RefundState};
use crate::store::{Store, StoreError};

/// Our rows and the providers', side by side.
pub(super) struct Books {
    store: Store,
    lines: [Arc<Unreliable>; 2],
    /// What was durable at the last look. It must never be less afterwards, crash or not.
    seen: Mutex<HashMap<OutTradeNo, Payment>>,
}

/// What the database says of an order at one moment.
pub(super) struct Look {
    payments: Vec<Payment>,
    refunds: Vec<Refund>,
}

impl Look {
    /// When the poller next has something to do; never again, if all is over.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        let payments = self
            .payments
            .iter()
            .filter_map(|payment| payment.next_poll_at);
        let refunds = self.refunds.iter().filter_map(|refund| refund.next_poll_at);
        payments.chain(refunds).min()
    }

    fn refunds_of(&self, number: &OutTradeNo) -> impl Iterator<Item = &Refund> {
        let of_it = move |refund: &&Refund| refund.out_trade_no == *number;
        self.refunds.iter().filter(of_it)
    }
}

impl Books {
    pub(super) fn new(store: Store, lines: [Arc<Unreliable>; 2]) -> Self {
        Self {
            store,
            lines,
            seen: Mutex::default(),
        }
    }

    /// What holds at every moment, whatever crashed a moment ago: one attempt of an order counts;
    /// no more goes back than came; a capture stays; money that is to go back by itself has its
    /// refund; whatever is undecided has a moment at which it is asked about.
    pub(super) async fn check(&self, order: &OrderId) -> Result<Look, String> {
        let look = self.look(order).await?;
        let mut counted = 0;
        for payment in &look.payments {
            let number = &payment.out_trade_no;
            let asked: Money = look.refunds_of(number).map(|refund| refund.amount).sum();
            let captured = payment
                .capture
                .as_ref()
                .map_or(Money::ZERO, |one| one.amount);
            if asked > captured {
                return Err(format!("{number}: {asked} of {captured} is to go back"));
            }
            match payment.state {
                PaymentState::Paid | PaymentState::PaidLate if payment.capture.is_none() => {
                    return Err(format!("{number} is paid without a capture"));
                }
                PaymentState::Paid => counted += 1,
                PaymentState::PaidLate if asked != captured => {
                    return Err(format!(
                        "{number} came late, and {asked} of {captured} is asked back"
                    ));
                }
                PaymentState::PaidLate | PaymentState::Closed => {}
                PaymentState::Created | PaymentState::Waiting => {
                    if payment.next_poll_at.is_none() {
                        return Err(format!("{number} is open, and nobody will ask about it"));
                    }
                }
            }
            for refund in look.refunds_of(number) {
                let open = matches!(
                    refund.state,
                    RefundState::Requested | RefundState::Processing
                );
                if open && refund.next_poll_at.is_none() {
                    return Err(format!(
                        "{} is open, and nobody will ask about it",
                        refund.out_refund_no
                    ));
                }
            }
            self.compare_with_last_look(payment)?;
        }
        match counted {
            0 | 1 => Ok(look),
            _ => Err(format!("{order} was paid {counted} times")),
        }
    }

    /// Rows go forward only.
    fn compare_with_last_look(&self, payment: &Payment) -> Result<(), String> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let number = payment.out_trade_no.clone();
        let before = seen.insert(number.clone(), payment.clone());
        let Some(before) = before else { return Ok(()) };
        if before.capture.is_some() && before.capture != payment.capture {
            return Err(format!("{number}: its capture was forgotten or replaced"));
        }
        if before.close_requested_at.is_some()
            && before.close_requested_at != payment.close_requested_at
        {
            return Err(format!("{number}: that it was given up was forgotten"));
        }
        Ok(())
    }

    /// Once everything is over. Paid at the provider = paid by our books; late money is back;
    /// nothing more went back than came; nothing is open.
    pub(super) async fn balance(&self, order: &OrderId) -> Result<(), String> {
        let look = self.look(order).await?;
        for attempt in 1..=ATTEMPTS {
            let number = order.out_trade_no(attempt);
            let line = &self.lines[(attempt as usize - 1) % self.lines.len()];
            let taken = match line.inner.query(&number).await {
                Ok(transaction) => transaction.state.capture().map(|capture| capture.amount),
                Err(_) => None,
            };
            let payment = look.payments.iter().find(|one| one.out_trade_no == number);
            let ours = payment
                .and_then(|payment| payment.capture.as_ref())
                .map(|capture| capture.amount);
            if taken != ours {
                return Err(format!(
                    "{number}: the provider took {taken:?}, our books say {ours:?}"
                ));
            }
            let Some(payment) = payment else { continue };
            let back = self.given_back(look.refunds_of(&number))?;
            match payment.state {
                PaymentState::PaidLate if Some(back) != taken => {
                    return Err(format!("{number}: {back} of {taken:?} went back"));
                }
                PaymentState::Paid | PaymentState::PaidLate | PaymentState::Closed => {}
                PaymentState::Created | PaymentState::Waiting => {
                    return Err(format!("{number} is still {:?}", payment.state));
                }
            }
            if back > taken.unwrap_or(Money::ZERO) {
                return Err(format!("{number}: {back} of {taken:?} went back"));
            }
        }
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        Ok(())
    }

    /// What went back of a payment; our books and the provider's must agree refund by refund.
    fn given_back<'a>(&self, refunds: impl Iterator<Item = &'a Refund>) -> Result<Money, String> {
        let mut back = Money::ZERO;
        for refund in refunds {
            let theirs = self.at_provider(&refund.out_refund_no);
            match (refund.state, theirs) {
                (RefundState::Success, Some(AtProvider::Success))
                // A person ends these; the money is still the customer's.
                | (RefundState::Stuck, Some(AtProvider::Closed | AtProvider::Abnormal)) => {
                    back = back.plus(refund.amount);
                }
                (state, theirs) => {
                    return Err(format!(
                        "{}: ours is {state:?}, the provider's {theirs:?}",
                        refund.out_refund_no
                    ));
                }
            }
        }
        Ok(back)
    }

    fn at_provider(&self, number: &OutRefundNo) -> Option<AtProvider> {
        let mut refunds = self.lines.iter().flat_map(|line| line.inner.refunds());
        refunds
            .find(|reading| reading.out_refund_no == *number)
            .map(|reading| reading.state)
    }

    async fn look(&self, order: &OrderId) -> Result<Look, String> {
        let payments = payments::of_order(&self.store, order).await;
        let refunds = refunds::of_order(&self.store, order).await;
        Ok(Look {
            payments: payments.map_err(told)?,
            refunds: refunds.map_err(told)?,
        })
    }
}

fn told(error: StoreError) -> String {
    error.to_string()
}
