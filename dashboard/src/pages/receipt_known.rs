//! What is known of an order, asked as a customer would: what came out, was it paid, can anything
//! still change.

use order::line::MOST_SHEETS;
use order::machine::NotPrintedReason;
use order::{Fact, FactRecord, Money, Product, Quote, Timestamp};

use crate::store::payments::PaymentState;
use crate::store::receipts::{Attempt, MoneyBack};
use crate::store::refunds::RefundState;

/// What is known of an order at the moment `now`.
#[derive(Debug)]
pub(crate) struct Known {
    /// What became true, as far as the kiosk has said.
    pub(crate) facts: Vec<FactRecord>,
    /// What was asked of providers.
    pub(crate) attempts: Vec<Attempt>,
    /// What goes back.
    pub(crate) refunds: Vec<MoneyBack>,
    /// The moment.
    pub(crate) now: Timestamp,
}

/// What became of one sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is on paper.
    Printed,
    /// It is not; its share goes back.
    NotPrinted {
        /// Why.
        reason: NotPrintedReason,
        /// How much.
        share: Money,
    },
    /// The kiosk has not said.
    Unreported,
}

impl Known {
    /// When it began.
    pub(crate) fn began_at(&self) -> Option<Timestamp> {
        let of_facts = self.facts.first().map(|fact| fact.at);
        of_facts.or_else(|| self.attempts.first().map(|attempt| attempt.created_at))
    }

    /// The attempt that was paid, else the last one.
    pub(crate) fn attempt(&self) -> Option<&Attempt> {
        let paid = self
            .attempts
            .iter()
            .find(|attempt| attempt.state == PaymentState::Paid)
            .or_else(|| self.attempts.iter().find(|attempt| attempt.paid.is_some()));
        paid.or_else(|| self.attempts.last())
    }

    /// What the order costs, as it was shown.
    pub(crate) fn quote(&self) -> Option<&Quote> {
        self.attempt().map(|attempt| &attempt.quote)
    }

    /// Total, discount and sheets, by the kiosk's word.
    pub(crate) fn placed(&self) -> Option<(Money, Money, u32)> {
        self.facts.iter().find_map(|record| match &record.fact {
            Fact::OrderPlaced {
                total,
                discount,
                sheets,
                ..
            } => Some((*total, *discount, *sheets)),
            _ => None,
        })
    }

    /// Whether prints come of it: it was paid in time, or free.
    pub(crate) fn is_bought(&self) -> bool {
        let paid = |attempt: &Attempt| attempt.state == PaymentState::Paid;
        self.is_free()
            || self.attempts.iter().any(paid)
            || self.said(|fact| matches!(fact, Fact::Paid { .. }))
    }

    /// Whether there was nothing to pay.
    pub(crate) fn is_free(&self) -> bool {
        self.said(|fact| matches!(fact, Fact::Free { .. }))
    }

    /// Whether the kiosk has said anything since it was paid.
    pub(crate) fn is_reported(&self) -> bool {
        self.said(|fact| {
            !matches!(
                fact,
                Fact::OrderPlaced { .. } | Fact::Paid { .. } | Fact::Cancelled { .. }
            )
        })
    }

    /// Whether the kiosk is done with it.
    pub(crate) fn is_settled(&self) -> bool {
        self.said(|fact| matches!(fact, Fact::Settled { .. }))
    }

    /// Whether anything can still change by itself.
    pub(crate) fn is_open(&self) -> bool {
        let undecided = self
            .attempts
            .iter()
            .any(|attempt| matches!(attempt.state, PaymentState::Created | PaymentState::Waiting));
        let printing = self.is_bought() && !self.is_settled();
        let coming = |refund: &MoneyBack| {
            refund.by_hand_at.is_none() && refund.state != RefundState::Success
        };
        undecided || printing || self.refunds.iter().any(coming)
    }

    /// When the provider gave that refund back, by the kiosk's word.
    pub(crate) fn refunded_at(&self, number: &str) -> Option<Timestamp> {
        self.facts.iter().find_map(|record| match &record.fact {
            Fact::Refunded { out_refund_no, .. } if out_refund_no.as_str() == number => {
                Some(record.at)
            }
            _ => None,
        })
    }

    /// Every sheet in the order of printing, with what it is where that is known.
    pub(crate) fn sheets(&self) -> Vec<(Option<Product>, Fate)> {
        let ordered = self.quote().map_or_else(
            || self.placed().map_or(0, |(_, _, sheets)| sheets),
            Quote::sheets,
        );
        let mut sheets = vec![(None, Fate::Unreported); ordered.min(MOST_SHEETS) as usize];
        for record in &self.facts {
            let (sheet, product, fate) = match &record.fact {
                Fact::SheetPrinted { sheet, product, .. } => (*sheet, *product, Fate::Printed),
                Fact::SheetNotPrinted {
                    sheet,
                    product,
                    share,
                    reason,
                } => {
                    let (reason, share) = (*reason, *share);
                    (*sheet, *product, Fate::NotPrinted { reason, share })
                }
                _ => continue,
            };
            let place = (sheet as usize).checked_sub(1);
            if let Some(known) = place.and_then(|place| sheets.get_mut(place)) {
                *known = (Some(product), fate);
            }
        }
        sheets
    }

    fn said(&self, of: impl Fn(&Fact) -> bool) -> bool {
        self.facts.iter().any(|record| of(&record.fact))
    }
}
