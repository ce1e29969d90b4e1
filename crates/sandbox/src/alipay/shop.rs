//! What all parts of the gateway share.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::task::JoinSet;

use super::Fault;
use super::barcodes::Barcodes;
use super::bills::BillFiles;
use super::faults::Faults;
use super::keys::Keys;
use super::ledger::Ledger;
use super::notify::Delivery;
use super::text::now_ms;
use super::views::PayRefused;

/// Most deliveries remembered; the oldest give way.
const MOST_DELIVERIES: usize = 1000;

/// How fast things happen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timing {
    pub(crate) notify_delay: Duration,
    pub(crate) retry_second: Duration,
}

/// One merchant's account at the sandbox.
pub(crate) struct Shop {
    pub(super) keys: Keys,
    pub(super) faults: Faults,
    pub(super) timing: Timing,
    pub(super) client: reqwest::Client,
    /// Where this sandbox is, and so where its bills are.
    pub(super) base_url: String,
    ledger: Mutex<Ledger>,
    barcodes: Mutex<Barcodes>,
    bill_files: Mutex<BillFiles>,
    deliveries: Mutex<VecDeque<Delivery>>,
    tasks: Mutex<JoinSet<()>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shop {
    pub(crate) fn new(
        keys: Keys,
        timing: Timing,
        base_url: String,
    ) -> Result<Self, reqwest::Error> {
        // The HTTP client is built without a TLS provider of its own. A host that has chosen one
        // keeps it: installing a second time changes nothing.
        let _already_chosen = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self {
            keys,
            faults: Faults::default(),
            timing,
            client,
            base_url,
            ledger: Mutex::default(),
            barcodes: Mutex::default(),
            bill_files: Mutex::default(),
            deliveries: Mutex::default(),
            tasks: Mutex::default(),
        })
    }

    /// The customer pays: scans the code if nobody has, or confirms a charge.
    pub(super) fn pay(self: &Arc<Self>, number: &str) -> Result<(), PayRefused> {
        let mut ledger = self.ledger();
        let known = ledger.codes.contains_key(number) || ledger.trades.contains_key(number);
        let taken = if known { self.wrong_amount() } else { None };
        let trade = ledger.pay(number, taken, now_ms())?;
        self.tell(trade);
        Ok(())
    }

    pub(super) fn wrong_amount(&self) -> Option<i64> {
        self.faults.take(|fault| match fault {
            Fault::WrongAmount { total } => Some(*total),
            _ => None,
        })
    }

    pub(super) fn deliveries(&self) -> Vec<Delivery> {
        lock(&self.deliveries).iter().cloned().collect()
    }

    /// Ends everything that runs in the background.
    pub(crate) fn stop(&self) {
        lock(&self.tasks).abort_all();
    }

    pub(super) fn note(&self, delivery: Delivery) {
        let mut deliveries = lock(&self.deliveries);
        if deliveries.len() == MOST_DELIVERIES {
            deliveries.pop_front();
        }
        deliveries.push_back(delivery);
    }

    pub(super) fn barcodes(&self) -> MutexGuard<'_, Barcodes> {
        lock(&self.barcodes)
    }

    pub(super) fn bill_files(&self) -> MutexGuard<'_, BillFiles> {
        lock(&self.bill_files)
    }

    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        lock(&self.ledger)
    }

    pub(super) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = lock(&self.tasks);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(task);
    }
}

impl fmt::Debug for Shop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shop")
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}
