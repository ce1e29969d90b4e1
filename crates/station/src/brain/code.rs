//! The discount code of a visit. The kiosk knows none: it asks what the typed one is worth, takes
//! it off what is shown, and hears at the payment whether it still counts. What was typed is kept
//! nowhere.

use order::machine::{Order, State};
use order::quote::ReductionKind;
use order::{CodeRefusal, CodeTerms, IndexPrint, Money, OrderLine, Quote, Timestamp};

use super::input::CodeAnswer;
use super::visit::{Page, Visit};
use super::{Brain, Deed, Reaction};
use crate::command::Typed;
use crate::view::{CodeView, Obstacle};

/// How the visit's code stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Code {
    #[default]
    None,
    Checking,
    Counts(CodeTerms),
    Refused(CodeRefusal),
    Unanswered,
}

impl Code {
    /// What it is worth, if it counts.
    pub(super) const fn terms(&self) -> Option<&CodeTerms> {
        match self {
            Self::Counts(terms) => Some(terms),
            Self::None | Self::Checking | Self::Refused(_) | Self::Unanswered => None,
        }
    }
}

impl Brain {
    pub(super) fn enter_code(&mut self, code: Typed, reaction: &mut Reaction) {
        let reviewed = |visit: &&mut Visit| visit.page == Page::Review;
        let Some(visit) = self.visit.as_mut().filter(reviewed) else {
            return;
        };
        if visit.code == Code::Checking {
            return;
        }
        if wire::code::plain(&code.0).is_none() {
            visit.code = Code::Refused(CodeRefusal::Unknown);
            return;
        }
        visit.code = Code::Checking;
        reaction.deeds.push(Deed::CheckCode {
            session: visit.session.clone(),
            code,
        });
    }

    /// An answer that is still on its way to a code that was taken out says nothing any more.
    pub(super) fn remove_code(&mut self) {
        let reviewed = |visit: &&mut Visit| visit.page == Page::Review;
        if let Some(visit) = self.visit.as_mut().filter(reviewed) {
            visit.code = Code::None;
        }
    }

    pub(super) fn code_answered(&mut self, session: &order::SessionId, answer: CodeAnswer) {
        let asked = |visit: &&mut Visit| visit.code == Code::Checking;
        let Some(visit) = self.visit_of(session).filter(asked) else {
            return;
        };
        visit.code = match answer {
            CodeAnswer::Counts(terms) if terms.check().is_ok() => Code::Counts(terms),
            // Terms that no shop can mean are not taken off.
            CodeAnswer::Counts(_) => Code::Unanswered,
            CodeAnswer::Refused(refusal) => Code::Refused(refusal),
            CodeAnswer::Silent => Code::Unanswered,
        };
    }

    /// The order was refused for its code: the review says so, and goes on without it.
    pub(super) fn code_refused(&mut self, order: &Order, refusal: CodeRefusal) {
        let Some(visit) = self.visit_of(&order.session) else {
            return;
        };
        if visit.code.terms() == order.quote.code.as_ref() {
            visit.code = Code::Refused(refusal);
        }
    }

    /// How the code stands beside these prints; none where there is nothing left to take off.
    pub(super) fn code_view(
        &self,
        visit: &Visit,
        lines: &[OrderLine],
        index_print: IndexPrint,
        now: Timestamp,
    ) -> Option<CodeView> {
        let quote = self.quote(visit, lines, index_print, now)?;
        let off = taken_off(&quote);
        if quote.is_free() && off == Money::ZERO {
            return None;
        }
        Some(match &visit.code {
            Code::None => CodeView::None,
            Code::Checking => CodeView::Checking,
            Code::Counts(terms) => CodeView::Counts {
                name: terms.name.clone(),
                off,
            },
            Code::Refused(refusal) => CodeView::Refused { refusal: *refusal },
            Code::Unanswered => CodeView::Unanswered,
        })
    }

    /// Nothing is paid while its code is being asked about, or is still held by a payment that the
    /// customer went back from: a code that counts once would be refused.
    pub(super) fn code_obstacle(&self) -> Option<Obstacle> {
        let visit = self.visit.as_ref()?;
        if visit.code == Code::Checking {
            return Some(Obstacle::CodeChecked);
        }
        let terms = visit.code.terms()?;
        let holds = |order: &Order| {
            order.session == visit.session
                && order.quote.code.as_ref() == Some(terms)
                && matches!(order.state, State::Closing(_))
        };
        let held = self.orders.values().any(|kept| holds(&kept.order));
        held.then_some(Obstacle::CodeHeld)
    }
}

/// What the code takes off.
fn taken_off(quote: &Quote) -> Money {
    let by_code = quote
        .reductions
        .iter()
        .filter(|reduction| matches!(reduction.kind, ReductionKind::Code { .. }));
    by_code.map(|reduction| reduction.amount).sum()
}
