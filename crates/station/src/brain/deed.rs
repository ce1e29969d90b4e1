//! What a step asks for: first to be written down, then to be done.

use std::sync::Arc;

use order::machine::{Attempt, Effect, Order};
use order::{AuthCode, Fact, Language, OrderId, PhotoId, SessionId, Timestamp};
use wire::session::{Admission, Stage};

use crate::command::Typed;

/// Something to be written down, all of a reaction in one durable transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// An order as it is now.
    Order(Box<Order>),
    /// Facts that became true.
    Facts {
        /// About this order.
        order: OrderId,
        /// What.
        facts: Vec<Fact>,
        /// When.
        at: Timestamp,
    },
    /// A visit began.
    SessionBegun(SessionId),
    /// A visit ended; its photos must never be readable again.
    SessionEnded {
        /// Which.
        session: SessionId,
        /// When.
        at: Timestamp,
    },
}

/// Something to be done. Each is keyed by its whole value: while one is under way, an equal one
/// is not started.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Make the visit's key if it has none, and give its phone page an address (or prolong it).
    OpenSession {
        /// The visit.
        session: SessionId,
        /// The language on the screen.
        language: Language,
    },
    /// Ask how a visit stands.
    ReadSession(SessionId),
    /// Fetch a photo, open it, and say what became of it.
    FetchPhoto {
        /// The visit.
        session: SessionId,
        /// The photo.
        photo: PhotoId,
    },
    /// Let a phone in, or not.
    DecidePhone {
        /// The visit.
        session: SessionId,
        /// The phone.
        phone: String,
        /// The decision.
        admission: Admission,
    },
    /// Tell the phone where the visit stands.
    TellStage {
        /// The visit.
        session: SessionId,
        /// Where it stands.
        stage: Stage,
    },
    /// Destroy the visit's key, delete its photos here, and tell the dashboard to.
    EndSession {
        /// The visit.
        session: SessionId,
        /// When it ended.
        deleted_at: Timestamp,
        /// How many sheets it printed.
        sheets: u32,
    },
    /// Perform an order's effect.
    Order {
        /// The order as it was when the effect was asked for.
        order: OrderSnapshot,
        /// The effect.
        effect: Effect,
    },
    /// Charge the barcode that the customer showed, once.
    ChargeBarcode {
        /// The order as it was when the barcode was shown.
        order: OrderSnapshot,
        /// The attempt that was written down for it.
        attempt: Attempt,
        /// The barcode; nowhere written, so that it is gone with this deed.
        barcode: AuthCode,
    },
    /// Ask the dashboard what a code is worth.
    CheckCode {
        /// In which visit.
        session: SessionId,
        /// What was typed; nowhere written, so that it is gone with this deed.
        code: Typed,
    },
    /// Compare a service password with the settings' hash.
    CheckPassword {
        /// What was typed.
        password: Typed,
        /// Argon2id, PHC string.
        hash: String,
    },
    /// Make a stopped printer go on.
    ResumePrinter,
}

/// An order, compared by its name only: an effect is the same effect whatever else moved on.
#[derive(Clone, Debug)]
pub struct OrderSnapshot(pub Arc<Order>);

impl PartialEq for OrderSnapshot {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for OrderSnapshot {}

impl std::hash::Hash for OrderSnapshot {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.id.hash(state);
    }
}

/// What a step leads to.
#[derive(Debug, Default)]
pub struct Reaction {
    /// To be written down, durably, before anything is done.
    pub records: Vec<Record>,
    /// To be done.
    pub deeds: Vec<Deed>,
}

impl Reaction {
    pub(super) fn end_session(&mut self, session: SessionId, at: Timestamp, sheets: u32) {
        self.records.push(Record::SessionEnded {
            session: session.clone(),
            at,
        });
        self.deeds.push(Deed::EndSession {
            session,
            deleted_at: at,
            sheets,
        });
    }

    pub(super) fn effects(&mut self, order: &Arc<Order>, effects: Vec<Effect>) {
        let deeds = effects.into_iter().map(|effect| Deed::Order {
            order: OrderSnapshot(Arc::clone(order)),
            effect,
        });
        self.deeds.extend(deeds);
    }
}
