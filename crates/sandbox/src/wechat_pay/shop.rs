//! What all parts of the gateway share.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::task::JoinSet;

use super::barcodes::{Barcode, Barcodes};
use super::bills::BillFiles;
use super::faults::Faults;
use super::keys::Keys;
use super::ledger::Ledger;
use super::notify::{Delivery, Message};
use super::refunds::digits;
use super::terms::Way;
use super::transaction::transaction;
use super::views::{OrderView, PayRefused};

/// Most deliveries remembered; the oldest give way.
const MOST_DELIVERIES: usize = 10_000;

/// How fast things happen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timing {
    pub(crate) notify_delay: Duration,
    pub(crate) retry_second: Duration,
    pub(crate) refund_delay: Duration,
}

/// One merchant's account at the sandbox.
pub(crate) struct Shop {
    pub(crate) keys: Keys,
    pub(crate) faults: Faults,
    pub(super) timing: Timing,
    pub(super) client: reqwest::Client,
    ledger: Mutex<Ledger>,
    barcodes: Mutex<Barcodes>,
    bill_files: Mutex<BillFiles>,
    deliveries: Mutex<VecDeque<Delivery>>,
    tasks: Mutex<JoinSet<()>>,
}

/// Milliseconds since the epoch.
pub(crate) fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shop {
    pub(crate) fn new(keys: Keys, timing: Timing) -> Result<Self, reqwest::Error> {
        // The HTTP client is built without a TLS provider of its own. A host that has chosen one
        // keeps it: installing a second time changes nothing.
        let _already_chosen = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .user_agent("Mozilla/4.0")
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self {
            keys,
            faults: Faults::default(),
            timing,
            client,
            ledger: Mutex::default(),
            barcodes: Mutex::default(),
            bill_files: Mutex::default(),
            deliveries: Mutex::default(),
            tasks: Mutex::default(),
        })
    }

    /// The customer pays: a QR code, or the password for a barcode. Only the former is notified.
    pub(crate) fn pay(self: &Arc<Self>, number: &str) -> Result<(), PayRefused> {
        let message = {
            let mut ledger = self.ledger();
            ledger.undo_if_unconfirmed(number, now_ms());
            let taken = ledger.order(number).and_then(|_| self.wrong_amount());
            let order = ledger.pay(number, format!("4200{}", digits()), taken, now_ms())?;
            let Way::Native { notify_url } = &order.terms.way else {
                return Ok(());
            };
            Message {
                url: notify_url.clone(),
                event_type: "TRANSACTION.SUCCESS",
                original_type: "transaction",
                summary: "支付成功",
                plain: transaction(order),
            }
        };
        self.notify(message);
        Ok(())
    }

    /// A customer opens the app and shows a barcode, which fares as told.
    pub(crate) fn hand_out_barcode(&self, fate: Barcode) -> String {
        self.barcodes().hand_out(fate, now_ms())
    }

    pub(crate) fn decline(&self, number: &str) -> Result<(), PayRefused> {
        self.ledger().decline(number, now_ms())
    }

    pub(crate) fn orders(&self) -> Vec<OrderView> {
        self.ledger().views()
    }

    pub(crate) fn order_by_code(&self, code_url: &str) -> Option<OrderView> {
        let ledger = self.ledger();
        ledger
            .order_by_code(code_url)
            .map(|order| ledger.view(order))
    }

    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
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
            .field("mode", &self.keys.mode())
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}
