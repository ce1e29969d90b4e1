//! The customer's barcode, held before the scanner.

use std::sync::Arc;

use order::machine::{Attempt, ChargeRefusal, Ending, Event, Order, Standing, State};
use order::{AuthCode, OrderId, ProviderId, Timestamp};

use super::deed::OrderSnapshot;
use super::visit::Page;
use super::{Brain, Deed, Kept, Reaction};
use crate::command::Scanned;
use crate::view::BarcodeView;

/// Whether this kiosk has a scanner for barcodes that customers show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scanner {
    /// None.
    #[default]
    Absent,
    /// One that types what it reads, like a keyboard.
    Keyboard,
}

/// What the customer held before the scanner while paying an order.
#[derive(Clone, Debug, Default)]
pub(super) struct Scan {
    /// The barcode that was charged last. A provider takes each only once, and a scanner reads
    /// what lies before it again and again.
    charged: Option<AuthCode>,
    /// What is wrong with what was read since.
    miss: Option<Miss>,
}

/// Why what was read is not charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Miss {
    /// It is no barcode of a provider that takes money here.
    Unreadable,
    /// It was charged before.
    Again,
}

impl Brain {
    pub(super) fn show_barcode(&mut self, code: &Scanned, now: Timestamp, reaction: &mut Reaction) {
        let Some(Page::Order(id)) = self.page() else {
            return;
        };
        if !self.takes_barcodes(now) {
            return;
        }
        let read = self.read_barcode(code, now);
        let Some(kept) = self.orders.get_mut(&id).filter(|kept| is_free(kept)) else {
            return;
        };
        let barcode = match read {
            None => {
                kept.scan.miss = Some(Miss::Unreadable);
                return;
            }
            Some(barcode) if kept.scan.charged.as_ref() == Some(&barcode) => {
                kept.scan.miss = Some(Miss::Again);
                return;
            }
            Some(barcode) => barcode,
        };
        kept.scan = Scan {
            charged: Some(barcode.clone()),
            miss: None,
        };
        let provider = barcode.provider().into();
        self.order_event(&id, &Event::BarcodeShown { provider }, now, reaction);
        if let Some((order, attempt)) = self.charge_begun(&id, now) {
            reaction.deeds.push(Deed::ChargeBarcode {
                order: OrderSnapshot(order),
                attempt,
                barcode,
            });
        }
    }

    /// Whether a customer can pay by barcode here and now.
    fn takes_barcodes(&self, now: Timestamp) -> bool {
        let settings = self.settings_in_force(now);
        self.scanner == Scanner::Keyboard && settings.is_some_and(order::Settings::charges_barcodes)
    }

    fn read_barcode(&self, code: &Scanned, now: Timestamp) -> Option<AuthCode> {
        let barcode = AuthCode::parse(&code.0).ok()?;
        let provider = ProviderId::from(barcode.provider());
        let taken_here = self
            .settings_in_force(now)
            .is_some_and(|settings| settings.providers().contains(&provider));
        taken_here.then_some(barcode)
    }

    /// The charge that was written down this moment.
    fn charge_begun(&self, id: &OrderId, now: Timestamp) -> Option<(Arc<Order>, Attempt)> {
        let order = &self.orders.get(id)?.order;
        let State::Paying(paying) = &order.state else {
            return None;
        };
        let last = paying.attempts.last()?;
        let begun = last.standing == Standing::Charging { since: now };
        begun.then(|| (Arc::new(order.clone()), last.attempt.clone()))
    }

    /// What the screen says about paying by barcode.
    pub(super) fn barcode_view(&self, kept: &Kept, now: Timestamp) -> BarcodeView {
        if !self.takes_barcodes(now) {
            return BarcodeView::Off;
        }
        let State::Paying(paying) = &kept.order.state else {
            return BarcodeView::Off;
        };
        let stale = ChargeRefusal::CodeStale;
        let newest = paying.attempts.iter().rev().find_map(|tried| {
            let provider = tried.attempt.provider;
            match (&tried.standing, kept.scan.miss) {
                (Standing::Charging { .. }, _) => Some(BarcodeView::Charging { provider }),
                (Standing::Confirming { .. }, _) => Some(BarcodeView::Confirming { provider }),
                (Standing::Reversing, _) => Some(BarcodeView::Undoing { provider }),
                (_, Some(Miss::Unreadable)) => Some(BarcodeView::Unreadable),
                (Standing::Ended { why }, miss) => match (why, miss) {
                    (Ending::Declined { .. }, Some(Miss::Again)) => Some(BarcodeView::Declined {
                        provider,
                        refusal: stale,
                    }),
                    (Ending::Declined { refusal }, _) => Some(BarcodeView::Declined {
                        provider,
                        refusal: *refusal,
                    }),
                    (Ending::Refused | Ending::Closed, _) => None,
                },
                (Standing::Opening | Standing::Waiting { .. } | Standing::PaidLate { .. }, _) => {
                    None
                }
            }
        });
        newest.unwrap_or(BarcodeView::Ready)
    }
}

/// Whether the order can be paid by another barcode.
fn is_free(kept: &Kept) -> bool {
    let State::Paying(paying) = &kept.order.state else {
        return false;
    };
    !paying.is_charging()
}
