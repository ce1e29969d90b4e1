//! The one function that changes a payment's state, whoever brings the news.

use order::{KioskId, OutTradeNo, Timestamp};
use payment::{Capture, Transaction, TransactionState};

use super::counters::Oddity;
use super::{Broker, BrokerError};
use crate::store::payments::{self, Payment, PaymentState};
use crate::store::redemptions;
use crate::store::refunds::{self, AskedBy, Refund, RefundState};
use crate::store::{Change, StoreResult};

/// How often a change is tried anew when somebody else changed the row in between. Every change
/// goes forward, and there are four states to go through.
const TRIES: usize = 4;

impl Broker {
    /// Brings what the provider said, verified, into our books. The same news a hundred times at
    /// once has one effect.
    pub async fn settle(&self, transaction: &Transaction) -> Result<(), BrokerError> {
        match &transaction.state {
            TransactionState::Success(capture) | TransactionState::Refunded(capture) => {
                self.settle_capture(&transaction.out_trade_no, capture)
                    .await
            }
            TransactionState::Closed | TransactionState::Reversed | TransactionState::Failed => {
                self.mark_closed(&transaction.out_trade_no, None).await
            }
            TransactionState::NotPaid | TransactionState::InProgress => Ok(()),
        }
    }

    async fn settle_capture(
        &self,
        number: &OutTradeNo,
        capture: &Capture,
    ) -> Result<(), BrokerError> {
        for _ in 0..TRIES {
            let Some(payment) = payments::find(&self.0.store, number).await? else {
                tracing::error!(payment.number = %number, "money came for a payment nobody asked for");
                self.0.counters.oddity(Oddity::UnaskedPayment);
                return Ok(());
            };
            if matches!(payment.state, PaymentState::Paid | PaymentState::PaidLate) {
                return Ok(());
            }
            if payment.is_undone() {
                return Ok(());
            }
            if capture.amount != payment.total {
                tracing::error!(
                    payment.number = %number,
                    expected_minor = payment.total.minor(),
                    paid_minor = capture.amount.minor(),
                    "the amount paid is not the amount asked for"
                );
                self.0.counters.oddity(Oddity::WrongAmount);
            }
            let paid_by = payments::paid_attempt(&self.0.store, &payment.order).await?;
            let change = match arrival(&payment, capture, paid_by.as_ref()) {
                Arrival::InTime => self.take_in_time(&payment, capture).await?,
                Arrival::Late => self.take_late(&payment, capture).await?,
            };
            if change == Change::Made {
                self.tell(&payment.kiosk, number);
                return Ok(());
            }
        }
        tracing::error!(payment.number = %number, "a payment's row would not hold still");
        self.0.counters.oddity(Oddity::RestlessRow);
        Ok(())
    }

    /// The payment counts, and the order's other attempts are given up with it.
    async fn take_in_time(&self, payment: &Payment, capture: &Capture) -> StoreResult<Change> {
        let number = &payment.out_trade_no;
        let mut work = self.0.store.writer().begin().await?;
        let paid = payments::set_paid(
            &mut work,
            number,
            payment.state,
            PaymentState::Paid,
            capture,
        )
        .await;
        let change = match paid {
            Ok(change) => change,
            // Another attempt of the order was paid in this moment: next time this one is late.
            Err(error) if error.is_second() => return Ok(Change::NotMade),
            Err(error) => return Err(error),
        };
        if change == Change::Made {
            let now = self.0.clock.now();
            payments::give_up_others(&mut work, number, &payment.order, now).await?;
            if payment.opening.quote.code.is_some() {
                redemptions::use_up(&mut work, &payment.order, now).await?;
            }
        }
        work.commit().await?;
        self.nudge();
        Ok(change)
    }

    /// The money and the refund that takes it back become true together.
    async fn take_late(&self, payment: &Payment, capture: &Capture) -> StoreResult<Change> {
        let refund = Refund {
            out_refund_no: payment.out_trade_no.out_refund_no(1),
            out_trade_no: payment.out_trade_no.clone(),
            amount: capture.amount,
            reason: "订单已取消，款项退回".to_owned(),
            asked_by: AskedBy::Dashboard,
            state: RefundState::Requested,
            tries: 0,
            created_at: self.0.clock.now(),
            next_poll_at: Some(self.0.clock.now()),
        };
        let mut work = self.0.store.writer().begin().await?;
        let change = payments::set_paid(
            &mut work,
            &payment.out_trade_no,
            payment.state,
            PaymentState::PaidLate,
            capture,
        )
        .await?;
        if change == Change::Made {
            let _ = refunds::insert(&mut work, &refund).await?;
        }
        work.commit().await?;
        self.nudge();
        Ok(change)
    }

    /// It cannot be paid any more; `watch_from` keeps an eye on one that nobody proved closed.
    pub(super) async fn mark_closed(
        &self,
        number: &OutTradeNo,
        watch_from: Option<Timestamp>,
    ) -> Result<(), BrokerError> {
        if payments::set_closed(&self.0.store, number, watch_from).await? == Change::Made
            && let Some(kiosk) = self.kiosk_of(number).await?
        {
            self.tell(&kiosk, number);
        }
        Ok(())
    }

    pub(super) async fn kiosk_of(&self, number: &OutTradeNo) -> StoreResult<Option<KioskId>> {
        let payment = payments::find(&self.0.store, number).await?;
        Ok(payment.map(|payment| payment.kiosk))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arrival {
    InTime,
    Late,
}

/// Whether money came before the attempt was given up, and as the first of its order. Providers tell whole seconds, so money of
/// the same second counts as in time: the kiosk is still asking and decides. Once the kiosk was
/// told "closed", everything is late.
fn arrival(payment: &Payment, capture: &Capture, paid_by: Option<&OutTradeNo>) -> Arrival {
    match (payment.state, payment.close_requested_at) {
        _ if paid_by.is_some_and(|other| *other != payment.out_trade_no) => Arrival::Late,
        (PaymentState::Closed, _) => Arrival::Late,
        (_, Some(given_up_at)) if capture.paid_at > given_up_at => Arrival::Late,
        _ => Arrival::InTime,
    }
}
