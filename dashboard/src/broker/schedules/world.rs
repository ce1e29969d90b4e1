//! A broker on a database of its own, two providers, and one order after another.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use http::{HeaderMap, HeaderValue};
use order::{
    AuthCode, IndexPrint, KioskId, Money, OrderId, OrderLine, PhotoId, PrintSize, ProviderId,
    Quote, Recipe, Settings, Timestamp,
};
use payment::fake::{FakeProvider, TRUSTED_HEADER};
use payment::{Notification, Provider, RefundState as AtProvider};
use wire::payment::{OpenPayment, PaymentWay};

use super::books::Books;
use super::unreliable::Unreliable;
use super::{Step, crash};
use crate::broker::{Broker, BrokerError, Providers};
use crate::clock::Clock;
use crate::store::kiosks::{self, Kiosk};
use crate::store::payments;
use crate::store::{Store, issued_settings};
use crate::topics::Topics;

/// Attempts an order may have: one with each provider's code, and one with a barcode.
pub(super) const ATTEMPTS: u32 = 3;

/// The attempt that is paid by barcode.
const BY_BARCODE: u32 = 3;

/// One of the first provider's.
const BARCODE: &str = "134567890123456789";

/// Where the kiosk calls from.
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Rounds of the poller after which everything must be over, and after which it comes late.
const MOST_ROUNDS: u32 = 60;
const PUNCTUAL_ROUNDS: u32 = 3;

pub(super) struct World {
    broker: Broker,
    store: Store,
    kiosk: Kiosk,
    now: Arc<AtomicI64>,
    opening: OpenPayment,
    lines: [Arc<Unreliable>; 2],
    pub(super) books: Books,
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
            kiosk,
            now,
            opening: opening(&settings),
            books: Books::new(store.clone(), lines.clone()),
            store,
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
            Step::Open(attempt) => self.open(order, attempt).await?,
            Step::Charge(password) => {
                self.line(BY_BARCODE).show_barcode(self.time(), password);
                self.open(order, BY_BARCODE).await?;
                let number = order.out_trade_no(BY_BARCODE);
                if let Some(payment) = payments::find(&self.store, &number).await? {
                    let barcode = AuthCode::parse(BARCODE).expect("a barcode");
                    self.broker.charge(payment, barcode, HERE).await?;
                }
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
            Step::Poll => {
                self.broker.look().await?;
            }
            Step::Silence => self.broker.look_for_silence().await?,
            Step::Wait(ms) => self.wait(ms),
        }
        Ok(())
    }

    async fn open(&self, order: &OrderId, attempt: u32) -> Result<(), BrokerError> {
        let opening = OpenPayment {
            order: order.clone(),
            provider: self.line(attempt).id(),
            way: match attempt {
                BY_BARCODE => PaymentWay::Barcode,
                _ => PaymentWay::QrCode,
            },
            ..self.opening.clone()
        };
        let number = order.out_trade_no(attempt);
        self.broker
            .open(&self.kiosk, &number, opening, HERE)
            .await?;
        Ok(())
    }

    /// The line gets good and everybody gets time. Then the books must balance.
    pub(super) async fn settle(&self, order: &OrderId) -> Result<(), String> {
        let failed = |error: BrokerError| error.to_string();
        for line in &self.lines {
            line.mend();
        }
        for round in 0..MOST_ROUNDS {
            let Some(due) = self.books.check(order).await?.next_due() else {
                return self.books.balance(order).await;
            };
            // A poller that is ever later: what is due every two seconds for three minutes is
            // not asked for ninety times in every schedule.
            let later = (round >= PUNCTUAL_ROUNDS).then_some(i64::from(round) * 20_000);
            self.wait(due.ms_since(self.time()).max(0) + later.unwrap_or(0));
            self.broker.look().await.map_err(failed)?;
            self.act(order, Step::Decide(AtProvider::Success))
                .await
                .map_err(failed)?;
        }
        Err(format!("{order} is still open after {MOST_ROUNDS} rounds"))
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
        way: PaymentWay::QrCode,
        sealed: None,
    }
}
