//! A broker on a database of its own, two providers, and one order after another.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use http::{HeaderMap, HeaderValue};
use order::{
    IndexPrint, KioskId, Money, OrderId, OrderLine, OutTradeNo, PhotoId, PrintSize, ProviderId,
    Quote, Recipe, Settings, Timestamp,
};
use payment::fake::{FakeProvider, TRUSTED_HEADER};
use payment::{Notification, Provider, RefundState as AtProvider};
use wire::payment::OpenPayment;

use super::unreliable::Unreliable;
use super::{Step, crash};
use crate::broker::{Broker, BrokerError, Providers};
use crate::clock::Clock;
use crate::store::kiosks::{self, Kiosk};
use crate::store::payments::{self, PaymentState};
use crate::store::refunds::{self, RefundState};
use crate::store::{Store, StoreError, issued_settings};
use crate::topics::Topics;

/// Attempts an order may have: one with each provider.
pub(super) const ATTEMPTS: u32 = 2;

/// Rounds of the poller after which everything must be over.
const MOST_ROUNDS: u32 = 400;

pub(super) struct World {
    broker: Broker,
    store: Store,
    kiosk: Kiosk,
    now: Arc<AtomicI64>,
    opening: OpenPayment,
    lines: [Arc<Unreliable>; 2],
    _folder: tempfile::TempDir,
}

impl World {
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").expect("a folder in memory");
        let url = format!("sqlite:{}", folder.path().join("db").display());
        let store = Store::connect(&url).await.expect("a database");
        store.migrate().await.expect("tables");
        let now = Arc::new(AtomicI64::new(1_795_000_000_000));
        let clock = {
            let now = Arc::clone(&now);
            Clock::new(move || Timestamp::from_ms(now.load(Ordering::SeqCst)))
        };
        let line = |id| Arc::new(Unreliable::new(Arc::new(FakeProvider::passing_for(id))));
        let lines = [line(ProviderId::WechatPay), line(ProviderId::Alipay)];
        let providers: Providers = lines
            .iter()
            .map(|line| Arc::clone(line) as Arc<dyn Provider>)
            .collect();
        let kiosk = Kiosk {
            kiosk: KioskId::parse("k-000000000001").expect("an id"),
            public_key: "a key".to_owned(),
            name: "Hall".to_owned(),
            site: "Library".to_owned(),
            region: "North".to_owned(),
            paired_at: clock.now(),
            revoked_at: None,
        };
        let mut work = store.writer().begin().await.expect("begins");
        kiosks::pair(&mut work, &kiosk).await.expect("pairs");
        work.commit().await.expect("commits");
        let settings = Settings::out_of_the_box();
        issued_settings::issue(&store, &kiosk.kiosk, &settings, clock.now())
            .await
            .expect("issues");
        let broker = Broker::new(store.clone(), clock, Topics::default(), providers);
        Self {
            broker,
            store,
            kiosk,
            now,
            opening: opening(&settings),
            lines,
            _folder: folder,
        }
    }

    /// The bad times begin.
    pub(super) fn spoil(&self, seed: u64) {
        for (line, salt) in self.lines.iter().zip([1, 2]) {
            line.spoil(seed ^ salt);
        }
    }

    /// One step of a schedule, cut off after `polls`.
    pub(super) async fn take(&self, order: &OrderId, step: Step, polls: u32) {
        let cut_off = crash::after(polls, self.act(order, step)).await;
        match cut_off {
            // What the broker refuses it refuses without harm.
            None | Some(Ok(()) | Err(_)) => {}
        }
    }

    async fn act(&self, order: &OrderId, step: Step) -> Result<(), BrokerError> {
        match step {
            Step::Open(attempt) => {
                let opening = OpenPayment {
                    order: order.clone(),
                    provider: self.line(attempt).id(),
                    ..self.opening.clone()
                };
                let number = order.out_trade_no(attempt);
                let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
                self.broker
                    .open(&self.kiosk, &number, opening, here)
                    .await?;
            }
            Step::Pay(attempt) => {
                let number = order.out_trade_no(attempt);
                self.line(attempt).pay(&number, self.time());
            }
            Step::Notify(attempt) => self.notify(order, attempt).await?,
            Step::Read(attempt) => {
                if let Some(payment) =
                    payments::find(&self.store, &order.out_trade_no(attempt)).await?
                {
                    self.broker.read(payment).await?;
                }
            }
            Step::Close(attempt) => {
                if let Some(payment) =
                    payments::find(&self.store, &order.out_trade_no(attempt)).await?
                {
                    self.broker.close(payment).await?;
                }
            }
            Step::Refund(attempt, sequence, minor) => {
                let number = order.out_trade_no(attempt);
                if let Some(payment) = payments::find(&self.store, &number).await? {
                    let refund = number.out_refund_no(sequence);
                    let amount = Money::from_minor(minor);
                    self.broker.refund(&payment, &refund, amount).await?;
                }
            }
            Step::Decide(state) => {
                for line in &self.lines {
                    for refund in line.inner.refunds() {
                        if refund.state == AtProvider::Processing {
                            line.inner.decide_refund(&refund.out_refund_no, state);
                        }
                    }
                }
            }
            Step::Poll => self.broker.look().await?,
            Step::Wait(ms) => self.wait(ms),
        }
        Ok(())
    }

    /// The line gets good and everybody gets time. Then the books must balance.
    pub(super) async fn settle(&self, order: &OrderId) -> Result<(), String> {
        let failed = |error: BrokerError| error.to_string();
        for line in &self.lines {
            line.mend();
        }
        for _ in 0..MOST_ROUNDS {
            let Some(due) = self.next_due(order).await? else {
                return self.balance(order).await;
            };
            self.wait(due.ms_since(self.time()).max(0));
            self.broker.look().await.map_err(failed)?;
            self.act(order, Step::Decide(AtProvider::Success))
                .await
                .map_err(failed)?;
        }
        Err(format!("{order} is still open after {MOST_ROUNDS} rounds"))
    }

    /// When the poller next has something to do for an order; never again, if it is over.
    async fn next_due(&self, order: &OrderId) -> Result<Option<Timestamp>, String> {
        let mut due = Vec::new();
        for attempt in 1..=ATTEMPTS {
            let number = order.out_trade_no(attempt);
            let failed = |error: StoreError| error.to_string();
            let payment = payments::find(&self.store, &number).await.map_err(failed)?;
            due.extend(payment.and_then(|payment| payment.next_poll_at));
            let refunds = refunds::of_payment(&self.store, &number)
                .await
                .map_err(failed)?;
            due.extend(refunds.iter().filter_map(|refund| refund.next_poll_at));
        }
        Ok(due.into_iter().min())
    }

    /// Paid at the provider = paid by our books; late money is back; nothing more went back than
    /// came; one attempt counts.
    async fn balance(&self, order: &OrderId) -> Result<(), String> {
        let mut counted = 0;
        for attempt in 1..=ATTEMPTS {
            let number = order.out_trade_no(attempt);
            let line = self.line(attempt);
            let taken = match line.inner.query(&number).await {
                Ok(transaction) => transaction.state.capture().map(|capture| capture.amount),
                Err(_) => None,
            };
            let payment = payments::find(&self.store, &number)
                .await
                .map_err(|error| error.to_string())?;
            let ours = payment
                .as_ref()
                .and_then(|payment| payment.capture.as_ref());
            if taken != ours.map(|capture| capture.amount) {
                return Err(format!(
                    "{number}: the provider took {taken:?}, our books say {ours:?}"
                ));
            }
            let Some(payment) = payment else { continue };
            let back = self.given_back(&number).await?;
            match payment.state {
                PaymentState::Paid => counted += 1,
                PaymentState::PaidLate if Some(back) != taken => {
                    return Err(format!("{number}: {back} of {taken:?} went back"));
                }
                PaymentState::PaidLate | PaymentState::Closed => {}
                PaymentState::Created | PaymentState::Waiting => {
                    return Err(format!("{number} is still {:?}", payment.state));
                }
            }
            if back > taken.unwrap_or(Money::ZERO) {
                return Err(format!("{number}: {back} of {taken:?} went back"));
            }
        }
        match counted {
            0 | 1 => Ok(()),
            _ => Err(format!("{order} was paid {counted} times")),
        }
    }

    /// What went back of a payment; our books and the provider's must agree refund by refund.
    async fn given_back(&self, number: &OutTradeNo) -> Result<Money, String> {
        let ours = refunds::of_payment(&self.store, number)
            .await
            .map_err(|error| error.to_string())?;
        let mut back = Money::ZERO;
        for refund in &ours {
            let at_provider = self
                .lines
                .iter()
                .flat_map(|line| line.inner.refunds())
                .find(|reading| reading.out_refund_no == refund.out_refund_no);
            let theirs = at_provider.as_ref().map(|reading| reading.state);
            match (refund.state, theirs) {
                (RefundState::Success, Some(AtProvider::Success)) => {
                    back = back.plus(refund.amount);
                }
                // A person ends these; the money is still the customer's.
                (RefundState::Stuck, Some(AtProvider::Closed | AtProvider::Abnormal)) => {
                    back = back.plus(refund.amount);
                }
                (state, theirs) => {
                    return Err(format!(
                        "{}: ours is {state:?}, the provider's {theirs:?}",
                        refund.out_refund_no
                    ));
                }
            }
        }
        Ok(back)
    }

    async fn notify(&self, order: &OrderId, attempt: u32) -> Result<(), BrokerError> {
        let number = order.out_trade_no(attempt);
        let trusted = HeaderMap::from_iter([(
            http::HeaderName::from_static(TRUSTED_HEADER),
            HeaderValue::from_static("yes"),
        )]);
        let message = self
            .line(attempt)
            .read_notification(&trusted, number.as_str().as_bytes(), self.time())
            .await;
        match message {
            Ok(Notification::Payment(transaction)) => self.broker.settle(&transaction).await,
            Ok(Notification::Refund(reading)) => self.broker.settle_refund(&reading).await,
            Err(_) => Ok(()),
        }
    }

    fn line(&self, attempt: u32) -> &Unreliable {
        &self.lines[(attempt as usize - 1) % self.lines.len()]
    }

    fn wait(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::SeqCst);
    }

    fn time(&self) -> Timestamp {
        Timestamp::from_ms(self.now.load(Ordering::SeqCst))
    }
}

/// What the kiosk asks for; order and provider are filled in.
fn opening(settings: &Settings) -> OpenPayment {
    let line = OrderLine {
        photo: PhotoId::parse("photo-0001").expect("an id"),
        size: PrintSize::SixInch,
        copies: 4,
        recipe: Recipe::cover((3, 2), PrintSize::SixInch),
    };
    OpenPayment {
        order: OrderId::parse("01JD3F7Q4W9K2M5N8P0R1S3T5V").expect("an id"),
        provider: ProviderId::WechatPay,
        lines: vec![(&line).into()],
        index_print: IndexPrint::Without,
        quote: Quote::of(&[line], IndexPrint::Without, settings).expect("a price"),
        way: wire::payment::PaymentWay::QrCode,
        sealed: None,
    }
}
