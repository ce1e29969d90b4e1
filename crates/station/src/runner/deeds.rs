//! Deeds: started once, run beside the actor, answered with at most one input at their end (and
//! any number on the way).

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use order::machine::{Effect, Event, SheetContent};
use order::{OrderId, OutTradeNo, SessionId};
use printing::Printer;
use tokio::sync::{Notify, Semaphore, mpsc, watch};
use uplink::{Dashboard, UplinkError};
use wire::session::Stage;

use super::{Message, StationError};
use crate::brain::{Deed, Input, ServiceAnswer};
use crate::journal::Journal;
use crate::ports::{Clock, Darkroom, Ports};
use crate::shelf::Shelf;

/// Photos fetched at one time: enough to fill a line, few enough to leave it usable.
const FETCHES: usize = 3;

/// What makes two deeds the same work.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// Sending a sheet or looking for it: never both at once.
    Sheet(OrderId, u32),
    /// Charging a barcode or closing that attempt: a charge is never under way behind a close.
    Attempt(OutTradeNo),
    /// Anything else is itself.
    Deed(Deed),
}

impl Key {
    pub(super) fn of(deed: &Deed) -> Self {
        match deed {
            Deed::Order {
                order,
                effect: Effect::PrintSheet { sheet, .. } | Effect::FindSheet { sheet },
            } => Self::Sheet(order.0.id.clone(), *sheet),
            Deed::ChargeBarcode { attempt, .. } => Self::Attempt(attempt.out_trade_no.clone()),
            Deed::Order {
                effect: Effect::ClosePayment { out_trade_no },
                ..
            } => Self::Attempt(out_trade_no.clone()),
            Deed::OpenSession { .. }
            | Deed::ReadSession(_)
            | Deed::FetchPhoto { .. }
            | Deed::DecidePhone { .. }
            | Deed::TellStage { .. }
            | Deed::EndSession { .. }
            | Deed::Order { .. }
            | Deed::CheckCode { .. }
            | Deed::CheckPassword { .. }
            | Deed::ResumePrinter => Self::Deed(deed.clone()),
        }
    }
}

/// A rendered sheet, kept for the copies that follow it.
#[derive(Clone)]
pub(super) struct Rendered {
    pub(super) order: OrderId,
    pub(super) content: SheetContent,
    pub(super) pixels: printing::PixelSize,
    pub(super) jpeg: Bytes,
}

/// Everything that deeds are done with.
#[derive(Clone)]
pub(super) struct Workshop {
    pub(super) dashboard: watch::Sender<Option<Arc<dyn Dashboard>>>,
    pub(super) printer: Arc<dyn Printer>,
    pub(super) darkroom: Arc<dyn Darkroom>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) journal: Journal,
    pub(super) shelf: Arc<Shelf>,
    pub(super) inbox: mpsc::Sender<Message>,
    pub(super) fetches: Arc<Semaphore>,
    /// One photo is studied at a time: those that land meanwhile are shown first.
    pub(super) studies: Arc<Semaphore>,
    pub(super) rendered: Arc<Mutex<Option<Rendered>>>,
    /// Sheets of which this process knows that no attempt ever reached the printer.
    pub(super) never_sent: Arc<Mutex<HashSet<String>>>,
    pub(super) stage: watch::Sender<Option<(SessionId, Stage)>>,
    pub(super) facts: Arc<Notify>,
}

impl Workshop {
    pub(super) fn new(
        ports: &Ports,
        journal: &Journal,
        shelf: &Arc<Shelf>,
        inbox: &mpsc::Sender<Message>,
    ) -> Self {
        Self {
            dashboard: watch::Sender::new(None),
            printer: ports.printer.clone(),
            darkroom: ports.darkroom.clone(),
            clock: ports.clock.clone(),
            journal: journal.clone(),
            shelf: Arc::clone(shelf),
            inbox: inbox.clone(),
            fetches: Arc::new(Semaphore::new(FETCHES)),
            studies: Arc::new(Semaphore::new(1)),
            rendered: Arc::default(),
            never_sent: Arc::default(),
            stage: watch::Sender::new(None),
            facts: Arc::default(),
        }
    }

    /// There may be facts to hand over.
    pub(super) fn facts_written(&self) {
        self.facts.notify_one();
    }

    /// Starts a deed; its end is told to the actor whatever happens.
    pub(super) fn begin(&self, deed: Deed, key: Key) {
        let workshop = self.clone();
        tokio::spawn(async move {
            let answer = workshop.perform(deed).await;
            // The actor is gone only when the whole station stops.
            let _ = workshop.inbox.send(Message::Done(key, answer)).await;
        });
    }

    async fn perform(&self, deed: Deed) -> Option<Input> {
        match deed {
            Deed::OpenSession { session, language } => self.open_session(session, language).await,
            Deed::ReadSession(session) => self.read_session(&session).await,
            Deed::FetchPhoto { session, photo } => {
                self.fetch_photo(session, photo).await;
                None
            }
            Deed::DecidePhone {
                session,
                phone,
                admission,
            } => {
                let dashboard = self.dashboard()?;
                self.heard(dashboard.decide_phone(&session, &phone, admission).await)
                    .await;
                None
            }
            Deed::TellStage { session, stage } => {
                self.stage.send_replace(Some((session, stage)));
                None
            }
            Deed::EndSession {
                session,
                deleted_at,
                sheets,
            } => {
                self.end_session(session, deleted_at, sheets).await;
                None
            }
            Deed::Order { order, effect } => {
                let event = self.perform_effect(&order.0, effect).await?;
                let order = order.0.id.clone();
                Some(Input::OrderHappened { order, event })
            }
            Deed::ChargeBarcode {
                order,
                attempt,
                barcode,
            } => {
                let event = self.charge_barcode(&order.0, &attempt, barcode).await?;
                let order = order.0.id.clone();
                Some(Input::OrderHappened { order, event })
            }
            Deed::CheckCode { session, code } => {
                let answer = self.check_code(code).await;
                Some(Input::CodeAnswered { session, answer })
            }
            Deed::CheckPassword { password, hash } => {
                let check = tokio::task::spawn_blocking(move || matches(&password.0, &hash));
                Some(Input::ServiceAnswered(
                    check.await.unwrap_or(ServiceAnswer::Refused),
                ))
            }
            Deed::ResumePrinter => {
                if let Err(error) = self.printer.resume().await {
                    tracing::warn!(%error, "the printer could not be resumed");
                }
                None
            }
        }
    }

    async fn perform_effect(&self, order: &order::machine::Order, effect: Effect) -> Option<Event> {
        match effect {
            Effect::OpenPayment {
                out_trade_no,
                provider,
                ..
            } => self.open_payment(order, &out_trade_no, provider).await,
            Effect::QueryPayment { out_trade_no } => self.query_payment(&out_trade_no).await,
            Effect::ClosePayment { out_trade_no } => self.close_payment(&out_trade_no).await,
            Effect::Refund {
                out_trade_no,
                out_refund_no,
                amount,
            } => self.refund(&out_trade_no, &out_refund_no, amount).await,
            Effect::PrintSheet { sheet, search } => self.print_sheet(order, sheet, search).await,
            Effect::FindSheet { sheet } => self.find_sheet(order, sheet).await,
            Effect::WatchSheet { sheet, job } => self.watch_sheet(order, sheet, job).await,
            Effect::CancelSheet { job, .. } => {
                self.cancel_sheet(job).await;
                None
            }
            Effect::ForgetPhotos => None, // The brain ends the visit itself.
        }
    }

    /// The dashboard, once this kiosk is paired.
    pub(super) fn dashboard(&self) -> Option<Arc<dyn Dashboard>> {
        self.dashboard.borrow().clone()
    }

    /// Tells the brain whether the dashboard answers, and hands on what it said.
    pub(super) async fn heard<T>(&self, answer: Result<T, UplinkError>) -> Option<T> {
        let (answer, input) = match answer {
            Ok(answer) => (Some(answer), Input::DashboardAnswered),
            Err(error) if error.may_pass() => {
                tracing::debug!(%error, "the dashboard gave no answer");
                (None, Input::DashboardSilent)
            }
            Err(error) => {
                tracing::warn!(%error, "the dashboard refused");
                (None, Input::DashboardAnswered)
            }
        };
        self.tell(input).await;
        answer
    }

    pub(super) async fn tell(&self, input: Input) {
        // As above.
        let _ = self.inbox.send(Message::Input(input)).await;
    }

    /// Wipes what an earlier run had ended but not finished wiping, and tells the dashboard of
    /// each such visit.
    pub(super) async fn finish_wiping(&self) -> Result<(), StationError> {
        for (session, ended_at) in self.journal.unwiped_sessions().await? {
            self.wipe(&session).await?;
            let workshop = self.clone();
            tokio::spawn(async move { workshop.end_session(session, ended_at, 0).await });
        }
        Ok(())
    }
}

fn matches(password: &str, hash: &str) -> ServiceAnswer {
    use argon2::password_hash::phc::PasswordHash;
    use argon2::{Argon2, PasswordVerifier as _};
    let right = PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    });
    if right {
        ServiceAnswer::Granted
    } else {
        ServiceAnswer::Refused
    }
}
