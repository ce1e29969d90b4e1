//! Where the books disagree: what the provider's bill says, what our payments and refunds say, and
//! what the kiosk's facts say of the same order.

use std::collections::{HashMap, HashSet};

use order::{KioskId, Money, OrderId};

use crate::store::bills::{Billed, Entry};
use crate::store::payments::{Payment, PaymentState};
use crate::store::refunds::{Refund, RefundState};
use crate::store::reports::OrderSums;

/// Everything that is compared: one provider, one day.
#[derive(Debug, Default)]
pub(crate) struct Books {
    /// The bill's lines.
    pub(crate) billed: Vec<Billed>,
    /// Our payments of the day, and those that the bill names.
    pub(crate) payments: Vec<Payment>,
    /// The same of our refunds.
    pub(crate) refunds: Vec<Refund>,
    /// Our payments that stand in this bill or another.
    pub(crate) billed_payments: HashSet<String>,
    /// The same of our refunds.
    pub(crate) billed_refunds: HashSet<String>,
    /// What kiosks said of the day's orders.
    pub(crate) orders: Vec<OrderSums>,
}

/// One disagreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// What is amiss.
    pub(crate) kind: Kind,
    /// Our number of the payment or the refund, or what the bill says.
    pub(crate) number: String,
    /// The order, if it is one of ours.
    pub(crate) order: Option<OrderId>,
    /// Its kiosk.
    pub(crate) kiosk: Option<KioskId>,
    /// By our books, or by the kiosk's where it is the kiosk that disagrees.
    pub(crate) ours: Money,
    /// By the provider's bill, or by our books where it is the kiosk that disagrees.
    pub(crate) theirs: Money,
}

/// What is amiss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The bill names a payment that is not ours.
    UnknownPayment,
    /// The bill says paid, we do not.
    NotCounted,
    /// We say paid, no bill does.
    NotBilled,
    /// Paid, but not the same amount.
    AmountDiffers,
    /// The bill names a refund that is not ours.
    UnknownRefund,
    /// We say given back, no bill does.
    RefundNotBilled,
    /// The bill says given back, we do not yet.
    RefundUndecided,
    /// Given back, but not the same amount.
    RefundDiffers,
    /// Paid, and the kiosk has not said so.
    KioskSilent,
    /// The kiosk says that another amount was paid.
    KioskDiffers,
    /// Paid is not delivered plus refunded, by the kiosk's own facts.
    NotSettled,
}

impl Kind {
    /// Its name in files.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownPayment => "unknown_payment",
            Self::NotCounted => "not_counted",
            Self::NotBilled => "not_billed",
            Self::AmountDiffers => "amount_differs",
            Self::UnknownRefund => "unknown_refund",
            Self::RefundNotBilled => "refund_not_billed",
            Self::RefundUndecided => "refund_undecided",
            Self::RefundDiffers => "refund_differs",
            Self::KioskSilent => "kiosk_silent",
            Self::KioskDiffers => "kiosk_differs",
            Self::NotSettled => "not_settled",
        }
    }
}

impl Books {
    /// Every disagreement, the provider's first.
    pub(crate) fn differences(&self) -> Vec<Difference> {
        let mut found = self.of_bill();
        found.extend(self.of_payments());
        found.extend(self.of_refunds());
        found
    }

    /// Line by line of the bill.
    fn of_bill(&self) -> Vec<Difference> {
        let payments: HashMap<&str, &Payment> = self
            .payments
            .iter()
            .map(|payment| (payment.out_trade_no.as_str(), payment))
            .collect();
        let refunds: HashMap<&str, &Refund> = self
            .refunds
            .iter()
            .map(|refund| (refund.out_refund_no.as_str(), refund))
            .collect();
        // A charge that was undone may stand in a bill twice: taken, and reversed.
        let reversed: HashMap<&str, Money> = self
            .billed
            .iter()
            .filter(|line| line.entry == Entry::Reversal)
            .map(|line| (line.out_trade_no.as_str(), line.amount))
            .collect();
        let undone = |line: &Billed| reversed.get(line.out_trade_no.as_str()) == Some(&line.amount);
        let differs = |line: &Billed| {
            let payment = payments.get(line.out_trade_no.as_str()).copied();
            let (kind, number, ours) = match (line.entry, &line.out_refund_no) {
                (Entry::Payment | Entry::Reversal, _) | (Entry::Refund, None) => {
                    let (kind, ours) = payment_differs(line, payment, undone(line))?;
                    (kind, &line.out_trade_no, ours)
                }
                (Entry::Refund, Some(number)) => {
                    let refund = refunds.get(number.as_str()).copied();
                    let (kind, ours) = refund_differs(line, refund)?;
                    (kind, number, ours)
                }
            };
            Some(Difference {
                kind,
                number: number.clone(),
                order: payment.map(|payment| payment.order.clone()),
                kiosk: payment.map(|payment| payment.kiosk.clone()),
                ours,
                theirs: line.amount,
            })
        };
        self.billed.iter().filter_map(differs).collect()
    }

    /// What we took and no bill names, and what the kiosk says of it.
    fn of_payments(&self) -> Vec<Difference> {
        let mut found = Vec::new();
        for payment in &self.payments {
            let Some(capture) = &payment.capture else {
                continue;
            };
            let mut differ = |kind, ours, theirs| {
                found.push(Difference {
                    kind,
                    number: payment.out_trade_no.to_string(),
                    order: Some(payment.order.clone()),
                    kiosk: Some(payment.kiosk.clone()),
                    ours,
                    theirs,
                });
            };
            if !self.billed_payments.contains(payment.out_trade_no.as_str()) {
                differ(Kind::NotBilled, capture.amount, Money::ZERO);
            }
            // What came late went back without the kiosk.
            if payment.state != PaymentState::Paid {
                continue;
            }
            let said = self
                .orders
                .iter()
                .find(|order| order.order == payment.order && order.kiosk == payment.kiosk);
            match said {
                None => differ(Kind::KioskSilent, Money::ZERO, capture.amount),
                Some(said) if said.paid != capture.amount => {
                    differ(Kind::KioskDiffers, said.paid, capture.amount);
                }
                Some(said) if said.settled == 0 || said.paid != accounted_for(said) => {
                    differ(Kind::NotSettled, accounted_for(said), capture.amount);
                }
                Some(_) => {}
            }
        }
        found
    }

    /// What we gave back and no bill names.
    fn of_refunds(&self) -> Vec<Difference> {
        let payment_of = |refund: &Refund| {
            self.payments
                .iter()
                .find(|payment| payment.out_trade_no == refund.out_trade_no)
        };
        self.refunds
            .iter()
            .filter(|refund| refund.state == RefundState::Success)
            .filter(|refund| !self.billed_refunds.contains(refund.out_refund_no.as_str()))
            .map(|refund| Difference {
                kind: Kind::RefundNotBilled,
                number: refund.out_refund_no.to_string(),
                order: payment_of(refund).map(|payment| payment.order.clone()),
                kiosk: payment_of(refund).map(|payment| payment.kiosk.clone()),
                ours: refund.amount,
                theirs: Money::ZERO,
            })
            .collect()
    }
}

fn accounted_for(order: &OrderSums) -> Money {
    order.delivered.plus(order.refunded)
}

/// How a line about a payment differs from our payment of that number, and what ours was.
fn payment_differs(
    line: &Billed,
    payment: Option<&Payment>,
    undone: bool,
) -> Option<(Kind, Money)> {
    let Some(payment) = payment else {
        return Some((Kind::UnknownPayment, Money::ZERO));
    };
    match (&payment.capture, line.entry) {
        // A charge that was undone is one that we did not take.
        (None, Entry::Reversal) => None,
        (None, Entry::Payment) if undone => None,
        (None, Entry::Payment | Entry::Refund) => Some((Kind::NotCounted, Money::ZERO)),
        (Some(capture), _) if capture.amount != line.amount => {
            Some((Kind::AmountDiffers, capture.amount))
        }
        (Some(capture), Entry::Reversal) => Some((Kind::NotBilled, capture.amount)),
        (Some(_), Entry::Payment | Entry::Refund) => None,
    }
}

/// The same of a refund.
fn refund_differs(line: &Billed, refund: Option<&Refund>) -> Option<(Kind, Money)> {
    let Some(refund) = refund else {
        return Some((Kind::UnknownRefund, Money::ZERO));
    };
    if refund.amount != line.amount {
        return Some((Kind::RefundDiffers, refund.amount));
    }
    (refund.state != RefundState::Success).then_some((Kind::RefundUndecided, Money::ZERO))
}

#[cfg(test)]
mod tests;
