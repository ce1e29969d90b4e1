//! What the kiosk decides: `step(input, now) -> Reaction`.
//!
//! The brain owns all state of the kiosk and touches nothing else: no socket, clock, file or
//! randomness (fresh names come from [`Ids`]). A [`Reaction`] first says what must be written
//! down ([`Record`]), then what is to be done ([`Deed`]). Whoever runs it keeps that order.

mod arrivals;
mod barcode;
mod code;
mod commands;
mod deed;
mod edits;
mod endings;
mod fleet;
mod idle;
mod index_print;
mod input;
mod orders;
mod pricing;
mod show;
#[cfg(test)]
mod tests;
mod visit;

use std::collections::BTreeMap;

use order::machine::Order;
use order::{KioskId, Language, OrderId, SessionId, Settings, SettingsHash, Timestamp};
use wire::kiosk::Hint;
use wire::session::Stage;

pub use barcode::Scanner;
pub use deed::{Deed, OrderSnapshot, Reaction, Record};
pub use input::{
    Boot, CodeAnswer, GoodSettings, Input, PhotoFindings, PhotoOpened, PhotoStudy, PrinterSight,
    ServiceAnswer,
};
pub use show::Health;

use crate::view::Hold;
use visit::Visit;

/// Where fresh names come from.
pub trait Ids: Send {
    /// A new order's name: 26 characters, time first.
    fn order(&mut self, now: Timestamp) -> OrderId;
    /// A new visit's name.
    fn session(&mut self) -> SessionId;
}

/// An order that is not forgotten yet, and what only the screen wants to know of it.
#[derive(Clone, Debug)]
struct Kept {
    order: Order,
    /// What the printer waits for, while it does.
    hold: Option<Hold>,
    /// When the sheet now at the printer was announced.
    sheet_since: Timestamp,
    /// What the customer held before the scanner.
    scan: barcode::Scan,
}

/// All state of the kiosk.
#[derive(Debug)]
pub struct Brain {
    booted: bool,
    house_language: Language,
    language: Language,
    software_version: String,
    scanner: Scanner,
    kiosk: Option<KioskId>,
    pairing_code: Option<String>,
    settings: Option<Settings>,
    settings_hash: Option<SettingsHash>,
    dashboard: fleet::Link,
    printer: fleet::PrinterWatch,
    visit: Option<Visit>,
    orders: BTreeMap<OrderId, Kept>,
    facts_pending: u64,
    service: fleet::ServiceDoor,
    sheet_pace: orders::SheetPace,
    told_stage: Option<(SessionId, Stage)>,
    /// Learned when a visit is opened, and good for every order after it, also while the dashboard
    /// cannot be reached.
    receipts_url: Option<String>,
}

impl Brain {
    /// A brain that has not been told what was written down before.
    pub fn new(house_language: Language, software_version: &str, scanner: Scanner) -> Self {
        Self {
            booted: false,
            house_language,
            language: house_language,
            software_version: software_version.to_owned(),
            scanner,
            kiosk: None,
            pairing_code: None,
            settings: None,
            settings_hash: None,
            dashboard: fleet::Link::default(),
            printer: fleet::PrinterWatch::default(),
            visit: None,
            orders: BTreeMap::new(),
            facts_pending: 0,
            service: fleet::ServiceDoor::default(),
            sheet_pace: orders::SheetPace::default(),
            told_stage: None,
            receipts_url: None,
        }
    }

    /// What `input` leads to at the moment `now`.
    pub fn step(&mut self, input: Input, now: Timestamp, ids: &mut dyn Ids) -> Reaction {
        let mut reaction = Reaction::default();
        match input {
            Input::Booted(boot) => self.boot(*boot, now, &mut reaction),
            Input::Command(command) => self.command(command, now, ids, &mut reaction),
            Input::Tick => self.tick(now, &mut reaction),
            Input::PairingCode(code) => self.pairing_code = code,
            Input::Paired(kiosk) => self.kiosk = Some(kiosk),
            Input::SettingsArrived(settings) => self.apply_settings(*settings),
            Input::Hinted(hint) => self.hinted(&hint, &mut reaction),
            Input::DashboardAnswered => self.dashboard.answered(now),
            Input::DashboardSilent => self.dashboard.silent(now),
            Input::PrinterSeen(sight) => self.printer.seen(sight, now),
            Input::SessionOpened {
                session,
                phone_url,
                receipts_url,
            } => {
                self.session_opened(&session, phone_url);
                self.receipts_url = receipts_url.or(self.receipts_url.take());
            }
            Input::SessionRead(reading) => self.session_read(*reading, now, &mut reaction),
            Input::PhotoOpened {
                session,
                photo,
                opened,
            } => self.photo_opened(&session, &photo, opened, now),
            Input::PhotoStudied {
                session,
                photo,
                study,
            } => self.photo_studied(&session, &photo, study),
            Input::OrderHappened { order, event } => {
                self.order_event(&order, &event, now, &mut reaction);
            }
            Input::CodeAnswered { session, answer } => self.code_answered(&session, answer),
            Input::SheetHeld { order, hold } => self.sheet_held(&order, hold),
            Input::FactsPending(pending) => self.facts_pending = pending,
            Input::ServiceAnswered(answer) => self.service_answered(answer, now),
        }
        self.follow(now, ids, &mut reaction);
        reaction
    }

    /// A hint is asked about at once; the settings' own watcher hears theirs.
    fn hinted(&self, hint: &Hint, reaction: &mut Reaction) {
        match hint {
            Hint::Settings { .. } => {}
            Hint::Session { session } => {
                if self
                    .visit
                    .as_ref()
                    .is_some_and(|visit| visit.session == *session)
                {
                    reaction.deeds.push(Deed::ReadSession(session.clone()));
                }
            }
            Hint::Payment { out_trade_no } => {
                if let Some(order) = out_trade_no.order() {
                    self.demand(&order, reaction);
                }
            }
        }
    }

    /// What must hold after every step: there is a visit to sell to, and the phone knows where it
    /// stands.
    fn follow(&mut self, now: Timestamp, ids: &mut dyn Ids, reaction: &mut Reaction) {
        if !self.booted {
            return;
        }
        if self.visit.is_none() && self.kiosk.is_some() && self.settings_in_force(now).is_some() {
            self.begin_visit(ids.session(), now, reaction);
        }
        self.tell_stage(reaction);
    }

    fn tick(&mut self, now: Timestamp, reaction: &mut Reaction) {
        self.tick_orders(now, reaction);
        self.tick_visit(now, reaction);
        self.tick_idle(now, reaction);
    }

    fn boot(&mut self, boot: Boot, now: Timestamp, reaction: &mut Reaction) {
        self.booted = true;
        self.kiosk = boot.kiosk;
        if let Some(settings) = boot.settings {
            self.apply_settings(*settings);
        }
        self.facts_pending = boot.facts_pending;
        self.resume_orders(boot.orders, &boot.sessions_with_key, now, reaction);
        let kept: Vec<SessionId> = self
            .visit
            .iter()
            .map(|visit| visit.session.clone())
            .collect();
        for session in boot.sessions_open {
            if !kept.contains(&session) {
                reaction.end_session(session, now, 0);
            }
        }
    }
}
