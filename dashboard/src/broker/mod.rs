//! Payments and refunds between kiosks and a provider.
//!
//! An attempt is a row before it is a call. Whoever learns something (the kiosk's question, the
//! poller, a notification) brings it to one idempotent function, [`Broker::settle`], which
//! changes the row by compare-and-set; so a lost notification is found by polling, and a dead
//! poller's payments are found by notifications. Money that arrives after an attempt was given up
//! goes back by itself.

mod attempts;
mod charge;
mod close;
mod codes;
mod counters;
mod error;
mod notify;
mod open;
mod poller;
mod pricing;
mod proof;
mod providers;
mod refunds;
mod schedule;
#[cfg(test)]
mod schedules;
mod settle;
mod silent;

use std::sync::Arc;

use axum::routing::{MethodRouter, post};
use order::{KioskId, OutTradeNo, ProviderId};
use payment::{BillDay, BillLine, Provider};
use tokio::sync::Notify;
use wire::kiosk::Hint;

use crate::App;
use crate::clock::Clock;
use crate::store::payments::{self, Payment};
use crate::store::{Change, Store, StoreResult, provider_words};
use crate::topics::Topics;

use counters::Counters;
pub use error::BrokerError;
pub(crate) use poller::run;
pub use proof::Unproven;
pub use providers::Providers;
pub(crate) use silent::SILENCE_LIMIT_MS;

/// Payments and refunds. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Broker(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    store: Store,
    clock: Clock,
    hints: Topics<KioskId, Hint>,
    providers: Providers,
    nudge: Notify,
    counters: Counters,
}

impl Broker {
    pub(crate) fn new(
        store: Store,
        clock: Clock,
        hints: Topics<KioskId, Hint>,
        providers: Providers,
    ) -> Self {
        Self(Arc::new(Parts {
            store,
            clock,
            hints,
            providers,
            nudge: Notify::new(),
            counters: Counters::default(),
        }))
    }

    fn provider(&self, id: ProviderId) -> Result<&dyn Provider, BrokerError> {
        self.0.providers.of(id)
    }

    /// Who takes the money of a payment.
    fn provider_of(&self, payment: &Payment) -> Result<&dyn Provider, BrokerError> {
        self.provider(payment.opening.provider)
    }

    /// Everybody we have a contract with.
    pub(crate) fn providers(&self) -> Vec<ProviderId> {
        self.0.providers.ids()
    }

    /// What came from outside, counted since the start.
    pub(crate) fn counters(&self) -> &Counters {
        &self.0.counters
    }

    /// What a provider's bill of one day says.
    ///
    /// # Errors
    /// [`BrokerError::Provider`], if it did not say.
    pub(crate) async fn bill(
        &self,
        provider: ProviderId,
        day: BillDay,
    ) -> Result<Vec<BillLine>, BrokerError> {
        Ok(self.provider(provider)?.bill(day).await?)
    }

    /// Asks the provider again about a payment or refund that a person looked at; a refund that
    /// was given up is asked for anew, under its old number. Not made when there is no such thing
    /// or it is decided.
    ///
    /// # Errors
    /// When the database did not do it.
    pub(crate) async fn ask_again(&self, number: &str) -> StoreResult<Change> {
        let now = self.0.clock.now();
        let change = match payments::poll_now(&self.0.store, number, now).await? {
            Change::Made => Change::Made,
            Change::NotMade => crate::store::refunds::ask_again(&self.0.store, number, now).await?,
        };
        self.nudge();
        Ok(change)
    }

    /// Keeps what a provider said instead of an answer, for the person who may have to decide.
    async fn keep_word(&self, number: &str, error: &payment::Error) -> StoreResult<()> {
        let now = self.0.clock.now();
        provider_words::keep(&self.0.store, number, &error.to_string(), now).await
    }

    /// Wakes the poller: there is work that should not wait.
    fn nudge(&self) {
        self.0.nudge.notify_one();
    }

    fn tell(&self, kiosk: &KioskId, number: &OutTradeNo) {
        let hint = Hint::Payment {
            out_trade_no: number.clone(),
        };
        self.0.hints.tell(kiosk, hint);
    }
}

/// Where providers send notifications.
pub(crate) fn notification_routes() -> Vec<(&'static str, MethodRouter<App>)> {
    vec![
        ("/pay/wechat/notify", post(notify::wechat_pay)),
        ("/pay/alipay/notify", post(notify::alipay)),
    ]
}
