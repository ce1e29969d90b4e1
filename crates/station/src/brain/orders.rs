//! Orders move on by events; the pages follow.

use std::collections::HashSet;
use std::sync::Arc;

use order::machine::{
    CancelReason, Delivery, Effect, Event, Order, Outcome, SheetState, State, apply, delivery,
    demands,
};
use order::{OrderId, SessionId, Timestamp};
use wire::session::Stage;

use super::barcode::Scan;
use super::visit::{Page, TroublePage, Visit};
use super::{Brain, Deed, Kept, Reaction, Record};
use crate::view::{Hold, Trouble};

/// How long a customer waits in front of a payment whose fate is unknown before the screen lets
/// them go.
const CHECKING_MS: i64 = 15_000;

/// How long a sheet takes, learned from the sheets before it.
#[derive(Debug)]
pub(super) struct SheetPace {
    ms_per_sheet: i64,
}

impl Default for SheetPace {
    fn default() -> Self {
        // A dye-sublimation printer takes 8 to 20 s; the first real sheet corrects the guess.
        Self {
            ms_per_sheet: 12_000,
        }
    }
}

impl SheetPace {
    fn learn(&mut self, ms: i64) {
        self.ms_per_sheet = (self.ms_per_sheet + ms.clamp(500, 120_000)) / 2;
    }

    pub(super) fn seconds_for(&self, sheets: i64) -> u32 {
        u32::try_from((sheets * self.ms_per_sheet + 999) / 1000).unwrap_or(0)
    }
}

impl Brain {
    /// Takes up what a restart found: an order whose photos can still be decrypted goes on in
    /// front of the customer, any other settles in the background.
    pub(super) fn resume_orders(
        &mut self,
        orders: Vec<Order>,
        keys: &HashSet<SessionId>,
        now: Timestamp,
        reaction: &mut Reaction,
    ) {
        for order in orders {
            let id = order.id.clone();
            let has_key = keys.contains(&order.session);
            let needs_photos = order.needs_photos();
            if needs_photos && has_key && self.visit.is_none() {
                let mut visit = Visit::new(order.session.clone(), now);
                visit.page = Page::Order(id.clone());
                self.visit = Some(visit);
            }
            let kept = Kept {
                order,
                hold: None,
                sheet_since: now,
                scan: Scan::default(),
            };
            self.orders.insert(id.clone(), kept);
            if needs_photos && !has_key {
                self.order_event(&id, &Event::PhotosLost, now, reaction);
            }
            self.demand(&id, reaction);
        }
    }

    /// Asks again for whatever an order still needs.
    pub(super) fn demand(&self, id: &OrderId, reaction: &mut Reaction) {
        if let Some(kept) = self.orders.get(id) {
            let order = Arc::new(kept.order.clone());
            let effects = demands(&order);
            reaction.effects(&order, effects);
        }
    }

    pub(super) fn tick_orders(&mut self, now: Timestamp, reaction: &mut Reaction) {
        let open: Vec<OrderId> = self
            .orders
            .iter()
            .filter(|(_, kept)| !kept.order.is_finished())
            .map(|(id, _)| id.clone())
            .collect();
        for id in open {
            self.order_event(&id, &Event::Tick, now, reaction);
            self.demand(&id, reaction);
        }
        self.stop_checking(now);
    }

    /// One event of one order. Late and doubled ones change nothing.
    pub(super) fn order_event(
        &mut self,
        id: &OrderId,
        event: &Event,
        now: Timestamp,
        reaction: &mut Reaction,
    ) {
        let Some(kept) = self.orders.get_mut(id) else {
            return;
        };
        let before = kept.order.clone();
        let Ok(step) = apply(&before, event, now) else {
            return;
        };
        if step.order == before && step.facts.is_empty() {
            return;
        }
        if let Event::SheetSettled { .. } = event {
            self.sheet_pace.learn(now.ms_since(kept.sheet_since));
        }
        kept.order = step.order;
        kept.hold = None;
        kept.sheet_since = announced_at(&kept.order).unwrap_or(now);
        if !step.facts.is_empty() {
            reaction.records.push(Record::Facts {
                order: id.clone(),
                facts: step.facts,
                at: now,
            });
        }
        reaction
            .records
            .push(Record::Order(Box::new(kept.order.clone())));
        let order = Arc::new(kept.order.clone());
        let photos_done = step.effects.contains(&Effect::ForgetPhotos);
        let effects = step
            .effects
            .into_iter()
            .filter(|effect| *effect != Effect::ForgetPhotos);
        reaction.effects(&order, effects.collect());
        if photos_done {
            self.forget_photos(&order, now, reaction);
        }
        if let Event::CodeRefused { refusal } = event {
            self.code_refused(&order, *refusal);
        }
        self.follow_order(&before, &order, now, reaction);
    }

    pub(super) fn sheet_held(&mut self, id: &OrderId, hold: Option<Hold>) {
        if let Some(kept) = self.orders.get_mut(id) {
            kept.hold = hold;
        }
    }

    /// The visit is over while its orders may not be.
    pub(super) fn session_left(
        &mut self,
        session: &SessionId,
        now: Timestamp,
        reaction: &mut Reaction,
    ) {
        let of_session: Vec<OrderId> = self
            .orders
            .iter()
            .filter(|(_, kept)| kept.order.session == *session)
            .map(|(id, _)| id.clone())
            .collect();
        for id in of_session {
            self.order_event(&id, &Event::SessionEnded, now, reaction);
        }
    }

    /// How many orders have money in the air.
    pub(super) fn orders_open(&self) -> u32 {
        let open = self
            .orders
            .values()
            .filter(|kept| !kept.order.is_finished());
        u32::try_from(open.count()).unwrap_or(u32::MAX)
    }

    fn forget_photos(&mut self, order: &Order, now: Timestamp, reaction: &mut Reaction) {
        let sheets = delivered(order).sheets;
        if let Some(visit) = self.visit_of(&order.session) {
            if visit.deleted_at.is_some() {
                return;
            }
            visit.deleted_at = Some(now);
            visit.phone_url = None;
            visit.photos.clear();
            visit.drafts.clear();
        }
        reaction.end_session(order.session.clone(), now, sheets);
    }

    /// Turns the page when the order on it moved on.
    fn follow_order(
        &mut self,
        before: &Order,
        order: &Order,
        now: Timestamp,
        reaction: &mut Reaction,
    ) {
        let Some(visit) = self.visit_of(&order.session) else {
            return;
        };
        if visit.page != Page::Order(order.id.clone()) {
            return;
        }
        let printed_before = matches!(before.state, State::Printing { .. });
        let page = match &order.state {
            State::Paying(_) | State::Closing(_) | State::Printing { .. } => return,
            State::Finished {
                outcome: Outcome::Cancelled { reason },
            } => match reason {
                CancelReason::Customer | CancelReason::CodeRefused => Page::Review,
                CancelReason::TimedOut
                | CancelReason::PaymentUnavailable
                | CancelReason::PaymentRefused => Page::Trouble {
                    trouble: TroublePage::Fixed(Trouble::NotPaid { reason: *reason }),
                    order: order.id.clone(),
                },
            },
            State::Refunding { .. } | State::Finished { .. } if printed_before => {
                Page::Done(order.id.clone())
            }
            State::Refunding { .. } | State::Finished { .. } => Page::Trouble {
                trouble: TroublePage::PaidTooLate,
                order: order.id.clone(),
            },
        };
        let ends = matches!(page, Page::Done(_))
            || matches!(
                page,
                Page::Trouble {
                    trouble: TroublePage::PaidTooLate,
                    ..
                }
            );
        visit.page = page;
        visit.touched_at = now;
        if ends {
            self.forget_photos(order, now, reaction);
        }
    }

    /// A payment that stays undecided does not hold the customer: it ends well by itself.
    fn stop_checking(&mut self, now: Timestamp) {
        let Some(Page::Order(id)) = self.page() else {
            return;
        };
        let Some(kept) = self.orders.get(&id) else {
            return;
        };
        let closing = matches!(kept.order.state, State::Closing(_));
        if closing && now.ms_since(kept.sheet_since) >= CHECKING_MS {
            let trouble = TroublePage::Fixed(Trouble::PaymentUnknown);
            self.turn(|_| true, Page::Trouble { trouble, order: id });
        }
    }

    /// Tells the phone when the visit's stage changed.
    pub(super) fn tell_stage(&mut self, reaction: &mut Reaction) {
        let Some(visit) = self
            .visit
            .as_ref()
            .filter(|visit| visit.deleted_at.is_none())
        else {
            return;
        };
        if visit.phone_url.is_none() || !visit.phone_connected {
            return;
        }
        let told = (visit.session.clone(), self.stage(visit));
        if self.told_stage.as_ref() != Some(&told) {
            reaction.deeds.push(Deed::TellStage {
                session: told.0.clone(),
                stage: told.1,
            });
            self.told_stage = Some(told);
        }
    }

    fn stage(&self, visit: &Visit) -> Stage {
        let Page::Order(id) = &visit.page else {
            return Stage::Collecting;
        };
        match self.orders.get(id).map(|kept| &kept.order.state) {
            Some(State::Printing { sheets, .. }) => {
                let (sheet, of) = progress(sheets);
                Stage::Printing { sheet, of }
            }
            _ => Stage::Paying,
        }
    }
}

/// The number of the sheet in hand, and how many there are.
pub(super) fn progress(sheets: &[order::machine::Sheet]) -> (u32, u32) {
    let of = u32::try_from(sheets.len()).unwrap_or(u32::MAX);
    let in_hand = sheets.iter().find(|sheet| {
        !matches!(
            sheet.state,
            SheetState::Printed | SheetState::NotPrinted { .. }
        )
    });
    (in_hand.map_or(of, |sheet| sheet.number), of)
}

/// What of an order came out on paper.
pub(super) fn delivered(order: &Order) -> Delivery {
    match &order.state {
        State::Printing { sheets, .. } => delivery(sheets),
        State::Refunding { delivered, .. } => *delivered,
        State::Finished { outcome } => match outcome {
            Outcome::Settled { delivered, .. } | Outcome::NeedsPerson { delivered, .. } => {
                *delivered
            }
            Outcome::Cancelled { .. } => Delivery::default(),
        },
        State::Paying(_) | State::Closing(_) => Delivery::default(),
    }
}

fn announced_at(order: &Order) -> Option<Timestamp> {
    let State::Printing { sheets, .. } = &order.state else {
        return None;
    };
    sheets.iter().find_map(|sheet| match sheet.state {
        SheetState::Sending { since } | SheetState::Sent { since, .. } => Some(since),
        SheetState::Waiting | SheetState::Printed | SheetState::NotPrinted { .. } => None,
    })
}
