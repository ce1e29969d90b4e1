//! What must hold of an order's money: at every moment, and once everything is over.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use order::{Money, OrderId, OutRefundNo, OutTradeNo};
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
    pub(super) async fn check(&self, order: &OrderId) -> Result<(), String> {
        let mut counted = 0;
        for attempt in 1..=ATTEMPTS {
            let number = order.out_trade_no(attempt);
            let Some(payment) = self.payment(&number).await? else {
                continue;
            };
            let refunds = self.refunds(&number).await?;
            let asked: Money = refunds.iter().map(|refund| refund.amount).sum();
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
            for refund in &refunds {
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
            0 | 1 => Ok(()),
            _ => Err(format!("{order} was paid {counted} times")),
        }
    }

    /// Rows go forward only.
    fn compare_with_last_look(&self, payment: Payment) -> Result<(), String> {
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
        for attempt in 1..=ATTEMPTS {
            let number = order.out_trade_no(attempt);
            let line = &self.lines[(attempt as usize - 1) % self.lines.len()];
            let taken = match line.inner.query(&number).await {
                Ok(transaction) => transaction.state.capture().map(|capture| capture.amount),
                Err(_) => None,
            };
            let payment = self.payment(&number).await?;
            let ours = payment
                .as_ref()
                .and_then(|payment| payment.capture.as_ref())
                .map(|capture| capture.amount);
            if taken != ours {
                return Err(format!(
                    "{number}: the provider took {taken:?}, our books say {ours:?}"
                ));
            }
            let Some(payment) = payment else { continue };
            let back = self.given_back(&number).await?;
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
    async fn given_back(&self, number: &OutTradeNo) -> Result<Money, String> {
        let mut back = Money::ZERO;
        for refund in &self.refunds(number).await? {
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

    async fn payment(&self, number: &OutTradeNo) -> Result<Option<Payment>, String> {
        payments::find(&self.store, number).await.map_err(told)
    }

    async fn refunds(&self, number: &OutTradeNo) -> Result<Vec<Refund>, String> {
        refunds::of_payment(&self.store, number).await.map_err(told)
    }
}

fn told(error: StoreError) -> String {
    error.to_string()
}
