//! What every handler is given.

use std::net::IpAddr;
use std::sync::Arc;

use order::{KioskId, SessionId, Timestamp};
use tokio::sync::Semaphore;
use tokio::sync::watch;
use wire::kiosk::Hint;

use crate::broker::{Broker, Providers};
use crate::clock::Clock;
use crate::config::Config;
use crate::kiosk_api::authentication::Nonces;
use crate::photos::PhotoStore;
use crate::rates::Rates;
use crate::secrets::DashboardKey;
use crate::store::Store;
use crate::topics::Topics;

/// The running dashboard, as handlers see it. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    config: Config,
    clock: Clock,
    store: Store,
    photos: PhotoStore,
    key: DashboardKey,
    broker: Broker,
    hints: Topics<KioskId, Hint>,
    visits: Topics<SessionId, ()>,
    nonces: Nonces,
    uploads: Arc<Semaphore>,
    rates: Paces,
    stopping: watch::Receiver<bool>,
}

/// Rates of everything that can be guessed or flooded.
#[derive(Debug)]
pub struct Paces {
    /// Phone links and receipts that do not exist, by address.
    pub wrong_links: Rates<IpAddr>,
    /// Receipts looked for by code and number, by address.
    pub receipt_searches: Rates<IpAddr>,
    /// Requests with one phone link, by the link's hash.
    pub links: Rates<String>,
    /// Pairing codes asked for, by address.
    pub pairing_offers: Rates<IpAddr>,
    /// Pairing codes typed by managers, all together: six characters stand between a guess and
    /// the fleet.
    pub pairing_claims: Rates<()>,
    /// Discount codes asked about, by kiosk.
    pub code_checks: Rates<KioskId>,
    /// Attempts to sign in, by address.
    pub sign_ins: Rates<IpAddr>,
}

/// What [`App::new`] is made of.
#[derive(Debug)]
pub(crate) struct Ingredients {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    pub(crate) store: Store,
    pub(crate) photos: PhotoStore,
    pub(crate) key: DashboardKey,
    pub(crate) providers: Providers,
    pub(crate) stopping: watch::Receiver<bool>,
}

/// Requests a minute with one phone link: a page that polls and sends photos stays far below.
const LINK_REQUESTS_PER_MINUTE: u32 = 1200;

/// Receipts looked for a minute from one address, found or not: behind one there may be a mall.
const RECEIPT_SEARCHES_PER_MINUTE: u32 = 20;

/// Discount codes asked about a minute at one kiosk: more than a customer with cold fingers types,
/// and so few that a random code is never found.
const CODE_CHECKS_PER_MINUTE: u32 = 10;

/// Attempts to sign in a minute from one address.
const SIGN_INS_PER_MINUTE: u32 = 10;

impl App {
    pub(crate) fn new(parts: Ingredients) -> Self {
        let limits = parts.config.limits;
        let hints = Topics::default();
        Self(Arc::new(Parts {
            broker: Broker::new(
                parts.store.clone(),
                parts.clock.clone(),
                hints.clone(),
                parts.providers,
            ),
            store: parts.store,
            photos: parts.photos,
            key: parts.key,
            clock: parts.clock,
            hints,
            visits: Topics::default(),
            nonces: Nonces::default(),
            uploads: Arc::new(Semaphore::new(limits.uploads)),
            rates: Paces {
                wrong_links: Rates::per_minute(limits.wrong_links_per_minute),
                receipt_searches: Rates::per_minute(RECEIPT_SEARCHES_PER_MINUTE),
                links: Rates::per_minute(LINK_REQUESTS_PER_MINUTE),
                pairing_offers: Rates::per_minute(limits.pairings_per_minute),
                pairing_claims: Rates::per_minute(limits.pairings_per_minute),
                code_checks: Rates::per_minute(CODE_CHECKS_PER_MINUTE),
                sign_ins: Rates::per_minute(SIGN_INS_PER_MINUTE),
            },
            config: parts.config,
            stopping: parts.stopping,
        }))
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Now, by the server's clock.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Sealed photos.
    pub fn photos(&self) -> &PhotoStore {
        &self.0.photos
    }

    /// The dashboard's own key.
    pub fn key(&self) -> &DashboardKey {
        &self.0.key
    }

    /// Payments and refunds.
    pub fn broker(&self) -> &Broker {
        &self.0.broker
    }

    /// Hints to kiosks.
    pub fn hints(&self) -> &Topics<KioskId, Hint> {
        &self.0.hints
    }

    /// Visits that changed, for phones that wait.
    pub fn visits(&self) -> &Topics<SessionId, ()> {
        &self.0.visits
    }

    /// Rates of everything that can be guessed or flooded.
    pub fn rates(&self) -> &Paces {
        &self.0.rates
    }

    pub(crate) fn nonces(&self) -> &Nonces {
        &self.0.nonces
    }

    pub(crate) fn uploads(&self) -> &Arc<Semaphore> {
        &self.0.uploads
    }

    /// Becomes true when the server stops, so that whoever waits lets go.
    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.0.stopping.clone()
    }

    /// Tells the kiosk and waiting phones that a visit changed.
    pub(crate) fn tell_visit(&self, kiosk: &KioskId, session: &SessionId) {
        self.0.visits.tell(session, ());
        let hint = Hint::Session {
            session: session.clone(),
        };
        self.0.hints.tell(kiosk, hint);
    }
}
